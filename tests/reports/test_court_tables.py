"""What holds of every table of the court, whatever the children: trees add up, flags overlap and say so, the whole is fixed.

The tables as published, T1 to T8, are made through the door in `test_court_history.py`; here stands what these cannot show.
"""

from collections.abc import Callable, Iterator
from itertools import count, product
from typing import Any

import pytest

from kinkeeper.domain.court.status import Keys, Status, in_care, of_deadline, of_report
from kinkeeper.reports.court.classes import tables, tree_of
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


def test_f28_flags_of_t2_overlap_and_are_not_printed_as_parts() -> None:
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
