"""What each agency's extracts hold and lack, layout by layout."""

from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.standpoint import Standpoint, standing


@dataclass(frozen=True, slots=True)
class Delivered:
    """The extracts of one layout, and what their records hold and lack."""

    layout: str
    extracts: int
    rows_read: int
    rows_refused: int
    cells_refused: int
    records: int
    without_birth: int
    """Records whose birth is not given to the day."""
    without_number: int
    """Records without an alien file number."""
    stays: int
    stays_undated: int
    stays_placeless: int
    stays_contradicted: int
    """Stays during which another source puts the person with another custodian."""
    days_late: int | None
    """Between the day on which a stay began and the day of the extract that told of it: the median. None: no day is known."""


_DELIVERED = f"""
WITH e AS MATERIALIZED (SELECT * FROM extract WHERE since < %(known_at)s AND (as_of = '' OR left(as_of, 10) <= %(as_of)s)),
rows_of AS (SELECT layout, count(*)::int AS n, sum(rows_read)::int AS read, sum(rows_refused)::int AS refused FROM e GROUP BY layout),
cells AS (
    SELECT e.layout, count(*)::int AS cells FROM refusal f JOIN e USING (extract_id)
    WHERE f.since < %(known_at)s AND NOT f.whole_row GROUP BY e.layout
),
r AS MATERIALIZED (SELECT r.record_id, r.born, e.layout, e.as_of FROM record r JOIN e USING (extract_id) WHERE r.since < %(known_at)s),
numbered AS (SELECT DISTINCT i.record_id FROM identifier i JOIN r USING (record_id) WHERE i.kind = 'a_number'),
records_of AS (
    SELECT layout, count(*)::int AS n, count(*) FILTER (WHERE length(born) < 10)::int AS unborn,
           count(*) FILTER (WHERE n.record_id IS NULL)::int AS unnumbered
    FROM r LEFT JOIN numbered n USING (record_id) GROUP BY layout
),
stay AS MATERIALIZED (
    SELECT p.source_id, p.n, p.custodian, p.place, p.start, p.valid_from, p.valid_until, r.layout, r.as_of, m.person_id
    FROM r JOIN placement p ON p.source_id = r.record_id AND p.person_id = '' AND {standing("p")}
    LEFT JOIN membership m ON m.record_id = r.record_id AND {standing("m")}
),
against AS (
    SELECT DISTINCT one.source_id, one.n FROM stay one JOIN stay other
        ON other.person_id = one.person_id AND other.custodian <> one.custodian
       AND one.valid_from < other.valid_until AND other.valid_from < one.valid_until
),
stays_of AS (
    SELECT layout, count(*)::int AS n, count(*) FILTER (WHERE start = '')::int AS undated,
           count(*) FILTER (WHERE place = '')::int AS placeless,
           count(a.source_id)::int AS contradicted,
           (percentile_disc(0.5) WITHIN GROUP (ORDER BY left(as_of, 10)::date - valid_from)
            FILTER (WHERE length(as_of) >= 10 AND valid_from IS NOT NULL))::int AS late
    FROM stay LEFT JOIN against a USING (source_id, n) GROUP BY layout
)
SELECT layout, o.n, o.read, o.refused, coalesce(cells, 0), coalesce(r.n, 0), coalesce(unborn, 0), coalesce(unnumbered, 0), coalesce(s.n, 0),
       coalesce(undated, 0), coalesce(placeless, 0), coalesce(contradicted, 0), late
FROM rows_of o LEFT JOIN cells USING (layout) LEFT JOIN records_of r USING (layout) LEFT JOIN stays_of s USING (layout)
ORDER BY layout COLLATE "C"
"""


@shows_nobody("counts")
def list_delivered(viewer: Viewer, standpoint: Standpoint) -> tuple[Delivered, ...]:
    """
    What had come in by the day, layout by layout; files that fit no layout stand under an empty name.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(_DELIVERED, standpoint.parameters)
        return tuple(Delivered(*row) for row in cursor.fetchall())
