"""A list as it leaves, before it becomes a file: what it is, what its columns mean, its rows, and whose export it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.dictionary import Column
from kinkeeper.reports.printing.about import CLASSIFICATION

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One list: rows of text and numbers; empty or None where it is not known."""

    name: str
    title: Any
    words: Any
    """What one row is."""
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    standpoint: Standpoint
    mark: str = ""
    """The export's number, whose it is, and what for."""
    reach: Any = ""
    """Whom the viewer may know of, and so who is listed."""
    filters: Mapping[str, str] = field(default_factory=dict)
    """By what the list was narrowed."""
    left_out: int = 0
    """Columns that the list has and this sheet has not."""

    @property
    def heads(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(one.name for one in self.columns)

    def only(self, names: Sequence[str]) -> "Sheet":
        """The sheet with these columns alone, in this order."""
        if tuple(names) == self.heads:
            return self
        at = [self.heads.index(name) for name in names]
        of = itemgetter(*at)
        rows = [of(row) if len(at) > 1 else (of(row),) for row in self.rows]
        return replace(self, columns=tuple(self.columns[one] for one in at), rows=rows, left_out=len(self.columns) - len(at))

    def about(self) -> Iterator[tuple[str, str]]:
        """Lines of a heading and its text."""
        here = self.standpoint
        yield _("Classification"), str(_(CLASSIFICATION))
        if self.mark:
            yield _("Export"), self.mark
        yield _("List"), f"{self.title} ({self.name})"
        yield _("Rows"), str(len(self.rows))
        yield _("How this is counted"), str(self.words)
        yield _("Listed for"), str(self.reach)
        if self.filters:
            yield _("Filters"), "; ".join(f"{name} = {value}" for name, value in sorted(self.filters.items()))
        if self.left_out:
            yield _("Columns"), _("%(here)s of the list’s %(all)s") % {"here": len(self.columns), "all": len(self.columns) + self.left_out}
        yield _("Day"), here.as_of
        yield _("As known on"), f"{here.known_to.replace('T', ' ')} UTC"
        yield _("Entries known"), str(here.known_at)
