"""Kin named in free text are suggestions: open until a person or other evidence makes a tie of them."""

import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.casework.accounts import Account, RecordAccount
from kinkeeper.domain.casework.aftercare import Aftercare, RecordAftercare
from kinkeeper.domain.casework.cases import Case, Done, Flag
from kinkeeper.domain.casework.contacts import ContactPoint, RecordContact
from kinkeeper.domain.casework.decisions import Decision
from kinkeeper.domain.casework.departures import Departure
from kinkeeper.domain.casework.designations import Designation, RecordDesignation
from kinkeeper.domain.casework.documents import Document
from kinkeeper.domain.casework.milestones import Milestone, ReportMilestone
from kinkeeper.domain.casework.parentage import Proof
from kinkeeper.domain.casework.plans import Plan
from kinkeeper.domain.casework.tasks import RecordTask, Task
from kinkeeper.domain.casework.warnings import RaiseWarnings, Warning
from kinkeeper.domain.court.members import Member
from kinkeeper.domain.deliveries.differences import Explanation
from kinkeeper.domain.errors import NotFound, Refused
from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.facts import replace
from kinkeeper.domain.handover.needs import Need, RecordNeed
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


def test_whatever_staff_write_of_a_person_is_searched_and_a_page_writes_down_whom_it_shows(database: Database) -> None:
    from kinkeeper.queries.access.reading import reading
    from kinkeeper.queries.moments import ledger_size
    from kinkeeper.queries.review.mentions import get_page, list_mentions

    play([ReceiveExtract(Extract("a", "a.csv", "", "00", "orr_children", 2, 0, "2018-07-05")), *written_by_staff()])
    found = list_mentions(ME)
    assert sorted(one.a_number for one in found) == [f"2023857{at}" for at in range(10, 20)], "each text once"
    assert all(one.person == "P1" and one.where == "note" and one.relation == "aunt" for one in found)
    here, shown = ledger_size(), []
    for first in range(0, len(found), 4):
        with reading() as seen:
            page = get_page(ME, "all", first=first, most=4, known_at=here)
        assert (page.among, dict(page.counted)) == (len(found), {"nobody": len(found)}) and set(seen.persons) == {"P1"}
        shown += page.shown
    assert sorted(one.mention_id for one in shown) == sorted(one.mention_id for one in found)
    assert get_page(ME, "open", first=0, most=4, known_at=here).shown == ()


def aunt(at: int) -> str:
    return f"Came with aunt Eva Tzep A202-385-7{at}."


def written_by_staff() -> list[object]:
    point = ContactPoint("CP-1", "P1", "relative", aunt(10), aunt(11), "2018-07-01")
    tried = replace(point, attempts=("2018-07-02T10:00 reached " + aunt(12),))
    return [
        RecordTask(Task("TA-1", "P1", aunt(13))),
        RecordAftercare(Aftercare("AF-1", "P1", "visit", "2018-07-03", "family", "high", aunt(14))),
        RecordNeed(Need("NE-1", "P1", "language", aunt(15))),
        ReportMilestone(Milestone("MI-1", "P1", "called", "2018-07-03", words=aunt(16))),
        RecordDesignation(Designation("DE-1", "P1", "UAC", "2018-07-03", reason=aunt(17))),
        RecordAccount(Account("AC-1", "P1", facts=aunt(18))),
        RaiseWarnings((Warning("WA-1", "", "P1", aunt(19), "supervisor", 24, "2018-07-03T00:00:00"),)),
        RaiseWarnings((Warning("WA-2", "a_rule", "P1", aunt(20), "supervisor", 24, "2018-07-03T00:00:00"),)),
        RecordContact(point),
        RecordContact(tried),
    ]


def test_what_is_searched_of_things_with_several_texts() -> None:
    from kinkeeper.queries.review.notes import FIELDS, texts_in

    things = {
        "child_case": Case("P1", plan(), "2018-07-01", "me", (Done("s", "2018-07-02", "me", "done"),), (Flag("f", "k", "flag", "me", ""),)),
        "decision": Decision("D1", "P2", "P1", "wait", "2018-07-01", explained="told", revoked_words="back"),
        "departure": Departure("DP1", "P2", "removal", "2018-07-01", because="over"),
        "difference": Explanation("ME-1", "P1", words="why", next_step="next"),
        "class_member": Member("o", "P1", 1, "included", "by hand", by_hand=True),
        "proof": Proof("PR1", "P1", "P2", "document", "supports", "2018-07-01", "paper"),
        "warning": Warning("W1", "a_rule", "P1", "of a rule", "supervisor", 1, "", answer="answer", closed_because="closed"),
        "document": Document("DO1", "P1", "title", "2018-07-01", "a.pdf", "pdf", 1, "", source="from"),
    }
    told = {one.table: [(things[one.table], 1)] if one.table in things else [] for one in FIELDS}
    assert [text for _source, _person, text in texts_in(told)] == (
        ["done", "flag", "told", "back", "over", "why", "next", "title", "from", "by hand", "paper", "answer", "closed"]
    )
    assert {person for _source, person, _text in texts_in(told)} == {"P1", "P2"}, "of a departure the adult, else the child"


def plan() -> Plan:
    return Plan("p", "", "", "", "", ())
