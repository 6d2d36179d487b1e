"""Who is apart, as known now: from the table that is kept child by child, for who may know of everybody.

It answers as `queries/apart.py` and `queries/choosing.py` do, which look at every separation; a test holds the two together. Where
something is asked of single separations, of an earlier day or by who may know of some alone, they are asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import Reach, reach_of
from kinkeeper.queries.access.prepared import prepared
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.standpoint import Standpoint


@dataclass(frozen=True, slots=True)
class Page:
    """Some children in the order asked for, and how many children, apart from how many adults, there are in all."""

    shown: Sequence[str]
    children: int
    adults: int


_NEWEST = """
SELECT max(newest) <= %(as_of)s OR (max(newest) IS NULL AND NOT EXISTS (SELECT FROM separation)) FROM child_apart
"""
"""Where it has no row and there are separations, it may not have been made from the ledger yet: the separations are asked."""
_DAYS = "coalesce(CASE WHEN still THEN %(as_of)s::date - since_day ELSE greatest(ended_days, %(as_of)s::date - loose_day) END, 0)"
ORDERED = {
    "longest": f"{_DAYS} DESC",
    "shortest": _DAYS,
    "youngest": "nullif(born, '') DESC NULLS LAST",
    "oldest": "nullif(born, '') NULLS LAST",
}
AGED = (
    "born <= (%(as_of)s::date - make_interval(years => {0}))::date::text "
    "AND born > (%(as_of)s::date - make_interval(years => {1} + 1))::date::text"
)
_COUNTS = f"""
SELECT count(*) FILTER (WHERE still), count(*) FILTER (WHERE first_on < %(as_of)s OR ended_on >= %(as_of)s),
       count(*) FILTER (WHERE still AND removed), count(*) FILTER (WHERE no_reason), count(*) FILTER (WHERE detected),
       count(*) FILTER (WHERE reunited), count(*) FILTER (WHERE still AND {AGED.format(0, 4)})
FROM child_apart
"""


@shows_nobody("which table answers")
def answers(viewer: Viewer, standpoint: Standpoint) -> bool:
    """Whether the table says how it was from this standpoint."""
    if standpoint.is_past or reach_of(viewer) is not Reach.EVERYBODY:
        return False
    with prepared() as cursor:
        cursor.execute(_NEWEST, standpoint.parameters)
        return bool(cursor.fetchone()[0])


def count_children(standpoint: Standpoint) -> int:
    """How many children are still apart from somebody."""
    return int(_row("SELECT count(*) FROM child_apart WHERE still", standpoint)[0])


def count_all(standpoint: Standpoint) -> tuple[int, ...]:
    """The counts beside the list, in the order of `choosing.Counts`."""
    return _row(_COUNTS, standpoint)


def choose_page(standpoint: Standpoint, *, still: bool, ages: tuple[int, int] | None, order: str, page: tuple[int, int]) -> Page:
    """One page (the place of its first row, its size) of all children who are, or were, apart."""
    which = ("still" if still else "TRUE") + (f" AND {AGED.format('%(youngest)s', '%(oldest)s')}" if ages else "")
    youngest, oldest = ages or (0, 0)
    asked = {"youngest": youngest, "oldest": oldest, "start": page[0], "size": page[1]}
    children, adults = _row(
        f"SELECT count(DISTINCT child), count(DISTINCT nullif(adult, '')) FROM child_apart "
        f"LEFT JOIN LATERAL unnest(CASE WHEN still THEN adults_still ELSE adults END) AS adult ON TRUE WHERE {which}",
        standpoint,
        **asked,
    )
    start = page[0] if page[0] < children else max(children - 1, 0) // page[1] * page[1]
    with prepared() as cursor:
        cursor.execute(
            f"SELECT child FROM child_apart WHERE {which} ORDER BY {ORDERED[order]}, child LIMIT %(size)s OFFSET %(start)s",
            {**standpoint.parameters, **asked, "start": start},
        )
        return Page([child for (child,) in cursor.fetchall()], children, adults)


def _row(sql: str, standpoint: Standpoint, **asked: object) -> tuple[int, ...]:
    with prepared() as cursor:
        cursor.execute(sql, {**standpoint.parameters, **asked})
        return tuple(cursor.fetchone())
