"""Two printings explained: the certified list of 2018, and what each kind of entry does."""

from typing import Any

import pytest

from kinkeeper.domain.requests import Request
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.domain.ties import AssessTies, RefuteTie, Tie
from kinkeeper.gateway import submit
from kinkeeper.queries.moments import ledger_size
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.reports.difference import compare
from kinkeeper.reports.making import make_report
from kinkeeper.reports.report import DoesNotAddUp, Report
from kinkeeper.site.database import Database
from tests.web.scene import OFFICER, history, play


def certify(numbers: range) -> list[Any]:
    ties = tuple(Tie(f"Pc{number:04}", f"Pa{number:04}", "parent", "claimed", "0.9500", "recorded") for number in numbers)
    apart = tuple(Separation(one.child, one.adult, "2018-05-20", "", "", "recorded", "0.9500", "ORR", "ICE", "apart", "") for one in ties)
    return [AssessTies(f"list-{numbers}", ties), RaiseSeparations(f"list-{numbers}", apart)]


def send(commands: list[Any]) -> int:
    submit([Request(f"{ledger_size()}-{number}", command) for number, command in enumerate(commands)], actor=OFFICER)
    return ledger_size()


def court(known_at: int) -> Report:
    return make_report(OFFICER, "court", find_standpoint(OFFICER, today="2018-12-31", as_of="2018-12-31", known_at=known_at))


def line(report: Report, name: str, key: str) -> Any:
    return next(figure.count for one in report.counted.breakdowns if one.name == name for figure in one.figures if figure.key == key)


def test_the_certified_list_goes_from_2654_to_2737_by_162_and_79(database: Database) -> None:
    """Children added in October and December 2018, and children found not to have been separated from a parent (OEI-BL-18-00511)."""
    certified = send(certify(range(2_654)))
    refuted = send([RefuteTie(f"Pc{number:04}", f"Pa{number:04}", "file review: travelled with no parent") for number in range(79)])
    revised = send(certify(range(3_000, 3_162)))
    assert (court(certified).counted.total, court(refuted).counted.total, court(revised).counted.total) == (2_654, 2_575, 2_737)
    difference = compare(OFFICER, court(certified), court(revised))
    assert (line(difference, "differs", "came_in"), line(difference, "differs", "went_out")) == (162, 79)
    assert (line(difference, "why", "raised"), line(difference, "why", "refuted")) == (162, 79)
    assert [line(difference, "way", key) for key in ("before", "came_in", "went_out", "after")] == [2_654, "+162", "−79", 2_737]
    assert court(certified).counted.total == 2_654


def test_what_is_said_anew_changes_the_row_and_names_its_entry(database: Database) -> None:
    play(history())
    before = make_report(OFFICER, "separations", find_standpoint(OFFICER, today="2018-07-09", as_of="2018-07-08"))
    again = Separation("Pkevin", "Palberto", "2018-06-02", "Warrant", "ACTIVE_WARRANT", "recorded", "0.9500", "ORR", "USMS", "apart", "")
    play([RaiseSeparations("later", (again,))], name="later")
    after = make_report(OFFICER, "separations", find_standpoint(OFFICER, today="2018-07-09", as_of="2018-07-08"))
    [row] = compare(OFFICER, before, after).counted.tables[0].rows
    assert row[:3] == ("Pkevin", "Palberto", "changed")
    assert "separated_on: 2018-06-01 → 2018-06-02" in row[3] and "reason_code:  → ACTIVE_WARRANT" in row[3]
    assert (row[4], row[5]) == ("corrected", str(before.standpoint.known_at))


def test_two_reports_of_different_definitions_are_not_compared(database: Database) -> None:
    play(history())
    here = find_standpoint(OFFICER, today="2018-07-09", as_of="2018-07-08")
    with pytest.raises(DoesNotAddUp):
        compare(OFFICER, make_report(OFFICER, "census", here), make_report(OFFICER, "court", here))


def test_nothing_differs_between_a_printing_and_itself(database: Database) -> None:
    play(history())
    here = find_standpoint(OFFICER, today="2018-07-09", as_of="2018-07-08")
    assert compare(OFFICER, make_report(OFFICER, "census", here), make_report(OFFICER, "census", here)).counted.total == 0
