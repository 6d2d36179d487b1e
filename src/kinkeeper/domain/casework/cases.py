"""A case: the way back together of one child, by the steps of a plan.

A red flag has an owner and a day. While one is open nothing that it stops can be done, and the case cannot be closed (F-34).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.casework.plans import Plan
from kinkeeper.domain.dates import Moment, day, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact, replace

OUTCOMES = ("reunited", "released_to_other", "chose_otherwise", "turned_18", "not_separated", "transferred")
RED_FLAG = "A red flag is open (%(sort)s, owner %(owner)s, due %(due)s): nothing moves before it is looked into."
OPEN_FLAGS = "Flags are open: %(flags)s, the first '%(sort)s'. Nothing closes with an open flag."


class Done(Fact, frozen=True):
    """A step that was done, when and by whom."""

    step: str
    at: Moment
    by: str
    words: str = ""


class Flag(Fact, frozen=True):
    """What stops a case until somebody has looked: from whom, what, who owns it, by which day."""

    flag_id: str
    kind: str
    words: str
    owner: str
    due: Moment
    raised_by: str = ""
    closed_by: str = ""
    closed_because: str = ""


class Case(Fact, frozen=True):
    """The case of one child: its plan, what was done, its flags and how it ended."""

    child: str
    plan: Plan
    opened_at: Moment
    owner: str
    done: tuple[Done, ...] = ()
    flags: tuple[Flag, ...] = ()
    outcome: str = ""
    closed_at: Moment = ""

    @property
    def open_flags(self) -> tuple[Flag, ...]:
        """The flags that nobody has closed."""
        return tuple(one for one in self.flags if not one.closed_by)

    @property
    def steps_done(self) -> frozenset[str]:
        """The steps that were done."""
        return frozenset(one.step for one in self.done)


# Commands


class OfOneChild:
    """A command about the case of one child."""

    __slots__ = ()
    child: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.child,),)


@dataclass(frozen=True, slots=True)
class OpenCase(OfOneChild):
    """Open a child's case by a plan; of one that is open, change the plan or the owner. What was done stays done."""

    child: str
    plan: Plan
    at: Moment
    owner: str


@dataclass(frozen=True, slots=True)
class DoStep(OfOneChild):
    """Say that a step was done."""

    child: str
    step: str
    at: Moment
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class RaiseFlag(OfOneChild):
    """Stop a case until somebody has looked."""

    child: str
    flag: Flag
    by: str


@dataclass(frozen=True, slots=True)
class CloseFlag(OfOneChild):
    """Say what looking found, and that it stops the case no longer."""

    child: str
    flag_id: str
    because: str
    by: str


@dataclass(frozen=True, slots=True)
class CloseCase(OfOneChild):
    """Say how a case ended."""

    child: str
    outcome: str
    at: Moment
    by: str


# Entries


class CaseOpened(Fact, frozen=True):
    """A child has a case, a plan and an owner."""

    child: str
    plan: Plan
    at: Moment
    owner: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.child,)


class StepDone(Fact, frozen=True):
    """A step of a case was done."""

    child: str
    done: Done

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.child,)


class FlagRaised(Fact, frozen=True):
    """A case is stopped until somebody has looked."""

    child: str
    flag: Flag

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.child,)


class FlagClosed(Fact, frozen=True):
    """Somebody looked, and the flag stops the case no longer."""

    child: str
    flag_id: str
    because: str
    by: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.child,)


class CaseClosed(Fact, frozen=True):
    """A case ended."""

    child: str
    outcome: str
    at: Moment

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.child,)


CaseCommand = OpenCase | DoStep | RaiseFlag | CloseFlag | CloseCase
CaseEntry = CaseOpened | StepDone | FlagRaised | FlagClosed | CaseClosed


@dataclass(slots=True)
class CaseState:
    """The cases, by child."""

    cases: dict[tuple[str, ...], Case] = field(default_factory=dict)


def decide(state: CaseState, command: CaseCommand) -> Iterable[CaseEntry]:
    """What the command adds.

    :raises Refused: for a step out of its order or stopped by a flag, a flag without owner or day, or a case that cannot end yet.
    """
    known = state.cases.get((command.child,))
    if isinstance(command, OpenCase):
        return _open(known, command)
    if known is None or known.outcome:
        raise Refused("This child has no open case. Open one by a plan first.")
    if isinstance(command, DoStep):
        return _do(known, command)
    if isinstance(command, RaiseFlag):
        return _raise_flag(known, command)
    if isinstance(command, CloseFlag):
        return _close_flag(known, command)
    return _close(known, command)


def evolve(state: CaseState, entry: CaseEntry) -> CaseState:
    """The state after an entry."""
    known = state.cases.get(entry.key)
    if isinstance(entry, CaseOpened):
        fresh = Case(entry.child, entry.plan, entry.at, entry.owner)
        state.cases[entry.key] = replace(known, plan=entry.plan, owner=entry.owner, outcome="", closed_at="") if known else fresh
    elif known is not None:
        state.cases[entry.key] = _changed(known, entry)
    return state


def _changed(known: Case, entry: StepDone | FlagRaised | FlagClosed | CaseClosed) -> Case:
    if isinstance(entry, StepDone):
        return replace(known, done=(*known.done, entry.done))
    if isinstance(entry, FlagRaised):
        return replace(known, flags=(*known.flags, entry.flag))
    if isinstance(entry, FlagClosed):
        return replace(known, flags=tuple(_closed(one, entry) if one.flag_id == entry.flag_id else one for one in known.flags))
    return replace(known, outcome=entry.outcome, closed_at=entry.at)


def _closed(flag: Flag, entry: FlagClosed) -> Flag:
    return replace(flag, closed_by=entry.by, closed_because=entry.because)


def _open(known: Case | None, command: OpenCase) -> list[CaseOpened]:
    if not command.child or not command.owner.strip() or not is_moment(command.at):
        raise Refused("A case is of a child, since a moment, and somebody owns it.")
    if known and not known.outcome and (known.plan, known.owner) == (command.plan, command.owner):
        return []
    return [CaseOpened(command.child, command.plan, command.at, command.owner)]


def _do(known: Case, command: DoStep) -> list[StepDone]:
    step = next((one for one in known.plan.steps if one.step == command.step), None)
    if step is None:
        steps = ", ".join(one.step for one in known.plan.steps)
        raise Refused("'%(step)s' is no step of %(plan)s. Steps: %(known)s.", step=command.step, plan=known.plan.plan_id, known=steps)
    if command.step in known.steps_done:
        return []
    waits = [name for name in step.after if name not in known.steps_done]
    if waits:
        raise Refused("'%(step)s' comes after %(known)s, which is not done.", step=command.step, known=", ".join(waits))
    if step.stopped_by_flags and known.open_flags:
        one = known.open_flags[0]
        raise Refused(RED_FLAG, sort=one.kind, owner=one.owner, due=one.due)
    if not is_moment(command.at):
        raise Refused("Say when it was done, as 2018-07-08.")
    return [StepDone(command.child, Done(command.step, command.at, command.by, command.words))]


def _raise_flag(known: Case, command: RaiseFlag) -> list[FlagRaised]:
    one = command.flag
    if not one.owner.strip() or not day(one.due) or not one.words.strip():
        raise Refused("A flag says what it is, who owns it and by which day, as 2018-07-20.")
    if any(flag.flag_id == one.flag_id for flag in known.flags):
        raise Refused("Flag %(flag_id)s is known already. Give a new one its own number.", flag_id=one.flag_id)
    return [FlagRaised(command.child, replace(one, raised_by=command.by, closed_by="", closed_because=""))]


def _close_flag(known: Case, command: CloseFlag) -> list[FlagClosed]:
    if command.flag_id not in {one.flag_id for one in known.open_flags}:
        raise Refused("No flag %(flag_id)s is open in this case.", flag_id=command.flag_id)
    if not command.because.strip():
        raise Refused("Say what looking into the flag found.")
    return [FlagClosed(command.child, command.flag_id, command.because, command.by)]


def _close(known: Case, command: CloseCase) -> list[CaseClosed]:
    if command.outcome not in OUTCOMES or not is_moment(command.at):
        raise Refused("Say how the case ended (%(known)s) and when.", known=", ".join(OUTCOMES))
    if known.open_flags:
        raise Refused(OPEN_FLAGS, flags=len(known.open_flags), sort=known.open_flags[0].kind)
    return [CaseClosed(command.child, command.outcome, command.at)]
