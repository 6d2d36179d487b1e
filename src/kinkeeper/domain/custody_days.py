"""Holdings: who holds a person from day to day, one answer for every day there ever was."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from kinkeeper.domain.custody import Period, Timeline
from kinkeeper.domain.dates import Moment, day
from kinkeeper.domain.records import Stay

WHOLE_DAY = len("2018-06-26")
NOBODY, DISPUTED = "NONE", "DISPUTED"
"""Nobody says where the person is; sources put the person with several custodians at once."""


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds a person, and where. The place is empty where no source says, or where sources name several."""

    custodian: str = NOBODY
    place: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """From a day to before another one custodian holds a person at one place. Empty: from ever, for ever."""

    from_day: Moment
    until_day: Moment
    custodian: str
    place: str = ""


def holdings(stays: Sequence[Stay], laid_out: Callable[[Sequence[Stay]], Timeline]) -> tuple[Holding, ...]:
    """
    The whole time of a person, cut where the answer changes; `laid_out` gives the timeline of some of the stays.

    Each day is answered from what had begun by it: what is said of a later day must not dispute it, nor fill in what it does not say.
    Where stays follow each other plainly that is what the whole timeline says of the day.
    """
    told = laid_out(stays) if _plain(stays) else None
    days = sorted({cut for stay in stays for moment in (stay.start, stay.end) for cut in _around(moment)})
    found = [Holding("", days[0] if days else "", NOBODY)]
    for begin, following in pairwise([*days, ""]):
        held = held_on(told or laid_out([begun for stay in stays if (begun := begun_by(stay, begin))]), begin)
        if (found[-1].custodian, found[-1].place) == (held.custodian, held.place):
            begin = found.pop().from_day
        found.append(Holding(begin, following, held.custodian, held.place))
    return tuple(found)


def _plain(stays: Sequence[Stay]) -> bool:
    """Whether the stays, each told once or alike by all, begin on different days, and each is over by the day on which the next begins."""
    told = {(stay.start[:10], stay.end[:10], stay.custodian, stay.place, stay.end_reason, stay.released_to) for stay in stays}
    ordered = sorted(told)
    exact = all(len(start) == WHOLE_DAY and len(end) in (0, WHOLE_DAY) and (not end or start <= end) for start, end, *_ in ordered)
    return exact and all(one[0] < following[0] and one[1] <= following[0] for one, following in pairwise(ordered))


def begun_by(stay: Stay, on: Moment) -> Stay | None:
    """A stay as it stood on a day: not ended if it ended later, None if it had not begun."""
    if stay.start[:10] > on:
        return None
    return Stay(stay.custodian, stay.place, stay.start) if stay.end[:10] > on else stay


def _first(moment: Moment) -> Moment:
    """The first day of a moment: a month or a year begins with its first."""
    return moment[:10] + "-01-01"[len(moment[:10]) - 4 :] if len(moment) < 10 else moment[:10]


def _around(moment: Moment) -> tuple[Moment, ...]:
    """The day on which a stay begins or ends, and the day after, when it is there alone or no more; of a month or year its first day."""
    on = day(moment)
    if on and on < date.max:
        return on.isoformat(), (on + timedelta(days=1)).isoformat()
    return (_first(moment),) if moment else ()


def held_on(told: Timeline, on: Moment) -> Held:
    """Who holds a person on a day. On the day of a move it is the custodian with whom the move ended."""
    periods: tuple[Period, ...] = told.on(on)
    staying = tuple(one for one in periods if one.until[:10] != on) or periods[-1:]
    if not any(one.disagreement for one in staying):
        staying = staying[-1:]
    custodians = {str(one.custodian) for one in staying}
    if len(custodians) > 1:
        return Held(DISPUTED)
    places = {one.place for one in staying if one.place}
    return Held(custodians.pop(), places.pop() if len(places) == 1 else "") if custodians else Held()
