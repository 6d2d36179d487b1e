"""Who held whom at an instant, for many persons at once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.records import Stay
from kinkeeper.queries.custody import Custody, custody_of, until
from kinkeeper.queries.standpoint import Standpoint, standing

DISPUTED = "DISPUTED"
"""Stands for a custodian where sources put a person with several at once."""

NOBODY_SAYS = "NONE"
"""Stands for a custodian where nobody says where a person is."""


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds a person, and where. The place is empty where no source says."""

    custodian: str = NOBODY_SAYS
    place: str = ""


Told = Sequence[tuple[str, bool, Stay]]
"""What is said of one person: source, whether by staff, stay."""

_STAYS = f"""
SELECT m.person_id, p.source_id, FALSE, p.custodian, p.place, p.start, p."end", p.end_reason, p.end_as_recorded, p.released_to
FROM membership m JOIN placement p ON p.source_id = m.record_id AND p.person_id = '' AND {standing("p")}
WHERE m.person_id = ANY(%(persons)s) AND {standing("m")}
UNION ALL
SELECT p.person_id, p.source_id, TRUE, p.custodian, p.place, p.start, p."end", p.end_reason, p.end_as_recorded, p.released_to
FROM placement p WHERE p.person_id <> '' AND p.person_id = ANY(%(persons)s) AND {standing("p")}
"""


def where_held(viewer: Viewer, person_ids: Collection[str], standpoint: Standpoint) -> dict[str, Held]:
    """
    Person id -> who held the person on the day, for every person asked for.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(_STAYS, {**standpoint.parameters, "persons": list(person_ids)})
        rows = cursor.fetchall()
    return held_of(person_ids, rows, standpoint.as_of)


def held_of(person_ids: Collection[str], rows: Sequence[Sequence[Any]], day: str) -> dict[str, Held]:
    """Person id -> who held the person on the day, by rows of (person, source, by staff, stay)."""
    told: dict[str, list[tuple[str, bool, Stay]]] = defaultdict(list)
    for person, source, by_staff, *values in rows:
        stay = until(Stay(*values), day)
        if stay is not None:
            told[person].append((source, by_staff, stay))
    return {person: at_once(told[person], day) or _held(custody_of(person, told[person], day)) for person in person_ids}


def at_once(told: Told, day: str) -> Held | None:
    """
    The answer where it is plain: stays of different days, each over before the next begins, the last still going on.

    None where it is not, and the whole timeline has to be laid out. Both ways give the same (`tests/queries/test_held.py`).
    """
    if not told:
        return Held()
    stays = sorted((stay for _, _, stay in told), key=lambda stay: stay.start)
    last, starts = stays[-1], {stay.start[:10] for stay in stays}
    plain = len(starts) == len(stays) and all(len(start) == 10 for start in starts)
    if not plain or last.end or any(stay.end[:10] > last.start[:10] for stay in stays) or any(_backwards(stay) for stay in stays):
        return None
    return Held(last.custodian, last.place)


def _backwards(stay: Stay) -> bool:
    return bool(stay.end) and stay.end[:10] < stay.start[:10]


def _held(custody: Custody) -> Held:
    found = {(one.custodian, one.place) for one in custody.now}
    custodians = {custodian for custodian, _ in found}
    if len(custodians) > 1:
        return Held(DISPUTED)
    if not found:
        return Held()
    places = {place for _, place in found if place}
    return Held(next(iter(custodians)), next(iter(places)) if len(places) == 1 else "")
