"""Go or no go: what a drill of an announced policy showed, where it breaks first, and what it would take."""

import math
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.jobs.drill import Outcome, Played
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.making import prove
from kinkeeper.reports.report import Breakdown, Counted, Figure, Kind, Report
from kinkeeper.reports.table import Table
from kinkeeper.reports.words import INSTANT

DEFINITION = Definition(
    name="drill",
    version=1,
    title=_("Drill of an announced policy"),
    unit=_("days"),
    population=_("The days of an announced policy, played with invented families through the whole system on a copy."),
    period=_("From the first to the last day that was played."),
    place=_("One invented stretch of border, its stations, courts and shelters."),
    instant=INSTANT,
    in_class=_("No person’s class plays a part."),
    confirmed_by=_("By what the system knew afterwards, compared with what was played."),
    words=_(
        "One row is one day. The answer is ‘go’ only where no tie was lost, every separation was raised, nothing sent twice was "
        "recorded twice, no 72-hour clock broke, beds sufficed, and nobody waited more than three days for somebody to write down why "
        "they were parted."
    ),
)
COLUMNS = (
    "day",
    "arrived",
    "children_parted",
    "waiting_for_a_bed",
    "beds_taken",
    "clocks_broken",
    "unexplained",
    "batches_unsent",
    "entries",
    "seconds",
    "slowest_batch_seconds",
)
MOST_DAYS_UNEXPLAINED = 3


def broken(outcome: Outcome) -> list[tuple[str, Any]]:
    """What forbids the policy, the gravest first: day or empty, and words. Nothing: it may go ahead."""
    policy, found = outcome.policy, list[tuple[str, Any]]()
    if outcome.ties_lost:
        found.append(("", _("Ties that were lost: %(count)s.") % {"count": outcome.ties_lost}))
    if outcome.not_raised:
        found.append(("", _("Separations that were not raised: %(count)s.") % {"count": outcome.not_raised}))
    if outcome.recorded_twice:
        found.append(("", _("Batches sent twice that were recorded twice: %(count)s.") % {"count": outcome.recorded_twice}))
    capacity = policy.staff * policy.per_staff * MOST_DAYS_UNEXPLAINED
    limits: tuple[tuple[Any, Callable[[Played], bool]], ...] = (
        (_("Children wait for a bed: all are taken."), lambda one: one.waiting > 0),
        (_("72-hour clocks break."), lambda one: one.clocks_broken > 0),
        (_("Staff are more than three days behind in writing down why families were parted."), lambda one: one.unexplained > capacity),
    )
    for words, holds in limits:
        first = next((one for one in outcome.days if holds(one)), None)
        if first:
            found.append((first.on.isoformat(), words))
    if outcome.waiting_too_long and not any(one.clocks_broken for one in outcome.days):
        found.append((outcome.days[-1].on.isoformat(), limits[1][0]))
    return found


def make(viewer: Viewer, outcome: Outcome, standpoint: Standpoint) -> Report:
    """
    The go or no-go report of a drill.

    :raises NotAllowed: if the viewer may not read.
    """
    days, failures = outcome.days, broken(outcome)
    dated = sorted((day, str(words)) for day, words in failures if day)
    first = f"{dated[0][0]}: {dated[0][1]}" if dated else "–"
    lines = [
        Figure("answer", _("Answer"), _("no go") if failures else _("go")),
        *(Figure(f"because_{at}", words, day or "–", 2) for at, (day, words) in enumerate(failures, 1)),
        Figure("first", _("Where it breaks first"), first),
    ]
    system = [
        Figure("ties_stated", _("Ties stated"), outcome.ties_stated),
        Figure("ties_lost", _("Ties lost"), outcome.ties_lost),
        Figure("pairs_parted", _("Children and adults parted, both moved, tie stated"), outcome.pairs_parted),
        Figure("not_raised", _("of them not raised as separations"), outcome.not_raised, 2),
        Figure("raised_besides", _("Separations raised of pairs who were not parted"), outcome.raised_besides),
        Figure("sent_twice", _("Batches sent twice"), outcome.sent_twice),
        Figure("recorded_twice", _("of them recorded twice"), outcome.recorded_twice, 2),
        Figure("unsent", _("Most batches that waited for a line"), max(one.unsent for one in days)),
    ]
    rows = [_row(one) for one in days]
    return Report(
        DEFINITION,
        standpoint,
        prove(viewer, standpoint.known_at),
        Counted(
            total=len(rows),
            breakdowns=(
                Breakdown("answer", _("Go or no go"), Kind.MEASURES, len(rows), tuple(lines)),
                Breakdown("system", _("What the system kept"), Kind.MEASURES, len(rows), tuple(system)),
                Breakdown("queues", _("Queues, and what it would take"), Kind.MEASURES, len(rows), tuple(_queues(outcome))),
            ),
            tables=(Table("days", _("Days"), COLUMNS, rows),),
            coverage=(
                _(
                    "Relations that a station never records are played at the published rate; to find them is the work of linkage and "
                    "not of this drill."
                ),
                _("Beds, staff and arrivals are those that were announced. Whether they are true is for those to say who announce them."),
                _("Seconds are those of this machine."),
            ),
        ),
    )


def _queues(outcome: Outcome) -> list[Figure]:
    days, policy = outcome.days, outcome.policy
    busiest = math.ceil(max(one.parted for one in days) / policy.per_staff)
    beds = max(one.beds_taken + one.waiting for one in days)
    return [
        Figure("waiting", _("Longest queue for a bed, children"), max(one.waiting for one in days)),
        Figure("beds", _("Beds that it would take (announced: %(beds)s)") % {"beds": policy.beds}, beds, 2),
        Figure("clocks", _("72-hour clocks broken"), sum(one.clocks_broken for one in days) + outcome.waiting_too_long),
        Figure("unexplained", _("Longest queue of separations nobody has looked into"), max(one.unexplained for one in days)),
        Figure(
            "staff",
            _("Staff that it would take (announced: %(staff)s)") % {"staff": policy.staff},
            busiest,
            2,
        ),
        Figure("slowest", _("Slowest batch, seconds"), f"{max(one.slowest for one in days):.2f}"),
        Figure("day", _("Slowest day of all agencies, seconds"), f"{max(one.seconds for one in days):.1f}"),
        Figure("speed", _("Entries a second"), f"{sum(one.entries for one in days) / max(sum(one.seconds for one in days), 0.01):.0f}"),
    ]


def _row(one: Played) -> tuple[Any, ...]:
    waits = one.waiting, one.beds_taken, one.clocks_broken, one.unexplained, one.unsent
    return one.on.isoformat(), one.arrived, one.parted, *waits, one.entries, f"{one.seconds:.2f}", f"{one.slowest:.3f}"
