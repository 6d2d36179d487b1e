"""No small number of a public table is printed, and none can be worked out from the others."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinkeeper.estimation.small_cells import LEAST, Sum, hidden_cells, recovered

Table = dict[str, int]


def crossed(rows: list[list[int]]) -> tuple[Table, list[Sum[str]]]:
    """A table of rows and columns with all its totals."""
    numbers = {f"{r}{c}": value for r, row in enumerate(rows) for c, value in enumerate(row)}
    width = range(len(rows[0]))
    numbers |= {f"{r}t": sum(row) for r, row in enumerate(rows)} | {f"t{c}": sum(row[c] for row in rows) for c in width}
    numbers["tt"] = sum(map(sum, rows))
    sums = [Sum(f"{r}t", tuple(f"{r}{c}" for c in width)) for r in range(len(rows))]
    sums += [Sum(f"t{c}", tuple(f"{r}{c}" for r in range(len(rows)))) for c in width]
    sums += [Sum("tt", tuple(f"{r}t" for r in range(len(rows)))), Sum("tt", tuple(f"t{c}" for c in width))]
    return numbers, sums


def possible(numbers: Table, sums: list[Sum[str]], hidden: frozenset[str], most: int) -> Iterator[Table]:
    """Every way in which the hidden numbers can be filled in, so that all sums hold: by trying all."""
    cells = sorted(one for one in hidden if "t" not in one)
    for values in product(range(most + 1), repeat=len(cells)):
        told = numbers | dict(zip(cells, values, strict=True))
        for one in sums:
            if one.total in hidden:
                told[one.total] = sum(told[part] for part in one.parts)
        if all(told[one.total] == sum(told[part] for part in one.parts) for one in sums) and all(told[one] for one in hidden):
            yield told


def test_one_small_number_takes_others_with_it() -> None:
    numbers, sums = crossed([[3, 40, 50], [60, 70, 80], [90, 15, 20]])
    hidden = hidden_cells(numbers, sums)
    assert hidden == {"00", "01", "20", "21"}  # a rectangle: by no row and no column is one of them left alone


def test_two_ones_are_not_left_as_a_total_of_two() -> None:
    numbers, sums = {"a": 1, "b": 1, "c": 30, "t": 32}, [Sum("t", ("a", "b", "c"))]
    assert hidden_cells(numbers, sums) == {"a", "b", "c"}


def test_a_table_without_small_numbers_is_printed_whole_and_zeros_are() -> None:
    numbers, sums = crossed([[11, 0], [0, 400]])
    assert hidden_cells(numbers, sums) == frozenset()


@pytest.mark.parametrize(("numbers", "total"), [({"a": 5, "t": 6}, "t"), ({"a": -1, "t": -1}, "t")])
def test_a_table_that_does_not_add_up_is_refused(numbers: Table, total: str) -> None:
    with pytest.raises(ValueError, match=r"add up|below zero"):
        hidden_cells(numbers, [Sum(total, ("a",))])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=2), min_size=2, max_size=2))
def test_by_trying_everything_no_hidden_number_is_worked_out(rows: list[list[int]]) -> None:
    """With a limit of 4, so that all that is possible can be tried."""
    numbers, sums = crossed(rows)
    hidden = hidden_cells(numbers, sums, least=4)
    assert {cell for cell, number in numbers.items() if 0 < number < 4} <= hidden and all(numbers[cell] for cell in hidden)
    ways = list(possible(numbers, sums, hidden, 9))
    assert ways
    for cell in hidden:
        assert len({way[cell] for way in ways}) > 1, (cell, numbers, hidden)


def tables(width: int) -> st.SearchStrategy[list[list[int]]]:
    """Tables of so many columns."""
    return st.lists(st.lists(st.integers(0, 200), min_size=width, max_size=width), min_size=2, max_size=5)


@settings(max_examples=60, deadline=None)
@given(st.integers(3, 4).flatmap(tables))
def test_in_larger_tables_nothing_is_recovered_and_nothing_small_is_printed(rows: list[list[int]]) -> None:
    numbers, sums = crossed(rows)
    hidden = hidden_cells(numbers, sums)
    assert recovered(numbers, sums, hidden) == set()
    assert all(not 0 < number < LEAST for cell, number in numbers.items() if cell not in hidden)
