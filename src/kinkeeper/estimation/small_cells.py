"""Which numbers of a public table are not printed, so that nobody is recognised by a small one, nor by subtracting what is printed.

A table is numbers and sums: each sum says that one number is the total of others. A number from 1 to 10 is small (the limit of HHS for
public tables) and hidden; zeros are printed. Then whatever can still be worked out is protected by hiding a further number of its sum, the
one that helps most sums and the smallest of those, until nothing can be.

Whoever works it out is taken to know the table, the limit, and that no hidden number is zero. They solve all sums together (Gauss, in exact
fractions), and narrow down each number by the others.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

Cell = TypeVar("Cell", bound=Hashable)

LEAST = 11
"""The smallest number that is printed, beside zero."""


@dataclass(frozen=True, slots=True)
class Sum(Generic[Cell]):
    """One number is the total of others."""

    total: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All of them."""
        return (self.total, *self.parts)


def hidden_cells(numbers: Mapping[Cell, int], sums: Sequence[Sum[Cell]], least: int = LEAST) -> frozenset[Cell]:
    """
    The numbers that are not printed.

    :raises ValueError: where a number is below zero, or a sum is not the total of its parts: such a table is not printed at all.
    """
    _check(numbers, sums)
    order = {cell: (number, place) for place, (cell, number) in enumerate(numbers.items())}
    hidden = {cell for cell, number in numbers.items() if 0 < number < least}
    while found := recovered(numbers, sums, hidden):
        open_sums = [one for one in sums if found & set(one.cells)]
        lonely = [one for one in open_sums if len(hidden & set(one.cells)) == 1]
        further = Counter(cell for one in lonely or open_sums for cell in one.cells if cell not in hidden and numbers[cell])
        if not further:
            return frozenset(cell for cell, number in numbers.items() if number)
        hidden.add(min(further, key=lambda cell: (-further[cell], order[cell])))
    return frozenset(hidden)


def recovered(numbers: Mapping[Cell, int], sums: Sequence[Sum[Cell]], hidden: Iterable[Cell]) -> set[Cell]:
    """The hidden numbers that can be worked out from those that are printed."""
    unknown = [cell for cell in numbers if cell in set(hidden)]
    return _solved(unknown, sums) | _narrowed(numbers, sums, set(unknown))


def _check(numbers: Mapping[Cell, int], sums: Sequence[Sum[Cell]]) -> None:
    if any(number < 0 for number in numbers.values()):
        raise ValueError("A number of the table is below zero.")
    if wrong := [one.total for one in sums if numbers[one.total] != sum(numbers[part] for part in one.parts)]:
        raise ValueError(f"The table does not add up at {wrong[0]!r}.")


def _solved(unknown: Sequence[Cell], sums: Sequence[Sum[Cell]]) -> set[Cell]:
    """The unknown numbers that the sums alone determine: those with a row of their own when the sums are solved."""
    rows = []
    for one in sums:
        row = [Fraction(one.parts.count(cell) - (cell == one.total)) for cell in unknown]
        if any(row):
            rows.append(row)
    solved: list[list[Fraction]] = []
    for column in range(len(unknown)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = [value / pivot[column] for value in pivot]
        rows = [_less(row, pivot, column) for row in rows]
        solved = [*(_less(row, pivot, column) for row in solved), pivot]
    return {unknown[_first(row)] for row in solved if sum(map(bool, row)) == 1}


def _less(row: list[Fraction], pivot: list[Fraction], column: int) -> list[Fraction]:
    return [value - row[column] * other for value, other in zip(row, pivot, strict=True)] if row[column] else row


def _first(row: Sequence[Fraction]) -> int:
    return next(place for place, value in enumerate(row) if value)


def _narrowed(numbers: Mapping[Cell, int], sums: Sequence[Sum[Cell]], unknown: set[Cell]) -> set[Cell]:
    """The unknown numbers of which only one value is left when each is at least 1 and every sum holds."""
    most = sum(numbers.values()) + 1
    low = {cell: 1 if cell in unknown else number for cell, number in numbers.items()}
    high = {cell: most if cell in unknown else number for cell, number in numbers.items()}
    changed = True
    while changed:
        changed = False
        for one in sums:
            for cell, least, largest in _bounds(one, low, high):
                if least > low[cell] or largest < high[cell]:
                    low[cell], high[cell] = max(least, low[cell]), min(largest, high[cell])
                    changed = True
    return {cell for cell in unknown if low[cell] == high[cell]}


def _bounds(one: Sum[Cell], low: Mapping[Cell, int], high: Mapping[Cell, int]) -> Iterable[tuple[Cell, int, int]]:
    lowest, highest = sum(low[part] for part in one.parts), sum(high[part] for part in one.parts)
    yield one.total, lowest, highest
    for part in one.parts:
        yield part, low[one.total] - (highest - high[part]), high[one.total] - (lowest - low[part])
