"""Entries -> rows of the read tables, batch by batch, one file per noun. Only the gateway comes here.

Each noun's file has: `load(cursor, commands)`, the state that `decide` needs; `apply(cursor, entries)`,
the rows that entries bring or end; `dump(cursor)`, the state as the tables have it now. Live
writing and rebuilding call the same `apply`; `gateway.rebuild` compares `dump` with a pure fold of `evolve`.
"""

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from kinkeeper.domain.catalog import FOLLOWERS, NOUNS
from kinkeeper.domain.nouns import Noun
from kinkeeper.projections import (
    access,
    apart,
    casework,
    court,
    custody_days,
    extracts,
    families,
    findable,
    handover,
    meetings,
    models,
    objections,
    people,
    placements,
    recipes,
    records,
    reviews,
    running_clocks,
    sealings,
    separations,
    ties,
    withdrawals,
)
from kinkeeper.projections.things import Things
from kinkeeper.projections.versions import Cursor, PositionedEntry
from kinkeeper.store.tables import READ_TABLES

_PROJECTIONS: dict[str, ModuleType | Things] = {
    "extracts": extracts,
    "recipes": recipes,
    "records": records,
    "people": people,
    "ties": ties,
    "withdrawals": withdrawals,
    "families": families,
    "placements": placements,
    "separations": separations,
    "sealings": sealings,
    "objections": objections,
    "reviews": reviews,
    "models": models,
    **court.THINGS,
    **casework.THINGS,
    **handover.THINGS,
    **access.THINGS,
    **meetings.THINGS,
}


def load(cursor: Cursor, noun: Noun, commands: Sequence[Any]) -> Any:
    """The state of a noun, as far as deciding these commands needs it."""
    return _PROJECTIONS[noun.name].load(cursor, commands)


def apply(cursor: Cursor, entries: Sequence[PositionedEntry]) -> None:
    """Bring entries into the read tables: noun by noun in the catalog's order, and of each in order of position.

    A person's row says what most of its records say, so records come first, whatever a batch begins with.
    """
    concerned: dict[str, list[PositionedEntry]] = {}
    for position, entry in entries:
        for noun in FOLLOWERS[type(entry)]:
            concerned.setdefault(noun.name, []).append((position, entry))
    for noun in NOUNS:
        if noun.name in concerned:
            _PROJECTIONS[noun.name].apply(cursor, concerned[noun.name])
    placed = custody_days.refresh(cursor, entries)
    apart.refresh(cursor, entries, placed)
    running_clocks.refresh(cursor, entries, placed)
    findable.refresh(cursor, entries)


def dump(cursor: Cursor) -> dict[str, Any]:
    """Noun -> its state, as the read tables have it now."""
    return {noun.name: _PROJECTIONS[noun.name].dump(cursor) for noun in NOUNS}


def clear(cursor: Cursor) -> None:
    """Throw the read tables away. The ledger is not touched."""
    for table in READ_TABLES:
        cursor.execute(f"DELETE FROM {table}")
