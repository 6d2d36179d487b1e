"""An objection: what somebody says against a record or a placement that stands in the ledger. Nothing is edited; each is a later entry.

Disputed, a statement stands and is shown as doubted. Retracted, it counts no more: it was wrong, or of somebody else. Superseded, another
says it instead. An objection that was wrong is lifted. What was said, by whom and why stays readable, as it was at the time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact

Key = tuple[str, str]


class Subject(StrEnum):
    """What can be objected to: one row of an extract about one person, or a stay that staff reported."""

    RECORD = "record"
    PLACEMENT = "placement"


class Kind(StrEnum):
    """What is said against it."""

    DISPUTED = "disputed"
    RETRACTED = "retracted"
    SUPERSEDED = "superseded"


class Objection(Fact, frozen=True):
    """What stands against a statement."""

    subject: str
    id: str
    kind: str
    entry: int
    """The position of the statement."""
    why: str
    by: str
    instead: str = ""
    """The id of the one that says it now, where it was superseded."""

    @property
    def key(self) -> Key:
        """What it is against."""
        return self.subject, self.id


# Commands


@dataclass(frozen=True, slots=True)
class Dispute:
    """Somebody doubts it. It stands, marked."""

    subject: str
    id: str
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class Retract:
    """It is wrong and counts no more."""

    subject: str
    id: str
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class Supersede:
    """Another record or placement, known already, says it instead."""

    subject: str
    id: str
    instead: str
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class LiftObjection:
    """What was said against it does not hold: it stands, or counts, as before."""

    subject: str
    id: str
    why: str
    by: str


# Entries


class StatementDisputed(Fact, frozen=True):
    """Somebody doubts a statement."""

    objection: Objection


class StatementRetracted(Fact, frozen=True):
    """A statement counts no more."""

    objection: Objection


class StatementSuperseded(Fact, frozen=True):
    """A statement counts no more, because another says it instead."""

    objection: Objection


class ObjectionLifted(Fact, frozen=True):
    """What was said against a statement does not hold."""

    subject: str
    id: str
    kind: str
    """What it was."""
    why: str
    by: str

    @property
    def key(self) -> Key:
        """What it was against."""
        return self.subject, self.id


ObjectionCommand = Dispute | Retract | Supersede | LiftObjection
Made = StatementDisputed | StatementRetracted | StatementSuperseded
ObjectionEntry = Made | ObjectionLifted
TAKEN_AWAY = frozenset({Kind.RETRACTED.value, Kind.SUPERSEDED.value})
MADE: dict[str, type[StatementDisputed | StatementRetracted | StatementSuperseded]] = {
    Kind.DISPUTED: StatementDisputed,
    Kind.RETRACTED: StatementRetracted,
    Kind.SUPERSEDED: StatementSuperseded,
}


# State


@dataclass(slots=True)
class ObjectionState:
    """What stands against statements, by what it is against."""

    objections: dict[Key, Objection] = field(default_factory=dict)
    known: dict[Key, int] = field(default_factory=dict, compare=False)
    """The position of each statement that the commands name, where there is one; loaded to decide, not part of what is known."""


def decide(state: ObjectionState, command: ObjectionCommand) -> Iterable[ObjectionEntry]:
    """What the command adds. That a record which is taken away counts no more follows from it (`gateway/consequences.py`).

    :raises Refused: for what nobody knows, without a reason, and against what counts no more already.
    """
    key = (command.subject, command.id)
    if command.subject not in set(Subject):
        raise Refused(
            "'%(subject)s' cannot be objected to here. Known: %(known)s. A tie is disputed or refuted.",
            subject=command.subject,
            known=", ".join(Subject),
        )
    if key not in state.known:
        raise Refused("No %(subject)s %(number)s is known. Nothing was recorded.", subject=command.subject, number=command.id)
    if not command.why.strip():
        raise Refused("Say why: it stays on the record.")
    standing = state.objections.get(key)
    if isinstance(command, LiftObjection):
        return _lifted(standing, command)
    if standing and standing.kind in TAKEN_AWAY:
        raise Refused(
            "This %(subject)s was %(sort)s already, by %(by)s: %(why)s",
            subject=command.subject,
            sort=standing.kind,
            by=standing.by,
            why=standing.why,
        )
    return _made(state, command)


def evolve(state: ObjectionState, entry: ObjectionEntry) -> ObjectionState:
    """The state after an entry."""
    if isinstance(entry, ObjectionLifted):
        state.objections.pop(entry.key, None)
    else:
        state.objections[entry.objection.key] = entry.objection
    return state


def _made(state: ObjectionState, command: Dispute | Retract | Supersede) -> list[Made]:
    key = (command.subject, command.id)
    kind, instead = Kind.DISPUTED if isinstance(command, Dispute) else Kind.RETRACTED, ""
    if isinstance(command, Supersede):
        kind, instead = Kind.SUPERSEDED, command.instead
        _refuse_replacement(state, command)
    objection = Objection(command.subject, command.id, kind, state.known[key], command.why, command.by, instead)
    return [] if state.objections.get(key) == objection else [MADE[kind](objection)]


def _refuse_replacement(state: ObjectionState, command: Supersede) -> None:
    other = (command.subject, command.instead)
    if command.instead == command.id or other not in state.known:
        raise Refused("Name another %(subject)s that is known, which says it instead.", subject=command.subject)
    if other in state.objections and state.objections[other].kind in TAKEN_AWAY:
        raise Refused(
            "The %(subject)s that should say it instead was %(sort)s itself.", subject=command.subject, sort=state.objections[other].kind
        )


def _lifted(standing: Objection | None, command: LiftObjection) -> list[ObjectionLifted]:
    if standing is None:
        raise Refused("Nothing stands against this %(subject)s.", subject=command.subject)
    return [ObjectionLifted(command.subject, command.id, standing.kind, command.why, command.by)]
