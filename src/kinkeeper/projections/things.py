"""Nouns whose state is one mapping of things by key: a version of the whole thing at each word about it.

A thing stands in its table as JSON beside the few columns that questions are asked of. What a noun adds is one line: its
table, its rules, and what of a thing stands in which column.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from types import ModuleType
from typing import Any

import msgspec

from kinkeeper.domain.catalog import NOUNS
from kinkeeper.projections.versions import Cursor, Key, Version, VersionedTable, read_current, to_json, write_versions


@dataclass(frozen=True, slots=True)
class Things:
    """One such noun."""

    name: str
    """The table's."""
    key: tuple[str, ...]
    rules: ModuleType
    state: type
    thing: type
    columns: tuple[str, ...]
    lifted: Callable[[Any], tuple[Any, ...]]
    """A thing -> what stands in `columns`."""
    heard: Callable[[Cursor, Sequence[Any] | None], Sequence[Any]] | None = None
    """The rest of the state, which other nouns' tables hold: as far as some commands need it (None: all of it)."""

    @property
    def table(self) -> VersionedTable:
        """The table, with the whole thing in its last column."""
        return VersionedTable(self.name, self.key, (*self.columns, "told"))

    def load(self, cursor: Cursor, commands: Sequence[Any]) -> Any:
        """The things that the commands name, where known."""
        return self._read(cursor, [key for command in commands for key in command.keys], commands)

    def apply(self, cursor: Cursor, entries: Sequence[tuple[int, Any]]) -> None:
        """Write the version of a thing that each entry brings."""
        own = [(at, entry) for at, entry in entries if type(entry) in OWN[self.rules]]
        state = self._read(cursor, [entry.key for _, entry in own], ())
        versions = []
        for at, entry in own:
            state = self.rules.evolve(state, entry)
            versions.append(Version(at, entry.key, self._values(self._things(state)[entry.key])))
        write_versions(cursor, self.table, versions)

    def dump(self, cursor: Cursor) -> Any:
        """Everything as known now."""
        return self._read(cursor, None, None)

    def _read(self, cursor: Cursor, keys: Iterable[Key] | None, commands: Sequence[Any] | None) -> Any:
        width = len(self.key)
        decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(self.thing)
        found = {row[:width]: decoder.decode(row[-1]) for row in read_current(cursor, self.table, keys)}
        heard = self.heard(cursor, commands) if self.heard and commands != () else ()
        return self.state(found, *heard)

    def _things(self, state: Any) -> Any:
        return getattr(state, fields(self.state)[0].name)

    def _values(self, thing: Any) -> tuple[Any, ...]:
        return *self.lifted(thing), to_json(thing)


OWN: dict[ModuleType, frozenset[type]] = {noun.rules: frozenset(noun.entries.values()) for noun in NOUNS}
"""A noun's rules -> its own entries. What it hears of others stands in their tables."""
