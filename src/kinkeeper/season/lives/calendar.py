"""The days of the season."""

from datetime import date, datetime, time, timedelta

START = date(2018, 4, 23)
"""The first day anybody is apprehended."""
DAYS = 60
"""How long the season lasts."""
LAST = START + timedelta(days=DAYS - 1)
"""The last day anybody is apprehended."""
AS_OF = datetime(2018, 8, 23, 6, 0)
"""When the agencies made their extracts: nothing later is in them."""
ORDER_DAY = date(2018, 6, 26)
"""The court's order; from then on families are brought back together (under five by 10 July, the others by 26 July)."""


def at(day: date, hours: float) -> datetime:
    """A moment, hours after the day's midnight, to the second."""
    return datetime.combine(day, time()) + timedelta(seconds=round(hours * 3600))


def later(moment: datetime, *, days: float = 0, hours: float = 0) -> datetime:
    """A moment some days and hours later, to the second."""
    return moment + timedelta(seconds=round((days * 24 + hours) * 3600))


def born_before(age: float) -> date:
    """The birth date of somebody who is `age` years old when the season starts."""
    return START - timedelta(days=int(age * 365.25))


def years_old(born: date, on: date) -> int:
    """Completed years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
