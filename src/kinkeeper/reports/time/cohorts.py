"""How long children were apart, by the month in which it began: whether those parted later came back sooner."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.terms import Outcome
from kinkeeper.estimation.survival import Spell, Step, median, share_at, survival
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Breakdown, Counted, Curve, Figure, Kind
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import tree
from kinkeeper.reports.time.days_apart import AT, DAYS_KNOWN, NOBODY_SO_LONG, by_children, days_of
from kinkeeper.reports.words import FILES_TAKEN_IN, INSTANT, NOT_KNOWN, WHATEVER_CLASS

DEFINITION = Definition(
    name="cohorts",
    version=1,
    title=_("Days apart, by the month in which it began"),
    unit=_("children"),
    population=_("Children of whom a separation had begun by the day, whether or not it had ended."),
    period=_("From the first day on which the child was apart from anybody to the day on which the last of its separations ended."),
    place=_("Every place that an extract taken in speaks of."),
    instant=INSTANT,
    in_class=WHATEVER_CLASS,
    confirmed_by=_("By the records, as in the census."),
    words=_(
        "A child stands in the month in which it was first apart from anybody. Whole days; who is still apart is counted with the days so "
        "far and as not over (Kaplan and Meier), month by month, so that months that are young can be laid beside old ones."
    ),
)
COLUMNS = ("child", "month", "days_apart", "state")
CURVE = ("month", "day", "at_risk", "ended", "share", "low", "high")
MOST_LINES = 6
"""So many months are drawn, those with the most children; the table has all of them."""


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """The months' children and days at a standpoint."""
    rows = []
    for child, partings in by_children(viewer, standpoint).items():
        _child, days, state = days_of(child, partings)
        rows.append((child, min(one.separated_on[:7] for one in partings), days, state))
    spells: dict[str, list[Spell]] = defaultdict(list)
    for _child, month, days, state in rows:
        if isinstance(days, int):
            spells[month].append(Spell(days, "" if state == Outcome.APART else state))
    steps = {month: survival(spells[month]) for month in sorted(spells)}
    points = [(month, *_point(one)) for month, some in steps.items() for one in some]
    return Counted(
        total=len(rows),
        breakdowns=(
            tree(
                "month",
                _("By month"),
                (((month, month or NOT_KNOWN),) for _child, month, *_rest in rows),
                order=lambda path, _n: path[-1][0],
            ),
            _measures(spells, steps),
        ),
        tables=(
            Table("children", _("Children"), COLUMNS, rows),
            Table("curves", _("Share still apart after so many days, by month"), CURVE, points, key=2),
        ),
        curve=_curve(spells, steps),
        coverage=(
            FILES_TAKEN_IN,
            _("Of the newest months only short times can be seen; a month of few children says little, as its interval shows."),
        ),
    )


def _measures(spells: Mapping[str, Sequence[Spell]], steps: Mapping[str, Sequence[Step]]) -> Breakdown:
    figures = []
    for month, some in steps.items():
        middle, low, high = median(some)
        told = _("%(month)s: median days apart") % {"month": month}
        figures.append(Figure(f"{month}-median", told, _days(middle)))
        figures.append(Figure(f"{month}-median_low", _("its 95 % interval: from"), _days(low), 2))
        figures.append(Figure(f"{month}-median_high", _("to"), _days(high), 2))
        figures.append(Figure(f"{month}-going_on", _("still apart"), str(sum(not one.end for one in spells[month])), 2))
        longest = max(one.days for one in spells[month])
        figures += [
            Figure(
                f"{month}-apart_{day}", _("Share still apart after %(days)s days") % {"days": day}, f"{share_at(some, day).share:.3f}", 2
            )
            for day in AT
            if day <= longest
        ]
    return Breakdown("cohorts", _("How long, by month"), Kind.MEASURES, sum(map(len, spells.values())), tuple(figures), of=DAYS_KNOWN)


def _curve(spells: Mapping[str, Sequence[Spell]], steps: Mapping[str, Sequence[Step]]) -> Curve:
    largest = sorted((month for month, some in steps.items() if some), key=lambda month: (-len(spells[month]), month))[:MOST_LINES]
    shown = tuple((month, max(one.days for one in spells[month])) for month in sorted(largest))
    finding = _("Each line is a month; the lower it runs, the sooner its children were no longer apart.")
    return Curve("curves", "day", "share", _("Share still apart after so many days, by month"), finding, by="month", lines=shown)


def _days(day: int | None) -> str:
    return NOBODY_SO_LONG if day is None else str(day)


def _point(one: Step) -> tuple[object, ...]:
    return one.day, one.at_risk, one.ended, *(f"{share:.4f}" for share in (one.share, one.low, one.high))
