"""What people type where a page asks `As known on`: a day, a day and a time, or the number of an entry."""

import re

from django.utils.translation import gettext_lazy

from kinkeeper.domain.dates import end_of, is_moment
from kinkeeper.domain.errors import Refused

NUMBER = re.compile(r"(?:#|entry|asiento)?\s*(\d{1,3}(?:[,.\s]\d{3})+|\d+)", re.IGNORECASE)
WRITTEN = re.compile(
    r"(?P<day>\d{1,2})\s+(?:de\s+)?(?P<month>[^\W\d]{3})[^\W\d]*\.?,?\s+(?:de\s+)?(?P<year>\d{4})"
    r"(?:,?\s+(?P<hour>\d{1,2}):(?P<minute>\d\d)\s*(?P<half>[ap]\.?\s?m\.?)?)?",
    re.IGNORECASE,
)
MONTHS = {
    name: number
    for names in ("jan feb mar apr may jun jul aug sep oct nov dec", "ene feb mar abr may jun jul ago sep oct nov dic")
    for number, name in enumerate(names.split(), 1)
}


class NotAMoment(Refused):
    """What was typed is neither a day, nor a time, nor the number of an entry."""

    code = "not_a_moment"


def read_known(text: str) -> int | str:
    """
    The size of the ledger (whole number), or the moment by which entries must be recorded (ISO 8601, UTC).

    A day counts to its end, a minute to its end. `48092` and `entry 48,092` mean: what was known with that entry.

    :raises NotAMoment: for anything else.
    """
    text = text.strip()
    number = NUMBER.fullmatch(text)
    if number:
        return int(re.sub(r"\D", "", number[1])) + 1
    moment = _written(text) or re.sub(r"\s+", "T", text.upper().removesuffix("Z").removesuffix(" UTC"))
    if len(moment) < 10 or not is_moment(moment):
        raise NotAMoment(
            str(gettext_lazy("Write a day (8 July 2018), a day and a time (8 July 2018, 9:40 am), or the number of an entry."))
        )
    return end_of(moment)


def _written(text: str) -> str:
    """`8 Jul 2018, 9:40 am` and `8 de julio de 2018, 9:40 a. m.` as ISO 8601; empty where it is neither."""
    match = WRITTEN.fullmatch(text.strip().removesuffix(" UTC"))
    month = MONTHS.get(match["month"].lower()) if match else None
    if not match or not month:
        return ""
    day = f"{match['year']}-{month:02}-{int(match['day']):02}"
    if not match["hour"]:
        return day
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
    return f"{day}T{hour:02}:{match['minute']}"
