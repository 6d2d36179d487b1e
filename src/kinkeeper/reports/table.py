"""A table as a report holds it, before it becomes CSV, a sheet or a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """One file, one sheet: a name, a title, column names and rows of text, numbers or empty."""

    name: str
    title: Any
    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    key: int = 1
    """How many of the first columns tell one row from every other: by them two printings are compared."""
