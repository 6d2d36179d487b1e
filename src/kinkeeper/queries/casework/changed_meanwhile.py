"""What somebody else said of a thing since a form was opened on it."""

from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.dates import Moment
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.moments import STANDS


@dataclass(frozen=True, slots=True)
class Of:
    """What a form changes: a thing of this table and kind, known by the field of this name."""

    table: str
    kind: type[Any]
    field: str


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """A thing as it was when the form was opened, as it is now, which entry made it so, who said so and when."""

    before: Any
    now: Any
    position: int
    by: str
    at: Moment


@shows_nobody("a position")
def find_position(viewer: Viewer, of: Of, number: str) -> int:
    """
    Which entry made a thing as it is; -1 where there is no such thing, or the viewer may not know of it.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(since) FROM {of.table} WHERE {of.field} = %s AND until IS NULL", [number])
        [position] = cursor.fetchone()
    return -1 if position is None else int(position)


@shows(FieldGroup.STATEMENT)
def get_meanwhile(viewer: Viewer, of: Of, number: str, *, seen: int) -> Meanwhile | None:
    """
    What became of a thing after the entry `seen`; None where nothing did.

    :raises NotAllowed: if the viewer may not read.
    """
    position = find_position(viewer, of, number)
    if position <= seen:
        return None
    with connection.cursor() as cursor:
        told = [
            _told(cursor, f"SELECT told FROM {of.table} WHERE {of.field} = %(number)s AND {STANDS}", number, known_at)
            for known_at in (seen + 1, position + 1)
        ]
        cursor.execute(
            "SELECT convert_from(c.body, 'UTF8')::jsonb->>'actor', to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI') "
            "FROM entry e LEFT JOIN part c ON c.seq = e.seq AND c.k = 1 WHERE e.seq = %s",
            [position],
        )
        by, at = cursor.fetchone()
    before, now = (msgspec.json.decode(one, type=of.kind) if one else None for one in told)
    return Meanwhile(before, now, position, by or "", at)


def _told(cursor: Any, sql: str, number: str, known_at: int) -> str | None:
    cursor.execute(sql, {"number": number, "known_at": known_at})
    row = cursor.fetchone()
    return row[0] if row else None
