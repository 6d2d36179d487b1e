"""Moments as agencies know them: ISO 8601 text whose length is its precision.

`2018`, `2018-05`, `2018-05-17`, `2018-05-17T06:13`, `2018-05-17T06:13:28`; empty = not given.
Times are local to the place; no zone is invented. Text order is time order for equal precision.
"""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

Moment = str
SHAPE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?)?)?)?", re.ASCII)


def is_moment(text: str) -> bool:
    """Whether a text names a moment that can be: one of the five shapes, and a day that is in the calendar."""
    if not SHAPE.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text + "0001-01-01"[len(text) :])
    except ValueError:
        return False
    return True


@lru_cache(maxsize=65_536)
def day(moment: Moment) -> date | None:
    """The day of a moment, or None where it is not given to the day."""
    return date.fromisoformat(moment[:10]) if len(moment) >= 10 else None


def day_text(moment: Moment) -> str:
    """The day of a moment as ISO text, or empty where it is not given to the day."""
    return moment[:10] if len(moment) >= 10 else ""


def days_between(earlier: Moment, later: Moment) -> int | None:
    """Whole days from one moment's day to another's; None where either is not given to the day."""
    first, last = day(earlier), day(later)
    return (last - first).days if first and last else None


def age_on(born: Moment, on: Moment) -> int | None:
    """Completed years on a day. A child born on 29 February comes of age on 1 March of a common year."""
    birth, then = day(born), day(on)
    if birth is None or then is None:
        return None
    return then.year - birth.year - ((then.month, then.day) < (birth.month, birth.day))


def birthday(born: Moment, years: int) -> date | None:
    """The day on which a person completes `years`, if the calendar has it; 29 February counts as 1 March in a common year."""
    birth = day(born)
    if birth is None or birth.year + years > date.max.year:
        return None
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 2, 28) + timedelta(days=1)


def end_of(moment: Moment) -> str:
    """The last millisecond of a day, a minute or a second in UTC, ISO 8601 with its zone: by then everything of it was recorded."""
    last = {10: timedelta(days=1), 16: timedelta(minutes=1)}.get(len(moment), timedelta(seconds=1))
    return (datetime.fromisoformat(moment).replace(tzinfo=UTC) + last - timedelta(milliseconds=1)).isoformat()
