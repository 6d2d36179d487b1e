"""Every statement about some persons: what was said, by whom, when it was recorded, and what replaced it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup, barred
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.statements import Statement, read_statement
from kinkeeper.queries.access.reading import note, shows, told_already
from kinkeeper.queries.casework.objections import Standing, list_objections
from kinkeeper.queries.moments import SHOWN
from kinkeeper.queries.standpoint import Standpoint, standing


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in the ledger. `statement` None: it was sealed or expunged, and its place kept."""

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
SELECT said.since, e.recorded_at, said.until, w.recorded_at, said.known
FROM said JOIN entry e ON e.seq = said.since LEFT JOIN entry w ON w.seq = said.until ORDER BY said.since DESC
"""


@shows(FieldGroup.STATEMENT, who=told_already)
def list_statements(viewer: Viewer, standpoint: Standpoint, persons: Collection[str], family_id: str, *, most: int | None) -> History:
    """
    What was said of these persons and of their family; the newest `most` whole, all where None.

    The days are all days up to now, so that one who looks at the past finds the way back.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    parameters = {**standpoint.parameters, "persons": list(persons), "family": family_id}
    with connection.cursor() as cursor:
        cursor.execute(_POSITIONS, parameters)
        positions = cursor.fetchall()
        if no := barred(viewer, FieldGroup.STATEMENT):
            return History((), 0, _days(positions), no.rule)
        note(persons, FieldGroup.STATEMENT)
        known = [row[:4] for row in positions if row[4]]
        statements = _statements(cursor, [row[0] for row in known[:most]])
    against = list_objections(viewer, entries=[row[0] for row in known[:most]], known_at=standpoint.known_at)
    said = tuple(_said(row, statements.get(row[0]), standpoint.known_at, against.get(row[0])) for row in known[:most])
    return History(said, len(known), _days(positions))


def _statements(cursor: Any, positions: Sequence[int]) -> dict[int, Statement]:
    cursor.execute(
        "SELECT c.seq, c.body, d.body FROM part c JOIN part d ON d.seq = c.seq AND d.k = 2 "
        f"WHERE c.k = 1 AND c.seq = ANY(%s) AND c.body IS NOT NULL AND d.body IS NOT NULL AND {SHOWN.format('d')}",
        [list(positions)],
    )
    return {seq: read_statement(core, detail) for seq, core, detail in cursor.fetchall()}


def _said(row: Sequence[Any], statement: Statement | None, known_at: int, against: Standing | None) -> Said:
    position, recorded_at, until, replaced_at = row
    replaced = until is not None and until < known_at
    return Said(position, _moment(recorded_at), statement, until if replaced else None, _moment(replaced_at) if replaced else "", against)


def _days(positions: Sequence[Sequence[Any]]) -> tuple[RecordedDay, ...]:
    last: dict[Moment, int] = {}
    for position, recorded_at, *_ in positions:
        last.setdefault(_moment(recorded_at)[:10], position + 1)
    return tuple(RecordedDay(day, known_at) for day, known_at in sorted(last.items()))


def _moment(instant: Any) -> Moment:
    return str(instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"))
