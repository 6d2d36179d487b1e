"""Reports on what was done: deadlines, the 72 hours, calls, reunions, the month's report to Congress."""

from datetime import UTC, datetime
from typing import Any

from kinkeeper.domain.casework.aftercare import Aftercare, RecordAftercare
from kinkeeper.domain.casework.contacts import ContactPoint, RecordContact
from kinkeeper.domain.casework.milestones import Milestone, ReportMilestone
from kinkeeper.domain.court.clocks import Clock, SetClocks
from kinkeeper.domain.placements import Placement, ReportPlacement
from kinkeeper.domain.records import Stay
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.queries.moments import ledger_size
from kinkeeper.site.database import Database
from tests.reports.test_reports import lines, make, said
from tests.web.scene import ALBERTO, KEVIN, MAITE, YAMILET, history, play


def clock(child: str, name: str, due: str, met: str = "", order: str = "tvpra") -> Clock:
    def instant(text: str) -> str:
        return datetime.fromisoformat(text).replace(tzinfo=UTC).isoformat() if text else ""

    started, at, by = "2018-05-20T10:00", instant(due), instant(met)
    return Clock(order, name, child, 1, "", "HHS", "yes", started, at, at, met, by, by)


def counts(made: Any, name: str) -> dict[str, Any]:
    return {key: count for key, count in lines(made, name).items() if count}


def test_deadlines_stand_as_they_stood_at_the_end_of_the_day(database: Database) -> None:
    due, met, late = "2018-07-10T10:00", "2018-07-09T10:00", "2018-07-12T10:00"
    clocks = (clock("P1", "reunite", due, met), clock("P2", "reunite", due, late), clock("P3", "reunite", due))
    play([SetClocks("run", clocks)])
    assert counts(make("deadlines", "2018-07-08"), "state") == {"running": 3}, "what was met later was not met yet"
    assert counts(make("deadlines", "2018-07-11"), "state") == {"met": 1, "late": 2}
    after = make("deadlines", "2018-07-13")
    assert counts(after, "state") == {"met": 1, "met_late": 1, "late": 1}
    assert [(row[2], row[4], row[8]) for row in after.counted.tables[0].rows] == [
        ("P1", "met", 0),
        ("P2", "met_late", 48),
        ("P3", "late", 86),
    ]
    assert counts(after, "order") == {"tvpra": 3, "tvpra-reunite": 3, "met": 1, "met_late": 1, "late": 1}


def test_f18_the_72_hours_by_both_definitions(database: Database) -> None:
    in_time, over = "2018-05-23T10:00", "2018-05-23T10:01"
    hours = [("P1", in_time, in_time), ("P2", over, in_time), ("P3", over, over), ("P4", "", over)]
    clocks = []
    for child, from_apprehension, from_determination in hours:
        if from_apprehension:
            clocks.append(clock(child, "placement-apprehension", "2018-05-23T10:00", from_apprehension))
        clocks.append(clock(child, "placement-determination", "2018-05-23T10:00", from_determination))
    play([SetClocks("run", tuple(clocks))])
    made = make("seventy_two_hours", "2018-06-01")
    assert counts(made, "late_by") == {"both": 1, "determination": 1, "apprehension": 1, "neither": 1}
    assert counts(made, "apprehension") == {"met": 1, "met_late": 2, "not_set": 1}
    assert counts(made, "determination") == {"met": 2, "met_late": 2}


def test_f32_who_spoke_and_whom_somebody_tries_to_reach(database: Database) -> None:
    play(history())
    assert counts(make("contact"), "calls") == {"never": 2}
    before = ledger_size()
    tried = ("2018-06-20T10:00 no_answer", "2018-07-06T10:00 reached by her sister")
    play(
        [
            ReportMilestone(Milestone("M1", MAITE, "called", "2018-07-02T09:00")),
            ReportMilestone(Milestone("M2", KEVIN, "called", "2018-06-10T09:00", withdrawn="another child")),
            RecordContact(ContactPoint("C1", YAMILET, "phone", "502 5555", "Yamilet", "2018-06-01", attempts=tried)),
        ],
        name="calls",
    )
    made = make("contact")
    assert counts(made, "calls") == {"week": 1, "never": 1}
    assert counts(made, "flags") == {"late": 2, "no_point": 1, "not_tried": 1, "not_lately": 1, "reached": 1}
    assert counts(make("contact", "2018-06-25"), "flags") == {"late": 2, "no_point": 1, "not_tried": 1, "not_lately": 1}
    assert counts(make("contact", known_at=before), "calls") == {"never": 2}


def test_f33_reunions_by_path_and_by_whose_word(database: Database) -> None:
    play(history())
    play([said("reunited", "2018-07-05")], name="back")
    told = Aftercare("A1", KEVIN, "reunion_reported", "2018-07-07", "family", "medium", "his aunt says so")
    play([RecordAftercare(told)], name="told")
    made = make("reunions")
    assert counts(made, "path") == {"confirmed": 1, "adult_ICE": 1, "reported": 1, "by_family": 1}
    assert [row[:7] for row in made.counted.tables[0].rows] == [
        (KEVIN, ALBERTO, "reported", "family", "2018-07-07", "2018-06-01", 36),
        (MAITE, YAMILET, "confirmed", "ICE", "2018-07-05", "2018-05-21", 45),
    ]
    assert make("reunions", "2018-07-04").counted.total == 0


def test_the_month_as_congress_asks_for_it(database: Database) -> None:
    play(history())
    may, june = make("congress", "2018-05-31"), make("congress", "2018-06-30")
    assert [row[0] for row in may.counted.tables[0].rows] == [MAITE] and [row[0] for row in june.counted.tables[0].rows] == [KEVIN]
    assert counts(may, "where") == {"between": 1} and counts(may, "sector") == {"McAllen": 1, "McAllen 0-4": 1}
    assert counts(may, "age") == {"0-4": 1} and counts(june, "age") == {"5-11": 1}
    assert counts(may, "days") == {"4-20": 1}
    child, adult = "Pboth", "Padult"
    apart = Separation(child, adult, "2018-06-03", "Zero tolerance", "PROSECUTION", "recorded", "0.9500", "", "", "reunited", "2018-06-20")
    stays = [ReportPlacement(Placement(one, one, Stay("ICE", "Dilley", "2018-06-20"))) for one in (child, adult)]
    play([RaiseSeparations("r", (apart,)), *stays], name="together")
    june = make("congress", "2018-06-30")
    assert counts(june, "as_recorded")["Zero tolerance"] == 1 and counts(june, "efforts")["family_detention"] == 1
