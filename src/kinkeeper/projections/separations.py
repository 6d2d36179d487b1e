"""Separations: a new version whenever one is known differently."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from kinkeeper.domain.dates import day
from kinkeeper.domain.separations import (
    RaiseSeparations,
    Separation,
    SeparationRaised,
    SeparationState,
    SeparationWithdrawn,
    WithdrawSeparations,
)
from kinkeeper.domain.terms import Outcome
from kinkeeper.projections.versions import Cursor, Version, VersionedTable, read_current, write_versions

KNOWN = tuple(name for name in Separation.__struct_fields__ if name not in ("child", "adult"))
SEPARATION = VersionedTable("separation", ("child", "adult"), (*KNOWN, "valid_from", "valid_until", "apart_until"))
STILL = frozenset({Outcome.APART, Outcome.ADULT_REMOVED})
WHOLE_DAY = len("2018-07-10")
ENDS_IT = frozenset({Outcome.REUNITED, Outcome.RELEASED_TO_OTHER, Outcome.TURNED_18})


def load(cursor: Cursor, commands: Sequence[RaiseSeparations | WithdrawSeparations]) -> SeparationState:
    """The separations that the commands name, where known."""
    return _state(read_current(cursor, SEPARATION, [key for command in commands for key in _keys(command)]))


def apply(cursor: Cursor, entries: Sequence[tuple[int, SeparationRaised | SeparationWithdrawn]]) -> None:
    """Write the version of a separation that each entry brings, and end those that are withdrawn."""
    write_versions(cursor, SEPARATION, [_version(at, entry) for at, entry in entries])


def _keys(command: RaiseSeparations | WithdrawSeparations) -> Iterable[tuple[str, str]]:
    return command.keys if isinstance(command, WithdrawSeparations) else (one.key for one in command.separations)


def _version(at: int, entry: SeparationRaised | SeparationWithdrawn) -> Version:
    if isinstance(entry, SeparationWithdrawn):
        return Version(at, entry.key, None)
    return Version(at, entry.separation.key, _values(entry.separation))


def dump(cursor: Cursor) -> SeparationState:
    """Every separation as known now."""
    return _state(read_current(cursor, SEPARATION))


def _values(one: Separation) -> tuple[Any, ...]:
    told = {name: getattr(one, name) for name in KNOWN} | {"probability": Decimal(one.probability)}
    ended = day(one.outcome_on) if one.outcome in ENDS_IT else None
    began = day(one.separated_on)
    return *told.values(), began, ended, apart_until(one, began)


def apart_until(one: Separation, began: date | None) -> date | None:
    """The first day on which the two were not apart any more; None while they are. Never before the day on which it began."""
    if one.outcome in STILL:
        return None
    on = one.outcome_on
    ended = day(on + "-01-01"[len(on) - 4 :] if 0 < len(on) < WHOLE_DAY else on)
    if ended is None:
        return began or date.min
    if len(on) > WHOLE_DAY and ended < date.max:
        # By the order of what is written, "2018-07-10T09:00" is after "2018-07-10": at the end of that day they still counted as apart.
        ended += timedelta(days=1)
    return max(ended, began) if began else ended


def _state(rows: Sequence[tuple[Any, ...]]) -> SeparationState:
    state = SeparationState()
    for child, adult, *values in rows:
        told = dict(zip(KNOWN, values, strict=False))
        told["probability"] = f"{told['probability']:.4f}"
        state.separations[child, adult] = Separation(child=child, adult=adult, **told)
    return state
