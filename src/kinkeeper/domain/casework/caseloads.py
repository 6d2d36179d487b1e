"""A caseload handed over: cases of one caseworker, whole or chosen, offered to another. Until that one accepts, who offered owns them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.dates import Moment, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact, replace


class Caseload(Fact, frozen=True):
    """Cases that one person hands over to another, by child."""

    caseload_id: str
    from_owner: str
    to_owner: str
    children: tuple[str, ...]
    offered_at: Moment
    words: str = ""
    """What the next must know."""
    answered: str = ""
    """`accepted` or `refused`; empty while nobody has answered."""
    answered_at: Moment = ""
    answered_by: str = ""
    because: str = ""


# Commands


@dataclass(frozen=True, slots=True)
class OfferCaseload:
    """Offer cases to another person."""

    caseload: Caseload

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.caseload.caseload_id,),)


@dataclass(frozen=True, slots=True)
class AnswerCaseload:
    """Accept cases, or refuse them with the reason; by the one they are offered to. Who offered may take the offer back."""

    caseload_id: str
    accepted: bool
    at: Moment
    because: str
    by: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.caseload_id,),)


# Entries


class CaseloadOffered(Fact, frozen=True):
    """Somebody offered cases to another person."""

    caseload: Caseload

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.caseload.caseload_id,)


class CaseloadAnswered(Fact, frozen=True):
    """The cases were accepted, and are the other's from here on; or they were not."""

    caseload_id: str
    accepted: bool
    at: Moment
    because: str
    by: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.caseload_id,)


@dataclass(slots=True)
class CaseloadState:
    """The offers, by id."""

    caseloads: dict[tuple[str, ...], Caseload] = field(default_factory=dict)


def decide(state: CaseloadState, command: OfferCaseload | AnswerCaseload) -> Iterable[CaseloadOffered | CaseloadAnswered]:
    """What the command adds.

    :raises Refused: for an offer of nothing, to nobody or to oneself; for an answer by somebody else, or a refusal without a reason.
    """
    if isinstance(command, OfferCaseload):
        return _offer(state, command.caseload)
    known = state.caseloads.get((command.caseload_id,))
    if known is None or known.answered:
        raise Refused("No offer %(caseload_id)s of cases is open.", caseload_id=command.caseload_id)
    takes_back = command.by == known.from_owner and not command.accepted
    if command.by != known.to_owner and not takes_back:
        raise Refused("These cases are offered to %(to_owner)s: nobody else can accept them.", to_owner=known.to_owner)
    if not is_moment(command.at):
        raise Refused("Say when, as 2018-07-08.")
    if not command.accepted and not command.because.strip():
        raise Refused("Say why the cases are not taken over.")
    return [CaseloadAnswered(command.caseload_id, command.accepted, command.at, command.because, command.by)]


def evolve(state: CaseloadState, entry: CaseloadOffered | CaseloadAnswered) -> CaseloadState:
    """The state after an entry."""
    if isinstance(entry, CaseloadOffered):
        state.caseloads[entry.key] = entry.caseload
    elif entry.key in state.caseloads:
        answered = "accepted" if entry.accepted else "refused"
        known = state.caseloads[entry.key]
        state.caseloads[entry.key] = replace(known, answered=answered, answered_at=entry.at, answered_by=entry.by, because=entry.because)
    return state


def _offer(state: CaseloadState, one: Caseload) -> list[CaseloadOffered]:
    if state.caseloads.get((one.caseload_id,)) == one:
        return []
    if (one.caseload_id,) in state.caseloads:
        raise Refused("Offer %(caseload_id)s is known already. Give a new one its own number.", caseload_id=one.caseload_id)
    if not one.children or not one.to_owner.strip() or one.to_owner == one.from_owner or not one.from_owner.strip():
        raise Refused("An offer names the cases, whose they are, and another person who is to take them.")
    if not is_moment(one.offered_at) or one.answered:
        raise Refused("An offer is made open, on a day as 2018-07-08.")
    return [CaseloadOffered(one)]
