"""How each custodian looks and is called. Dark = locked door, light = care, white or green = home; the shape says it again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinkeeper.domain.custody import Period
from kinkeeper.domain.custody_days import DISPUTED
from kinkeeper.domain.custody_days import NOBODY as NOBODY_SAYS
from kinkeeper.domain.terms import Custodian
from kinkeeper.queries.choosing import NOBODY
from kinkeeper.queries.custody import Custody
from kinkeeper.web.words.dates import short_day
from kinkeeper.web.words.names import shown


@dataclass(frozen=True, slots=True)
class Look:
    """A custodian's name in the stylesheet and among the shapes, and what it is called, short and long."""

    name: str
    short: Any
    long: Any


LOOKS: dict[str, Look] = {
    Custodian.CBP: Look("cbp", "CBP", gettext_lazy("Border Patrol")),
    Custodian.USMS: Look("usms", gettext_lazy("Marshals"), gettext_lazy("U.S. Marshals")),
    Custodian.JAIL: Look("usms", gettext_lazy("Jail"), gettext_lazy("State or county jail")),
    Custodian.ICE: Look("ice", "ICE", gettext_lazy("ICE detention")),
    Custodian.ORR: Look("orr", "ORR", gettext_lazy("ORR program")),
    Custodian.HOSPITAL: Look("hospital", gettext_lazy("Hospital"), gettext_lazy("Hospital")),
    Custodian.SPONSOR: Look("home", gettext_lazy("Sponsor"), gettext_lazy("With a sponsor")),
    Custodian.RELEASED: Look("home", gettext_lazy("Released"), gettext_lazy("Released")),
    Custodian.ABROAD: Look("abroad", gettext_lazy("Abroad"), gettext_lazy("Abroad, removed")),
    NOBODY: Look("nobody", gettext_lazy("No record"), gettext_lazy("No record")),
}


def holder(code: str) -> str:
    """Whoever holds somebody, in words; where nobody says, or sources disagree, that."""
    told = {NOBODY_SAYS: _("No record"), DISPUTED: _("Sources disagree")}
    return told.get(code) or str(look(code).long)


lazy_holder = lazy(holder, str)
"""The same, said when it is read: in the language of whoever reads."""


@dataclass(frozen=True, slots=True)
class Chip:
    """Where somebody is: the custodian, and a few words more."""

    look: Look
    words: str = ""


def look(custodian: str) -> Look:
    """The look of a custodian; of one that nobody knows by name, the word as received in the dress of no record."""
    return LOOKS.get(custodian) or Look("nobody", shown(custodian, 30), shown(custodian, 30))


def chips(custody: Custody, year_of: str) -> tuple[Chip, ...]:
    """Where a person is: each place where sources disagree; where nobody says, where the person was last."""
    if custody.now:
        return tuple(Chip(look(one.custodian), place(one)) for one in custody.now)
    if custody.last is None:
        return (Chip(LOOKS[NOBODY], ""),)
    last = custody.last
    told = {"where": place(last) or look(last.custodian).short, "day": short_day(last.until or last.start, year_of)}
    return (Chip(LOOKS[NOBODY], _("Last: %(where)s, %(day)s") % told),)


def place(period: Period) -> str:
    """The place as recorded; for somebody at home, with whom."""
    if period.released_to and period.custodian in (Custodian.SPONSOR, Custodian.RELEASED):
        return _("to: %(who)s") % {"who": shown(period.released_to)}
    return shown(period.place)


def names(periods: Iterable[Period]) -> str:
    """`ORR program, Harlingen`; several joined by `or`, since sources then disagree."""
    told = [", ".join(filter(None, (str(look(one.custodian).long), place(one)))) for one in periods]
    return _(" or ").join(told)
