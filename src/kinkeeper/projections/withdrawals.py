"""What no longer counts: a version stands for as long as an extract or a record is withdrawn."""

from collections.abc import Sequence

from kinkeeper.domain.deliveries.withdrawals import (
    Command,
    Entry,
    ExtractRestored,
    ExtractWithdrawn,
    RecordRestored,
    RecordWithdrawn,
    RestoreExtract,
    WithdrawalState,
    WithdrawExtract,
)
from kinkeeper.domain.extracts import ExtractReceived
from kinkeeper.projections.versions import Cursor, Version, VersionedTable, read_current, write_versions

EXTRACT = VersionedTable("extract_withdrawal", ("extract_id",), ("why",))
RECORD = VersionedTable("record_withdrawal", ("record_id",), ("why", "cause"))


def load(cursor: Cursor, commands: Sequence[Command]) -> WithdrawalState:
    """What the commands name, as far as it is known or withdrawn."""
    extracts = [(one.extract_id,) for one in commands if isinstance(one, WithdrawExtract | RestoreExtract)]
    records = [(id_,) for one in commands if not isinstance(one, WithdrawExtract | RestoreExtract) for id_ in one.record_ids]
    cursor.execute("SELECT extract_id FROM extract WHERE extract_id = ANY(%s)", [[key for (key,) in extracts]])
    known = dict.fromkeys((row[0] for row in cursor.fetchall()), True)
    return WithdrawalState(
        known,
        dict(read_current(cursor, EXTRACT, extracts)),
        {one: (why, cause) for one, why, cause in read_current(cursor, RECORD, records)},
    )


def apply(cursor: Cursor, entries: Sequence[tuple[int, Entry | ExtractReceived]]) -> None:
    """Begin and end what is withdrawn."""
    extracts: list[Version] = []
    records: list[Version] = []
    for at, entry in entries:
        if isinstance(entry, ExtractWithdrawn | ExtractRestored):
            extracts.append(Version(at, (entry.extract_id,), (entry.why,) if isinstance(entry, ExtractWithdrawn) else None))
        elif isinstance(entry, RecordWithdrawn):
            records += [Version(at, (one,), (entry.why, entry.cause)) for one in entry.record_ids]
        elif isinstance(entry, RecordRestored):
            records += [Version(at, (one,), None) for one in entry.record_ids]
    if extracts:
        write_versions(cursor, EXTRACT, extracts)
    if records:
        write_versions(cursor, RECORD, records)


def dump(cursor: Cursor) -> WithdrawalState:
    """Everything that is withdrawn."""
    cursor.execute("SELECT extract_id FROM extract")
    known = dict.fromkeys((row[0] for row in cursor.fetchall()), True)
    records = {one: (why, cause) for one, why, cause in read_current(cursor, RECORD)}
    return WithdrawalState(known, dict(read_current(cursor, EXTRACT)), records)
