"""Who holds somebody, as a list asks for it: by the custodian's name, which the table of days has where sources agree."""

from collections.abc import Collection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import arrests
from kinkeeper.domain.custody_days import DISPUTED
from kinkeeper.domain.terms import Custodian
from kinkeeper.queries.access.prepared import prepared
from kinkeeper.queries.access.reading import shows_nobody, unseen
from kinkeeper.queries.counts.apart.which import With
from kinkeeper.queries.counts.held import ON_THE_DAY
from kinkeeper.queries.custody import Custody, get_custody
from kinkeeper.queries.standpoint import Standpoint, standing

NOBODY = "NONE"
"""Stands for a custodian where nobody says where a person is."""


@shows_nobody("who is meant; of them another query shows a page")
def held_by(viewer: Viewer, standpoint: Standpoint, *asked: str) -> tuple[With | None, ...]:
    """For each custodian asked for how the table of days names those whom it holds; None where none is, and where one looks back."""
    if standpoint.is_past or not any(asked):
        return tuple(None for _ in asked)
    with prepared() as cursor:
        cursor.execute(_DISPUTED, standpoint.parameters)
        disputed = [person for (person,) in cursor.fetchall()]
    with unseen():  # of those looked at, only who is handed out is shown
        custody = get_custody(viewer, disputed, standpoint) if disputed else {}

    def held(custodian: str) -> With | None:
        if not custodian:
            return None
        there = [person for person in disputed if custodian in custodians(custody[person])]
        return With(_names_of(viewer, custodian), custodian == NOBODY, there)

    return tuple(map(held, asked))


def _names_of(viewer: Viewer, custodian: str) -> list[str]:
    """What a custodian whom a viewer is shown is in the table of days: one that arrests is not shown that somebody is with a sponsor."""
    if custodian == DISPUTED:
        return []
    shown = {name: Custodian.RELEASED if arrests(viewer) and name == Custodian.SPONSOR else name for name in (*Custodian, NOBODY)}
    return [name for name, told in shown.items() if told == custodian]


_DISPUTED = f"""
SELECT h.person_id FROM public.apart_day h WHERE h.custodian = '{DISPUTED}' AND h.until IS NULL AND {ON_THE_DAY.format("h")}
AND EXISTS (SELECT FROM apart_day shown WHERE shown.person_id = h.person_id)
"""
"""They are found as they are kept, and handed out as far as they are shown."""


def custodians(custody: Custody) -> set[str]:
    """Who holds a person, by any source; `NOBODY` where no source says."""
    return {one.custodian for one in custody.now} or {NOBODY}


@shows_nobody("who is meant; of them another query shows a page")
def find_custodians(viewer: Viewer, standpoint: Standpoint, persons: Collection[str]) -> dict[str, set[str]]:
    """
    Person -> who holds them on the day; of whom sources disagree, everybody whom any source names.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with prepared() as cursor:
        cursor.execute(_HELD, {**standpoint.parameters, "persons": list(persons)})
        told = dict(cursor.fetchall())
    disputed = [person for person, custodian in told.items() if custodian == DISPUTED]
    custody = get_custody(viewer, disputed, standpoint) if disputed else {}
    return {person: {custodian} for person, custodian in told.items()} | {person: custodians(custody[person]) for person in disputed}


_HELD = f"""
SELECT person_id, custodian FROM apart_day h
WHERE person_id = ANY(%(persons)s) AND from_day <= %(as_of)s::date AND until_day > %(as_of)s::date AND {standing("h")}
"""
