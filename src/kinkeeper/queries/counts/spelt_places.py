"""How places are spelt in what came in, by who held custody there."""

from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.standpoint import Standpoint, standing


@dataclass(frozen=True, slots=True)
class SpeltPlace:
    """One spelling, in how many stays it stands, and when the first and the last of them began (empty where no day is told)."""

    custodian: str
    spelling: str
    stays: int
    first: str
    last: str


_SPELT = f"""
SELECT custodian, place, count(*), coalesce(min(left(nullif(start, ''), 10)), ''), coalesce(max(left(nullif(start, ''), 10)), '')
FROM placement p WHERE place <> '' AND {standing("p")} AND (start = '' OR left(start, 10) <= %(as_of)s)
GROUP BY custodian, place ORDER BY custodian, place
"""


@shows_nobody("counted by place")
def list_spelt_places(viewer: Viewer, standpoint: Standpoint) -> tuple[SpeltPlace, ...]:
    """
    Every spelling of a place in the stays that were known, by custodian.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(_SPELT, standpoint.parameters)
        return tuple(SpeltPlace(*row) for row in cursor.fetchall())
