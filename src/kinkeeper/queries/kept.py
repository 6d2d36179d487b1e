"""Long lists that are laid out once: who stands where on them is kept for as long as nothing came that they are made of.

A list is kept under the leaf of the last entry that it is made of, which no other ledger has: what is kept is never wrong, it is only never
asked for again. Kept are numbers of persons and records, days, and how each stands; names and words are asked for with each page, through
the views of whoever looks (ADR 38).
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import Reach, reach_of
from kinkeeper.queries.access.prepared import looking, prepared
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.counts.unchanged import UNDER

T = TypeVar("T")

MOST = 12
"""Lists that a process keeps; before one more all are dropped."""

RECORDS = ("record since", "record_withdrawal since", "record_withdrawal until", "sealing since")
"""What changes which records count; each is a table and which of its ends. All but one have an index."""
PEOPLE = ("person since", "record_withdrawal since", "record_withdrawal until", "sealing since")
"""What changes whose a record is: who gets a record or loses one to another is written anew, or the record was withdrawn."""
EXTRACTS = ("extract since", "extract_withdrawal since", "extract_withdrawal until")
SEPARATIONS = ("separation since", "separation until")
TIES = ("tie since",)

_EVERYBODY = frozenset({"", "public"})
"""The paths of who looks at the tables themselves."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Under what a list is kept, by the moments it was asked for: the last entries that matter, and for who sees a part all that may be."""

    leaves: tuple[str, ...]
    who: Hashable


_kept: dict[Hashable, object] = {}


@shows_nobody("a mark")
def find_mark(viewer: Viewer, moments: Sequence[int], *made_of: str) -> Mark | None:
    """
    The mark of what is made of these ends of rows, as known when the ledger had so many entries, for this viewer; None where a list must
    not be kept, as where something is opened to them, which ends by the clock.
    """
    here = looking()
    sees_all = reach_of(viewer) is Reach.EVERYBODY and here.path in _EVERYBODY
    if not sees_all and not here.is_settled:
        return None
    with prepared() as cursor:
        cursor.execute(f"SELECT ARRAY({_last(made_of)}){'' if sees_all else f', {UNDER}'}", {"moments": list(moments)})
        leaves, *under = cursor.fetchone()
    who = "everybody" if sees_all else (viewer.name, viewer.agency, viewer.role, viewer.purpose, here.path, *under)
    return Mark(tuple(leaves), who)


def _last(made_of: Sequence[str]) -> str:
    """SQL: of each moment the leaf of the last entry that began or ended such a row; empty where there is none."""
    ends = [end.split() for end in dict.fromkeys(made_of)]
    last = " UNION ALL ".join(f"SELECT max({end}) AS at FROM public.{table} WHERE {end} < t.known_at" for table, end in ends)
    return (
        f"SELECT coalesce((SELECT encode(e.leaf, 'hex') FROM public.entry e WHERE e.seq = (SELECT max(at) FROM ({last}) ends)), '') "
        "FROM unnest(%(moments)s::bigint[]) WITH ORDINALITY t (known_at, n) ORDER BY t.n"
    )


def keeping(mark: Callable[[], Mark | None], what: Hashable, make: Callable[[], T]) -> T:
    """
    What is kept under this name and the mark as it is now; else it is made, and kept where the mark is still the same.

    Whoever sees a part sees by what stands now: an entry between the mark and what was made would be kept under the wrong name.
    """
    before = mark()
    name = (before, what)
    found = _kept.get(name) if before else None
    if found is not None:
        return cast("T", found)
    made = make()
    if before and before == mark():
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[name] = made
    return made


@shows_nobody("nothing")
def forget() -> None:
    """Keep no list."""
    _kept.clear()
