"""The estimate as a report: lists of known overlap, and the reason where there is none."""

from itertools import pairwise
from typing import Any

from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.people import IdentifyPeople, Join, Person
from kinkeeper.domain.records import ReceiveRecords, Record, SeparationFlag
from kinkeeper.domain.requests import Request
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.gateway import submit
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.reports.making import make_report
from kinkeeper.reports.report import Report
from kinkeeper.site.database import Database
from tests.web.scene import OFFICER, history, play

LISTS = ("separation_list", "orr_children", "hand_list")


def listed(counts: tuple[int, ...], probability: str = "1.0000") -> None:
    """So many children on each combination of the three lists, and as many on none as stand first."""
    records: list[Record] = []
    persons: list[Person] = []
    for h, count in enumerate(counts):
        for number in range(count):
            flag = SeparationFlag("ZTP", "PROSECUTION", "2018-05-21")
            own = [
                Record(f"{layout}-{h}-{number}", f"x{layout}", f"{layout}#1", layout, number, separation=flag)
                for at, layout in enumerate(LISTS)
                if h >> at & 1
            ] or [Record(f"station-{h}-{number}", "xborder_patrol", "b#1", "border_patrol", number)]
            joins = tuple(Join(one.record_id, other.record_id, probability, "") for one, other in pairwise(own))
            records += own
            persons.append(Person(f"P{h}-{number:03}", tuple(one.record_id for one in own), joins))
    apart = tuple(Separation(one.person_id, "", "2018-05-21", "", "", "recorded", "0.9", "ORR", "", "apart", "") for one in persons)
    commands: list[Any] = [
        *(
            ReceiveExtract(Extract(f"x{layout}", f"{layout}.csv", "", "00", layout, 9, 0, "2018-07-08"))
            for layout in (*LISTS, "border_patrol")
        ),
        ReceiveRecords(tuple(records)),
        IdentifyPeople("link", tuple(persons)),
        RaiseSeparations("separations", apart),
    ]
    submit([Request(f"list-{number}", command) for number, command in enumerate(commands)], actor=OFFICER)


def report() -> Report:
    return make_report(OFFICER, "unlisted", find_standpoint(OFFICER, today="2018-07-09", as_of="2018-07-08"))


def figures(made: Report) -> dict[str, Any]:
    return {line.key: line.count for one in made.counted.breakdowns for line in one.figures}


def test_who_is_on_no_list_is_estimated_from_how_the_lists_overlap(database: Database) -> None:
    """Independent lists that hold .5, .4 and .3 of 400 children: 84 of them stand on none."""
    listed((84, 84, 56, 56, 36, 36, 24, 24))
    told = figures(report())
    assert report().counted.total == 316 and told["1"] == 176
    low, high = map(int, str(told["averaged_interval"]).split(" – "))
    assert low < 400 < high and abs(int(str(told["averaged"])) - 400) < 20
    assert int(str(told["missing"])) == int(str(told["averaged"])) - 316
    assert told["graph_1"] > "0.5"


def test_doubt_about_who_is_one_child_makes_the_interval_wider(database: Database) -> None:
    listed((0, 84, 56, 56, 36, 36, 24, 24), probability="0.9000")
    low, high = map(int, str(figures(report())["averaged_interval"]).split(" – "))
    assert high - low > 60 and low > 390


def test_two_lists_give_no_estimate_and_the_report_says_why(database: Database) -> None:
    play(history())
    made = report()
    assert figures(made)["averaged"] == "–" and "missing" not in figures(made)
    assert any("How lists depend on each other" in str(line) for line in made.counted.coverage)
