"""Separations: a new version whenever one is known differently."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from kinkeeper.domain.dates import day
from kinkeeper.domain.separations import RaiseSeparations, Separation, SeparationRaised, SeparationState
from kinkeeper.domain.terms import Outcome
from kinkeeper.projections.versions import Cursor, Version, VersionedTable, read_current, write_versions

KNOWN = tuple(name for name in Separation.__struct_fields__ if name not in ("child", "adult"))
SEPARATION = VersionedTable("separation", ("child", "adult"), (*KNOWN, "valid_from", "valid_until"))
ENDS_IT = frozenset({Outcome.REUNITED, Outcome.RELEASED_TO_OTHER, Outcome.TURNED_18})


def load(cursor: Cursor, commands: Sequence[RaiseSeparations]) -> SeparationState:
    """The separations that the commands name, where known."""
    return _state(read_current(cursor, SEPARATION, [one.key for command in commands for one in command.separations]))


def apply(cursor: Cursor, entries: Sequence[tuple[int, SeparationRaised]]) -> None:
    """Write the version of a separation that each entry brings."""
    write_versions(cursor, SEPARATION, [Version(at, entry.separation.key, _values(entry.separation)) for at, entry in entries])


def dump(cursor: Cursor) -> SeparationState:
    """Every separation as known now."""
    return _state(read_current(cursor, SEPARATION))


def _values(one: Separation) -> tuple[Any, ...]:
    told = {name: getattr(one, name) for name in KNOWN} | {"probability": Decimal(one.probability)}
    ended = day(one.outcome_on) if one.outcome in ENDS_IT else None
    return *told.values(), day(one.separated_on), ended


def _state(rows: Sequence[tuple[Any, ...]]) -> SeparationState:
    state = SeparationState()
    for child, adult, *values in rows:
        told = dict(zip(KNOWN, values, strict=False))
        told["probability"] = f"{told['probability']:.4f}"
        state.separations[child, adult] = Separation(child=child, adult=adult, **told)
    return state
