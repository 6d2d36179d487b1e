"""How fast something that must be done for everybody gets done, and when it would be finished at that pace."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WINDOW = 7
"""The days over which a pace is taken."""

FEWEST = 5
"""With fewer than so many in those days a projection says nothing."""


@dataclass(frozen=True, slots=True)
class Projection:
    """From so many open on a day: how many were done in the last days, when the last would be, and how many a day are needed."""

    open: int
    done: int
    finish: date | None
    """None: nothing was done, so that there is no end at this pace; or too few were, to say."""
    late: int
    """By how many days the finish misses the deadline; 0 where it does not, or is not known."""
    needed: float | None
    """How many a day would be in time; None where the deadline has passed."""

    @property
    def too_few(self) -> bool:
        """Whether something was done, but too little to project from."""
        return 0 < self.done < FEWEST


def project(open_on: Mapping[date, int], today: date, deadline: date) -> Projection:
    """
    The projection from how many were open at the end of each day.

    Days that are not named stand as the day before. What was open before the first day named is what was open then.
    """
    now, before = _open(open_on, today), _open(open_on, today - timedelta(days=WINDOW))
    done = max(before - now, 0)
    finish = today + timedelta(days=-(-now * WINDOW // done)) if now and done >= FEWEST else None
    late = max((finish - deadline).days, 0) if finish else 0
    left = (deadline - today).days
    return Projection(now, done, finish, late, now / left if left > 0 else None)


def _open(open_on: Mapping[date, int], day: date) -> int:
    known = [one for one in open_on if one <= day]
    return open_on[max(known)] if known else open_on[min(open_on)] if open_on else 0
