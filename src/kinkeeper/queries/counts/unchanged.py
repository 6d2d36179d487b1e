"""Counts that stay what they are until the ledger grows: asked once for each reader, not once a page.

A count is kept under all that it depends on: the ledger's right edge, which no other ledger has; who reads, through which views; and whom
counsel is assigned to, which the ledger does not say. So what is kept is never wrong, it is only never asked for again, and nothing has to
be thrown away in time. What it was counted under is read in the statement that counts, and so of the same moment. To whom something is
opened nothing is kept: that ends by the clock.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from kinkeeper.domain.access import Viewer
from kinkeeper.queries.access.prepared import ASSIGNED, looking
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.standpoint import Standpoint

MOST = 20_000
"""Counts that a process keeps; before one more all are dropped. As well when the ledger has grown."""

EDGE = "(SELECT encode(frontier, 'hex') FROM public.head WHERE id = 1)"
UNDER = f"{EDGE}, CASE WHEN (SELECT public.reach()) = 'assigned' THEN {ASSIGNED.format(account='(SELECT public.reach_name())')} ELSE '' END"
"""SQL: two columns, under what something is counted."""


@dataclass(slots=True)
class _Kept:
    """What is kept of one edge."""

    edge: str
    counts: dict[Hashable, Any]


_kept = _Kept("", {})


@shows_nobody("a count")
def find(viewer: Viewer, standpoint: Standpoint, what: str) -> Any:
    """What was counted from this standpoint for this reader when all was as it is now; None where it was not."""
    here, kept = looking(), _kept
    if not standpoint.edge or not here.is_settled or kept.edge != standpoint.edge:
        return None
    return kept.counts.get(_name(viewer, standpoint, what, (here.path, here.assigned)))


@shows_nobody("a count")
def keep(viewer: Viewer, standpoint: Standpoint, what: str, count: Any, under: Sequence[str]) -> None:
    """Keep what was counted, with what `UNDER` said in the same statement."""
    global _kept
    here = looking()
    if not standpoint.edge or not here.is_settled:
        return
    edge, assigned = under
    if _kept.edge != edge or len(_kept.counts) >= MOST:
        _kept = _Kept(edge, {})
    _kept.counts[_name(viewer, standpoint, what, (here.path, assigned))] = count


@shows_nobody("nothing")
def forget() -> None:
    """Keep nothing of what was counted, as where the ledger has grown."""
    global _kept
    _kept = _Kept("", {})


def _name(viewer: Viewer, standpoint: Standpoint, what: str, here: tuple[str, str]) -> Hashable:
    reader = viewer.name, viewer.agency, viewer.role, viewer.purpose
    return what, reader, here, standpoint.known_at, standpoint.as_of
