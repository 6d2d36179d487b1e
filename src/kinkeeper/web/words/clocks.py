"""How a clock stands: when it is due by the clocks on the wall where the court sits, and how much time is left."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kinkeeper.domain.court.clocks import State
from kinkeeper.domain.court.instants import instant_of, local_text, zone_of
from kinkeeper.domain.court.wording import Order
from kinkeeper.queries.court.due import Due
from kinkeeper.web.words.dates import exact

STATES: dict[str, Any] = {
    State.LATE: gettext_lazy("Late"),
    State.UNSURE: gettext_lazy("Late or not: the record does not say"),
    State.RUNNING: gettext_lazy("Runs"),
    State.TOLLED: gettext_lazy("Time does not count"),
    State.EXCEPTED: gettext_lazy("Excepted"),
    State.MET: gettext_lazy("Met in time"),
    State.MET_LATE: gettext_lazy("Met too late"),
    State.NOT_COVERED: gettext_lazy("No longer covered"),
}


def clock_day(one: Due, order: Order | None) -> str:
    """`10 July 2018, 11:59 pm (PDT)`."""
    zone = order.zone if order else "UTC"
    at = instant_of(one.clock.due_last)
    return f"{exact(local_text(at, zone))} ({at.astimezone(zone_of(zone)).tzname()})"


def left(time: timedelta) -> str:
    """`2 days 3 hours`; `over by 5 hours` where it is over."""
    minutes = int(abs(time).total_seconds()) // 60
    days, hours = minutes // 1440, minutes % 1440 // 60
    told = [ngettext("%(n)s day", "%(n)s days", days) % {"n": days}] if days else []
    if days < 3:
        told.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if not days and not hours:
        told = [ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}]
    words = " ".join(told)
    return _("over by %(time)s") % {"time": words} if time < timedelta() else words
