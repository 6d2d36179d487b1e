"""Instants: what a moment written in local time means on the one clock of the world.

Agencies write local times, of which the zone is known by the place or not at all, and often only the day.
A moment is therefore a span: the earliest and the latest instant it can mean (F-20). A day is a whole day
long, never its midnight; a minute is itself; an hour that a clock shows twice in autumn is both.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kinkeeper.domain.dates import Moment
from kinkeeper.domain.errors import Refused

WIDEST = ("America/New_York", "America/Los_Angeles")
"""Where a place is not known, its clock is somewhere between these."""


FIRST, LAST = datetime(1000, 1, 1), datetime(9000, 1, 1)
"""What is reported of before or after stands here: a slip of the pen must not lie where the calendar ends and counting with it."""


@dataclass(frozen=True, slots=True)
class Span:
    """The earliest and the latest instant that a moment can mean, both in UTC; the latest is included."""

    earliest: datetime
    latest: datetime

    def plus(self, length: timedelta) -> "Span":
        """The same span later. Hours are hours: a night in which the clock is changed has no 24 of them."""
        return Span(self.earliest + length, self.latest + length)

    @property
    def is_exact(self) -> bool:
        """Whether the moment means one instant."""
        return self.earliest == self.latest


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    """
    The time zone of a name such as `America/Chicago`.

    :raises Refused: for a name that the zone database does not know.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refused(f"'{name}' is not a time zone. Write one as America/Chicago.") from error


@lru_cache(maxsize=65_536)
def span_of(moment: Moment, zone: str = "") -> Span | None:
    """What a moment means in a zone, or anywhere in the country where the zone is not known; None for an empty moment."""
    if not moment:
        return None
    if moment.endswith("Z"):
        exact = min(max(datetime.fromisoformat(moment[:-1]), FIRST), LAST).replace(tzinfo=UTC)
        return Span(exact, exact)
    zones = [zone_of(name) for name in ((zone,) if zone else WIDEST)]
    first, last = (min(max(bound, FIRST), LAST) for bound in _bounds(moment))
    earliest = min(instant for one in zones for instant in _readings(first, one))
    latest = max(instant for one in zones for instant in _readings(last, one))
    return Span(earliest, latest)


def end_of_day(day: date, zone: str) -> datetime:
    """The last second of a day in a zone, in UTC."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone_of(zone)).astimezone(UTC)


def utc_text(instant: datetime) -> str:
    """`2018-06-26T05:00:00Z`."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def instant_of(text: str) -> datetime:
    """The instant of a text that `utc_text` wrote."""
    return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)


def local_text(instant: datetime, zone: str) -> str:
    """`2018-06-26T00:00`: what the clock of a zone shows."""
    return instant.astimezone(zone_of(zone)).strftime("%Y-%m-%dT%H:%M")


def local_day(instant: datetime, zone: str) -> date:
    """The day in a zone."""
    return instant.astimezone(zone_of(zone)).date()


def _bounds(moment: Moment) -> tuple[datetime, datetime]:
    """The first and the last local time that a moment can mean: for a year, a month or a day its first and last second."""
    if len(moment) > 10:
        exact = datetime.fromisoformat(moment)
        return exact, exact
    first = min(datetime.fromisoformat(moment + "0001-01-01"[len(moment) :]), LAST)
    if len(moment) == 10:
        following = first + timedelta(days=1)
    elif len(moment) == 7:
        following = (first + timedelta(days=31)).replace(day=1)
    else:
        following = first.replace(year=first.year + 1)
    return first, following - timedelta(seconds=1)


def _readings(local: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The two instants a local time can mean: one and the same but in the hour when clocks are changed."""
    return (
        local.replace(tzinfo=zone, fold=0).astimezone(UTC),
        local.replace(tzinfo=zone, fold=1).astimezone(UTC),
    )
