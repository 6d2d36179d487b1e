"""Adjustments: what lets a clock stand still, run longer or not apply, by whom and on which ground.

Nobody moves a due date by hand: an exception, a time that does not count, or an extension is recorded with its ground and the
name of who granted it, for one child or for all, and stays in history when it is taken back.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from kinkeeper.domain.court.clock_rules import Run
from kinkeeper.domain.court.instants import Span, end_of_day, span_of
from kinkeeper.domain.dates import Moment, day, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact, replace


class Kind(StrEnum):
    """What an adjustment does to a clock."""

    EXCEPTION = "exception"
    TOLLING = "tolling"
    EXTENSION = "extension"


class Adjustment(Fact, frozen=True):
    """An exception, a tolling or an extension. `clock` and `child` empty = all of the order's; `until` empty = still."""

    adjustment_id: str
    order_id: str
    clock: str
    child: str
    kind: str
    ground: str
    since: Moment = ""
    until: Moment = ""
    """Of a tolling: when time counts again. Of an extension: the new last day or hour."""
    zone: str = ""
    granted_by: str = ""
    revoked_because: str = ""


# Commands


@dataclass(frozen=True, slots=True)
class GrantAdjustment:
    """Let a clock stand still, run longer or not apply."""

    adjustment: Adjustment
    by: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.adjustment.adjustment_id,),)


@dataclass(frozen=True, slots=True)
class RevokeAdjustment:
    """Take an adjustment back, with the reason."""

    adjustment_id: str
    because: str
    by: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.adjustment_id,),)


# Entries


class AdjustmentGranted(Fact, frozen=True):
    """A clock stands still, runs longer or does not apply, from here on."""

    adjustment: Adjustment

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.adjustment.adjustment_id,)


class AdjustmentRevoked(Fact, frozen=True):
    """An adjustment holds no longer."""

    adjustment_id: str
    because: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.adjustment_id,)


@dataclass(slots=True)
class AdjustmentState:
    """The adjustments, by id, revoked ones included."""

    adjustments: dict[tuple[str, ...], Adjustment] = field(default_factory=dict)


def decide(state: AdjustmentState, command: GrantAdjustment | RevokeAdjustment) -> Iterable[AdjustmentGranted | AdjustmentRevoked]:
    """What the command adds.

    :raises Refused: without a ground, for a kind there is not, for a time that is none, or where there is nothing to revoke.
    """
    if isinstance(command, RevokeAdjustment):
        known = state.adjustments.get((command.adjustment_id,))
        if known is None or known.revoked_because:
            raise Refused("No such adjustment holds, so there is nothing to take back.")
        if not command.because.strip():
            raise Refused("Say why the adjustment is taken back.")
        return [AdjustmentRevoked(command.adjustment_id, command.because)]
    if command.adjustment.adjustment_id and (command.adjustment.adjustment_id,) in state.adjustments:
        raise Refused(
            "Adjustment %(adjustment_id)s is known already. Give a new one its own number.", adjustment_id=command.adjustment.adjustment_id
        )
    _check(command.adjustment)
    return [AdjustmentGranted(replace(command.adjustment, granted_by=command.by))]


def evolve(state: AdjustmentState, entry: AdjustmentGranted | AdjustmentRevoked) -> AdjustmentState:
    """The state after an entry."""
    if isinstance(entry, AdjustmentGranted):
        state.adjustments[entry.key] = entry.adjustment
    else:
        state.adjustments[entry.key] = replace(state.adjustments[entry.key], revoked_because=entry.because)
    return state


# What adjustments do to a clock


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A clock after its adjustments: when it is due, and whether it is held off (`exception`, `tolling`), on which ground."""

    due: Span
    held: str = ""
    ground: str = ""


def adjust(run: Run, adjustments: Iterable[Adjustment], zone: str) -> Adjusted:
    """The clock with everything that was granted, in the order in which it was granted."""
    found = Adjusted(run.due)
    for one in adjustments:
        if one.revoked_because:
            continue
        if one.kind == Kind.EXCEPTION:
            return Adjusted(found.due, Kind.EXCEPTION, one.ground)
        found = _extended(found, one, zone) if one.kind == Kind.EXTENSION else _tolled(run, found, one, zone)
    return found


def concerns(one: Adjustment, order_id: str, clock: str, child: str) -> bool:
    """Whether an adjustment is about this clock of this child."""
    return one.order_id == order_id and one.clock in ("", clock) and one.child in ("", child)


def _extended(found: Adjusted, one: Adjustment, zone: str) -> Adjusted:
    last = day(one.until) if len(one.until) == 10 else None
    until = span_of(one.until, one.zone or zone)
    if until is None:
        return found
    instant = end_of_day(last, one.zone or zone) if last else until.latest
    return Adjusted(Span(max(found.due.earliest, instant), max(found.due.latest, instant)), found.held, one.ground)


def _tolled(run: Run, found: Adjusted, one: Adjustment, zone: str) -> Adjusted:
    """Time that does not count moves the end by as much of it as lies after the start; open, it holds the clock still."""
    since, until = span_of(one.since, one.zone or zone), span_of(one.until, one.zone or zone)
    if since is None or since.earliest > found.due.latest:
        return found
    if until is None:
        return Adjusted(found.due, Kind.TOLLING, one.ground)
    lost = until.earliest - max(since.earliest, run.started.span.earliest)
    return Adjusted(found.due.plus(max(lost, timedelta())), found.held, one.ground)


def _check(one: Adjustment) -> None:
    if one.kind not in set(Kind):
        raise Refused("'%(sort)s' is not a kind of adjustment. Known: %(known)s.", sort=one.kind, known=", ".join(Kind))
    if not one.ground.strip():
        raise Refused("An adjustment needs its ground: what the order or the statute says that allows it.")
    if not all(is_moment(moment) for moment in (one.since, one.until) if moment):
        raise Refused("Write days as 2018-06-26 and hours as 2018-06-26T14:30.")
    if (one.kind == Kind.EXTENSION and not day(one.until)) or (one.kind == Kind.TOLLING and not day(one.since)):
        raise Refused("An extension needs its new last day; a tolling needs the day from which time does not count.")
