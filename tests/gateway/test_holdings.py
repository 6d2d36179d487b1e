"""Who holds records of whom, in whatever order it comes to be known: what the wall goes by."""

from importlib import import_module
from typing import Any

import psycopg
import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import ReceiveRecords, Record
from kinkeeper.domain.requests import Request
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.site.database import Database

PARTED = Separation("Pchild", "Padult", "2018-06-01", "", "", "detected", "0.9000", "", "", "apart", "")
HISTORY = (
    ReceiveRecords((Record("r1", "e", "f.csv#1", "orr_referrals", 1, given="Ana"),)),
    IdentifyPeople("run", (Person("Pchild", ("r1",)), Person("Padult", ("r2",)))),
    RaiseSeparations("run", (PARTED,)),
    ReceiveRecords((Record("r2", "e", "f.csv#2", "orr_referrals", 2, given="Eva"),)),
)


def send(*commands: Any) -> None:
    from kinkeeper.gateway import submit

    for at, command in enumerate(commands):
        submit([Request(f"{at}", command)], actor=Actor("R. Delgado", "HHS", "operator"))


def rows(sql: str) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def held_and_apart() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    return rows("SELECT person_id, agency FROM holding ORDER BY 1"), rows("SELECT agency, child, adults FROM agency_apart")


def test_a_record_that_comes_in_after_its_person_was_known_is_its_agencys(database: Database) -> None:
    from kinkeeper.gateway import rebuild

    send(*HISTORY)
    live = held_and_apart()
    assert live == ([("Padult", "ORR"), ("Pchild", "ORR")], [("ORR", "Pchild", ["Padult"])])
    assert rebuild.check() == []
    rebuild.rebuild()
    assert held_and_apart() == live


def test_a_holding_that_is_missing_or_too_many_is_seen(database: Database) -> None:
    from kinkeeper.gateway import rebuild

    send(*HISTORY)
    with psycopg.connect(database.owner.conninfo) as owner:
        owner.execute("DELETE FROM holding WHERE person_id = 'Padult'")
    assert ("holding", "1 row differs, first (Padult, ORR): it is missing") in [(one.noun, one.words) for one in rebuild.check()]
    with psycopg.connect(database.owner.conninfo) as owner:
        owner.execute("SELECT hold_anew(ARRAY['Padult'])")
        owner.execute("INSERT INTO holding (person_id, agency, own) VALUES ('Padult', 'ICE', TRUE)")
    assert [(one.noun, one.words) for one in rebuild.check()][-1] == (
        "holding",
        "1 row differs, first (Padult, ICE): it is not from the ledger",
    )


@pytest.mark.parametrize(("history", "was_right"), [(HISTORY[:3], True), (HISTORY, False)])
def test_tables_from_before_are_made_anew_only_where_a_record_came_after_its_person(
    database: Database, history: tuple[Any, ...], was_right: bool
) -> None:
    from django.db import connections

    from kinkeeper.gateway import rebuild

    send(*history)
    migration = import_module("kinkeeper.store.migrations.0057_held_when_received")
    with connections["owner"].cursor() as cursor:
        cursor.execute(migration.ANEW_WHERE_WRONG)
        assert rebuild.is_current() == was_right
        rebuild.say_current(cursor)
