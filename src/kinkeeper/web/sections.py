"""A page made of plain tables: what a section says, its rows, and what can be said about it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from kinkeeper.web.words.names import shown

MOST = 600
"""Letters of a cell that are shown."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a table; a link where it has an address; strong where it must be seen."""

    words: Any
    href: str = ""
    strong: bool = False
    is_new: bool = False
    """New since the reader last looked: marked."""
    tick: str = ""
    """What of the row is sent when it is ticked; only in its first cell."""
    lines: tuple[Any, ...] = ()
    """Several things, each in a line of its own, in place of `words`."""

    @property
    def text(self) -> str:
        """The words as text, of whatever they are made; long ones are cut."""
        return shown("; ".join(map(str, self.lines)) or str(self.words), MOST)

    @property
    def shown_lines(self) -> tuple[str, ...]:
        """The lines as text; long ones are cut."""
        return tuple(shown(str(one), MOST) for one in self.lines)


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Where a section leads: to a form, or to another page."""

    words: Any
    href: str

    def only(self, shown: Collection[str]) -> "Link":
        """The link where a section shows these columns alone."""
        return self


@dataclass(frozen=True, slots=True)
class Section:
    """One table with its title; `empty` is said where it has no rows."""

    name: str
    title: Any
    columns: tuple[Any, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: Any
    links: tuple[Link, ...] = ()
    note: Any = ""
    picture: Any = ""
    """A drawing of what the rows say, above them."""
    keys: tuple[str, ...] = ()
    """Each column as an address names it, where columns can be chosen."""
    deeds: tuple[Any, ...] = ()
    """What can be done at once with the rows that are ticked."""
    matching: int = 0
    """How many rows match, where these are but some of them and all can be ticked at once."""

    @property
    def labelled(self) -> Iterator[list[tuple[Any, Cell]]]:
        """The rows with each cell's column: on a narrow screen the column stands before what it says."""
        return (list(zip(self.columns, row, strict=False)) for row in self.rows)

    def only(self, shown: Collection[str]) -> "Section":
        """The section with its first column and these alone, and so the file that its list leaves as."""
        at = [nth for nth, key in enumerate(self.keys) if not nth or key in shown]
        rows = tuple(tuple(row[nth] for nth in at) for row in self.rows)
        columns, keys = tuple(self.columns[nth] for nth in at), tuple(self.keys[nth] for nth in at)
        return replace(self, columns=columns, keys=keys, rows=rows, links=tuple(link.only(shown) for link in self.links))

    def to_do(self, deeds: tuple[Any, ...], matching: int) -> "Section":
        """The section with what can be done to its rows, and to all that match."""
        return replace(self, deeds=deeds, matching=matching if deeds else 0)

    def without(self, column: str) -> "Section":
        """The section without a column, where it has it."""
        if column not in self.columns:
            return self
        at = self.columns.index(column)
        rows = tuple((*row[:at], *row[at + 1 :]) for row in self.rows)
        return replace(self, columns=(*self.columns[:at], *self.columns[at + 1 :]), rows=rows)


def choosable(*sections: Section) -> Mapping[str, Any]:
    """The columns of these sections that can be left out, with their heads."""
    return {key: words for one in sections for key, words in list(zip(one.keys, one.columns, strict=True))[1:]}


def cells(*words: Any) -> tuple[Cell, ...]:
    """A row of plain words; a `Cell` among them stays as it is."""
    return tuple(one if isinstance(one, Cell) else Cell("" if one is None else one) for one in words)


def say_link(words: Any, name: str, **told: str) -> Link:
    """A link to the form of a saying, with what is known already filled in. Only our own numbers stand in an address."""
    return Link(words, reverse("say", args=[name]) + ("?" + urlencode(told) if told else ""))
