"""Children who are back with an adult they were taken from, by custody records, by a closed case, or by somebody's word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.casework.aftercare import CONFIDENCES, Aftercare
from kinkeeper.domain.casework.cases import Case
from kinkeeper.domain.dates import Moment, days_between
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.apart import separations
from kinkeeper.queries.counts.held import NOBODY_SAYS
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.things import list_things


@dataclass(frozen=True, slots=True)
class Reunion:
    """A child and the adult it is back with. `path`: who held the adult the day before, or who says so where no custody record does."""

    child: str
    adult: str
    how: str
    """`confirmed` or `reported`."""
    path: str
    on: Moment
    separated_on: Moment
    days: int | None
    plan: str
    """Of the child's case; empty where there is none."""
    confidence: str = ""


# A child apart from two adults: the reunion that came last, and none while it is still apart from somebody.
_REUNITED = f"""
WITH s AS MATERIALIZED ({separations()})
SELECT DISTINCT ON (child) child, adult, separated_on, outcome, outcome_on, days FROM s
WHERE child NOT IN (SELECT child FROM s WHERE still AND adult <> '')
ORDER BY child, outcome = 'reunited' DESC, outcome_on DESC, adult COLLATE "C"
"""
_PARTED = f'SELECT child, min(separated_on), min(adult COLLATE "C") FROM ({separations()}) s GROUP BY child'
_ADULTS = f"""
SELECT w.person_id, h.custodian FROM unnest(%(persons)s::text[], %(days)s::date[]) AS w(person_id, day)
JOIN custody_day h ON h.person_id = w.person_id AND h.from_day <= w.day AND h.until_day > w.day AND {standing("h")}
"""


@shows_nobody("counted; the report says whom its tables name")
def list_reunions(viewer: Viewer, standpoint: Standpoint) -> tuple[Reunion, ...]:
    """
    Every child of a separation who is said to be reunited by the day, by child.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    cases = {one.child: one for one in list_things(viewer, "child_case", Case, asked={"known_at": standpoint.known_at})}
    with connection.cursor() as cursor:
        cursor.execute(_REUNITED, standpoint.parameters)
        ended = [row for row in cursor.fetchall() if row[3] == "reunited"]
        cursor.execute(_PARTED, standpoint.parameters)
        parted = {child: (separated_on, adult) for child, separated_on, adult in cursor.fetchall()}
    held = _held_the_day_before([(adult, on) for _, adult, _, _, on, _ in ended], standpoint)
    found = {
        child: Reunion(child, adult, "confirmed", held.get(adult, NOBODY_SAYS), on, separated_on, days, _plan(cases.get(child)))
        for child, adult, separated_on, _, on, days in ended
    }
    for one in _by_case(cases.values(), standpoint):
        if one.child in parted and one.child not in found:
            begun, adult = parted[one.child]
            days = days_between(begun, one.closed_at)
            found[one.child] = Reunion(one.child, adult, "confirmed", NOBODY_SAYS, one.closed_at, begun, days, _plan(one))
    for said in _reported(viewer, standpoint):
        if said.child in parted and said.child not in found:
            begun, adult = parted[said.child]
            told = said.adult or adult, "reported", said.told_by, said.on, begun, days_between(begun, said.on)
            found[said.child] = Reunion(said.child, *told, _plan(cases.get(said.child)), said.confidence)
    return tuple(found[child] for child in sorted(found))


def _by_case(cases: Iterable[Case], standpoint: Standpoint) -> list[Case]:
    return [one for one in cases if one.outcome == "reunited" and one.closed_at[:10] <= standpoint.as_of]


def _reported(viewer: Viewer, standpoint: Standpoint) -> list[Aftercare]:
    """What was said of reunions, the surest first and of one sureness the earliest."""
    said = list_things(viewer, "aftercare", Aftercare, asked={"known_at": standpoint.known_at})
    found = [one for one in said if one.kind == "reunion_reported" and one.on[:10] <= standpoint.as_of]
    return sorted(found, key=lambda one: (CONFIDENCES.index(one.confidence), one.on, one.aftercare_id))


def _held_the_day_before(reunions: Sequence[tuple[str, Moment]], standpoint: Standpoint) -> dict[str, str]:
    known = [(adult, date.fromisoformat(on[:10]) - timedelta(days=1)) for adult, on in reunions if adult and len(on) >= 10]
    with connection.cursor() as cursor:
        asked = {"persons": [adult for adult, _ in known], "days": [day for _, day in known]}
        cursor.execute(_ADULTS, {**standpoint.parameters, **asked})
        return dict(cursor.fetchall())


def _plan(case: Case | None) -> str:
    return case.plan.plan_id if case else ""
