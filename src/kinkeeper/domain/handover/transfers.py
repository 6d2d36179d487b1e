"""A transfer: a hand-over of one person, offered by one custodian and acknowledged, or refused, by the next.

What a person needs refuses to be left behind: an offer names every need that stands, and whoever acknowledges says that each
was read. Until it is acknowledged the one who offered answers for the person; unanswered past its hour a transfer is overdue.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kinkeeper.domain.court.instants import span_of, zone_of
from kinkeeper.domain.dates import Moment, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact, replace
from kinkeeper.domain.handover.needs import Need, NeedRecorded
from kinkeeper.domain.terms import Custodian


class Answered(StrEnum):
    """What became of an offer."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Transfer(Fact, frozen=True):
    """A hand-over of one person from one custodian to the next."""

    transfer_id: str
    person_id: str
    from_custodian: str
    from_place: str
    to_custodian: str
    to_place: str
    offered_at: Moment
    answer_by: Moment
    """Until when the next custodian must answer, local to the place of the offer."""
    zone: str = ""
    needs: tuple[str, ...] = ()
    """The ids of the needs that travel with the person."""
    answered: str = "open"
    answered_at: Moment = ""
    answered_by: str = ""
    because: str = ""


# Commands


@dataclass(frozen=True, slots=True)
class OfferTransfer:
    """Offer a person to the next custodian."""

    transfer: Transfer

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.transfer.transfer_id,),)

    @property
    def person_id(self) -> str:
        """Whose needs it must name."""
        return self.transfer.person_id


@dataclass(frozen=True, slots=True)
class AcknowledgeTransfer:
    """Take a person over, having read every need."""

    transfer_id: str
    at: Moment
    needs_read: tuple[str, ...]
    by: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.transfer_id,),)


@dataclass(frozen=True, slots=True)
class RefuseTransfer:
    """Do not take a person over, with the reason; or, by the one who offered, withdraw the offer."""

    transfer_id: str
    at: Moment
    because: str
    withdrawn: bool
    by: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.transfer_id,),)


# Entries


class TransferOffered(Fact, frozen=True):
    """A custodian offered a person to the next."""

    transfer: Transfer

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.transfer.transfer_id,)


class TransferAcknowledged(Fact, frozen=True):
    """The next custodian has the person, and has read what the person needs."""

    transfer_id: str
    at: Moment
    needs_read: tuple[str, ...]
    by: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.transfer_id,)


class TransferRefused(Fact, frozen=True):
    """The next custodian does not take the person, or the offer was withdrawn."""

    transfer_id: str
    at: Moment
    because: str
    withdrawn: bool
    by: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.transfer_id,)


TransferCommand = OfferTransfer | AcknowledgeTransfer | RefuseTransfer
TransferEntry = TransferOffered | TransferAcknowledged | TransferRefused


@dataclass(slots=True)
class TransferState:
    """The transfers, by id, and the needs known."""

    transfers: dict[tuple[str, ...], Transfer] = field(default_factory=dict)
    needs: dict[tuple[str, ...], Need] = field(default_factory=dict)

    def standing(self, person_id: str) -> frozenset[str]:
        """The ids of the needs that stand for a person."""
        return frozenset(one.need_id for one in self.needs.values() if one.person_id == person_id and not one.ended)


def decide(state: TransferState, command: TransferCommand) -> Iterable[TransferEntry]:
    """What the command adds.

    :raises Refused: where a need would be left behind; for a custodian or an hour that is none; where there is nothing to answer.
    """
    if isinstance(command, OfferTransfer):
        return _offer(state, command.transfer)
    known = state.transfers.get((command.transfer_id,))
    if known is None or known.answered != Answered.OPEN:
        raise Refused("No offer %(transfer_id)s is open.", transfer_id=command.transfer_id)
    if not is_moment(command.at):
        raise Refused("Say when, as 2018-05-17T06:13.")
    if isinstance(command, AcknowledgeTransfer):
        left = state.standing(known.person_id) - set(command.needs_read)
        if left:
            raise Refused("%(state)s must travel with the person. Read each need and name it in needs_read.", state=_told(state, left))
        return [TransferAcknowledged(command.transfer_id, command.at, command.needs_read, command.by)]
    if not command.because.strip():
        raise Refused("Say why the person is not taken over.")
    return [TransferRefused(command.transfer_id, command.at, command.because, command.withdrawn, command.by)]


def evolve(state: TransferState, entry: TransferEntry | NeedRecorded) -> TransferState:
    """The state after an entry."""
    if isinstance(entry, NeedRecorded):
        state.needs[entry.key] = entry.need
        return state
    if isinstance(entry, TransferOffered):
        state.transfers[entry.key] = entry.transfer
        return state
    known = state.transfers[entry.key]
    if isinstance(entry, TransferAcknowledged):
        state.transfers[entry.key] = replace(known, answered=Answered.ACKNOWLEDGED, answered_at=entry.at, answered_by=entry.by)
    else:
        answered = Answered.WITHDRAWN if entry.withdrawn else Answered.REFUSED
        state.transfers[entry.key] = replace(known, answered=answered, answered_at=entry.at, answered_by=entry.by, because=entry.because)
    return state


def is_overdue(one: Transfer, now: datetime) -> bool:
    """Whether an offer is unanswered past its hour, whatever that hour can mean."""
    due = span_of(one.answer_by, one.zone)
    return one.answered == Answered.OPEN and due is not None and now > due.latest


def answers_for(transfers: Iterable[Transfer], custodian: str) -> str:
    """Who must answer for a person: whoever has the person, offered or not; where nobody is known to, who offered last and waits."""
    open_offers = sorted((one for one in transfers if one.answered == Answered.OPEN), key=lambda one: one.offered_at)
    return open_offers[-1].from_custodian if open_offers and not custodian else custodian


def _offer(state: TransferState, one: Transfer) -> list[TransferOffered]:
    if (one.transfer_id,) in state.transfers:
        known = state.transfers[one.transfer_id,]
        if known == one:
            return []
        raise Refused("Transfer %(transfer_id)s is known already. Give a new one its own number.", transfer_id=one.transfer_id)
    for custodian in (one.from_custodian, one.to_custodian):
        if custodian not in set(Custodian):
            raise Refused("'%(custodian)s' is not a custodian. Known: %(known)s.", custodian=custodian, known=", ".join(Custodian))
    if one.answered != Answered.OPEN or not is_moment(one.offered_at) or not is_moment(one.answer_by):
        raise Refused("An offer says when it is made and by when it must be answered, as 2018-05-17T06:13.")
    if one.zone:
        zone_of(one.zone)
    left = state.standing(one.person_id) - set(one.needs)
    if left:
        raise Refused("%(state)s must travel with the person. Name it in needs.", state=_told(state, left))
    return [TransferOffered(one)]


def _told(state: TransferState, left: Iterable[str]) -> str:
    """`deaf (NE-1), medication (NE-2)`: what would be left behind."""
    named = {one.need_id: one.kind for one in state.needs.values()}
    return ", ".join(f"{named[need]} ({need})" for need in sorted(left))
