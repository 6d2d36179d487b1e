"""What has come to a person's file since somebody last looked: every statement of staff and rules, as it stands now."""

from dataclasses import dataclass
from datetime import UTC
from typing import Any

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.dates import Moment
from kinkeeper.queries.access.reading import note, shows
from kinkeeper.queries.standpoint import Standpoint, standing

WHOSE = {
    "warning": ("person_id",),
    "clock": ("child",),
    "account": ("child", "adult"),
    "child_case": ("child",),
    "decision": ("child", "adult"),
    "departure": ("adult",),
    "proof": ("child", "adult"),
    "need": ("person_id",),
    "transfer": ("person_id",),
    "tag": ("person_id",),
    "contact": ("person_id",),
    "aftercare": ("child",),
    "designation": ("person_id",),
    "milestone": ("person_id",),
    "document": ("about",),
    "task": ("about",),
}
"""Table -> the columns that say of whom it speaks."""


@dataclass(frozen=True, slots=True)
class News:
    """Something that is new, or said otherwise: of which table, what is told, by which entry, and when that was recorded."""

    table: str
    told: dict[str, Any]
    position: int
    recorded_at: Moment
    """UTC, to the minute."""


_ONE = "SELECT '{table}' AS of, t.told::text AS told, t.since FROM {table} t WHERE ({whose}) AND t.since >= %(seen)s AND {standing}"
_PARTED = (
    "SELECT 'separation', json_build_object('child', t.child, 'adult', t.adult, 'outcome', t.outcome, 'on', t.separated_on)::text, t.since "
    f"FROM separation t WHERE %(person)s IN (t.child, t.adult) AND t.since >= %(seen)s AND {standing('t')}"
)
_PLACED = (
    "SELECT 'placement', json_build_object('custodian', t.custodian, 'place', t.place, 'start', t.start)::text, t.since "
    f"FROM placement t WHERE t.person_id = %(person)s AND t.since >= %(seen)s AND {standing('t')}"
)
_NEWS = " UNION ALL ".join(
    [
        *(
            _ONE.format(table=table, whose=" OR ".join(f"t.{name} = %(person)s" for name in names), standing=standing("t"))
            for table, names in WHOSE.items()
        ),
        _PARTED,
        _PLACED,
    ]
)


@shows(FieldGroup.STATEMENT)
def list_news(viewer: Viewer, person: str, standpoint: Standpoint, seen: int) -> list[News]:
    """
    What came to a person's file from position `seen` of the ledger on, the newest first.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    asked = {"person": person, "seen": seen, "known_at": standpoint.known_at}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT n.*, e.recorded_at FROM ({_NEWS}) n JOIN entry e ON e.seq = n.since ORDER BY n.since DESC", asked)
        rows = cursor.fetchall()
    if rows:
        note([person], FieldGroup.STATEMENT)
    return [News(table, msgspec.json.decode(told), since, at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")) for table, told, since, at in rows]
