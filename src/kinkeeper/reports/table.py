"""A table as a report holds it, before it becomes CSV, a sheet or a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

PERSONS = frozenset({"child", "adult", "person", "child_ids"})
"""Columns that hold persons' numbers."""


@dataclass(frozen=True, slots=True)
class Table:
    """One file, one sheet: a name, a title, column names and rows of text, numbers or empty."""

    name: str
    title: Any
    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    key: int = 1
    """How many of the first columns tell one row from every other: by them two printings are compared."""

    def persons(self, most: int | None = None) -> set[str]:
        """Whom the first `most` rows name, all where None."""
        at = [place for place, column in enumerate(self.columns) if column in PERSONS]
        return {number for row in self.rows[:most] for place in at for number in str(row[place]).replace(";", " ").split()}
