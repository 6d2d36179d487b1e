"""Exchanges that leave: by the rules of every export, made when they are fetched."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.exports import Content, Export
from kinkeeper.domain.errors import NotFound
from kinkeeper.extracts.standards import json, niem, pfif, xml
from kinkeeper.gateway.programs import exports
from kinkeeper.queries.access.reading import unseen
from kinkeeper.queries.standpoint import Standpoint, find_standpoint
from kinkeeper.reports.exchange.families import families_exchanged
from kinkeeper.reports.exchange.published import published
from kinkeeper.reports.printing import NoSuchFormat
from kinkeeper.reports.taking import Copy, Taken, check_rows

EXCHANGE = "exchange "
SOURCE = "Kinkeeper"


class NoSuchExchange(NotFound):
    """An exchange was asked for that there is not."""

    code = "no_such_exchange"


@dataclass(frozen=True, slots=True)
class Made:
    """An exchange as bytes, and how many persons are in it."""

    written: bytes
    persons: int


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What can be exchanged: what it is called, what it is, and its forms (ending -> words and media type)."""

    title: Any
    words: Any
    forms: Mapping[str, tuple[str, str]]
    make: Callable[[Viewer, Standpoint, Export | None, str, str], Made]


def _families(viewer: Viewer, here: Standpoint, export: Export | None, family: str, form: str) -> Made:
    told = families_exchanged(viewer, here, family, export.mark if export else "")
    root = niem.as_nodes(told)
    return Made(json.write(root) if form == "json" else xml.write(root), len(told.people))


def _published(viewer: Viewer, here: Standpoint, export: Export | None, _family: str, _form: str) -> Made:
    found = published(viewer, here, settings.KINKEEPER_PFIF_DOMAIN)
    root = pfif.as_nodes(found, f"{here.known_to}Z" if here.known_to else "", SOURCE)
    # The mark names who took the file. It would be published with the rest: the number alone stands there.
    comment = f"<!-- {export.export_id} -->\n".encode() if export else b""
    return Made(xml.write(root, pfif.PREFIX) + comment, len(found))


EXCHANGES: Mapping[str, Exchanged] = {
    "families": Exchanged(
        _("Families as NIEM 6.0"),
        _("For another agency: the families of the children who are apart, or one family, with numbers, custody, ties and separations."),
        {"xml": ("NIEM 6.0 (XML)", "application/xml"), "json": ("NIEM 6.0 (JSON)", "application/ld+json")},
        _families,
    ),
    "published": Exchanged(
        _("For boards on which the public looks (PFIF 1.4)"),
        _("Only who consented, and of children only where an adult of the family did too: name, sex, year of birth. No number, no place."),
        {"xml": ("PFIF 1.4 (XML)", "application/xml")},
        _published,
    ),
}
"""Name -> exchange."""


def exchange_named(name: str, form: str) -> Exchanged:
    """
    The exchange of this name, in this form.

    :raises NoSuchExchange: where there is none.
    :raises NoSuchFormat: where it has no such form.
    """
    if name not in EXCHANGES:
        raise NoSuchExchange(f"There is no exchange '{name}'. Known: {', '.join(EXCHANGES)}.")
    if form not in EXCHANGES[name].forms:
        raise NoSuchFormat(f"There is no form '{form}' of it. Known: {', '.join(EXCHANGES[name].forms)}.")
    return EXCHANGES[name]


def count_persons(name: str, form: str, here: Standpoint, family: str, viewer: Viewer) -> int:
    """How many persons an exchange tells of; nobody is shown."""
    with unseen():
        return exchange_named(name, form).make(viewer, here, None, family, form).persons


def ask_for_exchange(name: str, here: Standpoint, copy: Copy, *, family: str = "", actor: Viewer) -> Export:
    """
    Ask for an exchange as a file; `family`: of one alone.

    :raises NotFound: where there is no such exchange, or no such family.
    :raises NoSuchFormat: where it has no such form.
    :raises Refused: where it is not said what for.
    """
    persons = count_persons(name, copy.form, here, family, actor)
    content = Content(EXCHANGE + name, family, here.as_of, here.known_at, copy.form, copy.language)
    return exports.ask_for(content, persons, copy.why, actor=actor)


def make_exchange(export: Export, viewer: Viewer) -> Taken:
    """
    The exchange that was asked for, as it was then and as the viewer may see it now.

    :raises MoreRows: where it would tell of more persons than were let go.
    """
    told = export.content
    name = told.what.removeprefix(EXCHANGE)
    exchange = exchange_named(name, told.form)
    here = find_standpoint(viewer, today=told.as_of, known_at=told.entries, as_of=told.as_of)
    made = exchange.make(viewer, here, export, told.asked, told.form)
    check_rows(export, made.persons)
    return Taken(f"{name}-{told.as_of}-entries-{told.entries}.{told.form}", made.written, exchange.forms[told.form][1])
