"""Who was apart from whom, as known at a position of the ledger and as it was on a day.

A separation goes on until reunion, release to somebody else, or the eighteenth birthday. The adult's
removal does not end it. Where no source mentions the child any more it is unknown, not apart (F-33). A child and an adult
whose tie somebody has refuted were not a family that was separated: from that entry on they are not counted, before it they still are.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.dates import Moment
from kinkeeper.queries.access.prepared import prepared
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.counts.apart import apart_now
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.together import Question, Rows, ask_together


@dataclass(frozen=True, slots=True)
class Apart:
    """A child apart from one adult, as it was on the day. `adult` empty: no source names anybody."""

    child: str
    adult: str
    separated_on: Moment
    reason_as_recorded: str
    reason_code: str
    basis: str
    probability: str
    outcome: str
    """What had become of it by the day."""
    outcome_on: Moment
    still: bool
    """Whether the two were still apart."""
    days: int | None
    """Whole days apart: until it ended, else until the day. None where a day is not known."""


COLUMNS = "child, adult, separated_on, reason_as_recorded, reason_code, basis, probability, outcome, outcome_on, still, days"


def not_refuted(separation: str) -> str:
    """SQL: nobody had refuted the tie that a row of `separation` rests on."""
    same = f"t.child = {separation}.child AND t.adult = {separation}.adult"
    return f"NOT EXISTS (SELECT 1 FROM tie t WHERE {same} AND t.status = 'refuted' AND {standing('t')})"


def separations(which: str = "TRUE") -> str:
    """
    SQL: the columns of `Apart` for every separation known to have begun by the day, but for those whose tie had been refuted.

    `which` is SQL over the rows as stored, to look at fewer of them.
    """
    return f"""
    SELECT child, adult, separated_on, reason_as_recorded, reason_code, basis, probability::text AS probability,
           CASE WHEN later THEN 'apart' ELSE outcome END AS outcome,
           CASE WHEN later THEN '' ELSE outcome_on END AS outcome_on,
           later OR outcome IN ('apart', 'adult_removed') AS still,
           CASE WHEN NOT later AND outcome_on <> '' AND outcome IN ('reunited', 'released_to_other', 'turned_18', 'left_custody')
                THEN valid_until ELSE %(as_of)s::date END - valid_from AS days
    FROM (SELECT *, outcome_on > %(as_of)s AS later FROM separation WHERE {which}) s
    WHERE {standing("s")} AND (valid_from IS NULL OR valid_from <= %(as_of)s::date) AND {not_refuted("s")}
"""


LATELY = "(outcome IN ('apart', 'adult_removed') OR outcome_on >= %(as_of)s)"
"""SQL: the rows of which the pair was apart on the day or the day before. Said of the columns as stored, so that an index finds them."""

ON_THE_DAY = "daterange(valid_from, apart_until) @> %(as_of)s::date AND int8range(since, until) @> (%(known_at)s - 1)::bigint"
"""SQL: the rows of which the pair was apart at the end of the day, as known: found by an index of ranges, at any instant."""


@shows(FieldGroup.CUSTODY)
def list_apart_of(viewer: Viewer, children: Collection[str], standpoint: Standpoint) -> dict[str, tuple[Apart, ...]]:
    """
    Child -> its separations: those that go on before those that ended, the longest first.

    :raises NotAllowed: if the viewer may not read.
    """
    return longest_first(_list(viewer, standpoint, "child = ANY(%(persons)s)", children))


def longest_first(told: Iterable[Apart]) -> dict[str, tuple[Apart, ...]]:
    """Child -> its separations: those that go on before those that ended, the longest first."""
    found: dict[str, list[Apart]] = {}
    for one in told:
        found.setdefault(one.child, []).append(one)
    return {child: tuple(sorted(apart, key=lambda one: (not one.still, -(one.days or 0)))) for child, apart in found.items()}


@shows(FieldGroup.CUSTODY)
def list_apart_from(viewer: Viewer, adult: str, standpoint: Standpoint) -> tuple[Apart, ...]:
    """
    The separations of children from an adult, the earliest first.

    :raises NotAllowed: if the viewer may not read.
    """
    return _list(viewer, standpoint, "adult = ANY(%(persons)s)", [adult])


@shows(FieldGroup.CUSTODY)
def list_apart_among(viewer: Viewer, person_ids: Collection[str], standpoint: Standpoint) -> tuple[Apart, ...]:
    """
    The separations between these persons, and of the children among them from somebody nobody names, the earliest first.

    :raises NotAllowed: if the viewer may not read.
    """
    return _list(viewer, standpoint, AMONG, person_ids)


@shows_nobody("a count")
def count_children_apart(viewer: Viewer, standpoint: Standpoint) -> int:
    """
    How many children were still apart from somebody.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with prepared() as cursor:
        cursor.execute(f"SELECT {children_apart(viewer, standpoint)}", {**standpoint.parameters, "agency": viewer.agency})
        return int(cursor.fetchone()[0])


@shows_nobody("SQL")
def children_apart(viewer: Viewer, standpoint: Standpoint) -> str:
    """SQL, which asks for the viewer's `agency`: how many children were still apart; from the table kept child by child where it says."""
    counted = f"(SELECT count(DISTINCT child) FROM ({separations(ON_THE_DAY)}) s)"
    return apart_now.count_or(viewer, standpoint, counted)


def _list(viewer: Viewer, standpoint: Standpoint, which: str, persons: Collection[str]) -> tuple[Apart, ...]:
    require(viewer, "read")
    return apart_of(ask_together(rows=ask_apart(which, persons, standpoint))["rows"])


AMONG = "child = ANY(%(persons)s) AND (adult = '' OR adult = ANY(%(persons)s))"
"""SQL: the separations between these persons, and of the children among them from somebody nobody names."""


def ask_apart(which: str, persons: Collection[str], standpoint: Standpoint) -> Question:
    """The separations of `persons`, by `which` of their columns, the earliest first."""
    sql = f"SELECT {COLUMNS} FROM ({separations()}) s WHERE {which} ORDER BY separated_on, child, adult"
    return Question(sql, len(COLUMNS.split(",")), {**standpoint.parameters, "persons": sorted(persons)})


def apart_of(rows: Rows) -> tuple[Apart, ...]:
    """The separations that were answered."""
    return tuple(Apart(*row) for row in rows)
