"""What was stated beside the records: 7 families, and 60 found."""

from typing import Any

from kinkeeper.domain.casework.counts import CountClaim, RecordClaim
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.reports.making import make_report
from kinkeeper.reports.report import Report
from kinkeeper.site.database import Database
from tests.web.scene import OFFICER, play

CLAIM = CountClaim("OFO-2018", "OFO", 7, "families", "Families separated at ports of entry", "2018-05-06", "2018-07-09", source="letter")


def sixty() -> list[Any]:
    """Sixty families, one of them with four children (OIG-20-35)."""
    children = [(f"Pc{number:02}-{child}", f"KF-{number:02}") for number in range(60) for child in range(4 if number == 0 else 1)]
    families: dict[str, list[str]] = {}
    for child, family in children:
        families.setdefault(family, []).append(child)
    apart = tuple(Separation(child, "", "2018-05-20", "", "X", "recorded", "0.9", "ORR", "", "apart", "") for child, _ in children)
    return [
        FormFamilies("families", tuple(Family(family, tuple(members)) for family, members in families.items())),
        RaiseSeparations("separations", apart),
    ]


def report(known_at: int | None = None) -> Report:
    return make_report(OFFICER, "claims", find_standpoint(OFFICER, today="2018-12-31", as_of="2018-12-31", known_at=known_at))


def test_seven_were_stated_and_sixty_are_found(database: Database) -> None:
    play(sixty())
    play([RecordClaim(CLAIM)], name="claim")
    [row] = report().counted.tables[0].rows
    assert row[:6] == ("OFO-2018", "OFO", 7, "families", 60, "8.6")


def test_a_figure_that_the_records_bear_out_agrees(database: Database) -> None:
    play(sixty())
    play([RecordClaim(CountClaim("OFO", "OFO", 63, "children", "Children", "2018-05-06", "2018-07-09"))], name="claim")
    made = report()
    assert [row[4] for row in made.counted.tables[0].rows] == [63]
    assert {line.key: line.count for line in made.counted.breakdowns[0].figures} == {"more": 0, "fewer": 0, "same": 1}


def test_what_is_found_is_what_was_known_then(database: Database) -> None:
    play([RecordClaim(CLAIM)], name="claim")
    then = report().standpoint.known_at
    play(sixty())
    assert [report(then).counted.tables[0].rows[0][4], report().counted.tables[0].rows[0][4]] == [0, 60]
