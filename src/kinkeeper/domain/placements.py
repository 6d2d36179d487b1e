"""A placement: one stay of one person with one custodian at one place.

Sources state stays on their rows (`records.Stay`); staff may report one directly. Reports that
contradict each other are all kept and shown as such.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.casework.objections import ObjectionLifted, StatementRetracted, StatementSuperseded, Subject
from kinkeeper.domain.dates import is_moment
from kinkeeper.domain.deliveries.withdrawals import RecordRestored, RecordWithdrawn
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact
from kinkeeper.domain.records import RecordReceived, Stay
from kinkeeper.domain.terms import Custodian


class Placement(Fact, frozen=True):
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


class PlacementReported(Fact, frozen=True):
    """Somebody said where a person is or was."""

    placement: Placement


# State


@dataclass(slots=True)
class PlacementState:
    """The placements reported by staff, by id, and the stays that records state, by record id."""

    placements: dict[str, Placement] = field(default_factory=dict)
    stays: dict[str, tuple[Stay, ...]] = field(default_factory=dict)
    withdrawn: dict[str, tuple[Stay, ...]] = field(default_factory=dict)
    """The stays that withdrawn records stated; they stand again when the records do."""
    retracted: dict[str, Placement] = field(default_factory=dict)
    """Reports that were retracted or superseded, by id."""


def decide(state: PlacementState, command: ReportPlacement) -> Iterable[PlacementReported]:
    """The report, unless it is known.

    :raises Refused: for a custodian nobody knows, a start or an end that is no moment, or an end before the start.
    """
    placement = command.placement
    if placement.stay.custodian not in set(Custodian):
        raise Refused(
            "'%(custodian)s' is not a custodian. Known: %(known)s.", custodian=placement.stay.custodian, known=", ".join(Custodian)
        )
    if not is_moment(placement.stay.start):
        raise Refused("Say when the stay began, as 2018, 2018-05, 2018-05-17 or 2018-05-17T06:13; a year or a month is enough.")
    if placement.stay.end and not is_moment(placement.stay.end):
        raise Refused("Say when the stay ended, as 2018, 2018-05, 2018-05-17 or 2018-05-17T06:13, or leave it empty.")
    if placement.stay.end and placement.stay.end < placement.stay.start[: len(placement.stay.end)]:
        raise Refused("The stay ends before it begins.")
    if placement.placement_id in state.retracted:
        raise Refused("%(placement_id)s was retracted. Report the stay under another id.", placement_id=placement.placement_id)
    known = state.placements.get(placement.placement_id) == placement
    return [] if known else [PlacementReported(placement)]


Heard = RecordReceived | RecordWithdrawn | RecordRestored | StatementRetracted | StatementSuperseded | ObjectionLifted


def evolve(state: PlacementState, entry: PlacementReported | Heard) -> PlacementState:
    """The state after an entry."""
    if isinstance(entry, StatementRetracted | StatementSuperseded | ObjectionLifted):
        lifted = isinstance(entry, ObjectionLifted)
        subject, id_ = entry.key if isinstance(entry, ObjectionLifted) else entry.objection.key
        away, to = (state.retracted, state.placements) if lifted else (state.placements, state.retracted)
        if subject == Subject.PLACEMENT and id_ in away:
            to[id_] = away.pop(id_)
        return state
    if isinstance(entry, RecordWithdrawn | RecordRestored):
        here, there = (state.stays, state.withdrawn) if isinstance(entry, RecordWithdrawn) else (state.withdrawn, state.stays)
        there.update({record_id: here.pop(record_id) for record_id in entry.record_ids if record_id in here})
        return state
    if isinstance(entry, RecordReceived):
        if entry.record.stays:
            state.stays[entry.record.record_id] = entry.record.stays
        return state
    state.placements[entry.placement.placement_id] = entry.placement
    return state
