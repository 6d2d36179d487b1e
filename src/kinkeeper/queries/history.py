"""Every statement about some persons: what was said, by whom, when it was recorded, and what replaced it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup, Reach, barred, reach_of
from kinkeeper.domain.casework.objections import Objection
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.statements import Statement, read_statement
from kinkeeper.queries.access.reading import note, shows, told_already
from kinkeeper.queries.casework.objections import Standing
from kinkeeper.queries.moments import SHOWN
from kinkeeper.queries.standpoint import Standpoint, standing


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in the ledger. `statement` None: it was sealed or expunged, and its place kept; or the viewer may not read it."""

    position: int
    recorded_at: Moment
    """UTC, ISO 8601 to the second."""
    statement: Statement | None
    replaced_by: int | None
    """The position of the statement that stands in its place."""
    replaced_at: Moment
    against: Standing | None = None
    """What stands against it."""


@dataclass(frozen=True, slots=True)
class RecordedDay:
    """A day on which something about these persons was recorded, and the ledger's size after the last of it."""

    day: Moment
    known_at: int


@dataclass(frozen=True, slots=True)
class History:
    """The newest statements first, how many there are in all, and every day on which something was recorded."""

    statements: tuple[Said, ...]
    count: int
    days: tuple[RecordedDay, ...]
    rule: str = ""
    """The rule by which the viewer is shown no statement of anybody."""
    is_whole: bool = False
    """Whether the viewer sees everybody, so that a statement without words was sealed or expunged. Others are not told which it is."""


_ABOUT = {
    "person": "person_id = ANY(%(persons)s)",
    "tie": "child = ANY(%(persons)s) AND adult = ANY(%(persons)s)",
    "family": "family_id = %(family)s",
    "placement": "person_id <> '' AND person_id = ANY(%(persons)s)",
    "separation": "child = ANY(%(persons)s) AND (adult = '' OR adult = ANY(%(persons)s))",
}
"""Table -> which of its versions are about these persons. Records are theirs by their memberships."""

_AGAINST = """(subject = 'record' AND id IN (SELECT record_id FROM membership WHERE person_id = ANY(%(persons)s))
    OR subject = 'placement' AND id IN (SELECT source_id FROM placement WHERE person_id <> '' AND person_id = ANY(%(persons)s)))"""
_ENDED = {
    "objection": (_AGAINST, "(n.subject, n.id) = (t.subject, t.id)"),
    "separation": (_ABOUT["separation"], "(n.child, n.adult) = (t.child, t.adult)"),
}
"""Table -> which versions are about these persons, and which is a later one of the same; one that ends without was lifted or withdrawn."""

_POSITIONS = f"""
WITH about AS (
    SELECT r.since, NULL::bigint AS until, {standing("m")} OR EXISTS (
        SELECT FROM record_withdrawal w WHERE w.record_id = m.record_id AND w.cause = '' AND w.since = m.until AND w.since < %(known_at)s
    ) AS known
        FROM membership m JOIN record r ON r.record_id = m.record_id WHERE m.person_id = ANY(%(persons)s)
    {
    "".join(
        f"UNION ALL SELECT since, until, since < %(known_at)s FROM {table} WHERE {which}"
        for table, which in {**_ABOUT, "objection": _AGAINST}.items()
    )
}
    {
    "".join(
        f"UNION ALL SELECT until, NULL, until < %(known_at)s FROM {table} t WHERE until IS NOT NULL AND {which} "
        f"AND NOT EXISTS (SELECT FROM {table} n WHERE {same} AND n.since = t.until)"
        for table, (which, same) in _ENDED.items()
    )
}
),
said AS (
    SELECT since, CASE WHEN bool_or(until IS NULL) THEN NULL ELSE max(until) END AS until, bool_or(known) AS known
    FROM about GROUP BY since
)
, told AS (SELECT since FROM said WHERE known ORDER BY since DESC LIMIT %(most)s)
SELECT said.since, e.recorded_at, said.until, w.recorded_at, said.known, c.body, d.body, o.*
FROM said JOIN entry e ON e.seq = said.since LEFT JOIN entry w ON w.seq = said.until LEFT JOIN told ON told.since = said.since
LEFT JOIN part c ON c.seq = told.since AND c.k = 1 AND c.body IS NOT NULL
LEFT JOIN part d ON d.seq = told.since AND d.k = 2 AND d.body IS NOT NULL AND {SHOWN.format("d")}
LEFT JOIN LATERAL (
    SELECT o.subject, o.id, o.kind, o.entry, o.why, o.by, o.instead, o.since FROM objection o
    WHERE o.entry = told.since AND {standing("o")} ORDER BY o.since DESC LIMIT 1
) o ON TRUE
ORDER BY said.since DESC
"""
"""Of each position when it was recorded and what replaced it; of the newest what they say, and what stands against it."""


@shows(FieldGroup.STATEMENT, who=told_already)
def list_statements(viewer: Viewer, standpoint: Standpoint, persons: Collection[str], family_id: str, *, most: int | None) -> History:
    """
    What was said of these persons and of their family; the newest `most` whole, all where None.

    The days are all days up to now, so that one who looks at the past finds the way back.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    no = barred(viewer, FieldGroup.STATEMENT)
    asked = {**standpoint.parameters, "persons": list(persons), "family": family_id, "most": 0 if no else most}
    with connection.cursor() as cursor:
        cursor.execute(_POSITIONS, asked)
        positions = cursor.fetchall()
    if no:
        return History((), 0, _days(positions), no.rule)
    note(persons, FieldGroup.STATEMENT)
    known = [row for row in positions if row[4]]
    told = tuple(_said(row, standpoint.known_at) for row in known[:most])
    return History(told, len(known), _days(positions), is_whole=reach_of(viewer) is Reach.EVERYBODY)


def _said(row: Sequence[Any], known_at: int) -> Said:
    position, recorded_at, until, replaced_at, _, core, detail, *objection, since = row
    replaced = until is not None and until < known_at
    return Said(
        position,
        _moment(recorded_at),
        read_statement(core, detail) if core is not None and detail is not None else None,
        until if replaced else None,
        _moment(replaced_at) if replaced else "",
        Standing(Objection(*objection), since) if since is not None else None,
    )


def _days(positions: Sequence[Sequence[Any]]) -> tuple[RecordedDay, ...]:
    last: dict[Moment, int] = {}
    for position, recorded_at, *_ in positions:
        last.setdefault(_moment(recorded_at)[:10], position + 1)
    return tuple(RecordedDay(day, known_at) for day, known_at in sorted(last.items()))


def _moment(instant: Any) -> Moment:
    return str(instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"))
