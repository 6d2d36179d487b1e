"""Children apart as of an instant, on the scene."""

from typing import Any

import msgspec
import pytest

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.errors import NotAllowed
from kinkeeper.domain.separations import RaiseSeparations
from kinkeeper.queries.apart import count_children_apart
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.reports.making import NoSuchReport, make_report
from kinkeeper.reports.report import Report
from kinkeeper.site.database import Database
from tests.web.scene import KEVIN, MAITE, OFFICER, SEPARATIONS, history, play


def census(day: str = "2018-07-08", known_at: int | None = None) -> Report:
    return make_report(OFFICER, "census", find_standpoint(OFFICER, today="2018-07-09", as_of=day, known_at=known_at))


def lines(report: Report, name: str) -> dict[str, Any]:
    [one] = [one for one in report.counted.breakdowns if one.name == name]
    return {line.key: line.count for line in one.figures}


def test_children_are_counted_with_whom_where_how_old_and_why(database: Database) -> None:
    play(history())
    report = census()
    assert report.counted.total == 2
    assert lines(report, "custodian") == {"ORR": 2, "Brownsville, Texas": 1, "Harlingen, Texas": 1}
    assert lines(report, "age") == {"0-4": 1, "5-11": 1, "12-17": 0, "18+": 0, "": 0}
    assert lines(report, "reason") == {"PROSECUTION": 1, "": 1}
    assert lines(report, "flags") == {"adult_removed": 1, "detected": 1, "no_reason": 1, "no_adult_named": 0, "no_day": 0}
    assert [row[0] for row in report.counted.tables[0].rows] == [KEVIN, MAITE]


def test_the_census_is_the_count_of_the_pages_at_every_entry_and_day(database: Database) -> None:
    play([*history(), RaiseSeparations("later", (msgspec.structs.replace(SEPARATIONS[0], outcome="reunited", outcome_on="2018-07-05"),))])
    size = census().standpoint.size
    for known_at in range(0, size + 1, 3):
        for day in ("2018-05-20", "2018-05-21", "2018-06-10", "2018-07-04", "2018-07-05", "2018-12-31"):
            report = census(day, known_at)
            assert report.counted.total == count_children_apart(OFFICER, report.standpoint)


def test_what_is_learnt_later_changes_no_earlier_print(database: Database) -> None:
    play(history())
    before = census(known_at=20)
    play([RaiseSeparations("later", (msgspec.structs.replace(SEPARATIONS[0], outcome="reunited", outcome_on="2018-07-05"),))], name="later")
    after = census(known_at=20)
    assert (after.counted, after.proof) == (before.counted, before.proof)
    assert census().counted.total == 1 and census().proof.root != before.proof.root


def test_a_report_that_there_is_not_is_named_and_nobody_reads_without_the_right_to(database: Database) -> None:
    with pytest.raises(NoSuchReport, match="cenus"):
        make_report(OFFICER, "cenus", census().standpoint)
    with pytest.raises(NotAllowed):
        make_report(Viewer("stranger", "", "nobody"), "census", census().standpoint)
