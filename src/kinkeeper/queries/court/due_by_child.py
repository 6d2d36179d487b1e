"""What is due, child by child: each child once, with every clock of it that runs; who has least time left stands first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.court.clocks import Clock, read_clock
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.counts import unchanged
from kinkeeper.queries.court.due import FEW, Due, Page, stand
from kinkeeper.queries.moments import STOOD_BEFORE
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.together import Question, ask_together

A_CHILD = 4
"""Clocks that are looked through for each child of a page; where children have more, as many again."""


@dataclass(frozen=True, slots=True)
class ChildDue:
    """A child and its clocks that run, the one with least time left first."""

    child: str
    clocks: tuple[Due, ...]

    @property
    def first(self) -> Due:
        """The clock with least time left."""
        return self.clocks[0]

    @property
    def is_new(self) -> bool:
        """Whether one of them was set since the reader last looked."""
        return any(one.is_new for one in self.clocks)


@dataclass(frozen=True, slots=True)
class ChildrenDue:
    """Some of the children, and how many there are in all; None: more than are counted."""

    rows: tuple[ChildDue, ...]
    children: int | None


def _first(owner: str, page: Page, stands: Sequence[str]) -> tuple[str, str]:
    """SQL: of which clocks, and as many of them by what is due first as are looked through: found in an index in that order."""
    owned = "owner = %(owner)s" if owner else "TRUE"
    wanted = owned + (" AND since >= %(seen)s" if page.only_new else "")
    some = stand("child, due_first", f"{wanted} ORDER BY due_first, child LIMIT %(through)s::bigint", stands)
    return owned, f"SELECT child, due_first FROM ({some}) c ORDER BY due_first, child LIMIT %(through)s"


def _of_page(owner: str, page: Page, stands: Sequence[str]) -> str:
    """SQL: the clocks of the children of one page; with each how many clocks were looked through, and of how many children."""
    owned, first = _first(owner, page, stands)
    clocks = stand("told, since, due_first AS due", f"child = p.child AND {owned}", stands)
    return (
        f"WITH first AS MATERIALIZED ({first}), "
        "children AS MATERIALIZED (SELECT child, min(due_first) AS due FROM first GROUP BY child), "
        "page AS MATERIALIZED (SELECT * FROM children ORDER BY due, child LIMIT %(size)s OFFSET %(before)s), "
        "counts AS MATERIALIZED (SELECT (SELECT count(*) FROM first) AS clocks, (SELECT count(*) FROM children) AS children) "
        f"SELECT counts.clocks, counts.children, {unchanged.UNDER}, p.child, c.told::text, c.since "
        f"FROM counts LEFT JOIN page p ON TRUE LEFT JOIN LATERAL ({clocks}) c ON TRUE ORDER BY p.due, p.child, c.due"
    )


@shows(FieldGroup.CUSTODY)
def list_children_due(viewer: Viewer, standpoint: Standpoint, now: datetime, *, owner: str = "", page: Page) -> ChildrenDue:
    """
    One page of the children of whom a clock runs; all owners' clocks, or one's.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    what, before = f"children due, {owner}, {page.seen if page.only_new else ''}", (page.number - 1) * page.size
    kept = unchanged.find(viewer, standpoint, what)
    through = (before + page.size) * A_CHILD if kept else max((before + page.size) * A_CHILD, FEW)
    rows = _ask(owner, page, standpoint, through)
    while rows[0][0] == through and rows[0][1] < before + page.size:
        through *= 4
        rows = _ask(owner, page, standpoint, through)
    clocks, children, *under = rows[0][:4]
    if kept is None:
        kept = (children if clocks < through else None,)
        unchanged.keep(viewer, standpoint, what, kept, under)
    found: dict[str, list[Due]] = {}
    for *_, child, told, since in rows:
        if told is not None:
            clock = msgspec.json.decode(told, type=Clock)
            found.setdefault(child, []).append(Due(clock, read_clock(clock, now), bool(page.seen) and since >= page.seen))
    return ChildrenDue(tuple(ChildDue(child, tuple(clocks)) for child, clocks in found.items()), kept[0])


@shows_nobody("who is due; of them another query shows a page")
def find_children_due(viewer: Viewer, standpoint: Standpoint, *, owner: str = "", page: Page, most: int) -> list[str]:
    """
    The children of whom a clock runs, no more than so many, those with least time left first.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    rows = _ask(owner, page._replace(number=1, size=most), standpoint, most * A_CHILD * 4)
    return list(dict.fromkeys(row[4] for row in rows if row[4]))


def _ask(owner: str, page: Page, standpoint: Standpoint, through: int) -> list[list[Any]]:
    stands = STOOD_BEFORE if standpoint.is_past else ("until IS NULL",)
    asked = {"owner": owner, "known_at": standpoint.known_at, "seen": page.seen, "through": through}
    asked |= {"size": page.size, "before": (page.number - 1) * page.size}
    return ask_together(rows=Question(_of_page(owner, page, stands), 7, asked))["rows"]
