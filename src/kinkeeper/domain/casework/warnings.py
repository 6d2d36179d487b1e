"""A warning: something that a rule or a person says is wrong, with the role that must answer, and by when.

Unanswered it climbs: to the supervisor, to the agency's head, to the inspector; every step of the silence is seen. Nobody can switch
one off for themselves: who caused it, or answered it, is never who closes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from kinkeeper.domain.court.instants import instant_of, utc_text
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact, replace

LADDER = ("supervisor", "head", "inspector")
"""To whom an unanswered warning climbs, one step each time its hours have passed."""

ANSWERERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "caseworker": frozenset({"case_manager", "receiving_custodian"}),
        "coordinator": frozenset({"supervisor", "head"}),
    }
)
"""Role of an account -> whom of those who must answer it stands for, beside its own name. No account is a supervisor's or a head's: the
coordinator, who sees all agencies, is told what has climbed to them."""


class Warning(Fact, frozen=True):
    """What is wrong, about whom, who must answer within how many hours. `rule` empty: a person says so."""

    warning_id: str
    rule: str
    person_id: str
    words: str
    role: str
    hours: int
    raised_at: str
    """UTC, as `utc_text` writes it."""
    raised_by: str = ""
    caused_by: str = ""
    """Whose act it is about, where that is known: that person cannot close it."""
    other: str = ""
    """The adult, the transfer or the clock it is about."""
    to_the_top: bool = False
    """Whether it goes to the agency's head and the inspector at once."""
    answer: str = ""
    answered_by: str = ""
    answered_at: str = ""
    closed_by: str = ""
    closed_at: str = ""
    closed_because: str = ""
    climbed_at: tuple[str, ...] = ()
    """When each step of the ladder was reached in silence, as far as that is recorded."""
    climb_hours: tuple[int, ...] = ()
    """How many hours after it was raised each step is due; empty: each time `hours` have passed."""
    parts: dict[str, str] = {}
    """What a rule's sentence speaks of, by name: pages say it in the reader's language. Empty for a person's words, and in old entries."""

    @property
    def steps_at(self) -> tuple[datetime, ...]:
        """When each step of the ladder is due, if nobody answers."""
        hours = self.climb_hours or tuple(max(self.hours, 1) * step for step in range(1, len(LADDER) + 1))
        return tuple(instant_of(self.raised_at) + timedelta(hours=after) for after in hours[: len(LADDER)])


# Commands


@dataclass(frozen=True, slots=True)
class RaiseWarnings:
    """Say what is wrong. A warning that is known already is not raised again."""

    warnings: tuple[Warning, ...]

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return tuple((one.warning_id,) for one in self.warnings)


@dataclass(frozen=True, slots=True)
class AnswerWarning:
    """Say what is done about a warning. It stays open until another person has looked."""

    warning_id: str
    answer: str
    at: str
    by: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.warning_id,),)


@dataclass(frozen=True, slots=True)
class CloseWarning:
    """Close a warning whose answer holds, as another person than who caused or answered it."""

    warning_id: str
    because: str
    at: str
    by: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.warning_id,),)


@dataclass(frozen=True, slots=True)
class ClimbWarnings:
    """Record every step that these warnings have climbed by an instant. It is the same whoever asks, and however late."""

    warning_ids: tuple[str, ...]
    now: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return tuple((warning_id,) for warning_id in self.warning_ids)


# Entries


class WarningRaised(Fact, frozen=True):
    """Something is wrong."""

    warning: Warning

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.warning.warning_id,)


class WarningAnswered(Fact, frozen=True):
    """Somebody says what is done about it."""

    warning_id: str
    answer: str
    at: str
    by: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.warning_id,)


class WarningClosed(Fact, frozen=True):
    """Somebody else says that the answer holds."""

    warning_id: str
    because: str
    at: str
    by: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.warning_id,)


class WarningClimbed(Fact, frozen=True):
    """Nobody answered in time, and another must. `at` is when the time was over, not when it was noticed."""

    warning_id: str
    role: str
    at: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.warning_id,)


WarningCommand = RaiseWarnings | AnswerWarning | CloseWarning | ClimbWarnings
WarningEntry = WarningRaised | WarningAnswered | WarningClosed | WarningClimbed


@dataclass(slots=True)
class WarningState:
    """Every warning, by id."""

    warnings: dict[tuple[str, ...], Warning] = field(default_factory=dict)


def decide(state: WarningState, command: WarningCommand) -> Iterable[WarningEntry]:
    """What the command adds.

    :raises Refused: for a warning that nobody must answer; where there is none; where somebody closes their own.
    """
    if isinstance(command, RaiseWarnings):
        return [WarningRaised(one) for one in _new(state, command.warnings)]
    if isinstance(command, ClimbWarnings):
        now = instant_of(command.now)
        known_ones = [state.warnings[key] for key in dict.fromkeys(command.keys) if key in state.warnings]
        return [step for one in known_ones for step in _steps(one, now)]
    known = state.warnings.get((command.warning_id,))
    if known is None or known.closed_by:
        raise Refused(f"No warning {command.warning_id} is open.")
    if isinstance(command, AnswerWarning):
        if not command.answer.strip():
            raise Refused("Say what is done about it.")
        return [WarningAnswered(command.warning_id, command.answer, command.at, command.by)]
    return _close(known, command)


def evolve(state: WarningState, entry: WarningEntry) -> WarningState:
    """The state after an entry."""
    if isinstance(entry, WarningRaised):
        state.warnings[entry.key] = entry.warning
        return state
    known = state.warnings[entry.key]
    if isinstance(entry, WarningAnswered):
        state.warnings[entry.key] = replace(known, answer=entry.answer, answered_by=entry.by, answered_at=entry.at)
    elif isinstance(entry, WarningClimbed):
        state.warnings[entry.key] = replace(known, climbed_at=(*known.climbed_at, entry.at))
    else:
        state.warnings[entry.key] = replace(known, closed_by=entry.by, closed_at=entry.at, closed_because=entry.because)
    return state


@dataclass(frozen=True, slots=True)
class Climbed:
    """To whom a warning has climbed by an instant, how many steps of silence that is, and when the next is due."""

    role: str
    steps: int
    next_at: datetime | None


def climbed(one: Warning, now: datetime) -> Climbed:
    """Who must answer a warning at an instant. One that was answered in time waits for who closes it, and climbs no more."""
    if one.to_the_top:
        return Climbed("inspector", len(LADDER), None)
    until = instant_of(one.answered_at) if one.answered_at else now
    steps = sum(at <= until for at in one.steps_at)
    following = one.steps_at[steps] if steps < len(one.steps_at) and not one.answer else None
    return Climbed(LADDER[steps - 1] if steps else one.role, steps, following)


def waits_for(one: Warning, role: str, now: datetime) -> bool:
    """Whether an open warning waits for the answer of an account of this role."""
    if one.answer or one.closed_by:
        return False
    must = climbed(one, now).role
    return must == role or must in ANSWERERS.get(role, frozenset())


def next_step_at(one: Warning) -> datetime | None:
    """When the next step that is not recorded is, or was, due; None where it climbs no more."""
    due = one.steps_at[len(one.climbed_at) :]
    over = one.to_the_top or not due or (one.answered_at and due[0] > instant_of(one.answered_at))
    return None if over else due[0]


def _steps(known: Warning, now: datetime) -> list[WarningClimbed]:
    found: list[WarningClimbed] = []
    while (at := next_step_at(known)) and at <= now:
        found.append(WarningClimbed(known.warning_id, LADDER[len(known.climbed_at)], utc_text(at)))
        known = replace(known, climbed_at=(*known.climbed_at, found[-1].at))
    return found


def _new(state: WarningState, warnings: Iterable[Warning]) -> list[Warning]:
    found = [one for one in warnings if (one.warning_id,) not in state.warnings]
    for one in found:
        if not one.role.strip() or not one.words.strip() or one.hours < 1:
            raise Refused("A warning says in words what is wrong, which role must answer, and within how many hours.")
        if one.answer or one.closed_by or one.climbed_at:
            raise Refused("A warning is raised open.")
        instant_of(one.raised_at)
    return found


def _close(known: Warning, command: CloseWarning) -> list[WarningClosed]:
    if not known.answer:
        raise Refused("Nobody has answered the warning yet, so it cannot be closed.")
    if command.by in (known.answered_by, known.caused_by):
        raise Refused("Nobody can switch a warning off for themselves: another person than who caused or answered it closes it.")
    if not command.because.strip():
        raise Refused("Say why the answer holds.")
    return [WarningClosed(command.warning_id, command.because, command.at, command.by)]
