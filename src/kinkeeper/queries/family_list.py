"""Every family in short: who, and how many of its children were apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup, Reach, reach_of
from kinkeeper.domain.dates import Moment
from kinkeeper.queries.access.prepared import prepared
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.apart import LATELY, separations
from kinkeeper.queries.counts import unchanged
from kinkeeper.queries.counts.apart import apart_now
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.standpoint import Standpoint, standing, stood
from kinkeeper.queries.together import ENOUGH


@dataclass(frozen=True, slots=True)
class FamilyInShort:
    """A family: its persons, children first, how many of them were still apart, and since when the longest."""

    family_id: str
    members: tuple[Portrait, ...]
    children_apart: int
    since: Moment


@dataclass(frozen=True, slots=True)
class FamilyList:
    """One page of the families, and how many there are in all."""

    rows: tuple[FamilyInShort, ...]
    families: int
    page: int
    pages: int
    first: int
    """The number of the first row shown, from 1; 0 where none is."""
    to_the_end: bool = True
    """Whether all were counted; else there are so many or more."""


BEGINNING = 20
"""So many pages are read from the beginning of who is longest apart; further ones from all families."""

_PARTED = f"""
WITH parted AS (
    SELECT m.family_id, count(DISTINCT s.child) AS children, min(nullif(s.separated_on, '')) AS since
    FROM ({separations(LATELY)}) s JOIN family_member m ON m.person_id = s.child AND {standing("m")}
    WHERE s.still GROUP BY m.family_id
)
"""
_LONGEST_APART = f"""
WITH apart AS MATERIALIZED (
    SELECT child, min(nullif(separated_on, '')) AS began FROM ({separations(LATELY)}) s WHERE still GROUP BY child
),
first AS (SELECT child, began FROM apart WHERE began IS NOT NULL ORDER BY began, child LIMIT {{looked_at}}),
families AS (
    SELECT family_id, min(began) AS began
    FROM first, LATERAL (SELECT m.family_id FROM family_member m WHERE m.person_id = child AND {stood("m")} OFFSET 0) m GROUP BY family_id
)
SELECT family_id, (
    SELECT count(*) FROM family_member m
    WHERE m.family_id = f.family_id AND {standing("m")} AND (m.person_id IN (SELECT child FROM apart)) IS TRUE
), began
FROM families f WHERE began < (SELECT max(began) FROM first) ORDER BY began, family_id LIMIT %(size)s OFFSET %(skip)s
"""
"""A page of those of whom it is known since when they are apart, of so many children as are looked at; of the last day there may be more.
Where it is full, no others need be looked at."""
_FAMILIES = f"""{_PARTED}
SELECT f.family_id, f.members, coalesce(parted.children, 0), coalesce(parted.since, '')
FROM family f LEFT JOIN parted ON parted.family_id = f.family_id WHERE {standing("f")}
ORDER BY parted.since NULLS LAST, f.family_id LIMIT %(size)s OFFSET %(skip)s
"""


@shows(FieldGroup.KINSHIP)
def list_families_in_short(viewer: Viewer, standpoint: Standpoint, *, page: int, size: int, told_enough: bool = False) -> FamilyList:
    """
    One page of the families known, those longest apart first. `told_enough`: who sees a part has no more counted than `ENOUGH`.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    # Whether a family is shown is asked of each; how many there are in all is one look into an index.
    capped = told_enough and reach_of(viewer) is not Reach.EVERYBODY and page <= (ENOUGH - 1) // size
    most = ENOUGH if capped else None
    families = count_families(viewer, standpoint, most)
    pages = max(1, -(-families // size))
    page = min(max(page, 1), pages)
    shown = in_short(viewer, standpoint, _page(viewer, standpoint, page, size))
    return FamilyList(shown, families, page, pages, (page - 1) * size + 1 if shown else 0, families != most)


@shows(FieldGroup.KINSHIP)
def in_short(viewer: Viewer, standpoint: Standpoint, rows: Sequence[Sequence[Any]]) -> tuple[FamilyInShort, ...]:
    """
    Families of which it is told: number, members as they are kept, how many children are apart, since when.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    found = [(family_id, msgspec.json.decode(members), *rest) for family_id, members, *rest in rows]
    portraits = get_portraits(viewer, {member for _, members, *_ in found for member in members}, standpoint)
    return tuple(
        FamilyInShort(family_id, tuple(portraits.get(one) or Portrait(one) for one in members), children, since)
        for family_id, members, children, since in found
    )


@shows_nobody("a count")
def count_families(viewer: Viewer, standpoint: Standpoint, most: int | None = None) -> int:
    """
    How many families there are, as far as they are counted.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    what = f"families, {most or 'all'}"
    families: int | None = unchanged.find(viewer, standpoint, what)
    if families is None:
        # Said in the words, so that a plan that is kept knows how few are wanted.
        limit = f"LIMIT {most:d}" if most else ""
        question = f"SELECT count(*), {unchanged.UNDER} FROM (SELECT FROM family f WHERE {standing('f')} {limit}) f"
        [(families, *under)] = _asked(question, standpoint.parameters)
        unchanged.keep(viewer, standpoint, what, families, under)
    return int(families)


def _page(viewer: Viewer, standpoint: Standpoint, page: int, size: int) -> Sequence[Sequence[Any]]:
    """Of the families of a page: number, members, how many children are apart, since when."""
    place = {**standpoint.parameters, "size": size, "skip": (page - 1) * size}
    told: list[tuple[Any, ...]] = []
    if page <= BEGINNING:
        first = apart_now.first_families(viewer, standpoint, page * size)
        looked_at = apart_now.looked_at(page * size)
        told = (
            _asked(_LONGEST_APART.format(looked_at=looked_at), place)
            if first is None
            else first[-size:]
            if len(first) == page * size
            else []
        )
    if len(told) < size:
        return _asked(_FAMILIES, place)
    listed = [family for family, *_ in told]
    question = f"SELECT f.family_id, f.members FROM family f WHERE f.family_id = ANY(%(families)s) AND {standing('f')}"
    members = dict(_asked(question, {**standpoint.parameters, "families": listed}))
    return [(family, members[family], *rest) for family, *rest in told if family in members]


def _asked(question: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
    with prepared() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())
