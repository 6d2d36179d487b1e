"""A departure: the removal or release of an adult, planned, and stopped where a child would be left behind unasked (F-22).

Where a separation from a child is open and the parent has made no choice that counts, the departure is stopped. Somebody may override
the stop, with a reason; then that name goes to the top at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from kinkeeper.domain.casework.decisions import Decision, DecisionRecorded, standing_choice
from kinkeeper.domain.dates import Moment, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact, replace
from kinkeeper.domain.separations import Separation, SeparationRaised, SeparationWithdrawn
from kinkeeper.domain.terms import Outcome

KINDS = ("removal", "voluntary_departure", "release", "transfer_to_criminal_custody")
STILL_APART = frozenset({Outcome.APART, Outcome.UNKNOWN, Outcome.ADULT_REMOVED})
"""A child of whom nothing is known any more is not known to be back with the adult (F-33)."""


class Stand(StrEnum):
    """How a departure stands."""

    CLEARED = "cleared"
    STOPPED = "stopped"
    OVERRIDDEN = "overridden"


class Departure(Fact, frozen=True):
    """An adult who is to leave, when, and whether that is stopped for children who would be left behind."""

    departure_id: str
    adult: str
    kind: str
    planned_at: Moment
    stand: str = "cleared"
    children: tuple[str, ...] = ()
    """The children for whom no choice that counts is on record."""
    overridden_by: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class PlanDeparture:
    """Plan that an adult leaves; planned again, it is looked at anew."""

    departure_id: str
    adult: str
    kind: str
    planned_at: Moment

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.departure_id,),)


@dataclass(frozen=True, slots=True)
class OverrideStop:
    """Let an adult leave although it is stopped, with the reason and one's name."""

    departure_id: str
    because: str
    by: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.departure_id,),)


class DepartureChecked(Fact, frozen=True):
    """A planned departure was cleared, or stopped."""

    departure: Departure

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.departure.departure_id,)


class StopOverridden(Fact, frozen=True):
    """Somebody named let an adult leave without the child and without a choice on record."""

    departure_id: str
    because: str
    by: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.departure_id,)


@dataclass(slots=True)
class DepartureState:
    """The departures, by id; the separations and decisions that a stop depends on."""

    departures: dict[tuple[str, ...], Departure] = field(default_factory=dict)
    separations: dict[tuple[str, str], Separation] = field(default_factory=dict)
    decisions: dict[tuple[str, ...], Decision] = field(default_factory=dict)


def decide(state: DepartureState, command: PlanDeparture | OverrideStop) -> Iterable[DepartureChecked | StopOverridden]:
    """What the command adds.

    :raises Refused: for a kind that is none; where nothing is stopped that could be overridden, or without a reason.
    """
    known = state.departures.get((command.departure_id,))
    if isinstance(command, OverrideStop):
        if known is None or known.stand != Stand.STOPPED:
            raise Refused("No departure %(departure_id)s is stopped.", departure_id=command.departure_id)
        if not command.because.strip():
            raise Refused("Who overrides a stop says why. The reason and the name go to the agency's head and the inspector.")
        return [StopOverridden(command.departure_id, command.because, command.by)]
    if command.kind not in KINDS or not command.adult or not is_moment(command.planned_at):
        raise Refused("A departure is an adult's, at a moment, and one of %(known)s.", known=", ".join(KINDS))
    left = unasked(state, command.adult)
    one = Departure(command.departure_id, command.adult, command.kind, command.planned_at, Stand.STOPPED if left else Stand.CLEARED, left)
    return [] if known == one or (known and known.stand == Stand.OVERRIDDEN) else [DepartureChecked(one)]


Heard = SeparationRaised | SeparationWithdrawn | DecisionRecorded


def evolve(state: DepartureState, entry: DepartureChecked | StopOverridden | Heard) -> DepartureState:
    """The state after an entry."""
    if isinstance(entry, SeparationRaised):
        state.separations[entry.separation.key] = entry.separation
    elif isinstance(entry, SeparationWithdrawn):
        state.separations.pop(entry.key, None)
    elif isinstance(entry, DecisionRecorded):
        state.decisions[entry.key] = entry.decision
    elif isinstance(entry, DepartureChecked):
        state.departures[entry.key] = entry.departure
    else:
        known = state.departures[entry.key]
        state.departures[entry.key] = replace(known, stand=Stand.OVERRIDDEN, overridden_by=entry.by, because=entry.because)
    return state


def unasked(state: DepartureState, adult: str) -> tuple[str, ...]:
    """The children an adult is still apart from, for whom no choice that counts is on record."""
    apart = (one for one in state.separations.values() if one.adult == adult and one.outcome in STILL_APART)
    return tuple(sorted(one.child for one in apart if standing_choice(state.decisions.values(), adult, one.child) is None))
