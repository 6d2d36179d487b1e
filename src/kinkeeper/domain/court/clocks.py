"""The clocks that run for children: set by the rules of the orders in force, read against the time that it is.

The ledger holds what started each clock, when it is due and what met it; whether it is late is asked of it, never stored.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from kinkeeper.domain.court.instants import instant_of
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact


class Clock(Fact, frozen=True):
    """One clock of one child under one order. Instants are UTC; `started` and `met` are as recorded, in local time."""

    order_id: str
    clock: str
    child: str
    version: int
    adult: str
    owner: str
    covered: str
    """`yes`, or `unknown` where something that decides it is not known. `no`: the order does not cover the child any more."""
    started: Moment
    due_first: str
    due_last: str
    met: Moment = ""
    met_first: str = ""
    met_last: str = ""
    held: str = ""
    """`exception` or `tolling` where the clock is held off."""
    ground: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What the clock is known by."""
        return self.order_id, self.clock, self.child

    @property
    def runs(self) -> bool:
        """Whether it is neither met nor held off, and the order covers the child."""
        return not self.met and not self.held and self.covered != "no"


class State(StrEnum):
    """How a clock stands."""

    LATE = "late"
    UNSURE = "unsure"
    """Late or not: what is recorded of the start, or of what met it, does not say."""
    RUNNING = "running"
    TOLLED = "tolled"
    EXCEPTED = "excepted"
    MET = "met"
    MET_LATE = "met_late"
    NOT_COVERED = "not_covered"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a clock stands at an instant, and the time that is left until it is first due (negative: over)."""

    state: State
    left: timedelta


# Commands


@dataclass(frozen=True, slots=True)
class SetClocks:
    """Record what the orders in force ask for these children. Clocks not named stay as they are."""

    run: str
    clocks: tuple[Clock, ...]

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return tuple(one.key for one in self.clocks)


# Entries


class ClockSet(Fact, frozen=True):
    """A clock runs, or ran, as from here on known."""

    run: str
    clock: Clock

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return self.clock.key


@dataclass(slots=True)
class ClockState:
    """The clocks as known now, by order, clock and child."""

    clocks: dict[tuple[str, ...], Clock] = field(default_factory=dict)


def decide(state: ClockState, command: SetClocks) -> Iterable[ClockSet]:
    """Those clocks that are new or known differently.

    :raises Refused: where one run says two things of one clock.
    """
    if len(set(command.keys)) != len(command.clocks):
        raise Refused("One run says two things of one clock. Nothing was recorded.")
    return [ClockSet(command.run, one) for one in command.clocks if state.clocks.get(one.key) != one]


def evolve(state: ClockState, entry: ClockSet) -> ClockState:
    """The state after an entry."""
    state.clocks[entry.key] = entry.clock
    return state


def read_clock(clock: Clock, now: datetime) -> Reading:
    """How a clock stands at an instant. On the very instant that it is due, it is not late."""
    first, last = instant_of(clock.due_first), instant_of(clock.due_last)
    left = first - now
    if clock.covered == "no":
        return Reading(State.NOT_COVERED, left)
    if clock.held:
        return Reading(State.EXCEPTED if clock.held == "exception" else State.TOLLED, left)
    if clock.met:
        return Reading(_met(clock, first, last), first - instant_of(clock.met_last))
    if now > last:
        return Reading(State.LATE, left)
    return Reading(State.UNSURE if now > first else State.RUNNING, left)


def _met(clock: Clock, first: datetime, last: datetime) -> State:
    if instant_of(clock.met_last) <= first:
        return State.MET
    return State.MET_LATE if instant_of(clock.met_first) > last else State.UNSURE
