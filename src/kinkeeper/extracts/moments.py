"""Dates as agencies write them, read into moments: 3/18/18, 2018-03-18, 18-Mar-18, 43177.52, 18 de marzo de 2018.

Day and month are told apart per column: `order_of` looks for cells where only one reading is possible.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anyascii import anyascii

from kinkeeper.domain.dates import Moment
from kinkeeper.domain.errors import BadExtract

FIRST_YEAR, LAST_YEAR = 1900, 2100
PIVOT = 30
"""A two-digit year up to this is of this century, a later one of the last."""
EPOCH = datetime(1899, 12, 30)
FROM_1904 = timedelta(days=1462)
"""So much later begins the count of the other epoch that spreadsheets know."""
SERIALS = range(20_000, 60_000)
"""Days since 1900 as spreadsheets count them: October 1954 to April 2064."""

NEIGHBOURS = timedelta(days=31)
FEW = 0.1
"""A run of neighbouring days that has fewer than so many of the longest run's days is a slip of the pen."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january ene enero janeiro",
            "feb february febrero fevereiro",
            "mar march marzo marco",
            "apr april abr abril",
            "may mayo maio",
            "jun june junio junho",
            "jul july julio julho",
            "aug august ago agosto",
            "sep sept september septiembre setiembre setembro",
            "oct october octubre outubro",
            "nov november noviembre novembro",
            "dec december dic diciembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}

TIME = r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?(?:Z|[+-]\d\d:?\d\d)?)?"
YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + TIME)
NUMBERS = re.compile(r"(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<year>\d{4}|\d{2})" + TIME)
YEAR_AFTER = r"[-/., ]+(?:de(?:l)? +)?(?P<year>\d{4}|\d{2})" + TIME
DAY_NAME = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[-/. ]+(?:de +)?(?P<name>[a-z]{3,10})\.?" + YEAR_AFTER, re.I)
NAME_DAY = re.compile(r"(?:[a-z]{3,9}, +)?(?P<name>[a-z]{3,10})\.?[-/. ]+(?P<day>\d{1,2})(?:st|nd|rd|th)?" + YEAR_AFTER, re.I)
COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
SERIAL = re.compile(r"(?P<days>\d{5})(?P<part>\.\d+)?")
YEAR_MONTH = re.compile(r"(?P<year>(?:19|20)\d{2})[-/](?P<month>\d{1,2})")
YEAR = re.compile(r"(?:19|20)\d{2}")


SCANNED = str.maketrans("OoQDlI|ZzSsB", "000011122558")
"""Letters that scanners and tired eyes read for digits."""


class Unreadable(BadExtract):
    """A cell cannot be read as what its column holds; the text says why."""

    code = "unreadable"


@dataclass(frozen=True, slots=True)
class OrderEvidence:
    """How many cells of a column can be read only with the month first, only with the day first, and either way."""

    month_first: int
    day_first: int
    either: int

    def order(self, otherwise: str = "mdy") -> str:
        """`mdy` or `dmy`, as most cells say; `otherwise` where they do not."""
        if self.month_first == self.day_first:
            return otherwise
        return "mdy" if self.month_first > self.day_first else "dmy"


def order_evidence(cells: Iterable[str]) -> OrderEvidence:
    """What the cells of a column show of its order."""
    month_first = day_first = either = 0
    for cell in cells:
        if match := NUMBERS.fullmatch(cell.strip()):
            one, two = int(match["one"]), int(match["two"])
            month_first += one <= 12 < two
            day_first += two <= 12 < one
            either += one <= 12 and two <= 12 and one != two
    return OrderEvidence(month_first, day_first, either)


def order_of(cells: Iterable[str], otherwise: str = "mdy") -> str:
    """Whether a column writes `mdy` or `dmy`, from the cells that can be read only one way."""
    return order_evidence(cells).order(otherwise)


def digits_for_letters(text: str) -> str:
    """A number whose digits a scanner took for letters: `2o1-B3l` -> `201-831`. Text without any digit stays as it is."""
    return text.translate(SCANNED) if any(map(str.isdigit, text)) else text


def read_moment(text: str, order: str = "mdy", *, from_1904: bool = False) -> Moment:
    """A date, with its time where one is given. Midnight to the second is how machines write "no time".

    Days that a spreadsheet counted are counted from 1900, or from 1904.

    :raises Unreadable: for a day that does not exist, or text that is no date.
    """
    text = text.strip()
    if from_1904 and SERIAL.fullmatch(text):
        text = str(float(text) + FROM_1904.days)
    found = _in_digits(text, order) or _in_words(anyascii(text)) or _in_digits(digits_for_letters(text), order)
    if not found:
        raise Unreadable("This is not a date.")
    return found


def _in_digits(text: str, order: str) -> Moment:
    if match := NUMBERS.fullmatch(text):
        one, two = int(match["one"]), int(match["two"])
        month, day = (two, one) if (order == "dmy" and two <= 12) or one > 12 else (one, two)
        return _moment(_year(match["year"]), month, day, match)
    if match := YEAR_FIRST.fullmatch(text):
        month, day = int(match["month"]), int(match["day"])
        return _moment(int(match["year"]), *((day, month) if month > 12 >= day else (month, day)), match)
    if match := COMPACT.fullmatch(text):
        return _moment(int(match["year"]), int(match["month"]), int(match["day"]), None)
    if (match := SERIAL.fullmatch(text)) and int(match["days"]) in SERIALS:
        return _of_serial(float(text))
    return ""


def _in_words(text: str) -> Moment:
    for pattern in (DAY_NAME, NAME_DAY):
        if match := pattern.fullmatch(text):
            month = MONTHS.get(match["name"].casefold())
            if month:
                return _moment(_year(match["year"]), month, int(match["day"]), match)
    if match := YEAR_MONTH.fullmatch(text):
        if 1 <= int(match["month"]) <= 12:
            return f"{match['year']}-{int(match['month']):02d}"
    elif YEAR.fullmatch(text):
        return text
    return ""


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year <= PIVOT else 1900)


def _moment(year: int, month: int, day: int, match: re.Match[str] | None) -> Moment:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(f"The year {year} cannot be meant.")
    try:
        found = date(year, month, day).isoformat()
    except ValueError:
        raise Unreadable("There is no such day.") from None
    return found + (_time(match) if match else "")


def _time(match: re.Match[str]) -> str:
    if match["hour"] is None:
        return ""
    hour, minute, second = int(match["hour"]), int(match["minute"]), match["second"]
    half = (match["half"] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23 or minute > 59 or int(second or 0) > 59:
        raise Unreadable("There is no such time of day.")
    if not hour and not minute and not int(second or 0):
        return ""
    return f"T{hour:02d}:{minute:02d}" + (f":{second}" if second else "")


def _of_serial(days: float) -> Moment:
    moment = EPOCH + timedelta(seconds=round(days * 86_400))
    whole_day = float(days).is_integer()
    return moment.date().isoformat() if whole_day else moment.isoformat(timespec="seconds")


def latest(days: Iterable[str]) -> str:
    """The latest of the days that an extract tells; empty where there is none.

    The days of one extract lie close together. A stray few, far ahead of the others, are slips of the pen.
    """
    runs: list[list[date]] = []
    for day in sorted({date.fromisoformat(day) for day in days if len(day) == 10}):
        if runs and day - runs[-1][-1] <= NEIGHBOURS:
            runs[-1].append(day)
        else:
            runs.append([day])
    longest = max(map(len, runs), default=0)
    return next((run[-1].isoformat() for run in reversed(runs) if len(run) >= longest * FEW), "")
