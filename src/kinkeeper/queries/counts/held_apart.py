"""Children who are apart and the adults they are apart from, each with who holds them and where; and how custody moved."""

from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.apart import ON_THE_DAY, separations
from kinkeeper.queries.counts.held import where_held
from kinkeeper.queries.counts.kept import see_kept
from kinkeeper.queries.standpoint import Standpoint, standing

DAYS = 30


@dataclass(frozen=True, slots=True)
class HeldPerson:
    """One who is apart: whether a child, who holds the person, and the place as recorded."""

    is_child: bool
    custodian: str
    place: str


@shows_nobody("counts")
def list_held_apart(viewer: Viewer, standpoint: Standpoint) -> tuple[HeldPerson, ...]:
    """
    Every child still apart, and every adult whom one is apart from, once.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT child, adult FROM ({separations(ON_THE_DAY)}) s WHERE still", standpoint.parameters)
        pairs = cursor.fetchall()
    children, adults = {child for child, _ in pairs}, {adult for _, adult in pairs if adult}
    held = where_held(viewer, sorted(children | adults), standpoint, parted=True)
    return tuple(
        HeldPerson(is_child, held[person].custodian, held[person].place)
        for is_child, persons in ((True, children), (False, adults))
        for person in sorted(persons)
    )


_MOVES = f"""
SELECT before, custodian, count(*) FROM (
    SELECT h.custodian, h.from_day, lag(h.custodian) OVER (PARTITION BY h.person_id ORDER BY h.from_day) AS before
    FROM custody_day h WHERE {{which}} AND h.from_day <= %(as_of)s::date AND {standing("h")}
) moved
WHERE before IS NOT NULL AND before <> custodian AND from_day > %(as_of)s::date - %(days)s::int
GROUP BY before, custodian ORDER BY 3 DESC, 1, 2
"""
_MOVED = "r.from_day > %(as_of)s::date - %(days)s::int AND r.from_day <= %(as_of)s::date"
_RECENT = f"h.person_id IN (SELECT r.person_id FROM custody_day r WHERE {_MOVED})"


@shows_nobody("counts")
def count_moves(viewer: Viewer, standpoint: Standpoint) -> dict[tuple[str, str], int]:
    """
    (From, to) -> how many persons went from one holder to the next in the last `DAYS` days, by the laid out custody.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    see_kept()
    with connection.cursor() as cursor:
        cursor.execute(_MOVES.format(which=_RECENT), {**standpoint.parameters, "days": DAYS})
        return {(before, after): count for before, after, count in cursor.fetchall()}
