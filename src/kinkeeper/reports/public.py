"""A report for everybody: first lines only, no rows, and no count by which a family could be found (F-43).

Made of a whole report, with the same definition and the same proof. It fails closed: where nothing of it may be shown, nothing is printed.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.reports.report import Breakdown, Counted, Figure, Kind, Report
from kinkeeper.reports.suppression import LEAST, Line, hidden_of_flags, hidden_of_tree

HIDDEN = "*"


class TooFew(KinkeeperError):
    """So few are counted that nothing of it can be shown to everybody."""

    code = "too_few"


@dataclass(frozen=True, slots=True)
class PublicReport(Report):
    """What everybody may read. Making one checks that it shows no small count and no row."""

    def __post_init__(self) -> None:
        self.definition.see_told()
        shown = [figure.count for one in self.counted.breakdowns for figure in one.figures if figure.count != HIDDEN]
        wholes = [self.counted.total, *(one.total for one in self.counted.breakdowns)]
        if self.counted.tables or not self.counted.breakdowns or any(_small(count) for count in (*shown, *wholes)):
            raise TooFew(f"Fewer than {LEAST} are counted, or nothing but small counts. Nothing was printed.")


def make_public(report: Report) -> PublicReport:
    """
    What of a report everybody may read.

    :raises TooFew: where that is nothing.
    """
    counted = report.counted
    lines = [_first_lines(one) for one in counted.breakdowns if one.kind != Kind.MEASURES]
    hidden = _hidden(lines)
    shown = [_shown(one, places) for one, places in zip(lines, hidden, strict=True) if not _gives_away(one, lines, hidden)]
    note = _("* hidden: fewer than %(least)s, or a line that would give away one that is. 0 is shown.") % {"least": LEAST}
    public = Counted(counted.total, tuple(shown), (), (note, *counted.coverage))
    return PublicReport(report.definition, report.standpoint, report.proof, public, report.reach)


def _first_lines(one: Breakdown) -> Breakdown:
    """Lines below cross with other breakdowns, and could be found by subtracting these."""
    return replace(one, figures=tuple(figure for figure in one.figures if figure.level == 1))


def _hidden(lines: list[Breakdown]) -> list[frozenset[int]]:
    """The places of the lines to hide, breakdown by breakdown: a number that is hidden in one stands in no other either."""
    also: frozenset[int] = frozenset()
    while True:
        found = [_of(one, also) for one in lines]
        counts = frozenset(number for one, places in zip(lines, found, strict=True) for number in _counts(one, places) if number >= LEAST)
        if counts <= also:
            return found
        also |= counts


def _of(one: Breakdown, also: Collection[int]) -> frozenset[int]:
    counts = _counts(one)
    if one.kind == Kind.TREE:
        return hidden_of_tree(one.total, [Line(count) for count in counts], LEAST, also)
    return hidden_of_flags(one.total, counts, LEAST, also)


def _counts(one: Breakdown, places: Collection[int] | None = None) -> list[int]:
    return [int(figure.count) for at, figure in enumerate(one.figures) if places is None or at in places]


def _gives_away(one: Breakdown, lines: list[Breakdown], hidden: list[frozenset[int]]) -> bool:
    """Whether the whole of a part of the report is small, or a number that is hidden in another."""
    if not one.of:
        return False
    elsewhere = {number for other, places in zip(lines, hidden, strict=True) if other is not one for number in _counts(other, places)}
    return _small(one.total) or one.total in elsewhere


def _shown(one: Breakdown, places: Collection[int]) -> Breakdown:
    return replace(one, figures=tuple(_line(figure, hidden=at in places) for at, figure in enumerate(one.figures)))


def _line(figure: Figure, *, hidden: bool) -> Figure:
    return replace(figure, count=HIDDEN) if hidden else figure


def _small(count: Any) -> bool:
    return isinstance(count, int) and 0 < count < LEAST
