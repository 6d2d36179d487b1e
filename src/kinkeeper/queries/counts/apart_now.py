"""Who is apart, as known now: from the tables that are kept child by child, of all, and of those with whom an agency is concerned.

It answers as `queries/apart.py` and `queries/choosing.py` do, which look at every separation; a test holds the two together. Where
something is asked of single separations, of an earlier day, or by who may know of others as well, they are asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import Reach, reach_of
from kinkeeper.queries.access.prepared import prepared
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.together import Question


@dataclass(frozen=True, slots=True)
class Page:
    """Some children in the order asked for, and how many children, apart from how many adults, there are in all."""

    shown: Sequence[str]
    children: int
    adults: int


@dataclass(frozen=True, slots=True)
class Which:
    """Which children, in which order: only those still apart, or all; of these years of age, both included."""

    still: bool
    ages: tuple[int, int] | None = None
    order: str = "longest"

    @property
    def condition(self) -> str:
        """SQL over the columns of the table; asks for `youngest` and `oldest` where ages are said."""
        return ("still" if self.still else "TRUE") + (f" AND {AGED.format('%(youngest)s', '%(oldest)s')}" if self.ages else "")


_KEPT = {Reach.EVERYBODY: "child_apart", Reach.CONCERNED: "(SELECT * FROM agency_apart WHERE agency = %(agency)s) child_apart"}
"""Who looks -> what is kept for them; to whom more is opened, the wall shows nothing of it."""
_NEWEST = "max(newest) <= %(as_of)s OR (max(newest) IS NULL AND NOT EXISTS (SELECT FROM separation))"
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
SELECT {_NEWEST}, count(*) FILTER (WHERE still), count(*) FILTER (WHERE first_on < %(as_of)s OR ended_on >= %(as_of)s),
       count(*) FILTER (WHERE still AND removed), count(*) FILTER (WHERE no_reason), count(*) FILTER (WHERE detected),
       count(*) FILTER (WHERE reunited), count(*) FILTER (WHERE still AND {AGED.format(0, 4)})
FROM {{kept}}
"""


def _kept(viewer: Viewer, standpoint: Standpoint) -> str:
    """SQL: what is kept for who looks from here; empty where nothing is."""
    return "" if standpoint.is_past else _KEPT.get(reach_of(viewer), "")


@shows_nobody("SQL")
def count_or(viewer: Viewer, standpoint: Standpoint, otherwise: str) -> str:
    """SQL, which asks for the viewer's `agency`: how many children are still apart; `otherwise` where the table does not say."""
    kept = _kept(viewer, standpoint)
    if not kept:
        return otherwise
    counted = f"(SELECT count(*) FROM {kept} WHERE still)"
    return f"(SELECT CASE WHEN (SELECT {_NEWEST} FROM {kept}) THEN {counted} ELSE {otherwise} END)"


@shows_nobody("a question")
def ask_counts(viewer: Viewer, standpoint: Standpoint) -> Question | None:
    """Whether the table says how it was from this standpoint, and the counts beside the list, in the order of `choosing.Counts`."""
    kept = _kept(viewer, standpoint)
    return Question(_COUNTS.format(kept=kept), 8, {**standpoint.parameters, "agency": viewer.agency}) if kept else None


@shows_nobody("numbers of families; of them another query shows a page")
def first_families(viewer: Viewer, standpoint: Standpoint, most: int) -> list[tuple[str, int, str]] | None:
    """Families with children apart, those longest apart first: number, how many children, since when; None where the table does not say.

    `most` families at most, and those alone of which it is known since when.
    """
    kept = _kept(viewer, standpoint)
    if not kept:
        return None
    with prepared() as cursor:
        cursor.execute(
            _FIRST_FAMILIES.format(kept=kept), {**standpoint.parameters, "agency": viewer.agency, "most": most, "looked_at": 4 * most}
        )
        rows = cursor.fetchall()
    return [(family, children, since) for _, family, children, since in rows] if rows and rows[0][0] else None


_FIRST_FAMILIES = f"""
WITH first AS (
    (SELECT child, since_day::text AS began FROM {{kept}} WHERE still AND since_day IS NOT NULL
     ORDER BY since_day, child LIMIT %(looked_at)s)
    UNION ALL SELECT child, first_on FROM {{kept}} WHERE still AND since_day IS NULL AND first_on <> ''
),
families AS (
    SELECT m.family_id, min(began) AS began FROM first JOIN family_member m ON m.person_id = child AND {standing("m")} GROUP BY m.family_id
)
SELECT (SELECT {_NEWEST} FROM {{kept}}), family_id, (
    SELECT count(*) FROM family_member m JOIN {{kept}} ON child = m.person_id AND still WHERE m.family_id = f.family_id AND {standing("m")}
), began
FROM families f WHERE began < (SELECT max(began) FROM first) ORDER BY began, family_id LIMIT %(most)s
"""
"""Of the last day looked at there may be more: its families are left to who looks at all."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which part of the list: the number of its first row, from 0, and how many rows."""

    start: int
    size: int


@shows_nobody("who is chosen; of them another query shows a page")
def choose_page(viewer: Viewer, standpoint: Standpoint, which: Which, place: Place) -> Page | None:
    """One page of all children who are, or were, apart; None where the table does not say how it was from this standpoint."""
    kept = _kept(viewer, standpoint)
    if not kept:
        return None
    asked = dict(zip(("youngest", "oldest"), which.ages or (0, 0), strict=True))
    answered, children, adults = _row(
        f"SELECT (SELECT {_NEWEST} FROM {kept}), (SELECT count(*) FROM {kept} WHERE {which.condition}), (SELECT count(*) FROM ("
        f"SELECT FROM {kept}, unnest(CASE WHEN still THEN adults_still ELSE adults END) AS adult WHERE {which.condition} AND adult <> '' "
        "GROUP BY adult) a)",
        viewer,
        standpoint,
        **asked,
    )
    if not answered:
        return None
    start = place.start if place.start < children else max(children - 1, 0) // place.size * place.size
    with prepared() as cursor:
        cursor.execute(
            f"SELECT child FROM {kept} WHERE {which.condition} ORDER BY {ORDERED[which.order]}, child LIMIT %(size)s OFFSET %(start)s",
            {**standpoint.parameters, **asked, "agency": viewer.agency, "start": start, "size": place.size},
        )
        return Page([child for (child,) in cursor.fetchall()], children, adults)


@shows_nobody("who is chosen; of them another query shows a page")
def choose_all(viewer: Viewer, standpoint: Standpoint, which: Which) -> list[tuple[str, list[str]]] | None:
    """All of them in order, each with the adults that its row is about; None where the table does not say."""
    kept = _kept(viewer, standpoint)
    if not kept:
        return None
    asked = dict(zip(("youngest", "oldest"), which.ages or (0, 0), strict=True))
    with prepared() as cursor:
        cursor.execute(
            f"SELECT (SELECT {_NEWEST} FROM {kept}), child, CASE WHEN still THEN adults_still ELSE adults END "
            f"FROM {kept} WHERE {which.condition} ORDER BY {ORDERED[which.order]}, child",
            {**standpoint.parameters, **asked, "agency": viewer.agency},
        )
        rows = cursor.fetchall()
    return [(child, adults) for _, child, adults in rows] if rows and rows[0][0] else None


def _row(sql: str, viewer: Viewer, standpoint: Standpoint, **asked: object) -> tuple[int, ...]:
    with prepared() as cursor:
        cursor.execute(sql, {**standpoint.parameters, "agency": viewer.agency, **asked})
        return tuple(cursor.fetchone())
