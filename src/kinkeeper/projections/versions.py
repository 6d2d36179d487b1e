"""Rows with a beginning and an end on the ledger.

A version of a thing holds during [since, until): `since` is the position that brought it in, `until`
the one that ended it, null while it stands. Versions are only ever added and ended, so every state
the tables ever had can be read back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeAlias

import msgspec
from django.db.backends.utils import CursorWrapper

Cursor: TypeAlias = CursorWrapper
PositionedEntry: TypeAlias = tuple[int, Any]
Key: TypeAlias = tuple[str, ...]

COPIED_FROM = 10
"""Rows from which on COPY is quicker than a statement: it is two more messages a table."""


@dataclass(frozen=True, slots=True)
class VersionedTable:
    """A table whose rows are versions: the columns that say which thing, and those that say what of it."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """From `position` on the thing `key` has these values, or is no more (None)."""

    position: int
    key: Key
    values: tuple[Any, ...] | None


def to_json(value: Any) -> str:
    """A value of the domain for a column of type jsonb."""
    return msgspec.json.encode(value).decode()


def from_json(text: str) -> Any:
    """What a column of type jsonb holds; Django leaves it as text on a plain cursor."""
    return msgspec.json.decode(text)


def add_rows(cursor: Cursor, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows to a table: a few by one statement, more by COPY."""
    rows = list(rows)
    if not rows:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    if len(rows) < COPIED_FROM:
        row = f"({', '.join(['%s'] * len(columns))})"
        cursor.execute(f"INSERT INTO {table} ({names}) VALUES {', '.join([row] * len(rows))}", list(chain.from_iterable(rows)))
        return
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for one in rows:
            copy.write_row(one)


def write_versions(cursor: Cursor, table: VersionedTable, versions: Sequence[Version]) -> None:
    """End the standing versions of the things named, and add the new ones. `versions` stand in order of position."""
    first: dict[Key, int] = {}
    following: dict[Key, int] = {}
    rows = []
    for version in reversed(versions):
        until = following.get(version.key)
        if version.values is not None and until != version.position:
            rows.append((*version.key, *version.values, version.position, until))
        first[version.key] = following[version.key] = version.position
    _end(cursor, table, first)
    add_rows(cursor, table.name, (*table.key, *table.columns, "since", "until"), reversed(rows))


def read_current(cursor: Cursor, table: VersionedTable, keys: Iterable[Key] | None = None) -> list[tuple[Any, ...]]:
    """The standing versions, key columns first, then the others: of these things, or of all."""
    names = ", ".join(f't."{column}"' for column in (*table.key, *table.columns))
    if keys is None:
        cursor.execute(f"SELECT {names} FROM {table.name} t WHERE t.until IS NULL")
        return list(cursor.fetchall())
    # LIMIT keeps this a look into the key's index for each thing, however large the table has become.
    cursor.execute(
        f"SELECT t.* FROM {_unnest(table)}, LATERAL "
        f"(SELECT {names} FROM {table.name} t WHERE {_same(table)} AND t.until IS NULL LIMIT 1) AS t",
        _columns(list(set(keys)), len(table.key)),
    )
    return list(cursor.fetchall())


def _end(cursor: Cursor, table: VersionedTable, first: dict[Key, int]) -> None:
    if not first:
        return
    cursor.execute(
        f"UPDATE {table.name} t SET until = w.until FROM {_unnest(table, 'until')} WHERE {_same(table)} AND t.until IS NULL",
        [*_columns(list(first), len(table.key)), list(first.values())],
    )


def _columns(keys: Sequence[Key], width: int) -> list[list[str]]:
    return [[key[at] for key in keys] for at in range(width)]


def _unnest(table: VersionedTable, *numbers: str) -> str:
    arrays = ["%s::text[]" for _ in table.key] + ["%s::bigint[]" for _ in numbers]
    return f"unnest({', '.join(arrays)}) AS w({', '.join((*table.key, *numbers))})"


def _same(table: VersionedTable) -> str:
    return " AND ".join(f"t.{column} = w.{column}" for column in table.key)
