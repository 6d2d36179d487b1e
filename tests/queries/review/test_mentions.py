"""Kin named in free text are suggestions: open until a person or other evidence makes a tie of them."""

import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.casework.tasks import RecordTask, Task
from kinkeeper.domain.errors import NotFound, Refused
from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import Claim, Identifier, ReceiveRecords, Record
from kinkeeper.domain.ties import VerifyTie
from kinkeeper.site.database import Database
from tests.web.scene import play

ME = Actor("R. Delgado", "", "operator")
WORDS = "Traveling with mother ZOILA TZEP A202-385-793."


def test_an_open_suggestion_names_who_has_the_number(database: Database) -> None:
    from kinkeeper.queries.review.mentions import list_mentions

    claims = (
        Claim("mother", "ZOILA TZEP", "202385793", where="Remarks", words=WORDS),
        Claim("aunt", "EVA", where="Remarks", words="aunt EVA"),
    )
    child = Record("a1", "a", "a.csv#2", "orr_children", 2, given="ANA", claims=claims, remarks=f"{WORDS}\naunt EVA")
    mother = Record(
        "a2", "a", "a.csv#3", "border_patrol", 3, given="ZOILA", identifiers=(Identifier("a_number", "202385793", "A202-385-793"),)
    )
    play(
        [
            ReceiveExtract(Extract("a", "a.csv", "", "00", "orr_children", 2, 0, "2018-07-05")),
            ReceiveRecords((child, mother)),
            IdentifyPeople("run", (Person("P1", ("a1",)), Person("P2", ("a2",)))),
        ]
    )
    told = [(one.person, one.relation, one.bearers, one.status) for one in list_mentions(ME)]
    assert told == [("P1", "mother", ("P2",), "open"), ("P1", "aunt", (), "nobody")]
    play([VerifyTie("P1", "P2", "parent", "birth certificate")], name="proof")
    assert [one.status for one in list_mentions(ME)] == ["verified", "nobody"]


def test_a_reader_proves_it_or_follows_it_up_no_further_and_notes_are_searched_too(database: Database) -> None:
    from kinkeeper.jobs.deliveries.mentions import accept, dismiss
    from kinkeeper.queries.findings import list_ties
    from kinkeeper.queries.review.mentions import list_mentions

    number = Identifier("a_number", "202385793", "A202-385-793")
    records = (
        Record("a1", "a", "a.csv#2", "orr_children", 2, given="ANA"),
        Record("a2", "a", "a.csv#3", "border_patrol", 3, given="ZOILA", identifiers=(number,)),
    )
    play(
        [
            ReceiveExtract(Extract("a", "a.csv", "", "00", "orr_children", 2, 0, "2018-07-05")),
            ReceiveRecords(records),
            IdentifyPeople("run", (Person("P1", ("a1",)), Person("P2", ("a2",)))),
            RecordTask(Task("TA-1", "P1", f"Called today. {WORDS}")),
            RecordTask(Task("TA-2", "P2", "Says her daughter ANA 202-385-999 is in Harlingen.")),
        ]
    )
    one, other = list_mentions(ME)
    assert (one.record, one.where, one.person, one.bearers, one.status) == ("", "note", "P1", ("P2",), "open")
    assert (other.person, other.relation, other.status) == ("P2", "child", "nobody")
    with pytest.raises(Refused, match="Say why"):
        dismiss(one.mention_id, " ", actor=ME, request_id="0")
    dismiss(one.mention_id, "another Zoila", actor=ME, request_id="1")
    assert list_mentions(ME)[0].status == "dismissed" and list_mentions(ME)[0].dismissal.why == "another Zoila"
    dismiss(one.mention_id, "", actor=ME, request_id="2")
    with pytest.raises(Refused, match="who have the number"):
        accept(one.mention_id, "P1", "birth certificate", actor=ME, request_id="3")
    with pytest.raises(Refused, match="what proves the tie"):
        accept(one.mention_id, "P2", " ", actor=ME, request_id="4")
    accept(one.mention_id, "P2", "birth certificate", actor=ME, request_id="5")
    assert [(tie.child, tie.adult, tie.relation, tie.status) for tie in list_ties(ME)] == [("P1", "P2", "parent", "verified")]
    assert list_mentions(ME)[0].status == "verified"
    with pytest.raises(NotFound):
        dismiss("MN-none", "x", actor=ME, request_id="6")
