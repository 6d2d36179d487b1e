"""When a clock is due, by the clocks on the wall where the court sits."""

from kinkeeper.domain.court.instants import instant_of, local_text, zone_of
from kinkeeper.domain.court.wording import Order
from kinkeeper.queries.court.due import Due
from kinkeeper.web.words.dates import exact


def clock_day(one: Due, order: Order | None) -> str:
    """`10 July 2018, 11:59 pm (PDT)`."""
    zone = order.zone if order else "UTC"
    at = instant_of(one.clock.due_last)
    return f"{exact(local_text(at, zone))} ({at.astimezone(zone_of(zone)).tzname()})"
