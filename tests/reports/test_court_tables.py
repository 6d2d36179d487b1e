"""The court's tables of 2018 to 2023, from constructed children, line by line: trees add up, flags overlap and say so.

Figures as published (T1: HHS statement of 12 July 2018; T2 to T6: joint status reports of 26 July to 15 October 2018; T7, T8: Task Force of
2 June 2021 and 1 February 2023).
"""

from collections.abc import Callable, Iterator
from itertools import count, product
from typing import Any

import pytest

from kinkeeper.domain.court.status import Keys, Status, in_care, of_deadline, of_report, of_task_force
from kinkeeper.reports.court.classes import flags_among, tables, tree_of
from kinkeeper.reports.report import Breakdown, Counted, DoesNotAddUp, Figure, Kind, check
from kinkeeper.reports.table import Table

NUMBER = count(1)


@pytest.fixture(autouse=True, scope="module")
def _django(_laid: object) -> None:
    """The lines' words need Django to be set up."""


def made(how_many: int, **told: Any) -> list[Status]:
    """So many children of one kind."""
    return [Status(f"P{next(NUMBER)}", **told) for _ in range(how_many)]


def lines(one: Breakdown) -> dict[str, int | str]:
    return {figure.key: figure.count for figure in one.figures}


def tree_lines(statuses: list[Status], keys: Callable[[Status], Keys]) -> dict[str, int | str]:
    """The lines of a tree that was checked to close."""
    found = tree_of("t", "t", statuses, keys)
    closes(found)
    return {"": found.total, **lines(found)}


def closes(*breakdowns: Breakdown) -> None:
    for one in breakdowns:
        rows = [(str(at),) for at in range(one.total)]
        check(Counted(one.total, (one,), (Table("rows", "rows", ("child",), rows),), ()))


def test_t1_children_under_five_by_the_deadline() -> None:
    children = [
        *made(57, left="reunited"),
        *made(11, concern="CRIMINAL_HISTORY"),
        *made(7, concern="NOT_PARENT"),
        *made(1, concern="FALSE_DOCUMENT"),
        *made(1, concern="ABUSE_NEGLECT"),
        *made(1, concern="UNSAFE_HOUSEHOLD"),
        *made(1, concern="COMMUNICABLE_DISEASE"),
        *made(12, adult="ABROAD"),
        *made(9, adult="USMS"),
        *made(2, adult="JAIL"),
        *made(1),
    ]
    assert tree_lines(children, of_deadline) == {
        "": 103,
        "reunified": 57,
        "not_eligible": 46,
        "safety_concern": 22,
        "CRIMINAL_HISTORY": 11,
        "NOT_PARENT": 7,
        "FALSE_DOCUMENT": 1,
        "ABUSE_NEGLECT": 1,
        "UNSAFE_HOUSEHOLD": 1,
        "COMMUNICABLE_DISEASE": 1,
        "circumstance": 24,
        "deported": 12,
        "marshals": 9,
        "jail": 2,
        "location_unknown": 1,
    }


def overlapping(size: int, **wanted: int) -> Iterator[Status]:
    """So many children in care, whose flags come in these numbers: the places one after another, the others over them again."""
    places = {"outside_us": "ABROAD", "released_to_interior": "RELEASED", "location_under_review": ""}
    where = [places[name] for name in places for _ in range(wanted.get(name, 0))]
    where += ["ICE"] * (size - len(where))
    assert len(where) == size
    for at, adult in enumerate(where):
        yield Status(
            f"P{next(NUMBER)}",
            adult=adult,
            waived=at < wanted.get("waived", 0),
            red_flag=at >= size - wanted.get("red_flag", 0),
            under_five=at < wanted.get("under_five", 0),
            proceeding=at < wanted.get("proceeding", 0),
        )


T2_FLAGS = {"outside_us": 431, "waived": 120, "released_to_interior": 79, "location_under_review": 94, "red_flag": 67}


def test_t2_five_and_over_by_the_deadline_and_f28_its_flags_overlap() -> None:
    children = [*made(20, standing="excluded"), *made(1442, left="reunited"), *made(378, left="other"), *overlapping(711, **T2_FLAGS)]
    status, _, flags, *_ = tables(children)
    closes(status, flags)
    assert (status.total, lines(status)) == (
        2551,
        {
            "discharged": 1820,
            "reunited_with_parent": 1442,
            "other_appropriate_circumstances": 378,
            "in_care": 711,
            "found_not_separated": 20,
        },
    )
    assert {name: lines(flags)[name] for name in T2_FLAGS} == T2_FLAGS
    assert (flags.kind, flags.total, sum(T2_FLAGS.values())) == (Kind.FLAGS, 711, 791)
    with pytest.raises(DoesNotAddUp):
        closes(Breakdown("flags as parts", "", Kind.TREE, 711, tuple(Figure(name, name, n) for name, n in T2_FLAGS.items())))


def test_t3_sixteen_august() -> None:
    wanted = {"outside_us": 366, "waived": 154, "red_flag": 73, "under_five": 24}
    status, _, flags, *_ = tables([*made(2089, left="other"), *overlapping(565, **wanted)])
    closes(status, flags)
    assert (status.total, lines(status)["discharged"], lines(status)["in_care"]) == (2654, 2089, 565)
    assert {name: lines(flags)[name] for name in wanted} == wanted
    assert sum(n for name, n in wanted.items() if name != "under_five") == 593 > flags.total


def test_t4_twenty_third_august_each_child_once() -> None:
    children = [
        *made(100, waived=True),
        *made(39, waived=True, adult="ABROAD"),
        *made(343, adult="ABROAD"),
        *made(29, adult="RELEASED", red_flag=True),
        *made(17, adult="ICE", red_flag=True),
        *made(2126, left="other"),
    ]
    status, inside, *_ = tables(children)
    closes(status, inside)
    assert (status.total, lines(status)["discharged"]) == (2654, 2126)
    assert {"": inside.total, **lines(inside)} == {"": 528, "waived": 139, "outside_us": 343, "released_to_interior": 29, "red_flag": 17}


def test_t5_six_september() -> None:
    children = [*made(2181, left="reunited"), *made(416), *made(57, standing="excluded")]
    found = tree_lines(children, of_report)
    assert (found[""], found["discharged"], found["in_care"], found["found_not_separated"]) == (2654, 2181, 416, 57)


def test_t6_fifteen_october_and_what_changed_since_the_report_before() -> None:
    before = [*made(2296, left="other"), *overlapping(358, proceeding=66)]
    after = [*made(2363, left="other"), *overlapping(291, proceeding=66)]
    discharged = [tree_lines(some, of_report)["discharged"] for some in (before, after)]
    assert discharged == [2296, 2363] and int(discharged[1]) - int(discharged[0]) == 67
    assert lines(tables(after)[2])["proceeding"] == 66


def test_t7_the_task_force_in_2021() -> None:
    by_court, by_task_force = made(1779, left="reunited", by="court"), made(7, left="reunited", by="task_force")
    children = [*by_court, *by_task_force, *made(2127), *made(1723, standing="indicated")]
    assert tree_lines(children, of_task_force) == {
        "": 5636,
        "in_scope": 3913,
        "no_confirmed_record": 2127,
        "reunified_by_court_process": 1779,
        "reunified_by_task_force": 7,
        "under_review": 1723,
    }


def test_t8_the_task_force_in_2023() -> None:
    remaining = [*made(148, proceeding=True), *made(183, informed=True), *made(998 - 148 - 183)]
    children = [*made(2926 - 689, left="reunited", by="court"), *made(689, left="reunited", by="task_force"), *remaining]
    found = tree_lines(children, of_task_force)
    assert (found[""], found["reunified_by_court_process"], found["reunified_by_task_force"]) == (3924, 2237, 689)
    assert found["no_confirmed_record"] == 998 == len(remaining)
    assert lines(flags_among("flags", "", remaining))["proceeding"] == 148
    assert sum(one.informed for one in remaining) == 183


def test_f26_the_whole_is_fixed_whatever_is_called_eligible() -> None:
    """A child found not to be of the class moves to a line of its own; the sum stays."""
    children = made(10)
    moved = [*children[:7], *(Status(one.child, "excluded") for one in children[7:])]
    assert tree_lines(children, of_report)[""] == tree_lines(moved, of_report)[""] == 10


def test_every_child_in_care_stands_on_one_line_wherever_the_adult_is() -> None:
    adults = ("", "ABROAD", "USMS", "JAIL", "ICE", "CBP", "HOSPITAL", "SPONSOR", "RELEASED")
    for adult, waived, flag in product(adults, (True, False), (True, False)):
        one = Status("P1", adult=adult, waived=waived, red_flag=flag)
        assert len(in_care(one)) == 1 and of_deadline(one)[0] == "not_eligible"
