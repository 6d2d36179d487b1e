"""Sealing and expungement by a court's order.

To seal is to hide: the bytes stay, and no table that people read shows them. To expunge is to destroy: salt and body of the part go,
what the tree commits to stays. Hidden deletion is the very abuse that this system exists to stop, so one person proposes, another
approves, both are on the ledger with the order, and the entry that carries it out stands before anything is gone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact, replace

DETAIL = 2
"""The part of an entry that names or describes a person. The core names nobody and always stays."""


class Effect(StrEnum):
    """What an order does."""

    SEAL = "seal"
    UNSEAL = "unseal"
    EXPUNGE = "expunge"


class Standing(StrEnum):
    """How far a proposal has come."""

    PROPOSED = "proposed"
    DONE = "done"
    REJECTED = "rejected"


class Proposal(Fact, frozen=True):
    """What an order asks for: of which entries (position, part), on whose order, and who says so."""

    proposal_id: str
    effect: str
    parts: tuple[tuple[int, int], ...]
    order: str
    """The court, the docket number and the day."""
    reason: str
    proposed_by: str
    standing: str = Standing.PROPOSED


# Commands


@dataclass(frozen=True, slots=True)
class ProposeSealing:
    """Somebody asks that an order be carried out on the details of these entries."""

    proposal_id: str
    effect: str
    positions: tuple[int, ...]
    order: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class ApproveSealing:
    """Somebody else has read the order and lets it be carried out."""

    proposal_id: str
    by: str


@dataclass(frozen=True, slots=True)
class RejectSealing:
    """Somebody says that the order does not ask for this, or is none."""

    proposal_id: str
    reason: str
    by: str


# Entries


class SealingProposed(Fact, frozen=True):
    """An order was presented."""

    proposal: Proposal


class SealingRejected(Fact, frozen=True):
    """A proposal came to nothing."""

    proposal_id: str
    reason: str


class RecordSealed(Fact, frozen=True):
    """From here on these parts are hidden."""

    proposal_id: str
    parts: tuple[tuple[int, int], ...]
    proposed_by: str
    approved_by: str


class RecordUnsealed(Fact, frozen=True):
    """From here on these parts are shown again."""

    proposal_id: str
    parts: tuple[tuple[int, int], ...]
    proposed_by: str
    approved_by: str


class RecordExpunged(Fact, frozen=True):
    """These parts are destroyed; this entry is what covers the gap (`docs/ledger-format.md`)."""

    proposal_id: str
    parts: tuple[tuple[int, int], ...]
    proposed_by: str
    approved_by: str


SealingCommand = ProposeSealing | ApproveSealing | RejectSealing
CarriedOut = RecordSealed | RecordUnsealed | RecordExpunged
SealingEntry = SealingProposed | SealingRejected | CarriedOut
CARRIES_OUT: dict[str, type[RecordSealed | RecordUnsealed | RecordExpunged]] = {
    Effect.SEAL: RecordSealed,
    Effect.UNSEAL: RecordUnsealed,
    Effect.EXPUNGE: RecordExpunged,
}
OURS = frozenset({"sealing.proposed", "sealing.rejected", "record.sealed", "record.unsealed", "record.expunged"})
"""Kinds of entry that no order reaches: they are what says that something is gone, and why."""


# State


@dataclass(slots=True)
class SealingState:
    """Every proposal, by id, and the parts that are sealed or expunged now."""

    proposals: dict[str, Proposal] = field(default_factory=dict)
    withheld: dict[tuple[int, int], str] = field(default_factory=dict)
    """(position, part) -> `seal` or `expunge`."""
    kinds: dict[int, str] = field(default_factory=dict)
    """Of the entries that commands name, as far as they are there; loaded to decide, not part of what is known."""


def decide(state: SealingState, command: SealingCommand) -> Iterable[SealingEntry]:
    """What the command adds.

    :raises Refused: for a proposal that names no order, no entry, or entries it cannot be about; for an approval by the one who proposed.
    """
    if isinstance(command, ProposeSealing):
        return [SealingProposed(_proposal(state, command))]
    known = state.proposals.get(command.proposal_id)
    if known is None or known.standing != Standing.PROPOSED:
        raise Refused(f"There is no open proposal {command.proposal_id}. See: kinkeeper sealings.")
    if isinstance(command, RejectSealing):
        _require(command.reason, "Say why the proposal is rejected.")
        return [SealingRejected(command.proposal_id, command.reason)]
    if command.by == known.proposed_by:
        raise Refused(f"{command.by} proposed this. Another person has to read the order and approve it.")
    _refuse_what_cannot_be(state, known)
    return [CARRIES_OUT[known.effect](known.proposal_id, known.parts, known.proposed_by, command.by)]


def evolve(state: SealingState, entry: SealingEntry) -> SealingState:
    """The state after an entry."""
    if isinstance(entry, SealingProposed):
        state.proposals[entry.proposal.proposal_id] = entry.proposal
        return state
    standing = Standing.REJECTED if isinstance(entry, SealingRejected) else Standing.DONE
    if entry.proposal_id in state.proposals:
        state.proposals[entry.proposal_id] = replace(state.proposals[entry.proposal_id], standing=standing)
    if isinstance(entry, RecordUnsealed):
        for part in entry.parts:
            state.withheld.pop(part, None)
    elif not isinstance(entry, SealingRejected):
        effect = Effect.SEAL if isinstance(entry, RecordSealed) else Effect.EXPUNGE
        state.withheld.update(dict.fromkeys(entry.parts, effect))
    return state


def _proposal(state: SealingState, command: ProposeSealing) -> Proposal:
    if command.effect not in set(Effect):
        raise Refused(f"'{command.effect}' is not something that an order does here. Known: {', '.join(Effect)}.")
    if command.proposal_id in state.proposals:
        raise Refused(f"There is a proposal {command.proposal_id} already. Give this one another id.")
    _require(command.order, "Name the order: the court, the docket number and the day.")
    _require(command.reason, "Say what the order says.")
    parts = tuple((position, DETAIL) for position in sorted(set(command.positions)))
    proposal = Proposal(command.proposal_id, command.effect, parts, command.order, command.reason, command.by)
    _refuse_what_cannot_be(state, proposal)
    return proposal


def _refuse_what_cannot_be(state: SealingState, proposal: Proposal) -> None:
    if not proposal.parts:
        raise Refused("Name at least one entry, by its position, its record or its person.")
    for part in proposal.parts:
        position, now = part[0], state.withheld.get(part)
        if position not in state.kinds:
            raise Refused(f"The ledger has no entry {position}. Nothing was recorded.")
        if state.kinds[position] in OURS:
            raise Refused(f"Entry {position} is itself about an order. It stays, so that everybody sees what was done and why.")
        if now == Effect.EXPUNGE or (now or Effect.UNSEAL) == proposal.effect:
            raise Refused(f"Entry {position} is {_PARTICIPLES[now or '']} already. Nothing was recorded.")


_PARTICIPLES = {"": "not sealed", Effect.SEAL: "sealed", Effect.EXPUNGE: "expunged"}


def _require(text: str, otherwise: str) -> None:
    if not text.strip():
        raise Refused(otherwise)
