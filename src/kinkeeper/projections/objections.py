"""Objections: what stands against a record or a placement, and since when."""

from collections.abc import Iterable, Sequence
from typing import Any

from kinkeeper.domain.casework.objections import Objection, ObjectionCommand, ObjectionEntry, ObjectionLifted, ObjectionState, Supersede
from kinkeeper.projections.versions import Cursor, Key, Version, VersionedTable, read_current, write_versions

KNOWN = ("kind", "entry", "why", "by", "instead")
OBJECTION = VersionedTable("objection", ("subject", "id"), KNOWN)
_STATEMENTS = """
SELECT 'record', record_id, since FROM record WHERE record_id = ANY(%(ids)s)
UNION ALL
SELECT 'placement', source_id, max(since) FROM placement WHERE person_id <> '' AND source_id = ANY(%(ids)s) GROUP BY source_id
"""


def load(cursor: Cursor, commands: Sequence[ObjectionCommand]) -> ObjectionState:
    """What stands against the statements that the commands name, and where these are."""
    keys = [(one.subject, one.id) for one in commands]
    keys += [(one.subject, one.instead) for one in commands if isinstance(one, Supersede)]
    state = _state(read_current(cursor, OBJECTION, keys))
    cursor.execute(_STATEMENTS, {"ids": [id_ for _, id_ in keys]})
    state.known = {(subject, id_): since for subject, id_, since in cursor.fetchall()}
    return state


def apply(cursor: Cursor, entries: Sequence[tuple[int, ObjectionEntry]]) -> None:
    """Begin and end what stands against statements."""
    write_versions(cursor, OBJECTION, list(_versions(entries)))


def dump(cursor: Cursor) -> ObjectionState:
    """Everything that stands against statements."""
    return _state(read_current(cursor, OBJECTION))


def _versions(entries: Sequence[tuple[int, ObjectionEntry]]) -> Iterable[Version]:
    for at, entry in entries:
        if isinstance(entry, ObjectionLifted):
            yield Version(at, _key(entry.key), None)
        else:
            one = entry.objection
            yield Version(at, _key(one.key), tuple(getattr(one, name) for name in KNOWN))


def _key(key: tuple[str, str]) -> Key:
    return key


def _state(rows: Iterable[tuple[Any, ...]]) -> ObjectionState:
    found = (Objection(subject=subject, id=id_, **dict(zip(KNOWN, values, strict=True))) for subject, id_, *values in rows)
    return ObjectionState({one.key: one for one in found})
