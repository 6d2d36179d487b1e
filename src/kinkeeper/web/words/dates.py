"""Days and times as people say them, in the reader's language. Moments keep their precision: a month stays a month."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from kinkeeper.domain.dates import Moment
from kinkeeper.queries.standpoint import Hour, Taken

ISO = re.compile(r"(?<![\w/.-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d)?)?(?![\w-])")
MONTHS = (
    gettext_lazy("January"),
    gettext_lazy("February"),
    gettext_lazy("March"),
    gettext_lazy("April"),
    gettext_lazy("May"),
    gettext_lazy("June"),
    gettext_lazy("July"),
    gettext_lazy("August"),
    gettext_lazy("September"),
    gettext_lazy("October"),
    gettext_lazy("November"),
    gettext_lazy("December"),
)
SHORT_MONTHS = (
    pgettext_lazy("short", "Jan"),
    pgettext_lazy("short", "Feb"),
    pgettext_lazy("short", "Mar"),
    pgettext_lazy("short", "Apr"),
    pgettext_lazy("short", "May"),
    pgettext_lazy("short", "Jun"),
    pgettext_lazy("short", "Jul"),
    pgettext_lazy("short", "Aug"),
    pgettext_lazy("short", "Sep"),
    pgettext_lazy("short", "Oct"),
    pgettext_lazy("short", "Nov"),
    pgettext_lazy("short", "Dec"),
)


def long_day(moment: Moment) -> str:
    """`8 July 2018`; a month or a year where no more is known; empty for an empty moment."""
    if len(moment) < 10:
        return _month(moment, MONTHS)
    return _("%(day)s %(month)s %(year)s") % _told(moment, MONTHS)


def short_day(moment: Moment, year_of: Moment = "") -> str:
    """`8 Jul`, with the year unless it is that of `year_of`."""
    if len(moment) < 10:
        return _month(moment, SHORT_MONTHS)
    if moment[:4] == year_of[:4]:
        return _("%(day)s %(month)s") % _told(moment, SHORT_MONTHS)
    return pgettext("short", "%(day)s %(month)s %(year)s") % _told(moment, SHORT_MONTHS)


def exact(moment: Moment) -> str:
    """`8 July 2018, 9:40 am` where the hour is known, else the day."""
    return _("%(day)s, %(time)s") % {"day": long_day(moment), "time": clock_time(moment)} if len(moment) > 10 else long_day(moment)


def days_said(text: object) -> str:
    """A text in which days as programs write them are said as people say them: in findings and tables of reports."""
    return ISO.sub(lambda found: exact(found[0].replace(" ", "T")), str(text))


def short_exact(moment: Moment, year_of: Moment = "") -> str:
    """`8 Jul, 9:40 am`."""
    return _("%(day)s, %(time)s") % {"day": short_day(moment, year_of), "time": clock_time(moment)}


def clock_time(moment: Moment) -> str:
    """`9:40 am`."""
    hour, minute = int(moment[11:13]), moment[14:16]
    half = _("am") if hour < 12 else _("pm")
    return f"{(hour - 1) % 12 + 1}:{minute} {half}"


def one_dot(sentence: str) -> str:
    """A sentence that ends in an abbreviation, as Spanish hours do (`11:59 p. m.`), has one dot."""
    return sentence[:-1] if sentence.endswith("..") else sentence


def hour_words(hour: Hour) -> str:
    """As of when clocks are read, and whether that is now."""
    told = {"at": exact(hour.instant.strftime("%Y-%m-%dT%H:%M"))}
    words = {
        Taken.NOW: _("Clocks are read as of now: %(at)s UTC."),
        Taken.DAY: _("Clocks are read as of the end of the day that is looked at, %(at)s UTC. That is not now."),
        Taken.ENTRY: _("Clocks are read as of %(at)s UTC, when the last entry known here was recorded. That is not now."),
        Taken.PRACTICE: _("Practice data: clocks are read as of the end of the newest day of its files, %(at)s UTC. That is not now."),
    }
    return words[hour.taken] % told


def days_in_words(days: int) -> str:
    """`1 day`, `48 days`."""
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": f"{days:,}"}


def span(start: Moment, end: Moment, year_of: Moment = "") -> str:
    """`from 21 May`, `21 May to 3 June`, `until 3 June`."""
    if start and end:
        return _("%(start)s to %(end)s") % {"start": short_day(start, year_of), "end": short_day(end, year_of)}
    if start:
        return _("from %(start)s") % {"start": short_day(start, year_of)}
    return _("until %(end)s") % {"end": short_day(end, year_of)} if end else ""


def _month(moment: Moment, months: Sequence[object]) -> str:
    """A month, or a year, as such."""
    return _("%(month)s %(year)s") % {"month": months[int(moment[5:7]) - 1], "year": moment[:4]} if len(moment) >= 7 else moment


def _told(moment: Moment, months: Sequence[object]) -> dict[str, object]:
    return {"day": int(moment[8:10]), "month": months[int(moment[5:7]) - 1], "year": moment[:4]}
