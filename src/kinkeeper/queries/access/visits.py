"""When somebody last looked at a person or a family: the access log knows."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.dates import Moment
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.moments import halves

VISIT = timedelta(minutes=30)
"""Looks that follow each other within so long are one visit: what is new stays marked while somebody goes to and fro."""
WHOLE = frozenset({"page case", "page family", "page person"})
"""The doors that show one person or family whole. To stand in a list is not to be looked at."""
MOST = 500


@shows_nobody("one's own looks")
def find_last_look(viewer: Viewer, persons: Collection[str], now: datetime) -> tuple[Moment, int]:
    """
    When the viewer last looked at any of these persons before this visit, and how many entries the ledger had then; empty where never.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    asked = {"persons": list(persons), "most": MOST, "me": viewer.name, "doors": sorted(WHOLE), "now": now, "visit": VISIT}
    with connection.cursor() as cursor:
        cursor.execute(_LAST_LOOK, asked)
        row = cursor.fetchone()
    return (str(row[0]), int(row[1])) if row else ("", 0)


_LAST_LOOK = f"""
WITH RECURSIVE told AS (
    SELECT convert_from(body, 'UTF8')::jsonb AS told FROM access_entry
    WHERE seq IN (SELECT seq FROM person_read WHERE person_id = ANY(%(persons)s) ORDER BY seq DESC LIMIT %(most)s)
),
looks AS (
    SELECT told->>'at' AS at, lead((told->>'at')::timestamptz, 1, %(now)s) OVER (ORDER BY told->>'at') AS later
    FROM told WHERE told->>'actor' = %(me)s AND told->'said'->>'door' = ANY(%(doors)s)
),
last AS (SELECT max(at) AS at FROM looks WHERE later - at::timestamptz > %(visit)s),
{halves("(SELECT at::timestamptz FROM last)")}
SELECT last.at, halves.low FROM last, halves WHERE last.at IS NOT NULL AND low = high
"""
