"""What was imported and no longer counts: a file taken back whole, a row that a corrected file says anew.

Nothing is deleted. A withdrawn record counts for nobody and nothing, stays readable, and can be restored.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.extracts import ExtractReceived
from kinkeeper.domain.facts import Fact

# Commands


@dataclass(frozen=True, slots=True)
class WithdrawExtract:
    """Take an extract back: it was the wrong file, read wrongly, or sent by mistake."""

    extract_id: str
    why: str


@dataclass(frozen=True, slots=True)
class RestoreExtract:
    """Let an extract that was taken back count again."""

    extract_id: str
    why: str


@dataclass(frozen=True, slots=True)
class WithdrawRecords:
    """These records no longer count: their extract was taken back, or a corrected one says otherwise."""

    record_ids: tuple[str, ...]
    why: str
    cause: str
    """The extract that was taken back, or that corrects them."""


@dataclass(frozen=True, slots=True)
class RestoreRecords:
    """Let records that were withdrawn count again."""

    record_ids: tuple[str, ...]
    why: str


# Entries


class ExtractWithdrawn(Fact, frozen=True):
    """An extract was taken back."""

    extract_id: str
    why: str


class ExtractRestored(Fact, frozen=True):
    """An extract that was taken back counts again."""

    extract_id: str
    why: str


class RecordWithdrawn(Fact, frozen=True):
    """Records no longer count, for this reason; `cause` is the extract behind it."""

    record_ids: tuple[str, ...]
    why: str
    cause: str


class RecordRestored(Fact, frozen=True):
    """Withdrawn records count again."""

    record_ids: tuple[str, ...]
    why: str


Entry = ExtractWithdrawn | ExtractRestored | RecordWithdrawn | RecordRestored
Command = WithdrawExtract | RestoreExtract | WithdrawRecords | RestoreRecords

# State


@dataclass(slots=True)
class WithdrawalState:
    """Which extracts are known, and which extracts and records are withdrawn: why, and by what cause."""

    known: dict[str, bool] = field(default_factory=dict)
    extracts: dict[str, str] = field(default_factory=dict)
    records: dict[str, tuple[str, str]] = field(default_factory=dict)


def decide(
    state: WithdrawalState, command: WithdrawExtract | RestoreExtract | WithdrawRecords | RestoreRecords
) -> Iterable[ExtractWithdrawn | ExtractRestored | RecordWithdrawn | RecordRestored]:
    """What changes by the command; nothing where it is so already.

    :raises Refused: where no reason is given, or the extract is not known.
    """
    if not command.why.strip():
        raise Refused("Say why, in a few words: it stays on the record.")
    if isinstance(command, WithdrawExtract | RestoreExtract):
        return _decide_extract(state, command)
    if isinstance(command, WithdrawRecords):
        standing = tuple(one for one in command.record_ids if one not in state.records)
        return [RecordWithdrawn(standing, command.why, command.cause)] if standing else []
    gone = tuple(one for one in command.record_ids if one in state.records)
    return [RecordRestored(gone, command.why)] if gone else []


def _decide_extract(state: WithdrawalState, command: WithdrawExtract | RestoreExtract) -> list[ExtractWithdrawn | ExtractRestored]:
    if command.extract_id not in state.known:
        raise Refused("No such extract came in. Nothing was changed.")
    is_gone = command.extract_id in state.extracts
    if isinstance(command, WithdrawExtract):
        return [] if is_gone else [ExtractWithdrawn(command.extract_id, command.why)]
    return [ExtractRestored(command.extract_id, command.why)] if is_gone else []


def evolve(
    state: WithdrawalState, entry: ExtractWithdrawn | ExtractRestored | RecordWithdrawn | RecordRestored | ExtractReceived
) -> WithdrawalState:
    """The state after an entry."""
    if isinstance(entry, ExtractReceived):
        state.known[entry.extract.extract_id] = True
    elif isinstance(entry, ExtractWithdrawn):
        state.extracts[entry.extract_id] = entry.why
    elif isinstance(entry, ExtractRestored):
        state.extracts.pop(entry.extract_id, None)
    elif isinstance(entry, RecordWithdrawn):
        state.records.update(dict.fromkeys(entry.record_ids, (entry.why, entry.cause)))
    else:
        for record_id in entry.record_ids:
            state.records.pop(record_id, None)
    return state
