"""A warning: something that a rule or a person says is wrong, with the role that must answer, and by when.

Unanswered it climbs: to the supervisor, to the agency's head, to the inspector; every step of the silence is seen. Nobody can switch
one off for themselves: who caused it, or answered it, is never who closes it. Who answered may take the answer back, and whoever may
answer may open a closed one again: by an entry of its own, from which on it is as if nobody had answered, or closed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from kinkeeper.domain.casework.climbing import LADDER, next_step_at
from kinkeeper.domain.casework.climbing import Warning as Warning
from kinkeeper.domain.court.instants import instant_of, utc_text
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact, replace

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
class TakeBackAnswer:
    """Say that one's own answer is none. The hours run on as if it had never been given."""

    warning_id: str
    why: str
    at: str
    by: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.warning_id,),)


@dataclass(frozen=True, slots=True)
class ReopenWarning:
    """Open a closed warning again: its answer stands, and waits for who closes it."""

    warning_id: str
    why: str
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


class WarningAnswerTakenBack(Fact, frozen=True):
    """Who answered says that it is no answer; `answered_at`: the answer that is taken back."""

    warning_id: str
    answered_at: str
    why: str
    at: str
    by: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.warning_id,)


class WarningReopened(Fact, frozen=True):
    """It is open again; `closed_by` and `closed_at`: the closing that is undone."""

    warning_id: str
    closed_by: str
    closed_at: str
    why: str
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


WarningCommand = RaiseWarnings | AnswerWarning | CloseWarning | TakeBackAnswer | ReopenWarning | ClimbWarnings
WarningEntry = WarningRaised | WarningAnswered | WarningClosed | WarningAnswerTakenBack | WarningReopened | WarningClimbed


@dataclass(slots=True)
class WarningState:
    """Every warning, by id."""

    warnings: dict[tuple[str, ...], Warning] = field(default_factory=dict)


def decide(state: WarningState, command: WarningCommand) -> Iterable[WarningEntry]:
    """What the command adds.

    :raises Refused: for a warning that nobody must answer; where there is none; where somebody closes their own, or takes back what
        another answered.
    """
    if isinstance(command, RaiseWarnings):
        return [WarningRaised(one) for one in _new(state, command.warnings)]
    if isinstance(command, ClimbWarnings):
        now = instant_of(command.now)
        known_ones = [state.warnings[key] for key in dict.fromkeys(command.keys) if key in state.warnings]
        return [step for one in known_ones for step in _steps(one, now)]
    known = state.warnings.get((command.warning_id,))
    if isinstance(command, ReopenWarning):
        return _reopen(known, command)
    if known is None or known.closed_by:
        raise Refused("No warning %(warning_id)s is open.", warning_id=command.warning_id)
    if isinstance(command, AnswerWarning):
        if not command.answer.strip():
            raise Refused("Say what is done about it.")
        return [WarningAnswered(command.warning_id, command.answer, command.at, command.by)]
    if isinstance(command, TakeBackAnswer):
        return _take_back(known, command)
    return _close(known, command)


def evolve(state: WarningState, entry: WarningEntry) -> WarningState:
    """The state after an entry."""
    if isinstance(entry, WarningRaised):
        state.warnings[entry.key] = entry.warning
        return state
    known = state.warnings[entry.key]
    if isinstance(entry, WarningAnswered):
        state.warnings[entry.key] = replace(known, answer=entry.answer, answered_by=entry.by, answered_at=entry.at)
    elif isinstance(entry, WarningAnswerTakenBack):
        state.warnings[entry.key] = replace(known, answer="", answered_by="", answered_at="")
    elif isinstance(entry, WarningReopened):
        state.warnings[entry.key] = replace(known, closed_by="", closed_at="", closed_because="")
    elif isinstance(entry, WarningClimbed):
        state.warnings[entry.key] = replace(known, climbed_at=(*known.climbed_at, entry.at))
    else:
        state.warnings[entry.key] = replace(known, closed_by=entry.by, closed_at=entry.at, closed_because=entry.because)
    return state


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


def _take_back(known: Warning, command: TakeBackAnswer) -> list[WarningAnswerTakenBack]:
    if not known.answer:
        raise Refused("Nobody has answered the warning, so there is no answer to take back.")
    if command.by != known.answered_by:
        raise Refused("Only who answered takes an answer back. Where it does not hold, answer anew.")
    if not command.why.strip():
        raise Refused("Say why it is no answer.")
    return [WarningAnswerTakenBack(command.warning_id, known.answered_at, command.why, command.at, command.by)]


def _reopen(known: Warning | None, command: ReopenWarning) -> list[WarningReopened]:
    if known is None or not known.closed_by:
        raise Refused("No warning %(warning_id)s is closed.", warning_id=command.warning_id)
    if not command.why.strip():
        raise Refused("Say why it is open again.")
    return [WarningReopened(command.warning_id, known.closed_by, known.closed_at, command.why, command.at, command.by)]
