"""Who has an account."""

from typing import Any

from django.db import connection

from kinkeeper.domain.access import ROLES, Viewer, require
from kinkeeper.domain.access.accounts import Account
from kinkeeper.domain.access.identities import Identity
from kinkeeper.queries.access.reading import shows_nobody

COLUMNS = ("name", "agency", "role", "person", "closed")


def get_account(name: str) -> Account | None:
    """The account of this name; None where there is none. Asked by the door itself, before there is a viewer."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM staff WHERE name = %s", [name])
        row = cursor.fetchone()
    return Account(*row) if row else None


def account_in(sign_in: Any) -> Account | None:
    """The account that came along with who has signed in (`store/models/accounts.py`). Asked by the door itself."""
    told = sign_in.staff
    return Account(**{name: told[name] for name in COLUMNS}) if told else None


@shows_nobody("staff")
def list_accounts(viewer: Viewer) -> list[Account]:
    """
    The accounts that this viewer administers, by agency and name.

    :raises NotAllowed: if the viewer administers none.
    """
    require(viewer, "administer")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, agency, role, person, closed FROM staff WHERE %(all)s OR agency = %(agency)s ORDER BY agency, name",
            {"all": viewer.role == "operator", "agency": viewer.agency},
        )
        return [Account(*row) for row in cursor.fetchall()]


@shows_nobody("staff")
def list_colleagues(viewer: Viewer) -> list[Account]:
    """
    The open accounts that work on cases: of the viewer's agency, or of every one where the viewer brings all agencies together.

    :raises NotAllowed: if the viewer works on none.
    """
    require(viewer, "report")
    roles = [role for role in ROLES if "report" in ROLES[role].rights]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, agency, role, person, closed FROM staff "
            "WHERE NOT closed AND role = ANY(%(roles)s) AND (%(all)s OR agency = %(agency)s) ORDER BY agency, name",
            {"roles": roles, "all": viewer.role in ("operator", "coordinator"), "agency": viewer.agency},
        )
        return [Account(*row) for row in cursor.fetchall()]


@shows_nobody("staff")
def list_identities(viewer: Viewer) -> list[Identity]:
    """
    By what the accounts that this viewer administers are known at providers of proof.

    :raises NotAllowed: if the viewer administers none.
    """
    require(viewer, "administer")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, provider, email, subject FROM identity JOIN staff USING (name) "
            "WHERE %(all)s OR agency = %(agency)s ORDER BY 1, 2",
            {"all": viewer.role == "operator", "agency": viewer.agency},
        )
        return [Identity(*row) for row in cursor.fetchall()]


def is_anybody_let_in() -> bool:
    """Whether there is an account at all: a new database has none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM staff WHERE NOT closed)")
        return bool(cursor.fetchone()[0])
