"""How long children were apart, with those who still are: median and survival, and by which end."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import outcomes_for
from kinkeeper.domain.dates import days_between
from kinkeeper.domain.terms import Outcome
from kinkeeper.estimation.survival import Spell, Step, incidence, median, share_at, survival
from kinkeeper.queries.counts.children import Parting, list_partings
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Breakdown, Counted, Curve, Figure, Kind
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import fixed_tree
from kinkeeper.reports.words import FILES_TAKEN_IN, INSTANT, OUTCOMES, WHATEVER_CLASS, lines

DEFINITION = Definition(
    name="days_apart",
    version=1,
    title=_("Days apart"),
    unit=_("children"),
    population=_("Children of whom a separation had begun by the day, whether or not it had ended."),
    period=_("From the first day on which the child was apart from anybody to the day on which the last of its separations ended."),
    place=_("Every place that an extract taken in speaks of."),
    instant=INSTANT,
    in_class=WHATEVER_CLASS,
    confirmed_by=_("By the records, as in the census."),
    words=_(
        "Whole days. Who is still apart is counted with the days so far and as not over (Kaplan and Meier), since leaving them out "
        "would make the time look shorter than it is. Children of whom the day of the separation, or what became of them, is not known "
        "are counted apart."
    ),
)
AT = (14, 30, 60, 90, 180, 365)
GOING_ON = (Outcome.APART, Outcome.ADULT_REMOVED, Outcome.UNKNOWN)
WITHIN = _("%(end)s within %(days)s days")
NO_DAY = "no_day"
NOBODY_SO_LONG = "–"
"""Stands for a share that cannot be told, since nobody was looked at for so long."""

DAYS_KNOWN = _("Children whose days are known")


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """The days apart at a standpoint."""
    by_child = by_children(viewer, standpoint)
    rows = [days_of(child, partings) for child, partings in by_child.items()]
    spells = [Spell(days, "" if state == Outcome.APART else state) for _child, days, state in rows if isinstance(days, int)]
    steps = survival(spells)
    ends = [one for one in outcomes_for(viewer) if one not in GOING_ON]
    states = [*lines(OUTCOMES, Outcome.APART, *ends, Outcome.UNKNOWN), (NO_DAY, _("Day not known"))]
    return Counted(
        total=len(rows),
        breakdowns=(
            fixed_tree("children", _("Children, by what became of them"), states, (state for _child, _days, state in rows)),
            _measures(spells, steps),
            _ends(spells, ends),
        ),
        tables=(
            Table("children", _("Children"), ("child", "days_apart", "state"), rows),
            Table("curve", _("Share still apart after so many days"), CURVE, [_point(one) for one in steps]),
        ),
        curve=_curve(steps),
        coverage=(
            FILES_TAKEN_IN,
            _("A child who was apart twice counts from the first day to the last end; days together in between are not taken off."),
        ),
    )


def by_children(viewer: Viewer, standpoint: Standpoint) -> dict[str, list[Parting]]:
    """Child -> its separations that had begun by the day, by child."""
    found: dict[str, list[Parting]] = defaultdict(list)
    for one in list_partings(viewer, standpoint):
        found[one.child].append(one)
    return {child: found[child] for child in sorted(found)}


CURVE = ("day", "at_risk", "ended", "share", "low", "high")


def _curve(steps: Sequence[Step]) -> Curve:
    middle = median(steps)[0]
    half = _("Half of the children are no longer apart on day %(day)s after the separation.") % {"day": middle}
    finding = half if middle is not None else _("More than half of the children are still apart after the longest time seen.")
    return Curve("curve", "day", "share", _("Share still apart after so many days"), finding, ("low", "high"))


def days_of(child: str, partings: Sequence[Parting]) -> tuple[str, int | str, str]:
    """The child's days and state; no number where it cannot be told."""
    if any(one.days is None for one in partings):
        return child, "", NO_DAY
    first = min(one.separated_on for one in partings)
    known = [one.days for one in partings if one.days is not None and one.separated_on == first]
    if any(one.still for one in partings):
        return child, max(known), str(Outcome.APART)
    last = max(partings, key=lambda one: (one.outcome_on, one.adult))
    if any(one.outcome == Outcome.UNKNOWN for one in partings):
        return child, "", str(Outcome.UNKNOWN)
    return child, (last.days or 0) + _between(first, last.separated_on), last.outcome


def _between(first: str, later: str) -> int:
    return days_between(first, later) or 0


def _measures(spells: Sequence[Spell], steps: Sequence[Step]) -> Breakdown:
    middle, low, high = median(steps)
    figures = [
        Figure("median", _("Median days apart (Kaplan and Meier)"), _days(middle)),
        Figure("median_low", _("its 95 % interval: from"), _days(low), 2),
        Figure("median_high", _("to"), _days(high), 2),
    ]
    for day in AT:
        if day > _longest(spells):
            figures.append(Figure(f"apart_{day}", _("Share still apart after %(days)s days") % {"days": day}, NOBODY_SO_LONG))
            continue
        at = share_at(steps, day)
        figures.append(Figure(f"apart_{day}", _("Share still apart after %(days)s days") % {"days": day}, f"{at.share:.3f}"))
        figures.append(Figure(f"apart_{day}_interval", _("its 95 % interval"), f"{at.low:.3f} – {at.high:.3f}", 2))
    return Breakdown("survival", _("How long"), Kind.MEASURES, len(spells), tuple(figures), of=DAYS_KNOWN)


def _ends(spells: Sequence[Spell], ends: Sequence[Outcome]) -> Breakdown:
    shares, longest = incidence(spells, AT), _longest(spells)
    figures = [
        Figure(f"{end}_{day}", WITHIN % {"end": OUTCOMES[end], "days": day}, f"{share:.3f}" if day <= longest else NOBODY_SO_LONG)
        for end in ends
        for day, share in zip(AT, shares.get(end, ()), strict=False)
    ]
    return Breakdown("ends", _("By which end (Aalen and Johansen)"), Kind.MEASURES, len(spells), tuple(figures), of=DAYS_KNOWN)


def _longest(spells: Sequence[Spell]) -> int:
    return max((one.days for one in spells), default=-1)


def _days(day: int | None) -> int | str:
    return NOBODY_SO_LONG if day is None else day


def _point(one: Step) -> tuple[object, ...]:
    return one.day, one.at_risk, one.ended, *(f"{share:.4f}" for share in (one.share, one.low, one.high))
