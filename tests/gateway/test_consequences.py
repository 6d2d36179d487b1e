"""What follows from an entry at once: separations, clocks, placements and warnings, recorded in the same transaction."""

import time
from typing import Any

from kinkeeper.domain.casework.accounts import Account, RecordAccount
from kinkeeper.domain.casework.decisions import Decision, RecordDecision
from kinkeeper.domain.casework.departures import OverrideStop, PlanDeparture
from kinkeeper.domain.handover.needs import Need, RecordNeed
from kinkeeper.domain.handover.tags import GiveTag, Scan, ScanTag, Tag, check_character
from kinkeeper.domain.handover.transfers import AcknowledgeTransfer, OfferTransfer, Transfer
from kinkeeper.domain.placements import Placement, ReportPlacement
from kinkeeper.domain.records import Stay
from kinkeeper.domain.ties import AssessTies, Tie
from kinkeeper.site.database import Database
from tests.jobs.court.test_clocks import enact
from tests.web.scene import ALBERTO, KEVIN, OFFICER, history, play

CHILD, FATHER, GRANDMOTHER = "Pchild", "Pfather", "Pgrandmother"


def rows(sql: str) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def placed(number: int, person: str, custodian: str, start: str, end: str = "", reason: str = "") -> ReportPlacement:
    return ReportPlacement(Placement(f"PL-{number}", person, Stay(custodian, "McAllen", start, end, reason)))


def family(relation: str = "parent") -> list[Any]:
    """A child and an adult at one station, tied, with nothing else known of them."""
    return [
        AssessTies("run", (Tie(CHILD, FATHER, relation, "corroborated", "0.9900", "recorded"),)),
        placed(1, CHILD, "CBP", "2018-05-17T06:00", "2018-05-19T08:00", "transferred"),
        placed(2, FATHER, "CBP", "2018-05-17T06:00", "2018-05-18T08:00", "transferred"),
    ]


SEPARATED = "SELECT child, adult, separated_on, basis, outcome FROM separation WHERE until IS NULL"
WARNED = "SELECT told->>'rule', person_id FROM warning WHERE until IS NULL ORDER BY 1, 2"


def test_f10_custody_that_diverges_is_a_separation_within_a_second_and_nobody_pressed_a_button(database: Database) -> None:
    play(family())
    play([placed(3, FATHER, "USMS", "2018-05-18T09:00")], name="marshals")
    assert rows(SEPARATED) == []
    started = time.perf_counter()
    play([placed(4, CHILD, "ORR", "2018-05-19T12:00")], name="shelter")
    assert time.perf_counter() - started < 1
    assert rows(SEPARATED) == [(CHILD, FATHER, "2018-05-18", "detected", "apart")]
    assert rows(WARNED) == [("separation-unexplained", CHILD)]
    # Said by the rules, after the entry that brought it.
    assert rows("SELECT convert_from(body, 'UTF8')::json->>'actor' FROM part WHERE k = 1 ORDER BY seq DESC LIMIT 1") == [("Kinkeeper",)]


def test_f04_other_kin_count_too(database: Database) -> None:
    play(family("grandparent"))
    play([placed(3, FATHER, "ICE", "2018-05-18T09:00"), placed(4, CHILD, "ORR", "2018-05-19T12:00")], name="apart")
    assert [row[:2] for row in rows(SEPARATED)] == [(CHILD, FATHER)]


def test_a_separation_that_ends_is_known_to_end_at_once(database: Database) -> None:
    play(family())
    play([placed(3, FATHER, "ICE", "2018-05-18T09:00"), placed(4, CHILD, "ORR", "2018-05-19T12:00")], name="apart")
    back = ReportPlacement(Placement("PL-4", CHILD, Stay("ORR", "McAllen", "2018-05-19T12:00", "2018-07-10", "reunited", "", "father")))
    play([back], name="together")
    assert [row[-1] for row in rows(SEPARATED)] == ["reunited"]


def test_out_of_order_contradictory_and_future_reports_are_kept_and_crash_nothing(database: Database) -> None:
    play(family())
    play(
        [
            placed(9, CHILD, "ORR", "2099-01-01"),
            placed(8, CHILD, "ICE", "2018-05-19", "2018-05-20"),
            placed(7, CHILD, "ORR", "2018-05-19", "2018-06-01"),
            placed(6, FATHER, "USMS", "2018"),
            placed(5, FATHER, "HOSPITAL", "2018-05-18"),
        ],
        name="muddle",
    )
    assert rows("SELECT count(*) FROM placement WHERE until IS NULL") == [(7,)]


def test_f22_the_348_removed_without_a_choice_on_record_go_to_the_top(database: Database) -> None:
    play(family())
    play([placed(3, FATHER, "ICE", "2018-05-18T09:00"), placed(4, CHILD, "ORR", "2018-05-19T12:00")], name="apart")
    play([PlanDeparture("DP-1", FATHER, "removal", "2018-06-20")], name="flight")
    assert rows("SELECT stand FROM departure WHERE until IS NULL") == [("stopped",)]
    play([OverrideStop("DP-1", "the plane leaves today", OFFICER.name)], name="override")
    play([placed(5, FATHER, "ABROAD", "2018-06-21")], name="gone")
    assert ("removed-unasked", FATHER) in rows(WARNED) and ("stop-overridden", FATHER) in rows(WARNED)
    told = "told->>'words', told->>'to_the_top', told->>'caused_by'"
    [(words, top, by)] = rows(f"SELECT {told} FROM warning WHERE told->>'rule' = 'stop-overridden'")
    assert OFFICER.name in words and top == "true" and by == OFFICER.name


def test_f22_a_recorded_choice_lets_the_removal_go_ahead_and_nobody_is_warned(database: Database) -> None:
    play(family())
    play([placed(3, FATHER, "ICE", "2018-05-18T09:00"), placed(4, CHILD, "ORR", "2018-05-19T12:00")], name="apart")
    how = {"language": "Spanish", "interpreter": "none needed", "explained": "read aloud", "counsel": "L. Paz"}
    when = {"at": "2018-06-10T09:00", "reconsider_until": "2018-06-12T09:00", "signed_at": "2018-06-12T10:00"}
    choice = Decision("DC-1", FATHER, CHILD, "part", **how, **when)
    play([RecordDecision(choice), PlanDeparture("DP-1", FATHER, "removal", "2018-06-20")], name="flight")
    play([placed(5, FATHER, "ABROAD", "2018-06-21")], name="gone")
    assert rows("SELECT stand FROM departure WHERE until IS NULL") == [("cleared",)]
    assert [rule for rule, _ in rows(WARNED)] == ["separation-unexplained"]


def test_f17_the_deaf_child_moved_without_a_hand_over_is_warned_of(database: Database) -> None:
    play([*family(), RecordNeed(Need("NE-1", CHILD, "deaf", "needs an interpreter for sign language"))])
    play([placed(4, CHILD, "ORR", "2018-05-19T12:00")], name="moved")
    assert ("need-left-behind", CHILD) in rows(WARNED)


def test_an_acknowledged_hand_over_is_a_placement_and_leaves_no_need_behind(database: Database) -> None:
    play(family())
    play([RecordNeed(Need("NE-1", CHILD, "deaf", "needs an interpreter for sign language"))], name="need")
    offer = Transfer("TR-1", CHILD, "CBP", "McAllen", "ORR", "Harlingen", "2018-05-19T08:00", "2018-05-19T12:00", needs=("NE-1",))
    play([OfferTransfer(offer), AcknowledgeTransfer("TR-1", "2018-05-19T11:00", ("NE-1",), OFFICER.name)], name="hand-over")
    stay = rows("SELECT custodian, place, start FROM placement WHERE until IS NULL AND source_id = 'TR-1-in'")
    assert stay == [("ORR", "Harlingen", "2018-05-19T11:00")]
    assert "need-left-behind" not in dict(rows(WARNED))
    # The bracelet that is scanned at the shelter's door moves nobody out of its hands; one that is scanned elsewhere does.
    token = "0123456789ABCDEF"
    token += check_character(token)
    play([GiveTag(Tag(token, CHILD, "2018-05-17T06:30", "McAllen"))], name="tag")
    play([ScanTag(Scan("SC-1", token, "2018-05-19T11:05", "ORR", "Harlingen"))], name="door")
    assert "need-left-behind" not in dict(rows(WARNED))
    play([ScanTag(Scan("SC-2", token, "2018-06-02T09:00", "HOSPITAL", "Harlingen"))], name="elsewhere")
    assert ("need-left-behind", CHILD) in rows(WARNED)


def test_who_comes_back_to_a_custodian_who_had_let_them_go_is_warned_of(database: Database) -> None:
    play(family())
    play([RecordNeed(Need("NE-1", CHILD, "deaf", "needs an interpreter for sign language"))], name="need")
    play([placed(5, CHILD, "CBP", "2018-05-17T20:00")], name="station")
    assert "need-left-behind" not in dict(rows(WARNED))
    play([placed(6, CHILD, "ICE", "2018-05-18T07:00", "2018-05-18T09:00", "transferred")], name="away")
    play([placed(7, CHILD, "ICE", "2018-05-25T09:00")], name="back")
    assert len([one for one in rows(WARNED) if one == ("need-left-behind", CHILD)]) == 2


def test_a_scanned_tag_is_a_movement(database: Database) -> None:
    token = "0123456789ABCDEF"
    token += check_character(token)
    play([*family(), GiveTag(Tag(token, CHILD, "2018-05-17T06:30", "McAllen"))])
    as_printed = " ".join(token[at : at + 4] for at in range(0, 17, 4)).lower()
    play([ScanTag(Scan("SC-1", as_printed, "2018-05-19T11:00", "ORR", "Harlingen"))], name="scan")
    assert rows("SELECT person_id, custodian FROM placement WHERE source_id = 'SC-1-in'") == [(CHILD, "ORR")]


def test_f13_a_reason_that_the_rule_of_its_day_does_not_permit_is_flagged_the_same_day(database: Database) -> None:
    enact("ms-l-2018", "ms-l-2020", "settlement-2023")
    for number, on in enumerate(("2018-05-20", "2018-09-01", "2020-02-01", "2024-03-01")):
        one = Account(f"AC-{number}", f"P{number}", "Padult", on, reason_as_recorded="prior", reason_code="PRIOR_IMMIGRATION_VIOLATION")
        play([RecordAccount(one)], name=f"account {number}")
    assert rows(WARNED) == [("reason", "P1"), ("reason", "P2"), ("reason", "P3")]


def test_clocks_change_with_the_entry_that_changes_them(database: Database) -> None:
    from kinkeeper.domain.casework.milestones import Milestone, ReportMilestone

    play(history())
    enact("ms-l-2018")
    play([ReportMilestone(Milestone("MI-1", KEVIN, "called", "2018-07-05T10:00", "America/Chicago"))], name="call")
    found = rows("SELECT child, clock, running FROM clock WHERE until IS NULL ORDER BY 1, 2")
    assert found == [(KEVIN, "call", False), (KEVIN, "reunite", True)]


def test_a_load_of_records_pays_nothing_for_it(database: Database) -> None:
    play(history())
    assert rows("SELECT count(*) FROM warning") == [(0,)]
    assert rows(f"SELECT count(*) FROM separation WHERE adult = '{ALBERTO}'") == [(1,)]


def test_the_tables_are_a_fold_of_all_that_followed(database: Database) -> None:
    from kinkeeper.gateway import rebuild

    play(family())
    play([placed(3, FATHER, "ICE", "2018-05-18T09:00"), placed(4, CHILD, "ORR", "2018-05-19T12:00")], name="apart")
    play([PlanDeparture("DP-1", FATHER, "removal", "2018-06-20")], name="flight")
    assert rebuild.check() == []
