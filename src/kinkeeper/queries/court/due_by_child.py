"""What is due, child by child: each child once, with every clock of it that runs; who has least time left stands first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup, Reach, reach_of
from kinkeeper.domain.court.clocks import Clock, read_clock
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.court.due import FEW, Due, Page, stand
from kinkeeper.queries.moments import STOOD_BEFORE
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.together import Question, ask_together

A_CHILD = 2
"""Clocks that are looked through for each child of a page; where children have more, twice as many."""
COUNTED = 400
"""Where no more clocks run all of them are looked through, and the children counted: who sees a part is asked about each of them."""


class Which(NamedTuple):
    """Whose clocks (empty: all owners'), and how many of them run."""

    owner: str = ""
    running: int = 0


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
        "SELECT counts.clocks, counts.children, p.child, c.told::text, c.since "
        f"FROM counts LEFT JOIN page p ON TRUE LEFT JOIN LATERAL ({clocks}) c ON TRUE ORDER BY p.due, p.child, c.due"
    )


@shows(FieldGroup.CUSTODY)
def list_children_due(viewer: Viewer, standpoint: Standpoint, now: datetime, which: Which, page: Page) -> ChildrenDue:
    """
    One page of the children of whom a clock runs; all owners' clocks, or one's.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    wanted, is_few = page.number * page.size, which.running < (FEW if reach_of(viewer) is Reach.EVERYBODY else COUNTED)
    through = max(wanted * A_CHILD, which.running + 1 if is_few else 0)
    rows = _ask(which.owner, page, standpoint, through)
    while rows[0][0] == through and rows[0][1] < wanted:
        through *= 2
        rows = _ask(which.owner, page, standpoint, through)
    clocks, children = rows[0][:2]
    found: dict[str, list[Due]] = {}
    for *_, child, told, since in rows:
        if told is not None:
            clock = msgspec.json.decode(told, type=Clock)
            found.setdefault(child, []).append(Due(clock, read_clock(clock, now), bool(page.seen) and since >= page.seen))
    return ChildrenDue(tuple(ChildDue(child, tuple(some)) for child, some in found.items()), children if clocks < through else None)


@shows_nobody("who is due; of them another query shows a page")
def find_children_due(viewer: Viewer, standpoint: Standpoint, *, owner: str = "", page: Page, most: int) -> list[str]:
    """
    The children of whom a clock runs, no more than so many, those with least time left first.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    rows = _ask(owner, page._replace(number=1, size=most), standpoint, most * A_CHILD * A_CHILD * A_CHILD)
    return list(dict.fromkeys(row[2] for row in rows if row[2]))


def _ask(owner: str, page: Page, standpoint: Standpoint, through: int) -> list[list[Any]]:
    stands = STOOD_BEFORE if standpoint.is_past else ("until IS NULL",)
    asked = {"owner": owner, "known_at": standpoint.known_at, "seen": page.seen, "through": through}
    asked |= {"size": page.size, "before": (page.number - 1) * page.size}
    return ask_together(rows=Question(_of_page(owner, page, stands), 5, asked))["rows"]
