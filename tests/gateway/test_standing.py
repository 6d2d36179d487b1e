"""Searches that are kept open: new records meet them, and they meet what is known, once each."""

import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.casework.inquiries import Inquiry, RecordInquiry
from kinkeeper.domain.casework.warnings import Warning
from kinkeeper.domain.deliveries.withdrawals import WithdrawRecords
from kinkeeper.domain.facts import replace
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import Identifier, ReceiveRecords, Record
from kinkeeper.domain.requests import Request
from kinkeeper.domain.terms import IdentifierKind
from kinkeeper.gateway import submit
from kinkeeper.queries.things import list_things
from tests.gateway.test_submit import rows

ACTOR = Actor("l.ortiz", "HHS", "operator")
OF_MOTHER = Inquiry("IN-1", "parent", "Rosa Caal", "by telephone", "her daughter Lucía, seven", "2018-07-08", taken_by="l.ortiz")
OF_MOTHER = replace(OF_MOTHER, given="Ana Lucía", surnames="Caal Tzoc", born="2011-04-05")
OF_CHILD = Inquiry("IN-2", "counsel", "", "", "the father of a boy", "2018-07-08", given="José", surnames="García", a_number="201345678")
NAMES = [
    ("ANA LUSIA", "KAAL TZOC", "2011-04-05", ""),
    ("MARIA", "GARCIA", "1984-02-11", ""),
    ("JOSE LUIS", "GARCIA PEREZ", "1990-10-30", "201345678"),
    ("ANA", "TZOC", "1975-01-19", ""),
]


def play(*commands: object) -> None:
    submit([Request.by_content("test", command) for command in commands], actor=ACTOR)


def bring(*numbers: int, link: bool = True) -> None:
    records = []
    for n in numbers:
        given, surnames, born, number = NAMES[n]
        ids = (Identifier(IdentifierKind.A_NUMBER, number, number),) if number else ()
        records.append(Record(f"r{n}", "e", f"f.csv#{n}", "hotline", n, given=given, surnames=surnames, born=born, identifiers=ids))
    play(ReceiveRecords(tuple(records)))
    if link:
        play(IdentifyPeople("run", tuple(Person(f"P{n}", (f"r{n}",)) for n in numbers)))


def hits() -> dict[tuple[str, str], Warning]:
    found = list_things(ACTOR, "warning", Warning)
    return {(one.other, one.person_id): one for one in found if one.rule == "sought"}


@pytest.mark.usefixtures("database")
def test_a_new_record_meets_an_open_search_and_its_owner_is_warned_with_the_reason() -> None:
    play(RecordInquiry(OF_MOTHER), RecordInquiry(OF_CHILD))
    bring(0, 1, 2, 3, link=False)
    assert hits() == {}, "whose records they are is not known yet"
    bring(0, 1, 2, 3)
    found = hits()
    assert set(found) == {("IN-1", "P0"), ("IN-2", "P2")}
    told = found["IN-1", "P0"]
    assert told.role == "l.ortiz"
    assert told.parts["near"] == "surnames given" and told.parts["same"] == "born"
    assert found["IN-2", "P2"].parts["same"].split()[0] == "a_number"
    before = rows("SELECT count(*) FROM entry")
    bring(0, 1, 2, 3)
    assert rows("SELECT count(*) FROM entry") == before, "sent again, nothing is said again"


@pytest.mark.usefixtures("database")
def test_a_new_search_meets_what_is_known() -> None:
    bring(0, 1, 2, 3)
    play(RecordInquiry(OF_MOTHER))
    assert set(hits()) == {("IN-1", "P0")}


@pytest.mark.usefixtures("database")
def test_an_answered_search_and_one_whose_person_is_found_meet_nobody() -> None:
    play(RecordInquiry(replace(OF_MOTHER, verified="called back", matched=("P9",), answered_at="2018-07-09", told=("is_known",))))
    play(RecordInquiry(replace(OF_CHILD, matched=("P2",))))
    bring(0, 1, 2, 3)
    assert hits() == {}
    assert rows("SELECT inquiry_id FROM sought") == [("IN-2",)]


@pytest.mark.usefixtures("database")
def test_a_record_that_was_withdrawn_meets_nobody_and_tables_made_anew_are_the_same() -> None:
    from kinkeeper.gateway import rebuild

    bring(0, 1)
    play(WithdrawRecords(("r0",), "sent by mistake", ""))
    play(RecordInquiry(OF_MOTHER))
    assert hits() == {}
    assert rebuild.check() == []
