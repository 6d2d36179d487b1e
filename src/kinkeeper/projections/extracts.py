"""Extracts and refusals: rows that are only ever added."""

from collections.abc import Sequence

from kinkeeper.domain.extracts import Extract, ExtractReceived, ExtractState, ReceiveExtract, RowRefused
from kinkeeper.domain.records import Refusal
from kinkeeper.projections.versions import Cursor, add_rows

EXTRACT = Extract.__struct_fields__
REFUSAL = Refusal.__struct_fields__
_EXTRACTS = f"SELECT {', '.join(EXTRACT)} FROM extract"


def load(cursor: Cursor, commands: Sequence[ReceiveExtract]) -> ExtractState:
    """The extracts that the commands name, where known."""
    cursor.execute(f"{_EXTRACTS} WHERE extract_id = ANY(%s)", [[command.extract.extract_id for command in commands]])
    return ExtractState({row[0]: Extract(*row) for row in cursor.fetchall()})


def apply(cursor: Cursor, entries: Sequence[tuple[int, ExtractReceived | RowRefused]]) -> None:
    """Add an extract for each that came, and what was refused of it."""
    received = [(at, entry.extract) for at, entry in entries if isinstance(entry, ExtractReceived)]
    refused = [(at, entry) for at, entry in entries if isinstance(entry, RowRefused)]
    add_rows(cursor, "extract", (*EXTRACT, "since"), ((*(getattr(one, name) for name in EXTRACT), at) for at, one in received))
    rows = ((at, one.extract_id, *(getattr(one.refusal, name) for name in REFUSAL)) for at, one in refused)
    add_rows(cursor, "refusal", ("since", "extract_id", *REFUSAL), rows)


def dump(cursor: Cursor) -> ExtractState:
    """Every extract and refusal."""
    cursor.execute(_EXTRACTS)
    state = ExtractState({row[0]: Extract(*row) for row in cursor.fetchall()})
    names = ", ".join(f'"{name}"' for name in REFUSAL)
    cursor.execute(f"SELECT extract_id, {names} FROM refusal ORDER BY since")
    for row in cursor.fetchall():
        state.refusals.setdefault(row[0], []).append(Refusal(*row[1:]))
    return state
