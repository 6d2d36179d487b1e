"""A designation: as what an agency processes a person (FMUA, UAC, AM, SINGLE), each change with its hour and reason.

A designation is a fact about an agency's paper. It never reaches a tie: a parent re-designated as single adult is the
child's parent still (F-01, F-08). What is recorded and what an agency derived are two columns and may disagree.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.dates import Moment, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact

CODES = ("FMUA", "UAC", "AM", "SINGLE")
"""Member of a family unit; unaccompanied child; accompanied minor; single adult (CBP releases, verified)."""

COLUMNS = ("recorded", "derived")


class Designation(Fact, frozen=True):
    """How an agency designated a person from a moment on."""

    designation_id: str
    person_id: str
    code: str
    at: Moment
    zone: str = ""
    column: str = "recorded"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecordDesignation:
    """Say how a person was designated."""

    designation: Designation

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.designation.designation_id,),)


class DesignationRecorded(Fact, frozen=True):
    """An agency designated a person."""

    designation: Designation

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.designation.designation_id,)


@dataclass(slots=True)
class DesignationState:
    """Every designation, by id."""

    designations: dict[tuple[str, ...], Designation] = field(default_factory=dict)


def decide(state: DesignationState, command: RecordDesignation) -> Iterable[DesignationRecorded]:
    """The designation, unless it is known.

    :raises Refused: for a code nobody knows, or without a moment.
    """
    one = command.designation
    if one.code not in CODES or one.column not in COLUMNS:
        raise Refused(
            "'%(code)s' (%(column)s) is not a designation. Known: %(known)s; %(known2)s.",
            code=one.code,
            column=one.column,
            known=", ".join(CODES),
            known2=", ".join(COLUMNS),
        )
    if not is_moment(one.at):
        raise Refused("Say when the person was designated so, as 2018-05-17T06:13; a day is enough.")
    return [] if state.designations.get((one.designation_id,)) == one else [DesignationRecorded(one)]


def evolve(state: DesignationState, entry: DesignationRecorded) -> DesignationState:
    """The state after an entry."""
    state.designations[entry.key] = entry.designation
    return state


def last_designation(designations: Iterable[Designation], column: str = "recorded") -> str:
    """The code that holds now; empty where none was given."""
    found = max((one for one in designations if one.column == column), key=lambda one: (one.at, one.designation_id), default=None)
    return found.code if found else ""
