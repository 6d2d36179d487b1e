"""One list that can leave as a file: its definition as data, and the way to its rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.errors import Refused
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.dictionary import Column, columns_of
from kinkeeper.reports.listings.sheet import Row

MOST_ROWS = 100_000
"""A list of more rows does not leave as one file: it is held in memory while it is written."""


class TooManyRows(Refused):
    """A list has more rows than one file holds."""

    code = "too_many_rows"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its name, what it is called, what one row is, its columns, and what makes its rows."""

    name: str
    title: Any
    words: Any
    columns: tuple[str, ...]
    make: Callable[[Viewer, Standpoint], Iterable[Row]]

    @property
    def dictionary(self) -> tuple[Column, ...]:
        """What its columns mean."""
        return columns_of(self.name, self.columns)


def check_size(rows: Sequence[Any]) -> None:
    """
    See that a list is not longer than one file holds.

    :raises TooManyRows: where it is.
    """
    if len(rows) > MOST_ROWS:
        raise TooManyRows(f"This list has more than {MOST_ROWS:,} rows. Take the lists of children apart, or reports, or a backup.")
