"""Records and identifiers: rows that are only ever added. What each cell said stays in the ledger."""

from collections.abc import Sequence

from kinkeeper.domain.access.decisions import is_of_custody
from kinkeeper.domain.records import Identifier, ReceiveRecords, Record, RecordReceived, RecordState
from kinkeeper.projections.versions import COPIED_FROM, Cursor, add_rows

SHOWN = (
    "record_id",
    "extract_id",
    "name",
    "layout",
    "row",
    "role",
    "given",
    "surnames",
    "whole_name",
    "born",
    "sex",
    "nationality",
    "encountered",
)


def load(cursor: Cursor, commands: Sequence[ReceiveRecords]) -> RecordState:
    """Which of the commands' records are known; others of the same extracts may be among them."""
    records = [record for command in commands for record in command.records]
    if len(records) < COPIED_FROM:
        cursor.execute("SELECT record_id FROM record WHERE record_id = ANY(%s)", [[record.record_id for record in records]])
        return RecordState(dict.fromkeys((row[0] for row in cursor.fetchall()), None))
    # An extract's ids rise with its rows: a slice is one short range of the key, empty where the slice is new.
    # The server says where the range begins and ends: it alone knows how it sorts. Ids hold no line break, and
    # as one text they are sent in a tenth of the time that an array takes.
    cursor.execute(
        "SELECT r.record_id FROM (SELECT min(record_id) AS first, max(record_id) AS last FROM "
        "unnest(string_to_array(%s, E'\\n'), string_to_array(%s, E'\\n')) AS asked(extract_id, record_id) GROUP BY extract_id) AS slice "
        "JOIN record r ON r.record_id BETWEEN slice.first AND slice.last",
        ["\n".join(record.extract_id for record in records), "\n".join(record.record_id for record in records)],
    )
    return RecordState(dict.fromkeys((row[0] for row in cursor.fetchall()), None))


def apply(cursor: Cursor, entries: Sequence[tuple[int, RecordReceived]]) -> None:
    """Add each record and its identifiers."""
    add_rows(
        cursor, "record", (*SHOWN, "custody", "since"), ((*_shown(entry.record), _of_custody(entry.record), at) for at, entry in entries)
    )
    identifiers = [
        (entry.record.record_id, n, one.kind, one.value, one.raw, at)
        for at, entry in entries
        for n, one in enumerate(entry.record.identifiers)
    ]
    if identifiers:
        add_rows(cursor, "identifier", ("record_id", "n", "kind", "value", "raw", "since"), identifiers)


def dump(cursor: Cursor) -> RecordState:
    """Every record as far as the tables show it; columns they do not have are at their defaults."""
    cursor.execute("SELECT record_id, kind, value, raw FROM identifier ORDER BY record_id, n")
    numbers: dict[str, list[Identifier]] = {}
    for record_id, *rest in cursor.fetchall():
        numbers.setdefault(record_id, []).append(Identifier(*rest))
    cursor.execute(f"SELECT {', '.join(SHOWN)} FROM record")
    return RecordState({row[0]: _record(row, numbers.get(row[0], [])) for row in cursor.fetchall()})


def _shown(record: Record) -> tuple[object, ...]:
    return (
        record.record_id,
        record.extract_id,
        record.name,
        record.layout,
        record.row,
        record.role,
        record.given,
        record.surnames,
        record.whole_name,
        record.born,
        record.sex,
        record.nationality,
        record.encountered,
    )


def _of_custody(record: Record) -> bool:
    return is_of_custody(record.layout, {stay.custodian for stay in record.stays})


def _record(row: tuple[object, ...], identifiers: list[Identifier]) -> Record:
    values = dict(zip(SHOWN, row, strict=True))
    return Record(**values, identifiers=tuple(identifiers))  # type: ignore[arg-type]
