"""One list that can leave as a file: its definition as data, and the way to its rows."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.errors import Refused
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.dictionary import Column, columns_of
from kinkeeper.reports.listings.sheet import Row

MOST_ROWS = 100_000
"""A list of more rows does not leave as one file: it is held in memory while it is written."""

ANY_TEXT: tuple[str, ...] = ()
"""What a filter takes that has no closed list."""

SEARCH = "search"
"""The filter of lists that a page can search: a word under which the reader's browser keeps what was searched for."""

COLUMNS = "columns"
"""The filter that every list has: the names of the columns that are wanted, in their order, parted by commas; else all."""


class TooManyRows(Refused):
    """A list has more rows than one file holds."""

    code = "too_many_rows"


class NoSuchFilter(Refused):
    """A list was asked for by a filter that it has not, or by a value that there is not, or lacks one that it needs."""

    code = "no_such_filter"


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a list is asked for: its filters and columns by name, and the persons that a search found (None: nobody was searched for)."""

    filters: Mapping[str, str] = field(default_factory=dict)
    persons: frozenset[str] | None = None

    def get(self, name: str) -> str:
        """What was chosen; empty: anything."""
        return self.filters.get(name, "")

    def wants(self, column: str) -> bool:
        """Whether this column is wanted: what nobody asks for need not be looked up."""
        return column in (self.get(COLUMNS) or column).split(",")

    def number(self, name: str) -> int:
        """The number that was chosen; 0 where none was."""
        return int(self.get(name) or 0)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its name, what it is called, what one row is, its columns, and what makes its rows."""

    name: str
    title: Any
    words: Any
    columns: tuple[str, ...]
    make: Callable[[Viewer, Standpoint, Asked], Iterable[Row]]
    pages: tuple[str, ...] = ()
    """The pages that show it, by the names of their addresses."""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By what it can be narrowed, as in the address of its page, and what may be chosen."""
    needs: tuple[str, ...] = ()
    """The filters without which there is no such list."""
    right: str = "read"
    on_page: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Each column of its page, in the page's order, as the page's address names it -> the columns here that say it."""

    @property
    def dictionary(self) -> tuple[Column, ...]:
        """What its columns mean."""
        return columns_of(self.name, self.columns)

    def shown(self, chosen: Collection[str] | None = None) -> tuple[str, ...]:
        """The columns that the page shows, in its order: its first and those that are chosen; None: every one of the page."""
        told = [names for at, (key, names) in enumerate(self.on_page.items()) if not at or chosen is None or key in chosen]
        return tuple(dict.fromkeys(name for names in told for name in names))

    def wanted(self, told: Mapping[str, str]) -> tuple[str, ...]:
        """The columns that are asked for, in the order asked for; all, where none are."""
        return tuple(told[COLUMNS].split(",")) if told.get(COLUMNS) else self.columns

    def filters_in(self, told: Mapping[str, str]) -> dict[str, str]:
        """Of an address, what is a filter of this list; a choice that there is not counts as any."""
        return {name: told[name] for name, choices in self.filters.items() if told.get(name) and (not choices or told[name] in choices)}

    def check(self, told: Mapping[str, str]) -> dict[str, str]:
        """
        These filters, where the list has them.

        :raises NoSuchFilter: where it has not, where there is no such choice, or where one is missing that it needs.
        """
        self._check_columns(told)
        for name, value in told.items():
            if name == COLUMNS:
                continue
            if name not in self.filters:
                has = ", ".join((*self.filters, COLUMNS))
                raise NoSuchFilter("The list '%(name)s' has no filter '%(name2)s'. It has: %(has)s.", name=self.name, name2=name, has=has)
            if value and self.filters[name] and value not in self.filters[name]:
                raise NoSuchFilter(
                    "There is no %(name)s '%(value)s'. There are: %(known)s.", name=name, value=value, known=", ".join(self.filters[name])
                )
            if name == SINCE and value and not (value.isascii() and value.isdigit() and len(value) < 16):
                raise NoSuchFilter("'%(name)s' is the number of an entry of the ledger, as 48092.", name=name)
        for name in self.needs:
            if not told.get(name):
                raise NoSuchFilter("Say of which %(name)s: the list '%(name2)s' is of one alone.", name=name, name2=self.name)
        return {name: value for name, value in told.items() if value}

    def _check_columns(self, told: Mapping[str, str]) -> None:
        asked = self.wanted(told)
        for name in asked:
            if name not in self.columns:
                raise NoSuchFilter(
                    "The list '%(name)s' has no column '%(name2)s'. It has: %(known)s.",
                    name=self.name,
                    name2=name,
                    known=", ".join(self.columns),
                )
        if len(set(asked)) < len(asked):
            raise NoSuchFilter("Name each column once.")


SINCE = "since"
"""The filter of lists that say what is new: only what this entry of the ledger, or a later one, made as it stands."""


def told_of(filters: Mapping[str, str]) -> str:
    """Filters as an export keeps them: as in an address, by name."""
    return urlencode(sorted(filters.items()))


def filters_of(asked: str) -> dict[str, str]:
    """The filters that an export keeps."""
    return dict(parse_qsl(asked, keep_blank_values=True))


def check_size(rows: Sequence[Any]) -> None:
    """
    See that a list is not longer than one file holds.

    :raises TooManyRows: where it is.
    """
    if len(rows) > MOST_ROWS:
        raise TooManyRows(
            "This list has more than %(most_rows)s rows. Narrow it by its filters, or take reports, or a backup.",
            most_rows=f"{MOST_ROWS:,}",
        )
