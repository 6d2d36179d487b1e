"""What only time brings, recorded also when nobody opens a page: clocks near their end or late, offers unanswered,
flags and tasks whose day is over, warnings that climb.

A worker does it every minute. Nothing hangs on the minute: what is found is found as of its own hour, so that a worker that stood still
for a day records the same when it comes back.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kinkeeper.domain.access import Actor
from kinkeeper.domain.casework import timing
from kinkeeper.domain.casework.warnings import ClimbWarnings, RaiseWarnings, Warning
from kinkeeper.domain.court.instants import utc_text
from kinkeeper.domain.requests import Request
from kinkeeper.gateway import clock, submit
from kinkeeper.jobs.court.clocks import set_clocks
from kinkeeper.jobs.runs import SLICE
from kinkeeper.queries.court.ended import (
    Looked,
    clocks_run_out,
    clocks_running_out,
    flags_overdue,
    offers_unanswered,
    tasks_overdue,
    warned_of,
    warnings_that_climb,
)
from kinkeeper.queries.court.orders import list_orders
from kinkeeper.queries.moments import ledger_size
from kinkeeper.queries.standpoint import find_standpoint, hour_of

RULES = Actor("Kinkeeper", "", "operator")
"""Who says what time brings."""


@dataclass(slots=True)
class Timer:
    """Remembers its last look, so that it looks at what is new since only. A new one looks at everything."""

    last: Looked = field(default_factory=Looked)

    def tick(self, now: datetime, *, actor: Actor = RULES) -> tuple[int, int]:
        """Record what time has brought by an instant. Returns how many warnings were raised, and how many steps they climbed."""
        looked = Looked(ledger_size(), now)
        raised = record(due_by(now, actor, self.last), actor)
        climbed = _climb(now, actor)
        self.last = looked
        return raised, climbed


_TIMER = Timer()


def tick_now() -> tuple[int, int]:
    """Record what time has brought by now. Returns how many warnings were raised, and how many steps they climbed."""
    return _TIMER.tick(_now())


def day_now() -> int:
    """Set the clocks that the orders in force today ask for. Returns how many there are."""
    return set_clocks(as_of=_now().date().isoformat(), actor=RULES, progress=lambda name, done: None)


def _now() -> datetime:
    """The instant by which clocks are read where nobody asks for another."""
    return hour_of(find_standpoint(RULES, today=clock.today().isoformat()), clock.instant()).instant


def due_by(now: datetime, actor: Actor, last: Looked) -> list[Warning]:
    """What is to be warned of by an instant and is not yet."""
    hours = {
        (one.order.order_id, rule.clock): rule.warn_hours
        for one in list_orders(actor)
        if one.counts
        for rule in one.order.clocks
        if rule.warn_hours
    }
    found = [one for told, stood in clocks_run_out(actor, now, last) for one in timing.late(told, stood, now)]
    for told, stood in clocks_running_out(actor, now, last, hours):
        found += timing.soon(told, hours[told.order_id, told.clock], stood, now)
    found += [one for offer, stood in offers_unanswered(actor, last) for one in timing.of_transfer(offer, stood, now)]
    found += [one for case, stood in flags_overdue(actor, now, last) for one in timing.of_flags(case, stood, now)]
    found += [one for task, stood in tasks_overdue(actor, now, last) for one in timing.of_task(task, stood, now)]
    unique = {one.warning_id: one for one in reversed(found)}
    known = warned_of(actor, list(unique)) if unique else frozenset()
    return [one for name, one in unique.items() if name not in known]


def record(found: Sequence[Warning], actor: Actor) -> int:
    """Raise warnings, some at once. Returns how many are new."""
    return _in_slices(found, RaiseWarnings, actor)


def _climb(now: datetime, actor: Actor) -> int:
    return _in_slices(warnings_that_climb(actor, now), lambda some: ClimbWarnings(some, utc_text(now)), actor)


def _in_slices(found: Sequence[Any], command: Callable[[tuple[Any, ...]], Any], actor: Actor) -> int:
    count = 0
    for begin in range(0, len(found), SLICE):
        request = Request.by_content(f"time at {ledger_size()}", command(tuple(found[begin : begin + SLICE])))
        count += submit([request], actor=actor)[0].count
    return count
