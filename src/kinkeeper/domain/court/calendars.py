"""A court's calendar: which days are holidays, and how days are counted.

Counting follows Federal Rule of Civil Procedure 6(a): the day of the event is not counted, every day after it is, and a
period that ends on a Saturday, Sunday or legal holiday runs on to the next day that is none.
"""

from datetime import date, timedelta
from functools import lru_cache

from kinkeeper.domain.facts import Fact

SATURDAY = 5


class Holiday(Fact, frozen=True):
    """A legal holiday: of a fixed day, or the nth weekday of a month (`nth` -1 = the last). Weekdays count from Monday = 0."""

    name: str
    month: int
    day: int = 0
    nth: int = 0
    weekday: int = 0
    since: int = 0
    """The first year in which it is kept; 0 = always."""


class Calendar(Fact, frozen=True):
    """The days on which a court does not sit, beside Saturdays and Sundays."""

    calendar_id: str
    holidays: tuple[Holiday, ...] = ()
    closed: tuple[str, ...] = ()
    """Single days on which the court was closed, as ISO text."""


def sits(calendar: Calendar, day: date) -> bool:
    """Whether a day is neither Saturday, Sunday nor a holiday of the calendar."""
    return day.weekday() < SATURDAY and day not in holidays_of(calendar, day.year) and day.isoformat() not in calendar.closed


def days_after(calendar: Calendar, start: date, days: int, *, rolls: bool) -> date:
    """The day that many calendar days after another; where it `rolls`, the next on which the court sits."""
    due = start + timedelta(days=days)
    while rolls and not sits(calendar, due):
        due += timedelta(days=1)
    return due


def court_days_after(calendar: Calendar, start: date, days: int) -> date:
    """The day that many days on which the court sits after another."""
    due = start
    while days > 0:
        due += timedelta(days=1)
        days -= sits(calendar, due)
    return due


@lru_cache(maxsize=1_024)
def holidays_of(calendar: Calendar, year: int) -> frozenset[date]:
    """The holidays kept in a year. One of a fixed day that falls on a weekend is kept on the Friday before or the Monday after."""
    kept = {observed for near in (year - 1, year, year + 1) for one in calendar.holidays if (observed := _observed(one, near))}
    return frozenset(day for day in kept if day.year == year)


def _observed(one: Holiday, year: int) -> date | None:
    if year < one.since:
        return None
    if one.day:
        day = date(year, one.month, one.day)
        return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))
    if one.nth > 0:
        first = date(year, one.month, 1)
        return first + timedelta(days=(one.weekday - first.weekday()) % 7 + 7 * (one.nth - 1))
    last = date(year + one.month // 12, one.month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - one.weekday) % 7)
