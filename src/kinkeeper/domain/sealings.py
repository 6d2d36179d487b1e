"""Sealing and expungement by a court's order.

To seal is to hide: the bytes stay, and no table that people read shows them. To expunge is to destroy: salt and body of the part go,
what the tree commits to stays. Hidden deletion is the very abuse that this system exists to stop, so one person proposes, another
approves, both are on the ledger with the order, and the entry that carries it out stands before anything is gone. Between approval
and destruction lie two weeks in which everybody can see what is coming and have it stopped, unless the court says at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact, replace

DETAIL = 2
"""The part of an entry that names or describes a person. The core names nobody and always stays."""
DAYS_BEFORE = 14
"""So many days lie between the approval of an expungement and its being carried out, where the order does not say at once."""


class Effect(StrEnum):
    """What an order does."""

    SEAL = "seal"
    UNSEAL = "unseal"
    EXPUNGE = "expunge"


class Standing(StrEnum):
    """How far a proposal has come."""

    PROPOSED = "proposed"
    APPROVED = "approved"
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
    approved_by: str = ""
    due: str = ""
    """The day from which on an approved expungement may be carried out."""
    files: tuple[str, ...] = ()
    """Kept files that go whole, by the SHA-256 of their bytes: also such of which no entry speaks."""


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
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ApproveSealing:
    """Somebody else has read the order and lets it be carried out."""

    proposal_id: str
    by: str
    at_once: str = ""
    """The order's words that ask for it at once; without them an expungement waits."""


@dataclass(frozen=True, slots=True)
class CarryOutSealing:
    """The days of waiting are over."""

    proposal_id: str


@dataclass(frozen=True, slots=True)
class RejectSealing:
    """Somebody says that the order does not ask for this, or is none, or was lifted meanwhile."""

    proposal_id: str
    reason: str
    by: str


# Entries


class SealingProposed(Fact, frozen=True):
    """An order was presented."""

    proposal: Proposal


class SealingApproved(Fact, frozen=True):
    """An expungement was approved, and is carried out from a day on unless it is rejected before."""

    proposal_id: str
    approved_by: str
    due: str


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
    at_once: str = ""
    files: tuple[str, ...] = ()


class FileExpunged(Fact, frozen=True):
    """A file that was kept as it came is destroyed, because rows of it were expunged: said by the rules, after `record.expunged`."""

    proposal_id: str
    sha256: str
    """Of the file that is gone."""
    rest: str = ""
    """Of what is kept in its place: its other rows, as cells. Empty where nothing could be."""
    rows: int = 0
    """How many rows are not in the rest."""


SealingCommand = ProposeSealing | ApproveSealing | CarryOutSealing | RejectSealing
CarriedOut = RecordSealed | RecordUnsealed | RecordExpunged
SealingEntry = SealingProposed | SealingApproved | SealingRejected | FileExpunged | CarriedOut
CARRIES_OUT: dict[str, type[RecordSealed | RecordUnsealed | RecordExpunged]] = {
    Effect.SEAL: RecordSealed,
    Effect.UNSEAL: RecordUnsealed,
    Effect.EXPUNGE: RecordExpunged,
}
OURS = frozenset(
    {f"sealing.{step}" for step in ("proposed", "approved", "rejected")}
    | {"record.sealed", "record.unsealed", "record.expunged", "file.expunged"}
)
"""Kinds of entry that no order reaches: they are what says that something is gone, and why."""


# State


@dataclass(slots=True)
class SealingState:
    """Every proposal, by id, and the parts that are sealed or expunged now."""

    proposals: dict[str, Proposal] = field(default_factory=dict)
    withheld: dict[tuple[int, int], str] = field(default_factory=dict)
    """(position, part) -> `seal` or `expunge`."""
    files: dict[str, FileExpunged] = field(default_factory=dict)
    """The kept files that are gone, by their hash."""
    kinds: dict[int, str] = field(default_factory=dict, compare=False)
    """Of the entries that commands name, as far as they are there; loaded to decide, not part of what is known."""
    today: str = field(default="", compare=False)
    """The day on which it is decided; loaded to decide as well."""


def decide(state: SealingState, command: SealingCommand) -> Iterable[SealingEntry]:
    """What the command adds.

    :raises Refused: for a proposal that names no order, no entry, or entries it cannot be about; for an approval by the one who proposed.
    """
    if isinstance(command, ProposeSealing):
        return [SealingProposed(_proposal(state, command))]
    known = state.proposals.get(command.proposal_id)
    standings, called = _OPEN_FOR[type(command)]
    if known is None or known.standing not in standings:
        raise Refused(f"There is no {called} proposal {command.proposal_id}. See: kinkeeper sealings.")
    if isinstance(command, RejectSealing):
        _require(command.reason, "Say why the proposal is rejected.")
        return [SealingRejected(command.proposal_id, command.reason)]
    if isinstance(command, CarryOutSealing):
        if state.today < known.due:
            raise Refused(f"{known.proposal_id} may be carried out from {known.due} on. Until then it can be stopped.")
        return [_carried_out(state, known, known.approved_by)]
    if command.by == known.proposed_by:
        raise Refused(f"{command.by} proposed this. Another person has to read the order and approve it.")
    if known.effect != Effect.EXPUNGE or command.at_once.strip():
        return [_carried_out(state, known, command.by, command.at_once)]
    _refuse_what_cannot_be(state, known)
    due = date.fromisoformat(state.today) + timedelta(days=DAYS_BEFORE)
    return [SealingApproved(known.proposal_id, command.by, due.isoformat())]


_OPEN_FOR: dict[type, tuple[frozenset[str], str]] = {
    ApproveSealing: (frozenset({Standing.PROPOSED}), "open"),
    CarryOutSealing: (frozenset({Standing.APPROVED}), "approved"),
    RejectSealing: (frozenset({Standing.PROPOSED, Standing.APPROVED}), "open"),
}


def _carried_out(state: SealingState, known: Proposal, approved_by: str, at_once: str = "") -> CarriedOut:
    _refuse_what_cannot_be(state, known)
    told = (known.proposal_id, known.parts, known.proposed_by, approved_by)
    return RecordExpunged(*told, at_once, known.files) if known.effect == Effect.EXPUNGE else CARRIES_OUT[known.effect](*told)


def evolve(state: SealingState, entry: SealingEntry) -> SealingState:
    """The state after an entry."""
    if isinstance(entry, SealingProposed):
        state.proposals[entry.proposal.proposal_id] = entry.proposal
        return state
    if isinstance(entry, FileExpunged):
        state.files[entry.sha256] = entry
        return state
    if entry.proposal_id in state.proposals:
        state.proposals[entry.proposal_id] = _further(state.proposals[entry.proposal_id], entry)
    if isinstance(entry, RecordUnsealed):
        for part in entry.parts:
            state.withheld.pop(part, None)
    elif isinstance(entry, RecordSealed | RecordExpunged):
        effect = Effect.SEAL if isinstance(entry, RecordSealed) else Effect.EXPUNGE
        state.withheld.update(dict.fromkeys(entry.parts, effect))
    return state


def _further(proposal: Proposal, entry: SealingApproved | SealingRejected | CarriedOut) -> Proposal:
    if isinstance(entry, SealingApproved):
        return replace(proposal, standing=Standing.APPROVED, approved_by=entry.approved_by, due=entry.due)
    if isinstance(entry, SealingRejected):
        return replace(proposal, standing=Standing.REJECTED)
    return replace(proposal, standing=Standing.DONE, approved_by=entry.approved_by)


def _proposal(state: SealingState, command: ProposeSealing) -> Proposal:
    if command.effect not in set(Effect):
        raise Refused(f"'{command.effect}' is not something that an order does here. Known: {', '.join(Effect)}.")
    if command.proposal_id in state.proposals:
        raise Refused(f"There is a proposal {command.proposal_id} already. Give this one another id.")
    _require(command.order, "Name the order: the court, the docket number and the day.")
    _require(command.reason, "Say what the order says.")
    parts = tuple((position, DETAIL) for position in sorted(set(command.positions)))
    if command.files and command.effect != Effect.EXPUNGE:
        raise Refused("A file as it came is kept or destroyed; nobody reads it in the pages. Name the entries to seal.")
    proposal = Proposal(command.proposal_id, command.effect, parts, command.order, command.reason, command.by, files=command.files)
    _refuse_what_cannot_be(state, proposal)
    return proposal


def _refuse_what_cannot_be(state: SealingState, proposal: Proposal) -> None:
    if not proposal.parts and not proposal.files:
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
