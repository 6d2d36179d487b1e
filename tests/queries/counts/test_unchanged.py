"""What is counted once for each reader until the ledger grows is what is counted anew, for every reader, whatever happens between."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from typing import Any

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.accounts import Account
from kinkeeper.domain.requests import Request
from kinkeeper.domain.reviews import AskQuestions, Question
from kinkeeper.site.database import Database
from tests.reports.season import beginning, corrections
from tests.web.scene import OFFICER

COUNSEL = Account("c.ruiz", "COUNSEL", "counsel").actor
READERS = (OFFICER, Actor("A. Pop", "ORR", "caseworker"), Actor("B. Cruz", "ICE", "caseworker"), COUNSEL)
OPERATOR = Actor("root", "KINKEEPER", "operator")


def send(commands: list[Any], name: str) -> None:
    from kinkeeper.gateway import submit

    submit([Request(f"{name}-{number}", command) for number, command in enumerate(commands)], actor=OFFICER)


@contextmanager
def looking(reader: Actor) -> Iterator[Any]:
    from kinkeeper.gateway.wall import look_as, look_no_more
    from kinkeeper.queries.standpoint import find_standpoint

    look_as(reader)
    try:
        yield find_standpoint(reader, today="2018-10-01", as_of="2018-10-01")
    finally:
        look_no_more()


def told(reader: Actor, *, anew: bool = False) -> tuple[Any, ...]:
    """All that is kept of this reader; `anew`: as if nothing had been counted before."""
    from kinkeeper.queries.counts.apart.beside import count
    from kinkeeper.queries.counts.frame import get_frame
    from kinkeeper.queries.family_list import list_families_in_short
    from kinkeeper.queries.handover.everyone import count_everyone

    with looking(reader) as standpoint:
        here = replace(standpoint, edge="") if anew else standpoint
        families = list_families_in_short(reader, here, page=1, size=3).families
        return get_frame(reader, here), families, count_everyone(reader, here), count(reader, here)


def questions() -> list[Question]:
    """A question about every two records that follow each other."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT record_id, lead(record_id) OVER (ORDER BY record_id) FROM record ORDER BY 1 LIMIT 40")
        pairs = [pair for pair in cursor.fetchall() if pair[1]]
    return [Question("link", one, other, "0.6000", "doubt", False, "", ()) for one, other in pairs]


def test_what_was_counted_is_what_is_counted_anew(database: Database) -> None:
    from django.db import connection

    from kinkeeper.gateway.accounts import assign, open_account

    chance = Random(7)
    open_account(Account(COUNSEL.name, "COUNSEL", "counsel"), actor=OPERATOR)
    send(beginning(chance, 8), "first")
    send([AskQuestions("run", tuple(questions()))], "asked")
    seen = set()
    for number, command in enumerate(corrections(chance, 8, 6)):
        send([command], f"later-{number}")
        for reader in READERS:
            first = told(reader)
            assert first == told(reader) == told(reader, anew=True), (number, reader)
            seen.add((reader, str(first)))
    assert len({reader for reader, _ in seen}) < len(seen), "the counts changed while this was watched"

    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id FROM person WHERE until IS NULL ORDER BY 1")
        everybody = [person for (person,) in cursor.fetchall()]
    nobody = told(COUNSEL)
    assign(COUNSEL.name, everybody, actor=OPERATOR)
    assert told(COUNSEL) == told(COUNSEL, anew=True) != nobody, "the ledger did not grow, and counsel knows of more"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM assignment WHERE person_id = ANY(%s)", [everybody[::2]])
    assert told(COUNSEL) == told(COUNSEL, anew=True)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM assignment")
    assert told(COUNSEL) == nobody


def test_it_is_counted_once(database: Database) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    send(beginning(Random(3), 4), "first")
    for reader in READERS:
        told(reader)
        with CaptureQueriesContext(connection) as asked:
            told(reader)
        assert not any("judgement" in one["sql"] or "custody_day h" in one["sql"] for one in asked.captured_queries)
