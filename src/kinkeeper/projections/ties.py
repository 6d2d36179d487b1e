"""Ties: a new version at each word about one; none is ever taken away."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from kinkeeper.domain import ties
from kinkeeper.domain.ties import AssessTies, Evidence, Tie, TieAssessed, TieCommand, TieEntry, TieState
from kinkeeper.projections.versions import Cursor, Key, Version, VersionedTable, from_json, read_current, to_json, write_versions

TIE = VersionedTable("tie", ("child", "adult"), ("relation", "status", "probability", "basis", "evidence", "decided"))


def load(cursor: Cursor, commands: Sequence[TieCommand]) -> TieState:
    """The ties that the commands name, where known."""
    keys: list[Key] = []
    for command in commands:
        keys += [tie.key for tie in command.ties] if isinstance(command, AssessTies) else [(command.child, command.adult)]
    return _state(read_current(cursor, TIE, keys))


def apply(cursor: Cursor, entries: Sequence[tuple[int, TieEntry]]) -> None:
    """Write the version of a tie that each entry brings."""
    keys = [_key(entry) for _, entry in entries]
    state = _state(read_current(cursor, TIE, keys))
    versions = []
    for (at, entry), key in zip(entries, keys, strict=True):
        state = ties.evolve(state, entry)
        versions.append(Version(at, key, _values(state.ties[key])))
    write_versions(cursor, TIE, versions)


def dump(cursor: Cursor) -> TieState:
    """Every tie as known now."""
    return _state(read_current(cursor, TIE))


def _key(entry: TieEntry) -> tuple[str, str]:
    return entry.tie.key if isinstance(entry, TieAssessed) else (entry.child, entry.adult)


def _values(tie: Tie) -> tuple[Any, ...]:
    return tie.relation, tie.status, Decimal(tie.probability), tie.basis, to_json(tie.evidence), tie.decided


def _state(rows: Sequence[tuple[Any, ...]]) -> TieState:
    state = TieState()
    for child, adult, relation, status, probability, basis, evidence, decided in rows:
        found = msgspec.convert(from_json(evidence), tuple[Evidence, ...])
        state.ties[child, adult] = Tie(child, adult, relation, status, f"{probability:.4f}", basis, found, decided)
    return state
