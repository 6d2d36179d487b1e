"""`kinkeeper account`: opening, closing, a new password, and who may."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.accounts import ROLES_OF, Account, Agency
from kinkeeper.domain.errors import NotAllowed, Refused
from kinkeeper.site.database import Database
from tests.cli.command import run
from tests.web.browsing import AT_THE_COMPUTER

ADMINISTRATOR = Actor("ada", "ORR", "administrator")


def test_from_the_first_account_to_its_end(migrated: Path, tmp_path: Path) -> None:
    where = ("--database", str(shutil.copytree(migrated, tmp_path / "db")))
    opened = run("account", "open", "r.delgado", "--agency", "ORR", "--role", "caseworker", "--json", *where)
    assert opened.status == 0 and len(opened.summary["password"]) >= 20
    assert run("account", "open", "r.delgado", "--agency", "ORR", "--role", "caseworker", *where).status == 2
    anew = run("account", "password", "r.delgado", "--json", *where)
    assert anew.summary["password"] != opened.summary["password"]
    assert run("account", "close", "r.delgado", "--why", "left", *where).status == 0
    assert run("account", "list", "--json", *where).summary["accounts"] == [
        {"name": "r.delgado", "agency": "ORR", "role": "caseworker", "closed": True}
    ]
    again = run("account", "close", "r.delgado", *where)
    assert again.status == 2 and "no open account" in again.error and len(again.error.strip().splitlines()) == 1


def test_commands_that_come_at_once_to_a_new_database_wait_for_its_tables(made: Path, tmp_path: Path) -> None:
    where = ("account", "list", "--json", "--database", str(shutil.copytree(made, tmp_path / "db")))
    with ThreadPoolExecutor(3) as several:
        assert [(one.status, one.error) for one in several.map(lambda _: run(*where), range(3))] == [(0, "")] * 3


@pytest.mark.parametrize(
    ("account", "words"),
    [
        (Account("x.y", "NASA", "caseworker"), "no agency 'NASA'"),
        (Account("x.y", "ORR", "officer"), "cannot give the role 'officer'"),
        (Account("X Y", "ORR", "caseworker"), "small letters"),
        (Account("x.y", "ORR", "operator"), "cannot give the role 'operator'"),
    ],
)
def test_an_account_that_cannot_be_is_refused_in_a_sentence(database: Database, account: Account, words: str) -> None:
    from kinkeeper.gateway.accounts import open_account

    with pytest.raises(Refused, match=words):
        open_account(account, actor=AT_THE_COMPUTER)


def test_an_administrator_opens_and_closes_accounts_of_the_own_agency_only(database: Database) -> None:
    from kinkeeper.gateway.accounts import close_account, give_password, open_account
    from kinkeeper.queries.access.accounts import list_accounts

    open_account(Account("one.orr", "ORR", "caseworker"), actor=ADMINISTRATOR)
    open_account(Account("one.ice", "ICE", "officer"), actor=AT_THE_COMPUTER)
    with pytest.raises(NotAllowed):
        open_account(Account("two.ice", "ICE", "officer"), actor=ADMINISTRATOR)
    for act in (close_account, give_password):
        with pytest.raises(NotAllowed):
            act("one.ice", actor=ADMINISTRATOR)
        with pytest.raises(NotAllowed):
            act("one.orr", actor=Actor("one.orr", "ORR", "caseworker"))
    assert [one.name for one in list_accounts(ADMINISTRATOR)] == ["one.orr"]


def test_nobody_can_be_let_in_as_operator() -> None:
    assert set(ROLES_OF) == set(Agency) and not any("operator" in roles for roles in ROLES_OF.values())


def test_what_is_done_with_accounts_is_in_the_access_log_and_stays_there(database: Database) -> None:
    import msgspec
    import psycopg
    from django.db import connection

    from kinkeeper.gateway.accounts import close_account, open_account

    open_account(Account("one.orr", "ORR", "caseworker"), actor=ADMINISTRATOR)
    close_account("one.orr", actor=ADMINISTRATOR, why="left")
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM access_entry ORDER BY seq")
        told = [msgspec.json.decode(bytes(row[0])) for row in cursor.fetchall()]
        assert [(one["kind"], one["actor"], one["said"]["name"]) for one in told] == [
            ("account.opened", "ada", "one.orr"),
            ("account.closed", "ada", "one.orr"),
        ]
    with psycopg.connect(database.owner.conninfo) as owner, pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        owner.execute("DELETE FROM access_entry")
