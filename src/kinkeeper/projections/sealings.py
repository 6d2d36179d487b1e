"""Sealings: proposals, a version each time one gets further; and the parts that are withheld now."""

from collections.abc import Sequence
from typing import Any

import msgspec

from kinkeeper.domain import sealings
from kinkeeper.domain.sealings import CARRIES_OUT, Effect, Proposal, ProposeSealing, SealingCommand, SealingEntry, SealingState
from kinkeeper.projections.versions import Cursor, Version, VersionedTable, add_rows, from_json, read_current, to_json, write_versions

KNOWN = tuple(name for name in Proposal.__struct_fields__ if name != "proposal_id")
SEALING = VersionedTable("sealing", ("proposal_id",), KNOWN)
FILE = ("proposal_id", "sha256", "rest", "rows")


class _Core(msgspec.Struct):
    kind: str


def load(cursor: Cursor, commands: Sequence[SealingCommand]) -> SealingState:
    """The proposals that the commands name, what is withheld, and what kinds the entries are that they are about."""
    state = _state(cursor, read_current(cursor, SEALING, [(command.proposal_id,) for command in commands]))
    positions = {position for command in commands if isinstance(command, ProposeSealing) for position in command.positions}
    positions |= {position for proposal in state.proposals.values() for position, _ in proposal.parts}
    cursor.execute("SELECT seq, body FROM part WHERE k = 1 AND body IS NOT NULL AND seq = ANY(%s)", [list(positions)])
    state.kinds = {seq: msgspec.json.decode(body, type=_Core).kind for seq, body in cursor.fetchall()}
    cursor.execute("SELECT (now() AT TIME ZONE 'UTC')::date::text")
    [(state.today,)] = cursor.fetchall()
    return state


def apply(cursor: Cursor, entries: Sequence[tuple[int, SealingEntry]]) -> None:
    """Write how far each proposal has come, what is withheld from then on, and which kept files are gone."""
    files = [(at, entry) for at, entry in entries if isinstance(entry, sealings.FileExpunged)]
    add_rows(cursor, "file_expunged", (*FILE, "since"), ((*(getattr(entry, name) for name in FILE), at) for at, entry in files))
    entries = [one for one in entries if not isinstance(one[1], sealings.FileExpunged)]
    ids = [entry.proposal.proposal_id if isinstance(entry, sealings.SealingProposed) else entry.proposal_id for _, entry in entries]
    state = _state(cursor, read_current(cursor, SEALING, [(proposal_id,) for proposal_id in ids]))
    versions = []
    for (at, entry), proposal_id in zip(entries, ids, strict=True):
        state = sealings.evolve(state, entry)
        versions.append(Version(at, (proposal_id,), _values(state.proposals[proposal_id])))
        if isinstance(entry, tuple(CARRIES_OUT.values())):
            _withhold(cursor, at, entry)
    write_versions(cursor, SEALING, versions)


def dump(cursor: Cursor) -> SealingState:
    """Every proposal as it stands, everything that is withheld, and the files that are gone."""
    state = _state(cursor, read_current(cursor, SEALING))
    cursor.execute(f"SELECT {', '.join(FILE)} FROM file_expunged")
    state.files = {row[1]: sealings.FileExpunged(*row) for row in cursor.fetchall()}
    return state


def _withhold(cursor: Cursor, at: int, entry: Any) -> None:
    # What linkage holds names people: it goes, and the next run reads what may still be read.
    cursor.execute("DELETE FROM linking")
    cursor.execute("DELETE FROM linked_line")
    named = [[position for position, _ in entry.parts], [k for _, k in entry.parts]]
    cursor.execute(
        "DELETE FROM withheld w USING unnest(%s::bigint[], %s::smallint[]) AS n(position, k) WHERE w.position = n.position AND w.k = n.k",
        named,
    )
    if not isinstance(entry, sealings.RecordUnsealed):
        effect = Effect.SEAL if isinstance(entry, sealings.RecordSealed) else Effect.EXPUNGE
        cursor.execute(
            "INSERT INTO withheld (position, k, effect, since) SELECT *, %s, %s FROM unnest(%s::bigint[], %s::smallint[])",
            [str(effect), at, *named],
        )


def _values(proposal: Proposal) -> tuple[Any, ...]:
    return tuple(to_json(getattr(proposal, name)) if name in ("parts", "files") else getattr(proposal, name) for name in KNOWN)


def _state(cursor: Cursor, rows: Sequence[tuple[Any, ...]]) -> SealingState:
    cursor.execute("SELECT position, k, effect FROM withheld")
    state = SealingState(withheld={(position, k): effect for position, k, effect in cursor.fetchall()})
    for proposal_id, *values in rows:
        told = dict(zip(KNOWN, values, strict=True))
        told["parts"] = tuple((position, k) for position, k in from_json(told["parts"]))
        told["files"] = tuple(from_json(told["files"]))
        state.proposals[proposal_id] = Proposal(proposal_id, **told)
    return state
