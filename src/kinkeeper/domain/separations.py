"""A separation: a child and a tied adult held apart by an act of an agency.

Raised when placements diverge, whether or not anybody reports it (F-10, F-15).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact


class Separation(Fact, frozen=True):
    """A child apart from one adult: since when, why as recorded, where each was then, and what became of it.

    `basis` is `recorded` where a source says that they were separated, `detected` where only the
    placements show it. `probability` is decimal text, four places. Days are ISO text; empty = unknown.
    """

    child: str
    adult: str
    separated_on: str
    reason_as_recorded: str
    reason_code: str
    basis: str
    probability: str
    child_place: str
    adult_place: str
    outcome: str
    outcome_on: str

    @property
    def key(self) -> tuple[str, str]:
        """What the separation is known by: the two persons."""
        return self.child, self.adult


# Commands


@dataclass(frozen=True, slots=True)
class RaiseSeparations:
    """Record what the placements show. Separations not named stay as they are."""

    run: str
    separations: tuple[Separation, ...]


@dataclass(frozen=True, slots=True)
class WithdrawSeparations:
    """What was recorded of these does not show any more, now that what it stood on was taken away."""

    run: str
    keys: tuple[tuple[str, str], ...]


# Entries


class SeparationRaised(Fact, frozen=True):
    """A child and an adult are, or were, apart: as known from here on."""

    run: str
    separation: Separation


class SeparationWithdrawn(Fact, frozen=True):
    """A separation was raised on what has been taken away since: from here on none is known between the two."""

    run: str
    child: str
    adult: str

    @property
    def key(self) -> tuple[str, str]:
        """What the separation was known by."""
        return self.child, self.adult


# State


@dataclass(slots=True)
class SeparationState:
    """The separations as known now, by child and adult."""

    separations: dict[tuple[str, str], Separation] = field(default_factory=dict)


def decide(state: SeparationState, command: RaiseSeparations | WithdrawSeparations) -> Iterable[SeparationRaised | SeparationWithdrawn]:
    """Those separations that are new or known differently, or known no more.

    :raises Refused: where one run says two things of one separation.
    """
    if isinstance(command, WithdrawSeparations):
        return [SeparationWithdrawn(command.run, *key) for key in command.keys if key in state.separations]
    if len({one.key for one in command.separations}) != len(command.separations):
        raise Refused("One run says two things of one separation. Nothing was recorded.")
    return [SeparationRaised(command.run, one) for one in command.separations if state.separations.get(one.key) != one]


def evolve(state: SeparationState, entry: SeparationRaised | SeparationWithdrawn) -> SeparationState:
    """The state after an entry."""
    if isinstance(entry, SeparationWithdrawn):
        state.separations.pop(entry.key, None)
        return state
    state.separations[entry.separation.key] = entry.separation
    return state
