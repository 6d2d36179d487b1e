"""Every clock as it stood at the end of a day, by what was known then."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.court.clocks import Clock, State, read_clock
from kinkeeper.domain.court.instants import instant_of
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.facts import replace
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.things import list_things


@dataclass(frozen=True, slots=True)
class Stood:
    """A clock, how it stood, and by how many whole hours it was or is over; 0 where it is not."""

    clock: Clock
    state: State
    hours_over: int


@shows_nobody("counted; the report says whom its tables name")
def list_clocks(viewer: Viewer, standpoint: Standpoint, clocks: tuple[str, ...] = ()) -> tuple[Stood, ...]:
    """
    The clocks that had started by the end of the day (UTC), all or those of these names, by order, clock and child.

    :raises NotAllowed: if the viewer may not read.
    """
    where = "clock = ANY(%(clocks)s)" if clocks else "TRUE"
    found = list_things(viewer, "clock", Clock, where, {"known_at": standpoint.known_at, "clocks": list(clocks)})
    end = end_of_day(standpoint.as_of)
    begun = (one for one in found if one.started[:10] <= standpoint.as_of)
    return tuple(_stood(one, end) for one in sorted(begun, key=lambda one: one.key))


def end_of_day(as_of: Moment) -> datetime:
    """The instant at which a day is over in UTC."""
    return datetime.combine(date.fromisoformat(as_of[:10]) + timedelta(days=1), datetime.min.time(), UTC)


def _stood(one: Clock, end: datetime) -> Stood:
    if one.met and instant_of(one.met_first) >= end:
        one = replace(one, met="", met_first="", met_last="")
    state = read_clock(one, end).state
    until = instant_of(one.met_last) if one.met else end
    over = max(until - instant_of(one.due_last), timedelta()) if state in (State.LATE, State.MET_LATE) else timedelta()
    return Stood(one, state, int(over / timedelta(hours=1)))
