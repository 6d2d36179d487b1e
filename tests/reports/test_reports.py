"""Every report on the scene: two children, each apart from a parent; one parent removed."""

from typing import Any

import msgspec
import pytest

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.casework.decisions import Decision, RecordDecision
from kinkeeper.domain.errors import NotAllowed
from kinkeeper.domain.facts import replace
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.reports import printing
from kinkeeper.reports.dictionary import tables
from kinkeeper.reports.making import REPORTS, make_report
from kinkeeper.reports.report import Report
from kinkeeper.site.database import Database
from tests.web.scene import ALBERTO, KEVIN, MAITE, OFFICER, SEPARATIONS, YAMILET, history, play


def make(name: str, day: str = "2018-07-08", known_at: int | None = None) -> Report:
    return make_report(OFFICER, name, find_standpoint(OFFICER, today="2018-07-09", as_of=day, known_at=known_at))


def lines(report: Report, name: str) -> dict[str, Any]:
    [one] = [one for one in report.counted.breakdowns if one.name == name]
    return {line.key: line.count for line in one.figures}


def said(outcome: str, on: str, which: int = 0) -> RaiseSeparations:
    return RaiseSeparations(f"later-{outcome}", (msgspec.structs.replace(SEPARATIONS[which], outcome=outcome, outcome_on=on),))


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_made_of_an_empty_ledger_too_and_for_nobody_without_the_right_to(database: Database, name: str) -> None:
    for form in ("html", "json", "csv", "xlsx", "parquet"):
        assert printing.write(make(name), form)
    made = {one.name: one.columns for one in make(name).counted.tables}
    assert made == tables()[name] or name == "unlisted"
    assert make(name).counted.total == (1 if name == "over_time" else 0)
    with pytest.raises(NotAllowed):
        make_report(Viewer("stranger", "", "nobody"), name, make(name).standpoint)


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_wholly_said_in_spanish(database: Database, name: str) -> None:
    from django.utils.translation import override

    play(history())
    english = make(name)
    with override("es"):
        spanish = make(name)
        definition = spanish.definition.told()
    assert all(definition[field] != value for field, value in english.definition.told().items() if field not in ("name", "version"))
    same = [
        str(one.title)
        for one, other in zip(english.counted.breakdowns, spanish.counted.breakdowns, strict=True)
        if str(one.title) == printing.in_language("es", other.title)
    ]
    assert same == []


def test_separations_are_counted_by_day_station_reason_basis_and_outcome(database: Database) -> None:
    play(history())
    report = make("separations")
    assert lines(report, "month") == {"2018": 2, "2018-05": 1, "2018-06": 1}
    assert lines(report, "station") == {"McAllen": 2}
    assert lines(report, "reason") == {"PROSECUTION": 1, "": 1}
    assert lines(report, "basis") == {"recorded": 1, "detected": 1}
    assert {key: count for key, count in lines(report, "outcome").items() if count} == {"apart": 1, "adult_removed": 1}
    assert lines(report, "incomplete") == {"no_reason": 1, "no_day": 0, "no_adult_named": 0, "no_station": 0}
    assert [row[:3] for row in report.counted.tables[0].rows] == [(MAITE, YAMILET, "2018-05-21"), (KEVIN, ALBERTO, "2018-06-01")]
    assert make("separations", "2018-05-25").counted.total == 1


def test_days_apart_keep_those_who_are_still_apart(database: Database) -> None:
    play(history())
    play([said("reunited", "2018-07-05")], name="later")
    report = make("days_apart")
    assert [tuple(row) for row in report.counted.tables[0].rows] == [(KEVIN, 37, "apart"), (MAITE, 45, "reunited")]
    assert lines(report, "survival")["median"] == 45 and lines(report, "survival")["apart_30"] == "1.000"
    assert lines(report, "survival")["apart_60"] == "–", "nobody was looked at for so long"
    assert lines(report, "children") | {} == {"apart": 1, "reunited": 1, "released_to_other": 0, "turned_18": 0, "unknown": 0, "no_day": 0}


def test_a_child_apart_from_two_is_apart_until_the_last_of_them(database: Database) -> None:
    both = Separation(MAITE, ALBERTO, "2018-06-01", "", "", "detected", "0.9400", "ORR", "USMS", "reunited", "2018-06-20")
    play(history())
    play([said("released_to_other", "2018-07-05"), RaiseSeparations("both", (both,))], name="later")
    rows = {row[0]: tuple(row) for row in make("days_apart").counted.tables[0].rows}
    assert rows[MAITE] == (MAITE, 45, "released_to_other")


def test_days_that_are_not_known_are_counted_apart(database: Database) -> None:
    play(history())
    play([said("unknown", ""), RaiseSeparations("no day", (msgspec.structs.replace(SEPARATIONS[1], separated_on="2018"),))], name="later")
    told = lines(make("days_apart"), "children")
    assert (told["unknown"], told["no_day"]) == (1, 1)


def test_an_adult_removed_while_the_child_stayed_is_counted_once(database: Database) -> None:
    play(history())
    assert make("removals", "2018-07-01").counted.total == 0
    report = make("removals")
    assert [row[:4] for row in report.counted.tables[0].rows] == [(ALBERTO, "2018-07-02", 1, KEVIN)]
    assert lines(report, "now") == {"still": 1, "reunited": 0, "ended": 0, "unknown": 0}
    assert lines(report, "flags") == {"several": 0, "parent": 1}
    assert lines(report, "choice") == {"none": 1, "flawed": 0, "counts": 0}


def test_f22_a_removal_stands_by_the_choice_that_counted_on_its_day(database: Database) -> None:
    play(history())
    told = {"language": "es", "interpreter": "none needed", "explained": "all of it", "counsel": "declined"}
    whole = Decision("D1", ALBERTO, KEVIN, "part", "2018-06-20", **told, reconsider_until="2018-06-23", signed_at="2018-06-24")
    steps = [
        (replace(whole, explained="", decision_id="D0"), "flawed"),
        (replace(whole, at="2018-07-03", decision_id="D2"), "flawed"),
        (whole, "counts"),
        (replace(whole, revoked_at="2018-07-05", revoked_words="my child calls"), "counts"),
    ]
    for number, (decision, stands) in enumerate(steps):
        play([RecordDecision(decision)], name=f"choice-{number}")
        assert [key for key, count in lines(make("removals"), "choice").items() if count] == [stands], decision


def test_who_was_reunited_before_the_removal_is_not_counted_and_after_it_stays_counted(database: Database) -> None:
    play(history())
    play([said("reunited", "2018-07-02", which=1)], name="later")
    assert make("removals").counted.total == 0
    play([said("reunited", "2018-07-06", which=1)], name="after")
    assert lines(make("removals"), "now") == {"still": 0, "reunited": 1, "ended": 0, "unknown": 0}


def test_unrecorded_ties_are_ranked_with_their_evidence_and_the_expected_number(database: Database) -> None:
    play(history())
    report = make("unrecorded", known_at=17 + 4)
    assert [(row[0], row[1], row[4]) for row in report.counted.tables[0].rows] == [(KEVIN, YAMILET, "0.9700"), (MAITE, YAMILET, "0.9700")]
    assert lines(report, "expected")["expected"] == "1.9"
    assert lines(report, "flags")["none_recorded"] == 1
    assert "Taken into custody 6 minutes apart" in report.counted.tables[0].rows[0][-1]
    assert {row[0]: row[3] for row in make("unrecorded").counted.tables[0].rows}[MAITE] == "verified"


def test_the_court_sees_every_child_once_where_the_adult_can_most_readily_be_reached(database: Database) -> None:
    play(history())
    report = make("court")
    assert lines(report, "status") == {"in_care": 2, "adult_ICE": 1, "adult_ABROAD": 1}
    assert lines(report, "flags") | {} == {"under_5": 1, "abroad": 1, "released": 0, "ice": 1, "usms": 0, "nowhere": 0, "unnamed": 0}
    unnamed = Separation(KEVIN, "", "2018-06-01", "", "", "recorded", "0.9500", "ORR", "", "apart", "")
    play([said("reunited", "2018-07-05"), RaiseSeparations("unnamed", (unnamed,))], name="later")
    report = make("court")
    assert lines(report, "status") == {"discharged": 1, "reunited": 1, "in_care": 1, "adult_ABROAD": 1}
    assert lines(report, "flags")["unnamed"] == 1


def test_agencies_are_told_what_they_lack(database: Database) -> None:
    play(history())
    rows = {
        row[0]: dict(zip(make("agencies").counted.tables[0].columns, row, strict=True)) for row in make("agencies").counted.tables[0].rows
    }
    assert set(rows) == {"CBP", "DOJ", "ICE", "ORR"}
    assert (rows["CBP"]["records"], rows["CBP"]["without_birth"], rows["CBP"]["stays"]) == (4, 0, 4)
    assert rows["CBP"]["most_days_late"] == 39
