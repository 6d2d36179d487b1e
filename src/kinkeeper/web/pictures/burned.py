"""How the clocks of an order burn down, as a picture with its sentence and its table."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinkeeper.domain.court.instants import instant_of, local_day
from kinkeeper.estimation.pace import Projection, project
from kinkeeper.queries.court.due import BurnDown
from kinkeeper.reports.printing.burning import burning
from kinkeeper.web.words.dates import days_in_words, long_day

LEAST = 0.05
"""A pace a day that is less is not said."""


@dataclass(frozen=True, slots=True)
class Burning:
    """The picture, and what it says in a sentence."""

    picture: SafeString
    sentence: str


def burn(one: BurnDown, title: str, today: date, zone: str) -> Burning:
    """The burn-down of one clock, its deadline by the court's calendar; an empty picture where no day has ended yet."""
    if not one.days or not one.deadline:
        return Burning(SafeString(""), "")
    open_on = {date.fromisoformat(day.day): day.open for day in one.days}
    deadline = local_day(instant_of(one.deadline), zone)
    projected = project(open_on, today, deadline)
    sentence = said(projected, deadline, today)
    return Burning(burning(open_on, today, deadline, projected, (title, sentence)), sentence)


def said(told: Projection, deadline: date, today: date) -> str:
    """`6 still open. At the pace of the last week the last is done on 19 July 2018: 9 days late. To be in time: 3 a day.`"""
    parts = [ngettext("%(count)s is still open.", "%(count)s are still open.", told.open) % {"count": f"{told.open:,}"}]
    if told.finish:
        told_of = {"day": long_day(told.finish.isoformat()), "days": days_in_words(told.late)}
        late = _("At the pace of the last week the last is done on %(day)s: %(days)s late.")
        parts.append((late if told.late else _("At the pace of the last week the last is done on %(day)s, in time.")) % told_of)
    elif told.open and told.too_few:
        parts.append(_("Too few were done in the last week to project."))
    elif told.open:
        parts.append(_("Nothing was done in the last week: at this pace there is no end."))
    if told.open and told.needed and told.needed >= LEAST:
        parts.append(_("To be in time: %(number)s a day.") % {"number": f"{told.needed:.1f}"})
    elif told.open and deadline < today:
        parts.append(_("The last deadline was on %(day)s.") % {"day": long_day(deadline.isoformat())})
    return " ".join(parts)
