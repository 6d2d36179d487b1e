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
from kinkeeper.queries.counts.apart.which import AGED, Which
from kinkeeper.queries.standpoint import Standpoint, standing, stood
from kinkeeper.queries.together import Question


@dataclass(frozen=True, slots=True)
class Page:
    """Some children in the order asked for, and how many children, apart from how many adults, there are in all."""

    shown: Sequence[str]
    children: int
    adults: int


_KEPT = {Reach.EVERYBODY: "child_apart", Reach.CONCERNED: "(SELECT * FROM agency_apart WHERE agency = %(agency)s) child_apart"}
"""Who looks -> what is kept for them; to whom more is opened, the wall shows nothing of it."""
_AGENCY = {Reach.EVERYBODY: "''", Reach.CONCERNED: "%(agency)s"}
"""Who looks -> under which agency the same is kept pair by pair and summed up: of all under none."""
_NEWEST = "max(newest) <= %(as_of)s OR (max(newest) IS NULL AND NOT EXISTS (SELECT FROM separation))"
"""Where it has no row and there are separations, it may not have been made from the ledger yet: the separations are asked."""
_PAIRS = "FROM apart_pair WHERE agency = %(whose)s"
_TALLY = "FROM apart_tally WHERE agency = %(whose)s"
_ONE = f"coalesce((SELECT count {_TALLY} AND what = '{{}}' AND day = ''), 0)"
_COUNTS = f"""
SELECT (SELECT {_NEWEST} FROM {{kept}}), {_ONE.format("apart")},
       coalesce((SELECT sum(count) {_TALLY} AND what = 'began' AND (day < %(as_of)s OR ended >= %(as_of)s)), 0)
       + coalesce((SELECT sum(count) {_TALLY} AND what = 'ended' AND day >= %(as_of)s), 0),
       {", ".join(map(_ONE.format, ("removed", "no_reason", "detected", "reunited")))},
       coalesce((SELECT sum(count) FROM (SELECT day AS born, count {_TALLY} AND what = 'born') one WHERE {AGED.format(0, 4)}), 0)
"""
"""What is the same whoever is looked at is summed up as it changes (`projections/apart/pairs.py`): no child is looked at."""


def _kept(viewer: Viewer, standpoint: Standpoint) -> str:
    """SQL: what is kept for who looks from here; empty where nothing is."""
    return "" if standpoint.is_past else _KEPT.get(reach_of(viewer), "")


@shows_nobody("no person")
def is_kept(viewer: Viewer, standpoint: Standpoint) -> bool:
    """Whether anything is kept for who looks from here."""
    return bool(_kept(viewer, standpoint))


@shows_nobody("SQL")
def count_or(viewer: Viewer, standpoint: Standpoint, otherwise: str) -> str:
    """SQL, which asks for the viewer's `agency`: how many children are still apart; `otherwise` where the table does not say."""
    kept = _kept(viewer, standpoint)
    if not kept:
        return otherwise
    counted = f"(SELECT count FROM apart_tally WHERE agency = {_AGENCY[reach_of(viewer)]} AND what = 'apart')"
    return f"(SELECT CASE WHEN (SELECT {_NEWEST} FROM {kept}) THEN coalesce({counted}, 0) ELSE {otherwise} END)"


@shows_nobody("a question")
def ask_counts(viewer: Viewer, standpoint: Standpoint) -> Question | None:
    """Whether the table says how it was from this standpoint, and the counts beside the list, in the order of `choosing.Counts`."""
    kept = _kept(viewer, standpoint)
    return Question(_COUNTS.format(kept=kept), 8, _asked(viewer, standpoint)) if kept else None


def _asked(viewer: Viewer, standpoint: Standpoint) -> dict[str, object]:
    """What every question about these tables asks for: of whom it is counted, and from where."""
    whose = viewer.agency if reach_of(viewer) is Reach.CONCERNED else ""
    return {**standpoint.parameters, "agency": viewer.agency, "whose": whose}


def looked_at(families: int) -> int:
    """Among how many children so many families are looked for: said in the words, and in few ways, so that a plan that is kept knows it."""
    return 1 << (4 * families - 1).bit_length()


@shows_nobody("numbers of families; of them another query shows a page")
def first_families(viewer: Viewer, standpoint: Standpoint, most: int) -> list[tuple[str, int, str]] | None:
    """Families with children apart, those longest apart first: number, how many children, since when; None where the table does not say.

    `most` families at most, and those alone of which it is known since when.
    """
    kept = _kept(viewer, standpoint)
    if not kept:
        return None
    with prepared() as cursor:
        cursor.execute(_FIRST_FAMILIES.format(kept=kept, looked_at=looked_at(most)), {**_asked(viewer, standpoint), "most": most})
        rows = cursor.fetchall()
    return [(family, children, since) for _, family, children, since in rows] if rows and rows[0][0] else None


_FIRST_FAMILIES = f"""
WITH first AS (
    (SELECT child, since_day::text AS began FROM {{kept}} WHERE still AND since_day IS NOT NULL
     ORDER BY since_day, child LIMIT {{looked_at}})
    UNION ALL SELECT child, first_on FROM {{kept}} WHERE still AND since_day IS NULL AND first_on <> ''
),
families AS (
    SELECT family_id, min(began) AS began
    FROM first, LATERAL (SELECT m.family_id FROM family_member m WHERE m.person_id = child AND {stood("m")} OFFSET 0) m GROUP BY family_id
)
SELECT (SELECT {_NEWEST} FROM {{kept}}), family_id, (
    SELECT count(*) FROM family_member m JOIN {{kept}} ON child = m.person_id AND still WHERE m.family_id = f.family_id AND {standing("m")}
), began
FROM families f WHERE began < (SELECT max(began) FROM first) ORDER BY began, family_id LIMIT %(most)s
"""
"""Of the last day looked at there may be more: its families are left to who looks at all. OFFSET: each child is looked up, however many
the planner takes them for; joined, every family there is would be read."""


@shows_nobody("SQL")
def still_apart(viewer: Viewer, standpoint: Standpoint, which: Which) -> tuple[str, str, dict[str, object]] | None:
    """SQL: every child still apart, since when (null: not known), whether it is one of these; whether the table says so; what both ask."""
    kept = _kept(viewer, standpoint)
    if not kept:
        return None
    told = f"child, coalesce(since_day::text, nullif(first_on, '')) AS began, ({which.condition}) IS TRUE AS wanted"
    return f"SELECT {told} FROM {kept} WHERE still", f"(SELECT {_NEWEST} FROM {kept})", {**which.asked, **_asked(viewer, standpoint)}


_FAMILIES_APART = """
SELECT family_id, children, least(since, loosely) AS since FROM (
    SELECT family_id, count(*) FILTER (WHERE is_first) AS children, min(since_day)::text AS since, min(loosely) AS loosely
    {pairs} AND family_id IS NOT NULL GROUP BY family_id HAVING bool_or({wanted})
) family
"""


ONE_FAMILY_APART = f"""
SELECT children, wanted, least(since, loosely) AS since FROM (
    SELECT count(*) FILTER (WHERE is_first) AS children, coalesce(bool_or({{{{wanted}}}}), FALSE) AS wanted,
           min(since_day)::text AS since, min(loosely) AS loosely {_PAIRS} AND apart_pair.family_id = {{family}}.family_id
) one
"""
"""SQL, which asks as `still_apart` does: of one family how many children are still apart, whether one is wanted, and since when."""


@shows_nobody("SQL")
def families_apart(which: Which) -> str:
    """SQL, which asks as `still_apart` does: the families of children still apart, how many of these, since when; where one is wanted."""
    return _FAMILIES_APART.format(pairs=_PAIRS, wanted=which.of_pair)


IN_NO_PAIR = f"NOT EXISTS (SELECT {_PAIRS} AND apart_pair.family_id = f.family_id)"
"""SQL, which asks as `still_apart` does: no child of a family `f` is still apart."""


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
    with prepared() as cursor:
        cursor.execute(
            _page(kept, which),
            {**_asked(viewer, standpoint), **which.asked, "start": place.start, "size": place.size},
        )
        answered, children, adults, shown = cursor.fetchone()
    return Page(shown, children, adults) if answered else None


ONE_PAGE = """
counted AS (SELECT count(*) AS children FROM chosen),
page AS (
    SELECT children, (SELECT count(*) FROM (SELECT DISTINCT unnest(adults) AS adult FROM chosen) a WHERE adult <> '') AS adults,
           ARRAY(SELECT child FROM chosen ORDER BY {order}, child LIMIT %(size)s::int
                 OFFSET (SELECT least(%(start)s::bigint, greatest(children - 1, 0) / %(size)s::int * %(size)s::int) FROM counted)) AS shown
    FROM counted
)
"""
"""One look at all who are `chosen`: how many, and the rows of the page, the last one where there are none so far on."""


_STARTS = "(SELECT least(%(start)s::bigint, greatest(children - 1, 0) / %(size)s::int * %(size)s::int) FROM counted)"
_FAR = "%(start)s::bigint + %(size)s::int"
_LONGEST = f"""
SELECT child FROM (
    (SELECT child, since_day AS began FROM {{kept}} WHERE still AND since_day < %(as_of)s::date ORDER BY since_day, child LIMIT {_FAR})
    UNION ALL (SELECT child, since_day FROM {{kept}} WHERE still AND since_day >= %(as_of)s::date ORDER BY since_day, child LIMIT {_FAR})
    UNION ALL (SELECT child, %(as_of)s::date FROM {{kept}} WHERE still AND since_day IS NULL ORDER BY since_day, child LIMIT {_FAR})
) first ORDER BY began, child
"""
"""All who are still apart, those longest apart first: each part is in order in an index, and read as far as the page."""


def _page(kept: str, which: Which) -> str:
    """SQL: one page."""
    if not which.still:
        columns = "child, still, since_day, ended_days, loose_day, born"
        chosen = f"chosen AS MATERIALIZED (SELECT {columns}, {which.adults} AS adults FROM {kept} WHERE {which.condition})"
        page = f"{chosen}, {ONE_PAGE.format(order=which.ordered)}"
    else:
        page = _page_still(kept, which)
    return f"WITH kept (answers) AS (SELECT {_NEWEST} FROM {kept}), {page} SELECT answers, p.* FROM kept, page p"


def _page_still(kept: str, which: Which) -> str:
    """SQL: the page of those still apart, whose number is kept where all are meant; others are counted pair by pair, in an index alone."""
    among = which.of_pair
    there = ""
    if which.is_all:
        counted = f"SELECT {_ONE.format('apart')} AS children, {_ONE.format('adults')} AS adults"
    else:
        if which.adult_with:
            # An adult is asked of in one row of a child, and all the child's adults are counted.
            there, among = f"there AS MATERIALIZED (SELECT DISTINCT child {_PAIRS} AND {among}),", "child IN (SELECT child FROM there)"
        counted = f"""SELECT count(*) FILTER (WHERE is_first) AS children,
            count(DISTINCT adult) - coalesce(bool_or(adult = ''), FALSE)::int AS adults {_PAIRS} AND {among}"""
    in_order = f"SELECT child {_PAIRS} AND is_first AND {among} ORDER BY {which.ordered}, child"
    if which.is_all and which.order == "longest":
        in_order = _LONGEST.format(kept=kept)
    return f"""{there} counted AS ({counted}),
page AS (SELECT children, adults, ARRAY({in_order} LIMIT %(size)s::int OFFSET {_STARTS}) AS shown FROM counted)"""


@shows_nobody("who is chosen; of them another query shows a page")
def choose_all(viewer: Viewer, standpoint: Standpoint, which: Which) -> list[tuple[str, list[str]]] | None:
    """All of them in order, each with the adults that its row is about; None where the table does not say."""
    kept = _kept(viewer, standpoint)
    if not kept:
        return None
    with prepared() as cursor:
        cursor.execute(
            f"SELECT (SELECT {_NEWEST} FROM {kept}), child, {which.adults} "
            f"FROM {kept} WHERE {which.condition} ORDER BY {which.ordered}, child",
            {**_asked(viewer, standpoint), **which.asked},
        )
        rows = cursor.fetchall()
    return [(child, adults) for _, child, adults in rows] if rows and rows[0][0] else None
