"""An agreement tried on the looks of a day that is over, before it counts: what would have been shown, and what would not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from django.db import connection

from kinkeeper.domain.access import Actor, Viewer, rights_of
from kinkeeper.domain.access.agreements import Agreement, forbidden, opening
from kinkeeper.domain.access.decisions import FieldGroup, Opening, decide
from kinkeeper.domain.dates import day_text
from kinkeeper.domain.errors import NotAllowed, NotFound, Refused
from kinkeeper.domain.facts import replace
from kinkeeper.queries.access.openings import openings_for
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.access.subjects import persons_of, subject_of

READ, WITHHELD = "person.read", "person.withheld"
MOST = 5_000
"""Looks at persons that are tried; the rest of a day is counted and not tried."""


@dataclass(frozen=True, slots=True)
class Tried:
    """The looks of one role for one purpose through one door: how many, of how many persons, and what the agreement changes of them."""

    role: str
    purpose: str
    door: str
    persons: int
    shown: int
    """Of how many persons anything was shown, and is without the agreement."""
    with_it: int
    """Of how many it would be with the agreement."""
    opened: tuple[str, ...]
    """The groups of fields that it opens of any of them."""
    refused_by: tuple[str, ...]
    """The rules by which the other groups stay closed."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a day says of an agreement. `left_out`: looks at persons that were too many to try."""

    day: str
    looks: int
    lines: tuple[Tried, ...]
    left_out: int


@shows_nobody("how many looks an agreement would change, and of nobody whom")
def try_agreement(viewer: Viewer, one: Agreement, day: date) -> Trial:
    """
    What would have been shown on a day, had this agreement counted.

    :raises NotAllowed: where the viewer neither makes agreements nor oversees them.
    :raises Refused: where there cannot be such an agreement; the text names the rule.
    """
    if not {"agree", "oversee"} & rights_of(viewer):
        raise NotAllowed("Who makes agreements or oversees them can try one.")
    if rule := forbidden(one):
        raise Refused(rule)
    with_it = opening(replace(one, first_day=day.isoformat(), last_day=day.isoformat()))
    asked = [look for look in _looks(day) if look["agency"] == one.reader]
    found: dict[tuple[str, str, str], dict[tuple[Actor, str], str]] = {}
    for look in asked:
        who = Actor(look["actor"], look["agency"], look["role"], look["purpose"])
        for person in _persons(look):
            found.setdefault((who.role, who.purpose, look["said"]["door"]), {})[who, person] = look["at"]
    tried = sum(map(len, found.values()))
    lines, left = [], MOST
    for name, of in sorted(found.items()):
        lines.append(_line(name, dict(list(of.items())[: max(left, 0)]), with_it))
        left -= len(of)
    return Trial(day.isoformat(), len(asked), tuple(lines), max(0, tried - MOST))


def _line(name: tuple[str, str, str], of: dict[tuple[Actor, str], str], with_it: Opening) -> Tried:
    shown, then, opened, rules = 0, 0, set(), set()
    for (who, person), at in of.items():
        subject, now = subject_of(person), openings_for(who, [person])
        before = {group: decide(who, subject, group, now, at) for group in FieldGroup}
        after = {group: decide(who, subject, group, [*now, with_it], at) for group in FieldGroup}
        shown += before[FieldGroup.IDENTITY].allowed
        then += after[FieldGroup.IDENTITY].allowed
        opened |= {str(group) for group in FieldGroup if after[group].allowed and not before[group].allowed}
        rules |= {after[group].rule for group in FieldGroup if not after[group].allowed}
    return Tried(*name, len(of), shown, then, tuple(sorted(opened)), tuple(sorted(rules)))


def _persons(look: dict[str, Any]) -> tuple[str, ...]:
    if look["kind"] == READ:
        return tuple(look["said"]["persons"])
    try:
        return tuple(persons_of(look["said"]["asked"], of_all=True))
    except NotFound:
        return ()


def _looks(day: date) -> Iterator[dict[str, Any]]:
    """The looks of a day. The log stands in order of time, so where the day begins is found by halving."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT size FROM access_head WHERE id = 1")
        first, last = 0, int(cursor.fetchone()[0])
        while first < last:
            middle = (first + last) // 2
            first, last = (middle + 1, last) if day_text(_entry(cursor, middle)["at"]) < day.isoformat() else (first, middle)
        cursor.execute("SELECT body FROM access_entry WHERE seq >= %s ORDER BY seq", [first])
        for (body,) in cursor.fetchall():
            told = msgspec.json.decode(bytes(body))
            if day_text(told["at"]) > day.isoformat():
                return
            if told["kind"] in (READ, WITHHELD):
                yield told


def _entry(cursor: Any, seq: int) -> dict[str, Any]:
    cursor.execute("SELECT body FROM access_entry WHERE seq = %s", [seq])
    told: dict[str, Any] = msgspec.json.decode(bytes(cursor.fetchone()[0]))
    return told
