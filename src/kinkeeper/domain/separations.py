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


# Entries


class SeparationRaised(Fact, frozen=True):
    """A child and an adult are, or were, apart: as known from here on."""

    run: str
    separation: Separation


# State


@dataclass(slots=True)
class SeparationState:
    """The separations as known now, by child and adult."""

    separations: dict[tuple[str, str], Separation] = field(default_factory=dict)


def decide(state: SeparationState, command: RaiseSeparations) -> Iterable[SeparationRaised]:
    """Those separations that are new or known differently.

    :raises Refused: where one run says two things of one separation.
    """
    if len({one.key for one in command.separations}) != len(command.separations):
        raise Refused("One run says two things of one separation. Nothing was recorded.")
    return [SeparationRaised(command.run, one) for one in command.separations if state.separations.get(one.key) != one]


def evolve(state: SeparationState, entry: SeparationRaised) -> SeparationState:
    """The state after an entry."""
    state.separations[entry.separation.key] = entry.separation
    return state
