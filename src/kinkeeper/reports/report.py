"""A report: figures with their definition, the rows they count, and what proves the ledger they were counted from.

Figures come in two kinds that are never mixed. In a tree everybody is counted once and each level adds up to the one above. Flags may
overlap, so they never add up, and none is larger than the whole (court's table of 26 July 2018: five flags made 791 of 711 children).
A report whose sums do not close is not printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.table import Table


class DoesNotAddUp(KinkeeperError):
    """The figures of a report do not add up, so it is not printed."""

    code = "does_not_add_up"


class Kind(StrEnum):
    """How the figures of a breakdown relate to each other."""

    TREE = "tree"
    FLAGS = "flags"
    MEASURES = "measures"
    """Not counts: days, shares, estimates."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: a key for programs, words for people, and its number. `level` 1 stands under the whole, 2 under the last of level 1."""

    key: str
    words: Any
    count: int | str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Figures of one whole. `of` says what the whole is where it is not the report's own total."""

    name: str
    title: Any
    kind: Kind
    total: int
    figures: tuple[Figure, ...]
    of: Any = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """The ledger that was counted: how many entries, the root of their tree (base64), and the checkpoint that says both."""

    entries: int
    root: str
    checkpoint: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """A picture of one of the report's tables: which columns are drawn, and what it shows, in a sentence. Every point of it is a row."""

    table: str
    across: str
    """The column that goes across: ISO days, or whole days."""
    up: str
    title: Any
    finding: Any
    between: tuple[str, str] | None = None
    """The columns of the lower and the upper limit."""
    by: str = ""
    """The column whose values are lines of their own, beside each other."""
    lines: tuple[tuple[str, int], ...] = ()
    """Which of them are drawn, and up to which day somebody was looked at."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a report's `make` gives: its total, the figures, the rows, and what it does not see. The first table lists what was counted."""

    total: int
    breakdowns: tuple[Breakdown, ...]
    tables: tuple[Table, ...]
    coverage: tuple[Any, ...]
    curve: Curve | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What is printed. Making one checks that it adds up."""

    definition: Definition
    standpoint: Standpoint
    proof: Proof
    counted: Counted
    reach: Any = ""
    """Whom the viewer may know of, and so who was counted for them."""
    export: str = ""
    """What stands in a copy that was taken away: the export's number, whose it is, and what for."""

    def __post_init__(self) -> None:
        self.definition.see_told()
        check(self.counted)


def check(counted: Counted) -> None:
    """
    See that the rows are as many as the total says and that every tree closes.

    :raises DoesNotAddUp: where they do not, naming the first line that is wrong.
    """
    listed = counted.tables[0]
    keys = {row[: listed.key] for row in listed.rows}
    if len(keys) != len(listed.rows):
        raise DoesNotAddUp(f"{len(listed.rows)} rows list {len(keys)} of what is counted: something stands twice. Nothing was printed.")
    if len(keys) != counted.total:
        raise DoesNotAddUp(f"{counted.total} are counted and {len(keys)} listed. Nothing was printed.")
    for one in counted.breakdowns:
        if not one.of and one.total != counted.total:
            raise DoesNotAddUp(f"'{one.name}' breaks down {one.total}, and {counted.total} are counted. Nothing was printed.")
        if one.kind == Kind.TREE:
            _closes(one)
        elif one.kind == Kind.FLAGS:
            _within(one)


def _closes(one: Breakdown) -> None:
    """Each line that has lines below it is their sum, and the first level is the whole."""
    _sum(one, "the whole", one.total, one.figures, 1)


def _sum(one: Breakdown, parent: str, whole: int, figures: Sequence[Figure], level: int) -> None:
    heads = [at for at, figure in enumerate(figures) if figure.level == level]
    if not heads:
        if figures:
            raise DoesNotAddUp(f"'{one.name}' has no line of level {level} under {parent}. Nothing was printed.")
        return
    added = sum(_number(figures[at]) for at in heads)
    if added != whole:
        raise DoesNotAddUp(f"The lines of '{one.name}' under {parent} add up to {added}, not {whole}. Nothing was printed.")
    for at, following in zip(heads, [*heads[1:], len(figures)], strict=True):
        below = figures[at + 1 : following]
        if below:
            _sum(one, figures[at].key, _number(figures[at]), below, level + 1)


def _within(one: Breakdown) -> None:
    for figure in one.figures:
        if not 0 <= _number(figure) <= one.total:
            raise DoesNotAddUp(f"The flag '{figure.key}' of '{one.name}' counts {figure.count} of {one.total}. Nothing was printed.")


def _number(figure: Figure) -> int:
    if not isinstance(figure.count, int):
        raise DoesNotAddUp(f"'{figure.key}' is no number: {figure.count}. Nothing was printed.")
    return figure.count
