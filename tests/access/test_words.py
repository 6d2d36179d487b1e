"""What an entry says in words is shown to those alone who are shown the rows that it brought: of every table, also the next one."""

from typing import Any

from kinkeeper.domain.access import Actor
from kinkeeper.domain.casework.caseloads import Caseload, OfferCaseload
from kinkeeper.domain.casework.inquiries import Inquiry, RecordInquiry
from kinkeeper.domain.casework.objections import Dispute, LiftObjection
from kinkeeper.domain.casework.saved_views import SavedView, SaveView
from kinkeeper.domain.deliveries.withdrawals import RestoreRecords, WithdrawRecords
from kinkeeper.domain.reviews import AskQuestions, JudgeQuestion, Question
from kinkeeper.gateway.access.shown import ABOUT, SHOWN
from kinkeeper.gateway.opened import BRINGS_NO_WORDS, ENDS_IN_WORDS, TELLS_OF, TELLS_WHERE
from kinkeeper.gateway.wall import NARROW
from kinkeeper.site.database import Database
from kinkeeper.store.tables import READ_TABLES
from tests.access.test_wall import VIEWERS, hidden, wall
from tests.web.scene import history, play

__all__ = ["wall"]

SHOWS_NOTHING = {
    "extract_withdrawal": "of an agency's file: asked for by the gateway",
    "recipe": "how a sender's files are read: asked for by the import desk",
    "sealing": "what a court orders hidden: for those who may know of everybody",
    "model": "what the machine has learnt: for those who may know of everybody",
    "findable_value": "how common words are, over all persons",
    "sought": "who is looked for, whoever asked: compared by the gateway alone",
}
"""Read tables of which a viewer whose reach has an end is shown no row, and why."""


def test_every_read_table_says_whose_words_its_entries_hold(database: Database) -> None:
    """A new read table is named where the wall asks whom an entry is about, or in a list with the reason why not."""
    from django.db import connection

    said = [*TELLS_OF, *TELLS_WHERE, *BRINGS_NO_WORDS]
    assert len(said) == len(set(said)) and set(said) == set(READ_TABLES), "name it in gateway/opened.py"
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'")
        indexes = cursor.fetchall()
    for table in (*TELLS_OF, *TELLS_WHERE):
        for column in ("since", "until")[: 1 + (table in ENDS_IN_WORDS)]:
            assert any(name == table and f"({column})" in made for name, made in indexes), f"{table}: an index by {column}"


def test_every_read_table_is_shown_by_a_rule_or_not_at_all(database: Database) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
        columns = cursor.fetchall()
    about = {table for table, column in columns if column in ABOUT}
    assert {table for table in READ_TABLES if table not in SHOWN and table not in about} == set(SHOWS_NOTHING)


CANARY = "Quetzalword"
LOOKED_FOR = Inquiry(
    "iq", "parent", CANARY, CANARY, f"{CANARY}, six years", "2018-06-01", given=CANARY, surnames="Xyz", taken_by="else.orr"
)


def told() -> list[Any]:
    """Words that tell of a family of ORR, or that are somebody's own, by every kind of entry whose rows have no column for a person."""
    pair = ("person", "h0", "h1")
    return [
        RecordInquiry(LOOKED_FOR),
        AskQuestions("q", (Question(*pair, "0.5000"),)),
        JudgeQuestion(*pair, "different", CANARY, "else.orr"),
        Dispute("record", "h0", CANARY, "else.orr"),
        LiftObjection("record", "h0", f"{CANARY} lifted", "else.orr"),
        WithdrawRecords(("h1",), CANARY, "xh"),
        RestoreRecords(("h1",), f"{CANARY} restored"),
        OfferCaseload(Caseload("cl", "else.orr", "other.orr", ("Pana",), "2018-07-01T10:00", CANARY)),
        SaveView(SavedView("sv", "else.orr", "due", CANARY), "else.orr"),
    ]


def test_no_words_reach_who_is_not_shown_the_rows(database: Database, wall: Any) -> None:
    """Plain SQL on a page's connection, by each role of each agency whose reach has an end."""
    from kinkeeper.domain.access.decisions import reach_of

    play([*history(), *hidden()])
    for number, command in enumerate(told()):
        play([command], name=f"told-{number}", actor=Actor("else.orr", "ORR", "operator"))
    words = "SELECT s.seq, convert_from(s.body, 'UTF8') FROM public.part s WHERE s.k = 2 AND convert_from(s.body, 'UTF8') LIKE %s"
    everything = [Actor("kk", "TASK_FORCE", "coordinator")]
    planted = {seq for seq, _ in wall(everything[0], words, f"%{CANARY}%")}
    assert len(planted) >= len(told()) - 1
    strangers = [one for one in VIEWERS if reach_of(one) in NARROW.values() and one.agency != "ORR"]
    for viewer in strangers:
        seen = wall(viewer, words.replace("public.part", "part"), f"%{CANARY}%")
        assert seen == [], (viewer, seen)
        for table in (
            "sought",
            "findable",
            "findable_value",
            "inquiry",
            "objection",
            "judgement",
            "record_withdrawal",
            "caseload",
            "saved_view",
        ):
            rows = wall(viewer, f"SELECT to_jsonb(t)::text FROM {table} t")
            assert not [row for (row,) in rows if CANARY in row or "Hidden" in row or "hidden" in row], (viewer, table)
    theirs = next(one for one in VIEWERS if one.name == "caseworker.orr")
    seen = [body for _, body in wall(theirs, words.replace("public.part", "part"), f"%{CANARY}%")]
    print(f"{len(planted)} entries, {len(strangers)} strangers: none read; a caseworker of the agency reads {len(seen)}")
    assert any("lifted" in body for body in seen), "who reaches the record reads what was said against it"
    assert not any(kind in body for body in seen for kind in ("six years", "offered_at", "filters")), "another's inquiry, caseload or view"
