"""Against a record and a placement at the door: what follows stands in the same transaction, and nothing that was said is lost."""

from collections.abc import Iterator
from typing import Any

import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.casework.objections import Dispute, LiftObjection, Retract, Supersede
from kinkeeper.domain.errors import NotAllowed
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import ReceiveRecords, Record, Stay
from kinkeeper.site.database import Database
from tests.jobs.court.test_clocks import enact
from tests.web.scene import OFFICER, play

from .test_consequences import CHILD, FATHER, SEPARATED, family, placed, rows

BY = OFFICER.name
WHEN_PARTED = [placed(3, FATHER, "ICE", "2018-05-18T09:00"), placed(4, CHILD, "ORR", "2018-05-19T12:00")]


@pytest.fixture(autouse=True)
def _rebuilt(database: Database) -> Iterator[None]:
    """After each test the read tables are a fold of the ledger, and what they are when they are made anew."""
    yield
    from kinkeeper.gateway import rebuild

    assert rebuild.check() == []
    rebuild.rebuild()
    assert rebuild.check() == []


def standing() -> list[Any]:
    return rows("SELECT subject, id, kind, why, instead FROM objection WHERE until IS NULL ORDER BY 1, 2")


def kinds(count: int) -> list[str]:
    found = rows(f"SELECT convert_from(body, 'UTF8')::json->>'kind' FROM part WHERE k = 1 ORDER BY seq DESC LIMIT {count}")
    return [kind for (kind,) in reversed(found)]


def test_what_a_retracted_placement_showed_is_withdrawn_at_once_and_comes_back_with_it() -> None:
    play(family())
    play(WHEN_PARTED, name="apart")
    assert len(rows(SEPARATED)) == 1
    play([Retract("placement", "PL-4", "this was another child", BY)], name="retract")
    assert rows(SEPARATED) == []
    assert kinds(2) == ["statement.retracted", "separation.withdrawn"]
    assert standing() == [("placement", "PL-4", "retracted", "this was another child", "")]
    assert rows("SELECT count(*) FROM placement WHERE source_id = 'PL-4' AND until IS NULL") == [(0,)]
    play([LiftObjection("placement", "PL-4", "it was this child after all", BY)], name="lift")
    assert [row[:2] for row in rows(SEPARATED)] == [(CHILD, FATHER)]
    assert standing() == []


def test_a_clock_stops_with_the_separation_it_was_set_on_and_runs_again_with_it() -> None:
    running = f"SELECT clock, running FROM clock WHERE until IS NULL AND child = '{CHILD}' ORDER BY clock"
    born = Record("r1", "e", "f.csv#1", "layout", 1, given="Ana", born="2015-03-12")
    play([ReceiveRecords((born,)), IdentifyPeople("run", (Person(CHILD, ("r1",)),)), *family()])
    enact("ms-l-2018", as_of="2018-07-08")
    play(WHEN_PARTED, name="apart")
    assert rows(running) == [("call", True), ("reunite", True)]
    play([Retract("placement", "PL-4", "this was another child", BY)], name="retract")
    assert rows(running) == [("call", False), ("reunite", False)]
    assert kinds(4) == ["statement.retracted", "separation.withdrawn", "clock.set", "clock.set"]
    play([LiftObjection("placement", "PL-4", "it was this child after all", BY)], name="lift")
    assert rows(running) == [("call", True), ("reunite", True)]


def test_a_disputed_placement_still_counts() -> None:
    play(family())
    play(WHEN_PARTED, name="apart")
    play([Dispute("placement", "PL-4", "the shelter says otherwise", BY)], name="dispute")
    assert len(rows(SEPARATED)) == 1
    assert standing() == [("placement", "PL-4", "disputed", "the shelter says otherwise", "")]


def test_a_placement_that_supersedes_another_says_what_follows() -> None:
    play(family())
    play(WHEN_PARTED, name="apart")
    play([placed(5, CHILD, "ORR", "2018-05-21T12:00")], name="again")
    play([Supersede("placement", "PL-4", "PL-5", "the day was wrong", BY)], name="supersede")
    assert rows("SELECT source_id FROM placement WHERE until IS NULL AND custodian = 'ORR'") == [("PL-5",)]
    assert len(rows(SEPARATED)) == 1
    assert standing() == [("placement", "PL-4", "superseded", "the day was wrong", "PL-5")]


def test_a_retracted_record_counts_no_more_and_its_separation_goes_with_it() -> None:
    stays = (Stay("CBP", "McAllen", "2018-05-17T06:00", "2018-05-19T08:00", "transferred"), Stay("ORR", "McAllen", "2018-05-19T12:00"))
    play(
        [
            ReceiveRecords((Record("r1", "e", "f.csv#1", "layout", 1, given="Ana", stays=stays),)),
            IdentifyPeople("run", (Person(CHILD, ("r1",)),)),
        ]
    )
    play([family()[0], family()[2], WHEN_PARTED[0]], name="tied")
    assert len(rows(SEPARATED)) == 1
    play([Retract("record", "r1", "the row is of her cousin", BY)], name="retract")
    assert rows(SEPARATED) == []
    assert kinds(3) == ["statement.retracted", "record.withdrawn", "separation.withdrawn"]
    from kinkeeper.queries.records import list_records

    assert list_records(OFFICER) == []
    play([LiftObjection("record", "r1", "it is hers", BY)], name="lift")
    assert [record.record_id for record in list_records(OFFICER)] == ["r1"]


def test_who_may_dispute_and_who_may_take_away() -> None:
    from kinkeeper.domain.requests import Request
    from kinkeeper.gateway import submit

    play(family())
    caseworker = Actor("L. Ortiz", "ORR", "caseworker")
    submit([Request("1", Dispute("placement", "PL-1", "the mother says otherwise", caseworker.name))], actor=caseworker)
    with pytest.raises(NotAllowed, match="right to correct"):
        submit([Request("2", Retract("placement", "PL-1", "wrong", caseworker.name))], actor=caseworker)
    with pytest.raises(NotAllowed, match="right to dispute"):
        submit([Request("3", Dispute("placement", "PL-1", "x", "N. N."))], actor=Actor("N. N.", "ICE", "officer"))
    with pytest.raises(NotAllowed, match="in the name of"):
        submit([Request("4", Dispute("placement", "PL-1", "x", "somebody else"))], actor=caseworker)
