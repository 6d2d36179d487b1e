"""The time that a timeline shows, and its grid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from kinkeeper.domain.dates import Moment
from kinkeeper.queries.families import Household
from kinkeeper.web.words.dates import short_day

BEFORE, AFTER = timedelta(days=1), timedelta(days=5)
"""What is shown before the first record and after the day that is looked at, or the last deadline."""

FIRST_WEEKS, LAST_MONTH = timedelta(days=42), timedelta(days=30)
LATEST_DEADLINE = timedelta(days=60)
"""A deadline that is further off does not stretch the picture."""

EARLIEST = date(1900, 1, 1)
MOST_DAYS_BY_WEEKS = 100
MOST_TICKS = 12


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid, with its words lying and, where room is short, standing."""

    at: float
    label: str
    short: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time shown."""

    first: datetime
    last: datetime
    today: Moment

    def at(self, moment: Moment) -> float:
        """Where a moment stands, from 0 to 1; outside it at the edge. A month stands at its first day."""
        full = moment + "0001-01-01"[len(moment) :] if len(moment) < 10 else moment
        return min(1.0, max(0.0, (datetime.fromisoformat(full) - self.first) / (self.last - self.first)))

    def shows(self, moment: Moment) -> bool:
        """Whether a moment known to the day is within."""
        return len(moment) >= 10 and self.first <= datetime.fromisoformat(moment) <= self.last


def stretch(household: Household, today: Moment, *, zoom: str = "", deadlines: Sequence[Moment] = ()) -> Stretch:
    """From the first record to today, or to a deadline near; with `zoom` the `weeks` around the first separation, or the last `month`."""
    here = date.fromisoformat(today)
    starts = [one.start for member in household.members for one in member.custody.timeline.periods if len(one.start) >= 10]
    first = max(date.fromisoformat(min((one[:10] for one in starts), default=today)), EARLIEST) - BEFORE
    near = [date.fromisoformat(one[:10]) for one in deadlines]
    last = max([here, *(one for one in near if one - here <= LATEST_DEADLINE)]) + AFTER
    parted = [one.separated_on for one in household.apart if len(one.separated_on) >= 10]
    if zoom == "weeks" and parted:
        first = max(first, date.fromisoformat(min(parted)[:10]) - timedelta(days=7))
        last = min(last, first + FIRST_WEEKS)
    if zoom == "month":
        first = max(first, here - LAST_MONTH)
    return Stretch(datetime.fromisoformat(first.isoformat()), datetime.fromisoformat(last.isoformat()), today)


def ticks(told: Stretch) -> Iterable[Tick]:
    """Sundays; first days of months where those would be too many, of every second month where those would, and so on."""
    days = (told.last - told.first).days
    if days <= MOST_DAYS_BY_WEEKS:
        sundays = (told.first.date() + timedelta(days=number) for number in range(days + 1))
        return [_tick(day, told, _("Sun %(day)s")) for day in sundays if day.weekday() == 6]
    first, last = (one.year * 12 + one.month - 1 for one in (told.first, told.last))
    every = next((step for step in (1, 2, 3, 6, 12) if (last - first) / step <= MOST_TICKS), 1 + (last - first) // MOST_TICKS // 12 * 12)
    return [_tick(date(month // 12, month % 12 + 1, 1), told, "%(day)s") for month in range(first + 1, last + 1) if month % every == 0]


def _tick(day: date, told: Stretch, words: str) -> Tick:
    iso = day.isoformat()
    short = short_day(iso, told.today)
    return Tick(told.at(iso), words % {"day": short}, short)
