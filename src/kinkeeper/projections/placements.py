"""Placements: the stays that records state, and those that staff report."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from kinkeeper.domain.casework.objections import ObjectionLifted, StatementRetracted, StatementSuperseded, Subject
from kinkeeper.domain.dates import day
from kinkeeper.domain.deliveries.withdrawals import RecordRestored, RecordWithdrawn
from kinkeeper.domain.placements import Placement, PlacementReported, PlacementState, ReportPlacement
from kinkeeper.domain.records import RecordReceived, Stay
from kinkeeper.projections.versions import Cursor, Version, VersionedTable, add_rows, read_current, write_versions

STAY = ("custodian", "place", "start", "end", "end_reason", "end_as_recorded", "released_to")
Objected = StatementRetracted | StatementSuperseded | ObjectionLifted
Moved = RecordWithdrawn | RecordRestored | Objected
Heard = PlacementReported | RecordReceived | Moved
PLACEMENT = VersionedTable("placement", ("source_id",), ("n", "person_id", *STAY, "valid_from", "valid_until"))
_COLUMNS = ", ".join(f'"{name}"' for name in (*PLACEMENT.key, *PLACEMENT.columns))
_ENDED = (
    "SELECT DISTINCT ON (source_id, n) {columns} FROM placement p WHERE (person_id = '') = {recorded} AND {which} AND NOT EXISTS "
    "(SELECT FROM placement q WHERE q.source_id = p.source_id AND q.until IS NULL) ORDER BY source_id, n, since DESC"
)
_WITHDRAW = "UPDATE placement SET until = %s WHERE source_id = ANY(%s) AND (person_id = '') = %s AND until IS NULL"
_WITHDRAWN = _ENDED.format(columns=_COLUMNS, which="until IS NOT NULL", recorded="TRUE")
_RETRACTED = _ENDED.format(
    columns=_COLUMNS, which="until IS NOT NULL AND (%(ids)s::text[] IS NULL OR source_id = ANY(%(ids)s))", recorded="FALSE"
)
_RESTORE = f"INSERT INTO placement ({_COLUMNS}, since) " + _ENDED.format(
    columns=f"{_COLUMNS}, %s", which="source_id = ANY(%s)", recorded="%s"
)


def load(cursor: Cursor, commands: Sequence[ReportPlacement]) -> PlacementState:
    """The reported placements that the commands name, where known."""
    rows = read_current(cursor, PLACEMENT, [(command.placement.placement_id,) for command in commands])
    state = _state(rows)
    state.retracted = _retracted(cursor, [command.placement.placement_id for command in commands])
    return state


def apply(cursor: Cursor, entries: Sequence[tuple[int, Heard]]) -> None:
    """Add the stays of records; a placement reported again replaces what was reported before. Withdrawn records state nothing."""
    for moves, some in groupby(entries, lambda one: isinstance(one[1], Moved)):
        if moves:
            _withdraw_and_restore(cursor, list(some))
        else:
            _add(cursor, list(some))


def _withdraw_and_restore(cursor: Cursor, entries: Sequence[tuple[int, Heard]]) -> None:
    for at, entry in entries:
        if isinstance(entry, RecordWithdrawn):
            cursor.execute(_WITHDRAW, [at, list(entry.record_ids), True])
        elif isinstance(entry, RecordRestored):
            cursor.execute(_RESTORE, [at, True, list(entry.record_ids)])
        elif isinstance(entry, ObjectionLifted) and entry.subject == Subject.PLACEMENT:
            cursor.execute(_RESTORE, [at, False, [entry.id]])
        elif isinstance(entry, StatementRetracted | StatementSuperseded) and entry.objection.subject == Subject.PLACEMENT:
            cursor.execute(_WITHDRAW, [at, [entry.objection.id], False])


def _add(cursor: Cursor, entries: Sequence[tuple[int, Heard]]) -> None:
    stays = [
        (entry.record.record_id, n, "", *_values(stay), at, None)
        for at, entry in entries
        if isinstance(entry, RecordReceived)
        for n, stay in enumerate(entry.record.stays)
    ]
    if stays:
        add_rows(cursor, "placement", (*PLACEMENT.key, *PLACEMENT.columns, "since", "until"), stays)
    write_versions(cursor, PLACEMENT, list(_reported(entries)))


def dump(cursor: Cursor) -> PlacementState:
    """Every placement."""
    state = _state(read_current(cursor, PLACEMENT))
    cursor.execute(_WITHDRAWN)
    return PlacementState(state.placements, state.stays, _state(cursor.fetchall()).stays, _retracted(cursor, None))


def _retracted(cursor: Cursor, ids: Sequence[str] | None) -> dict[str, Placement]:
    cursor.execute(_RETRACTED, {"ids": ids if ids is None else list(ids)})
    return _state(cursor.fetchall()).placements


def _reported(entries: Sequence[tuple[int, Heard]]) -> Iterator[Version]:
    for at, entry in entries:
        if isinstance(entry, PlacementReported):
            one = entry.placement
            yield Version(at, (one.placement_id,), (0, one.person_id, *_values(one.stay)))


def _values(stay: Stay) -> tuple[Any, ...]:
    return (
        stay.custodian,
        stay.place,
        stay.start,
        stay.end,
        stay.end_reason,
        stay.end_as_recorded,
        stay.released_to,
        day(stay.start),
        day(stay.end),
    )


def _state(rows: Sequence[tuple[Any, ...]]) -> PlacementState:
    state = PlacementState()
    for source_id, _, person_id, *values in sorted(rows, key=lambda row: (row[0], row[1])):
        stay = Stay(*values[: len(STAY)])
        if person_id:
            state.placements[source_id] = Placement(source_id, person_id, stay)
        else:
            state.stays[source_id] = (*state.stays.get(source_id, ()), stay)
    return state
