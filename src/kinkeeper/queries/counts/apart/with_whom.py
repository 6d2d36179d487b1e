"""Who holds somebody, as a list asks for it: by the custodian's name, which the table of days has where sources agree."""

from collections.abc import Collection, Mapping

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import arrests
from kinkeeper.domain.custody_days import DISPUTED
from kinkeeper.domain.terms import Custodian
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.counts.apart import apart_now
from kinkeeper.queries.counts.apart.which import With
from kinkeeper.queries.counts.held import ON_THE_DAY
from kinkeeper.queries.custody import Custody, ask_stays_among, custodies_of
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.together import Question, Rows, ask_together

NOBODY = "NONE"
"""Stands for a custodian where nobody says where a person is."""


@shows_nobody("who is meant; of them another query shows a page")
def held_by(viewer: Viewer, standpoint: Standpoint, *asked: str) -> tuple[With | None, ...]:
    """For each custodian asked for how the table of days names those whom it holds; None where none is, and where nothing is kept."""
    if not any(asked) or not apart_now.is_kept(viewer, standpoint):
        return tuple(None for _ in asked)
    told = ask_together(
        f"disputed AS MATERIALIZED ({_DISPUTED})",
        disputed=Question("SELECT person_id FROM disputed", 1, standpoint.parameters),
        stays=ask_stays_among("SELECT person_id FROM disputed", standpoint),
    )
    disputed = [person for (person,) in told["disputed"]]
    custody = custodies_of(told["stays"], disputed, standpoint)

    def those_with(custodian: str) -> With | None:
        if not custodian:
            return None
        there = [person for person in disputed if custodian in custodians(custody[person])]
        return With(names_of(viewer, custodian), custodian == NOBODY, there)

    return tuple(map(those_with, asked))


@shows_nobody("names of custodians")
def names_of(viewer: Viewer, custodian: str) -> list[str]:
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
    asked = {"persons": list(persons)}
    return custodians_of(ask_together(held("%(persons)s"), **ask_custodians(standpoint, asked)), standpoint)


def held(persons: str) -> str:
    """SQL, as it stands in a WITH: who holds these persons on the day."""
    return f"held AS MATERIALIZED ({_HELD.format(persons)})"


def ask_custodians(standpoint: Standpoint, asked: Mapping[str, object]) -> dict[str, Question]:
    """Who of `held` is with whom, and what was said of where they are of whom sources disagree. `asked`: what is asked for of `held`."""
    return {
        "held": Question("SELECT person_id, custodian FROM held", 2, {**standpoint.parameters, **asked}),
        "disputed": ask_stays_among(f"SELECT person_id FROM held WHERE custodian = '{DISPUTED}'", standpoint),
    }


def custodians_of(told: Mapping[str, Rows], standpoint: Standpoint) -> dict[str, set[str]]:
    """Person -> who holds them, of what was answered."""
    disputed = [person for person, custodian in told["held"] if custodian == DISPUTED]
    custody = custodies_of(told["disputed"], disputed, standpoint)
    return {person: {custodian} for person, custodian in told["held"]} | {person: custodians(custody[person]) for person in disputed}


_HELD = f"""
SELECT person_id, custodian FROM apart_day h WHERE person_id = ANY({{0}}) AND {ON_THE_DAY.format("h")} AND {standing("h")}
"""
