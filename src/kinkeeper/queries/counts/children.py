"""Children apart at an instant, one row a child, and separations one row each: what reports count. Set by set, never person by person."""

from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.dates import Moment, age_on
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.apart import ON_THE_DAY, separations
from kinkeeper.queries.counts.held import ON_THE_DAY as HELD_ON_THE_DAY
from kinkeeper.queries.counts.held import Held
from kinkeeper.queries.counts.stations import first_held
from kinkeeper.queries.standpoint import Standpoint, standing


@dataclass(frozen=True, slots=True)
class ChildApart:
    """A child who is still apart from somebody. Since when, why and on which basis are those of the separation that goes on longest."""

    child: str
    family: str
    separated_on: Moment
    days: int | None
    adults: int
    """From how many adults; one whom no source names counts as one."""
    reason_code: str
    basis: str
    adult_removed: bool
    """Whether one of the adults was removed."""
    no_adult_named: bool
    age: int | None
    nationality: str
    held: Held


_CHILDREN = f"""
WITH apart AS MATERIALIZED (
    SELECT child, count(*)::int AS adults, bool_or(outcome = 'adult_removed') AS removed, bool_or(adult = '') AS unnamed,
           (array_agg(ARRAY[separated_on, days::text, reason_code, basis] ORDER BY days DESC NULLS LAST, adult))[1:1] AS longest
    FROM ({separations(ON_THE_DAY)}) s GROUP BY child
)
SELECT child, coalesce(family, ''), longest[1][1], longest[1][2]::int, adults, longest[1][3], longest[1][4], removed, unnamed,
       coalesce(born, ''), coalesce(nationality, ''), custodian, place
FROM apart LEFT JOIN LATERAL (
    SELECT born, nationality FROM apart_person p WHERE p.person_id = child AND {standing("p")} LIMIT 1
) p ON TRUE LEFT JOIN LATERAL (
    SELECT max(family_id) AS family FROM apart_member f WHERE f.person_id = child AND {standing("f")} LIMIT 1
) f ON TRUE LEFT JOIN LATERAL (
    SELECT custodian, place FROM apart_day h WHERE h.person_id = child AND {HELD_ON_THE_DAY.format("h")} AND {standing("h")} LIMIT 1
) h ON TRUE
ORDER BY child COLLATE "C"
"""
"""LIMIT keeps each of the three a look into a key's index for one child: how many are apart on a day is badly guessed from ranges of days,
and a guess of few made the database hold every child against every other."""


@shows_nobody("counted; the report says whom its tables name")
def list_children_apart(viewer: Viewer, standpoint: Standpoint) -> tuple[ChildApart, ...]:
    """
    Every child who was still apart from somebody, by person.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(_CHILDREN, standpoint.parameters)
        rows = cursor.fetchall()
    day, nobody_says = standpoint.as_of, Held()
    return tuple(ChildApart(*(*row[:9], age_on(row[9], day), row[10], Held(*row[11:]) if row[11] else nobody_says)) for row in rows)


@dataclass(frozen=True, slots=True)
class Parting:
    """One separation of one child from one adult that had begun by the day, and what had become of it."""

    child: str
    adult: str
    separated_on: Moment
    reason_code: str
    basis: str
    probability: str
    outcome: str
    outcome_on: Moment
    still: bool
    days: int | None
    station: str
    """Where the child was first held: the place of its earliest stay with CBP, as far as a source says."""
    age: int | None
    """The child's, on the day of the separation."""
    relation: str


_PARTINGS = f"""
WITH s AS MATERIALIZED ({separations()}),
asked AS (SELECT DISTINCT child FROM s),
station AS ({first_held("SELECT child FROM asked")}),
born AS (
    SELECT p.person_id AS child, p.born FROM apart_person p
    WHERE p.person_id = ANY(ARRAY(SELECT child FROM asked)) AND {standing("p")}
),
kin AS (SELECT t.child, t.adult, t.relation FROM tie t WHERE t.child = ANY(ARRAY(SELECT child FROM asked)) AND {standing("t")})
SELECT child, s.adult, separated_on, reason_code, basis, probability, outcome, outcome_on, still, days, coalesce(place, ''),
       coalesce(born, ''), coalesce(relation, '')
FROM s LEFT JOIN station USING (child) LEFT JOIN born USING (child) LEFT JOIN kin USING (child, adult)
ORDER BY separated_on, child COLLATE "C", s.adult COLLATE "C"
"""


@shows_nobody("counted; the report says whom its tables name")
def list_partings(viewer: Viewer, standpoint: Standpoint) -> tuple[Parting, ...]:
    """
    Every separation that was known to have begun by the day, the earliest first.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(_PARTINGS, standpoint.parameters)
        rows = cursor.fetchall()
    return tuple(Parting(*(*row[:11], age_on(row[11], row[2]), row[12])) for row in rows)
