"""When somebody last looked at a person or a family: the access log knows."""

from collections.abc import Collection
from datetime import datetime, timedelta

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.dates import Moment
from kinkeeper.queries.access.reading import shows_nobody

VISIT = timedelta(minutes=30)
"""Looks that follow each other within so long are one visit: what is new stays marked while somebody goes to and fro."""
WHOLE = frozenset({"page case", "page family", "page person"})
"""The doors that show one person or family whole. To stand in a list is not to be looked at."""
MOST = 500


@shows_nobody("one's own looks")
def find_last_look(viewer: Viewer, persons: Collection[str], now: datetime) -> Moment:
    """
    When the viewer last looked at any of these persons before this visit; empty where never.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT body FROM access_entry WHERE seq IN (SELECT seq FROM person_read WHERE person_id = ANY(%s) ORDER BY seq DESC LIMIT %s) "
            "ORDER BY seq DESC",
            [list(persons), MOST],
        )
        told = [msgspec.json.decode(bytes(body)) for (body,) in cursor.fetchall()]
    later = now
    for one in told:
        if one["actor"] != viewer.name or one["said"].get("door") not in WHOLE:
            continue
        at = datetime.fromisoformat(one["at"])
        if later - at > VISIT:
            return str(one["at"])
        later = at
    return ""
