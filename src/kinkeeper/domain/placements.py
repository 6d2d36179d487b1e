"""A placement: one stay of one person with one custodian at one place.

Sources state stays on their rows (`records.Stay`); staff may report one directly. Reports that
contradict each other are all kept and shown as such.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.records import Stay
from kinkeeper.domain.terms import Custodian


@dataclass(frozen=True, slots=True)
class Placement:
    """A stay as reported by a member of staff, outside any extract."""

    placement_id: str
    person_id: str
    stay: Stay


# Commands


@dataclass(frozen=True, slots=True)
class ReportPlacement:
    """Somebody says where a person is or was."""

    placement: Placement


# Entries


@dataclass(frozen=True, slots=True)
class PlacementReported:
    """Somebody said where a person is or was."""

    placement: Placement


# State


@dataclass(slots=True)
class PlacementState:
    """The placements reported by staff, by id."""

    placements: dict[str, Placement] = field(default_factory=dict)


def decide(state: PlacementState, command: ReportPlacement) -> Iterable[PlacementReported]:
    """The report, unless it is known.

    :raises Refused: for a custodian nobody knows, no start, or an end before the start.
    """
    placement = command.placement
    if placement.stay.custodian not in set(Custodian):
        raise Refused(f"'{placement.stay.custodian}' is not a custodian. Known: {', '.join(Custodian)}.")
    if not placement.stay.start:
        raise Refused("Say when the stay began; a year or a month is enough.")
    if placement.stay.end and placement.stay.end < placement.stay.start[: len(placement.stay.end)]:
        raise Refused("The stay ends before it begins.")
    known = state.placements.get(placement.placement_id) == placement
    return [] if known else [PlacementReported(placement)]


def evolve(state: PlacementState, entry: PlacementReported) -> PlacementState:
    """The state after an entry."""
    state.placements[entry.placement.placement_id] = entry.placement
    return state
