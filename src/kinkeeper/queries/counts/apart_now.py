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
from kinkeeper.queries.counts.held import HOLD, ON_THE_DAY
from kinkeeper.queries.standpoint import Standpoint, standing, stood
from kinkeeper.queries.together import Question


@dataclass(frozen=True, slots=True)
class Page:
    """Some children in the order asked for, and how many children, apart from how many adults, there are in all."""

    shown: Sequence[str]
    children: int
    adults: int


@dataclass(frozen=True, slots=True)
class With:
    """Who holds somebody: these custodians, as the table of days names them; `nobody`: as well whom it does not name."""

    custodians: Sequence[str]
    nobody: bool = False
    disputed: Sequence[str] = ()
    """Those of whom sources disagree, and whom any source says to be with them."""


@dataclass(frozen=True, slots=True)
class Which:
    """Which children, in which order: only those still apart, or all; of these years of age, both included; where they and an adult are."""

    still: bool
    ages: tuple[int, int] | None = None
    order: str = "longest"
    child_with: With | None = None
    adult_with: With | None = None

    @property
    def is_all(self) -> bool:
        """Whether all are meant, of whatever age, wherever they and their adults are."""
        return not (self.ages or self.child_with or self.adult_with)

    @property
    def adults(self) -> str:
        """SQL: the adults whom the row of a child is about."""
        return "adults_still" if self.still else "CASE WHEN still THEN adults_still ELSE adults END"

    @property
    def ordered(self) -> str:
        """SQL: in which order. Of those still apart an index has all that it asks."""
        if self.order in _BY_AGE:
            return _BY_AGE[self.order]
        if self.still:
            return f"coalesce(since_day, (SELECT %(as_of)s::date)){'' if self.order == 'longest' else ' DESC'}"
        return f"{_DAYS}{' DESC' if self.order == 'longest' else ''}"

    @property
    def condition(self) -> str:
        """SQL over the columns of the table; asks for what `asked` holds."""
        conditions = ["still" if self.still else "TRUE"]
        if self.ages:
            conditions.append(AGED.format("%(youngest)s", "%(oldest)s"))
        if self.child_with:
            conditions.append(_held("child", "child_with", self.child_with))
        if self.adult_with:
            held = _held("adult", "adult_with", self.adult_with)
            conditions.append(f"EXISTS (SELECT FROM unnest({self.adults}) AS adult WHERE adult <> '' AND {held})")
        return " AND ".join(conditions)

    @property
    def asked(self) -> dict[str, object]:
        """What the condition asks for."""
        asked: dict[str, object] = dict(zip(("youngest", "oldest"), self.ages or (0, 0), strict=True))
        for name, one in (("child_with", self.child_with), ("adult_with", self.adult_with)):
            if one:
                asked |= {name: list(one.custodians), f"{name}_disputed": list(one.disputed)}
        return asked


# The table of days itself: who stands in what is kept for an agency is somebody of whom its people may know.
_DAYS_OF_ALL = f"public.apart_day h WHERE h.until IS NULL AND {ON_THE_DAY.format('h')}"
_HOLD = f"'{{{','.join(HOLD)}}}'"


def _among(person: str, custodians: str) -> str:
    """SQL: somebody is with these. Said of one with IS TRUE, or IS NOT TRUE: who is there is found once, and is not looked up for each."""
    return f"({person} IN (SELECT h.person_id FROM {_DAYS_OF_ALL} AND h.custodian = ANY({custodians}::text[])))"


def _held(person: str, name: str, one: With) -> str:
    """SQL: somebody is where `one` says."""
    there = f"{_among(person, f'%({name})s')} IS TRUE"
    if one.nobody:
        # Most are with one of those who hold, and are found together: only the others are looked up one by one.
        nowhere = f"(SELECT TRUE FROM {_DAYS_OF_ALL} AND h.person_id = {person} LIMIT 1) IS NULL"
        there += f" OR {_among(person, _HOLD)} IS NOT TRUE AND {nowhere}"
    if one.disputed:
        there += f" OR {person} = ANY(%({name}_disputed)s::text[])"
    return f"({there})"


_KEPT = {Reach.EVERYBODY: "child_apart", Reach.CONCERNED: "(SELECT * FROM agency_apart WHERE agency = %(agency)s) child_apart"}
"""Who looks -> what is kept for them; to whom more is opened, the wall shows nothing of it."""
_NEWEST = "max(newest) <= %(as_of)s OR (max(newest) IS NULL AND NOT EXISTS (SELECT FROM separation))"
"""Where it has no row and there are separations, it may not have been made from the ledger yet: the separations are asked."""
_DAYS = "coalesce(CASE WHEN still THEN %(as_of)s::date - since_day ELSE greatest(ended_days, %(as_of)s::date - loose_day) END, 0)"
_BY_AGE = {"youngest": "nullif(born, '') DESC NULLS LAST", "oldest": "nullif(born, '') NULLS LAST"}
AGED = (
    "born <= (SELECT (%(as_of)s::date - make_interval(years => {0}))::date::text) "
    "AND born > (SELECT (%(as_of)s::date - make_interval(years => {1} + 1))::date::text)"
)
"""The days are made once, not for every row."""
_COUNTS = f"""
SELECT (SELECT {_NEWEST} FROM {{kept}}), apart, before + (SELECT count(*) FROM {{kept}} WHERE NOT still AND ended_on >= %(as_of)s),
       removed, no_reason, detected, (SELECT count(*) FROM {{kept}} WHERE reunited), under_five
FROM (
    SELECT count(*) AS apart, count(*) FILTER (WHERE first_on < %(as_of)s OR ended_on >= %(as_of)s) AS before,
           count(*) FILTER (WHERE removed) AS removed, count(*) FILTER (WHERE no_reason) AS no_reason,
           count(*) FILTER (WHERE detected) AS detected, count(*) FILTER (WHERE {AGED.format(0, 4)}) AS under_five
    FROM {{kept}} WHERE still
) still
"""
"""Most that are kept are apart no longer: of these an index counts those reunited, and one finds those of the last day."""


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
        cursor.execute(
            _FIRST_FAMILIES.format(kept=kept, looked_at=looked_at(most)), {**standpoint.parameters, "agency": viewer.agency, "most": most}
        )
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
            {**standpoint.parameters, **which.asked, "agency": viewer.agency, "start": place.start, "size": place.size},
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


def _page(kept: str, which: Which) -> str:
    """SQL: one page. All who are still apart are counted and put in order in an index; others are looked at once."""
    columns = "child, since_day, born" if which.still else "child, still, since_day, ended_days, loose_day, born"
    return f"""
WITH kept (answers) AS (SELECT {_NEWEST} FROM {kept}),
chosen AS {"NOT " if which.is_all and which.still else ""}MATERIALIZED (
    SELECT {columns}, {which.adults} AS adults FROM {kept} WHERE {which.condition}
),
{ONE_PAGE.format(order=which.ordered)}
SELECT answers, p.* FROM kept, page p
"""


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
            {**standpoint.parameters, **which.asked, "agency": viewer.agency},
        )
        rows = cursor.fetchall()
    return [(child, adults) for _, child, adults in rows] if rows and rows[0][0] else None
