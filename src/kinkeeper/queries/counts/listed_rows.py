"""The rows of each list as the list itself has them: nobody is joined with anybody."""

from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.dates import Moment
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.moments import COUNTS
from kinkeeper.queries.standpoint import Standpoint, standing


@dataclass(frozen=True, slots=True)
class Listed:
    """One record of one list, and how the last stay it tells of stood."""

    extract: str
    name: str
    """Of the list and the row."""
    record: str
    nationality: str
    sex: str
    custodian: str
    place: str
    start: Moment
    end: Moment
    end_reason: str
    end_as_recorded: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One list: how many rows it has, and how many of them could not be read."""

    extract: str
    name: str
    rows: int
    refused: int


_COUNTED = f"""
    e.since < %(known_at)s AND (e.as_of = '' OR left(e.as_of, 10) <= %(as_of)s)
    AND NOT EXISTS (SELECT FROM extract_withdrawal w WHERE w.extract_id = e.extract_id AND {standing("w")})
"""
_LISTS = f"""
SELECT extract_id, file || CASE WHEN sheet = '' THEN '' ELSE '/' || sheet END, rows_read, rows_refused
FROM extract e WHERE {_COUNTED} ORDER BY since
"""
_ROWS = f"""
SELECT r.extract_id, r.name, r.record_id, r.nationality, r.sex, coalesce(p.custodian, ''), coalesce(p.place, ''), coalesce(p.start, ''),
       coalesce(p."end", ''), coalesce(p.end_reason, ''), coalesce(p.end_as_recorded, '')
FROM extract e JOIN record r USING (extract_id) LEFT JOIN LATERAL (
    SELECT * FROM placement p WHERE p.source_id = r.record_id AND {standing("p")} ORDER BY p.start DESC, p.n DESC LIMIT 1
) p ON TRUE
WHERE {_COUNTED} AND r.since < %(known_at)s AND {COUNTS.format("r")} ORDER BY e.since, r.since
"""


@shows_nobody("counted; the report names rows of lists")
def list_rows(viewer: Viewer, standpoint: Standpoint) -> tuple[tuple[Delivery, ...], tuple[Listed, ...]]:
    """
    The lists that had come in by the day, and what each of their records says, both in the order in which they came.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(_LISTS, standpoint.parameters)
        lists = tuple(Delivery(*row) for row in cursor.fetchall())
        cursor.execute(_ROWS, standpoint.parameters)
        return lists, tuple(Listed(*row) for row in cursor.fetchall())
