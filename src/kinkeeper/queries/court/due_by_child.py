"""What is due, child by child: each child once, with every clock of it that runs; who has least time left stands first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup, Reach, reach_of
from kinkeeper.queries.access.prepared import prepared
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.court.due import FEW, Due, Page, Worklist, stand
from kinkeeper.queries.court.due_by import COUNTED as MATCHED
from kinkeeper.queries.court.due_by import COUNTS, DueBy, First, counted, due_of, matching
from kinkeeper.queries.moments import STOOD_BEFORE
from kinkeeper.queries.standpoint import Standpoint

A_CHILD = 2
"""Clocks that are looked through for each child of a page; where children have more, twice as many."""
COUNTED = 1_000
"""Where no more clocks run all of them are looked through, and the children counted: who sees a part is asked about each of them."""


class Which(NamedTuple):
    """Which clocks, and how many of them run where they are not narrowed."""

    by: DueBy = DueBy()
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
    """Some of the children, and how many there are in all; None: more than are counted. `clocks`: how many, where they are narrowed."""

    rows: tuple[ChildDue, ...]
    children: int | None
    clocks: Worklist | None = None


_FIRST_OF_ALL = """
page AS MATERIALIZED (SELECT child, due_first AS due FROM running_clock WHERE is_first
                      ORDER BY due_first, child LIMIT %(size)s::int OFFSET %(before)s::bigint),
counts AS MATERIALIZED (SELECT 0::bigint AS clocks, 0, 0, 0, CASE WHEN %(is_few)s THEN (
    SELECT count(*) FROM running_clock WHERE is_first) END AS children)
"""
"""SQL: who is due first among all: each child by its first clock alone, as it is kept."""
_AMONG_CLOCKS = f"""
first AS MATERIALIZED ({{first}}),
children AS MATERIALIZED (SELECT child, min(due_first) AS due FROM first GROUP BY child),
page AS MATERIALIZED (SELECT * FROM children ORDER BY due, child LIMIT %(size)s::int OFFSET %(before)s::bigint),
counts AS MATERIALIZED (SELECT c.*, (SELECT count(*) FROM children) AS children FROM ({COUNTS}) c)
"""
"""SQL: the same among clocks that are looked through."""


def _of_page(viewer: Viewer, standpoint: Standpoint, now: datetime, by: DueBy, page: Page) -> First:
    """The clocks of the children of one page, those that match first; with each how many were looked through."""
    first = matching(viewer, standpoint, now, by, page)
    is_plain = not (by.is_narrowed or by.owner or page.only_new or standpoint.is_past)
    owned = "owner = %(owner)s" if by.owner else "TRUE"
    stands = STOOD_BEFORE if standpoint.is_past else ("until IS NULL",)
    clocks = stand("told, since, due_first AS due, order_id, clock", f"child = p.child AND {owned}", stands)
    matches = "(c.order_id, c.clock) IN (SELECT f.order_id, f.clock FROM first f WHERE f.child = p.child) DESC," if by.is_narrowed else ""
    sql = (
        f"WITH {_FIRST_OF_ALL if is_plain else _AMONG_CLOCKS.format(first=first.sql)} "
        "SELECT counts.*, p.child, c.told::text, c.since "
        f"FROM counts LEFT JOIN page p ON TRUE LEFT JOIN LATERAL ({clocks}) c ON TRUE "
        f"ORDER BY p.due, p.child, {matches} c.due, c.order_id, c.clock"
    )
    return First(sql, {**first.asked, "size": page.size, "before": (page.number - 1) * page.size})


@shows(FieldGroup.CUSTODY)
def list_children_due(viewer: Viewer, standpoint: Standpoint, now: datetime, which: Which, page: Page) -> ChildrenDue:
    """
    One page of the children of whom a clock runs that is all that is asked for; each with its other clocks.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    wanted, is_few = page.number * page.size, which.running < (FEW if reach_of(viewer) is Reach.EVERYBODY else COUNTED)
    through = max(wanted * A_CHILD, which.running + 1 if is_few else 0, MATCHED if which.by.is_narrowed else 0)
    asked = _of_page(viewer, standpoint, now, which.by, page)
    rows = _ask(asked, through, is_few=is_few)
    while rows[0][0] == through and rows[0][4] < wanted:
        through *= 2
        rows = _ask(asked, through, is_few=is_few)
    clocks, children = rows[0][0], rows[0][4]
    found: dict[str, list[Due]] = {}
    for *_, child, told, since in rows:
        if told is not None:
            found.setdefault(child, []).append(due_of(told, since, now, page))
    listed = tuple(ChildDue(child, tuple(some)) for child, some in found.items())
    return ChildrenDue(listed, children if clocks < through else None, counted(rows[0][:4]) if which.by.is_narrowed else None)


@shows_nobody("who is due; of them another query shows a page")
def find_children_due(viewer: Viewer, standpoint: Standpoint, now: datetime, by: DueBy, page: Page) -> list[str]:
    """
    The children of whom a clock runs that is all that is asked for, as many as the page is long, those with least time left first.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    asked = _of_page(viewer, standpoint, now, by, page)
    rows = _ask(asked, page.size * A_CHILD * A_CHILD * A_CHILD, is_few=False)
    return list(dict.fromkeys(row[5] for row in rows if row[5]))


def _ask(asked: First, through: int, *, is_few: bool) -> list[tuple[Any, ...]]:
    with prepared() as cursor:
        cursor.execute(asked.sql, {**asked.asked, "through": through, "is_few": is_few})
        return list(cursor.fetchall())
