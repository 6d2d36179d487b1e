"""When time itself is the news: a clock that runs out, an offer that nobody answers, a flag or a task
whose day passes. The same is found however late somebody looks.

Each version of a clock or an offer stood from when it was recorded until the next. Where the hour of a warning fell into that time, it is
warned of as of that hour, also where it was met or answered before anybody looked.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from kinkeeper.domain.casework import warning_rules
from kinkeeper.domain.casework.cases import Case
from kinkeeper.domain.casework.climbing import LADDER
from kinkeeper.domain.casework.tasks import Task
from kinkeeper.domain.casework.warnings import Warning
from kinkeeper.domain.court.clocks import Clock
from kinkeeper.domain.court.instants import instant_of, span_of, utc_text
from kinkeeper.domain.handover.transfers import Answered, Transfer


@dataclass(frozen=True, slots=True)
class Stood:
    """How long a version stood: from when it was recorded until something else was; None: it stands."""

    since: datetime
    until: datetime | None = None

    def hour_of(self, hour: datetime, now: datetime) -> datetime | None:
        """The instant at which something that happens at `hour` was to be warned of; None where this version did not stand then.

        What was recorded too late is warned of from then on. Where one looks at a day before it was recorded, its own hour counts.
        """
        if self.since > now:
            return hour if hour < now and self.until is None else None
        found = max(hour, self.since)
        return found if found < now and (self.until is None or found < self.until) else None


def late(clock: Clock, stood: Stood, now: datetime) -> list[Warning]:
    """The warning that a version of a clock brought when its time was over."""
    at = stood.hour_of(instant_of(clock.due_last), now) if clock.runs else None
    return warning_rules.on_clock(clock, utc_text(at)) if at else []


def soon(clock: Clock, warn_hours: Collection[int], stood: Stood, now: datetime) -> list[Warning]:
    """
    The warning that a version of a clock brought when its end came near: one, from the first of its hours on which it stood.

    At each of the hours that follow, and at the end itself, it climbs a step unless somebody has answered.
    """
    if not clock.runs:
        return []
    first = instant_of(clock.due_first)
    hours = [first - timedelta(hours=left) for left in sorted(warn_hours, reverse=True)] + [first]
    at = stood.hour_of(hours[0], now)
    if at is None or at >= first:
        return []
    steps = tuple(math.ceil((hour - at) / timedelta(hours=1)) for hour in hours if hour > at)
    return warning_rules.on_clock_soon(clock, int((first - at) / timedelta(hours=1)), steps[: len(LADDER)], utc_text(at))


def of_transfer(one: Transfer, stood: Stood, now: datetime) -> list[Warning]:
    """The warning that a version of an offer brought: nobody answered it in time."""
    due = span_of(one.answer_by, one.zone)
    if one.answered != Answered.OPEN or due is None:
        return []
    at = stood.hour_of(due.latest, now)
    return warning_rules.on_overdue(one, utc_text(at)) if at else []


def of_flags(one: Case, stood: Stood, now: datetime) -> list[Warning]:
    """The warnings that a version of a case brought: flags that nobody had looked into by the end of their day, wherever its owner is."""
    found = []
    for flag in one.open_flags if not one.outcome else ():
        due = span_of(flag.due)
        at = stood.hour_of(due.latest, now) if due else None
        found += warning_rules.on_flag(one.child, flag, utc_text(at)) if at else []
    return found


def of_task(one: Task, stood: Stood, now: datetime) -> list[Warning]:
    """The warning that a version of a task brought: it was not done by the end of its day, or by its hour, wherever its owner is."""
    due = span_of(one.due)
    if due is None or one.done_at:
        return []
    at = stood.hour_of(due.latest, now)
    return warning_rules.on_task(one, utc_text(at)) if at else []
