"""`kinkeeper account`: whom an agency lets work here."""

from typing import Annotated

import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import session
from kinkeeper.domain.access import ROLES
from kinkeeper.domain.access.accounts import Account, Agency

accounts = typer.Typer(help="Whom an agency lets work here.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="What they sign in with, as r.delgado.")]
AGENCIES = ", ".join(Agency)
GIVEN = ", ".join(name for name in ROLES if name != "operator")


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(accounts, name="account")


@accounts.command("open")
def open_one(
    name: Name,
    agency: Annotated[str, typer.Option("--agency", help=f"One of {AGENCIES}.")],
    role: Annotated[str, typer.Option("--role", help=f"One of {GIVEN}.")],
    person: Annotated[str, typer.Option("--person", help="Their own name, as colleagues know them.")] = "",
    database: Where = None,
    *,
    json: Json = False,
) -> None:
    """Let somebody work here, and print a password for them. It is kept nowhere else."""
    with session(database) as actor:
        from kinkeeper.gateway.accounts import open_account

        password = open_account(Account(name, agency, role, person), actor=actor)
    _say(name, password, json=json)


@accounts.command("password")
def password_anew(name: Name, database: Where = None, *, json: Json = False) -> None:
    """Give somebody a new password who lost the old one or a second factor. Second factors go, sessions end."""
    with session(database) as actor:
        from kinkeeper.gateway.accounts import give_password

        password = give_password(name, actor=actor)
    _say(name, password, json=json)


@accounts.command("close")
def close_one(
    name: Name,
    why: Annotated[str, typer.Option("--why", help="The reason, for the access log.")] = "",
    database: Where = None,
    *,
    json: Json = False,
) -> None:
    """Let somebody work here no more, from the next request on. What they did stays on the record."""
    with session(database) as actor:
        from kinkeeper.gateway.accounts import close_account

        close_account(name, actor=actor, why=why)
    if json:
        print_json({"name": name, "closed": True})
    else:
        OUT.print(f"{name} is closed.")


@accounts.command("list")
def list_all(database: Where = None, *, json: Json = False) -> None:
    """The accounts, by agency."""
    with session(database) as actor:
        from kinkeeper.queries.access.accounts import list_accounts

        found = list_accounts(actor)
    if json:
        print_json({"accounts": [{"name": one.name, "agency": one.agency, "role": one.role, "closed": one.closed} for one in found]})
    else:
        rows = [(one.agency, one.name, one.role, one.person, "closed" if one.closed else "open") for one in found]
        print_table("Accounts", ("agency", "name", "role", "person", "state"), rows)


def _say(name: str, password: str, *, json: bool) -> None:
    if json:
        print_json({"name": name, "password": password})
    else:
        OUT.print(f"{name} signs in with this password, which is shown only now: {password}")
