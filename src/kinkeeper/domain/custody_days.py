"""Holdings: who holds a person from day to day, one answer for every day there ever was."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from kinkeeper.domain.custody import Period, Timeline
from kinkeeper.domain.dates import Moment, day
from kinkeeper.domain.records import Stay

NOBODY, DISPUTED = "NONE", "DISPUTED"
"""Nobody says where the person is; sources put the person with several custodians at once."""


@dataclass(frozen=True, slots=True)
class Holding:
    """From a day to before another one custodian holds a person. Empty: from ever, for ever."""

    from_day: Moment
    until_day: Moment
    custodian: str


def holdings(told: Timeline, as_of: Callable[[Moment], Timeline] | None = None) -> tuple[Holding, ...]:
    """
    The whole time of a person, cut where the answer changes.

    Where sources disagree, each day is answered from what had begun by it (`as_of`): what is said of a later day must not dispute it.
    """
    disputed = as_of if any(one.disagreement for one in told.periods) else None
    starts = {_first(one.start) for one in told.periods}
    days = sorted(starts | {end for one in told.periods for end in _around(one.until)})
    found = [Holding("", days[0] if days else "", NOBODY)]
    for begin, following in pairwise([*days, ""]):
        custodian = held_on(disputed(begin) if disputed else told, begin)
        if found[-1].custodian == custodian:
            found[-1] = Holding(found[-1].from_day, following, custodian)
        else:
            found.append(Holding(begin, following, custodian))
    return tuple(found)


def begun_by(stay: Stay, on: Moment) -> Stay | None:
    """A stay as it stood on a day: not ended if it ended later, None if it had not begun."""
    if stay.start[:10] > on:
        return None
    return Stay(stay.custodian, stay.place, stay.start) if stay.end[:10] > on else stay


def _first(moment: Moment) -> Moment:
    """The first day of a moment: a month or a year begins with its first."""
    return moment[:10] + "-01-01"[len(moment[:10]) - 4 :] if len(moment) < 10 else moment[:10]


def _around(until: Moment) -> tuple[Moment, ...]:
    """The last day of a stay, on which the person is still there, and the day after; of a month or year its first day."""
    last = day(until)
    if last and last < date.max:
        return last.isoformat(), (last + timedelta(days=1)).isoformat()
    return (_first(until),) if until else ()


def held_on(told: Timeline, on: Moment) -> str:
    """Who holds a person on a day. On the day of a move it is the custodian with whom the move ended."""
    periods: tuple[Period, ...] = told.on(on)
    staying = tuple(one for one in periods if one.until[:10] != on) or periods[-1:]
    if not any(one.disagreement for one in staying):
        staying = staying[-1:]
    custodians = {str(one.custodian) for one in staying}
    return DISPUTED if len(custodians) > 1 else custodians.pop() if custodians else NOBODY
