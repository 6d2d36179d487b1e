"""What is due as a list narrows it: by rule, time left, the child's age, who holds the child, and who was searched for.

Found in the rows kept beside each clock that runs (`projections/running_clocks.py`); as known before, of each clock that ran then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup, Reach, reach_of
from kinkeeper.domain.court.clocks import Clock, read_clock
from kinkeeper.queries.access.prepared import prepared
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.counts.apart.which import AGED
from kinkeeper.queries.counts.apart.with_whom import NOBODY, custodians, names_of
from kinkeeper.queries.counts.held import DISPUTED, ON_THE_DAY
from kinkeeper.queries.court.due import Due, Page, Worklist
from kinkeeper.queries.custody import ask_stays_among, custodies_of
from kinkeeper.queries.moments import STOOD_BEFORE
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.together import Question, ask_together

LATE, DAY, WEEK, LATER = "late", "day", "week", "later"
LEFT: Mapping[str, str] = {
    LATE: "due_last < %(now)s AND due_first < %(now)s",
    DAY: "due_last >= %(now)s AND due_first < %(tomorrow)s",
    WEEK: "due_last >= %(now)s AND due_first < %(week)s",
    LATER: "due_first >= %(week)s",
}
"""How much time is left -> SQL: late for certain; due within a day, or a week; later than that. What may be late or not is within a day."""

COUNTED = 2_001
"""Where a count of a narrowed list ends: one more than can be worked on at once (`jobs/casework/at_once.py`)."""


@dataclass(frozen=True, slots=True)
class DueBy:
    """Which clocks that run to list. Empty = any."""

    owner: str = ""
    order_id: str = ""
    clock: str = ""
    """A rule of the order; empty: every one."""
    left: str = ""
    ages: tuple[int, int] | None = None
    """Completed years of the child, both included."""
    child_with: str = ""
    persons: frozenset[str] | None = None
    """Who was found: these children, and those of the others' families; None: nobody was searched for."""

    @property
    def is_narrowed(self) -> bool:
        """Whether more is asked than who must act."""
        return bool(self.order_id or self.left or self.ages or self.child_with) or self.persons is not None


@dataclass(frozen=True, slots=True)
class First:
    """SQL: the clocks that match, as far as `through`, those with least time left first; and what it asks for."""

    sql: str
    asked: Mapping[str, object]


@shows_nobody("SQL")
def matching(viewer: Viewer, standpoint: Standpoint, now: datetime, by: DueBy, page: Page) -> First:
    """
    The clocks that are all that is asked for.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    youngest, oldest = by.ages or (0, 0)
    asked: dict[str, object] = {"now": now, "tomorrow": now + timedelta(days=1), "week": now + timedelta(days=7), "seen": page.seen}
    asked |= {"owner": by.owner, "order": by.order_id, "clock": by.clock, "persons": sorted(by.persons or ())}
    asked |= {"youngest": youngest, "oldest": oldest, **standpoint.parameters}
    wanted = [sql for is_asked, sql in (
        (by.owner, "owner = %(owner)s"),
        (by.order_id, "order_id = %(order)s"),
        (by.clock, "clock = %(clock)s"),
        (by.left, LEFT.get(by.left, "TRUE")),
        (by.persons is not None, _FOUND),
        (by.ages, AGED.format("%(youngest)s", "%(oldest)s")),
        (page.only_new, "brought >= %(seen)s::bigint"),
    ) if is_asked]  # fmt: skip
    rows = "running_clock"
    ways: tuple[str, ...] = ("TRUE",)
    if standpoint.is_past:
        rows = f"({' UNION ALL '.join(_BEFORE.format(stood=stood) for stood in STOOD_BEFORE)}) before"
    if by.child_with:
        held = _held_by(viewer, standpoint, by.child_with)
        asked, ways = {**asked, **held.asked}, held.ways
    # Where few are meant they are found by whom they are of, and not looked for among all in order.
    few = by.persons is not None or reach_of(viewer) is Reach.ASSIGNED
    found = [
        f"SELECT child, order_id, clock, due_first, due_last, brought FROM {rows} WHERE {' AND '.join((*wanted, way))}"
        f"{' OFFSET 0' if few else f' ORDER BY {_ORDER} LIMIT %(through)s::bigint'}"
        for way in ways
    ]
    together = found[0] if len(found) == 1 else " UNION ALL ".join(f"({one})" for one in found)
    return First(f"SELECT * FROM ({together}) found ORDER BY {_ORDER} LIMIT %(through)s::bigint", asked)


_ORDER = "due_first, child, order_id, clock"
_FOUND = f"""
child = ANY(ARRAY(SELECT unnest(%(persons)s::text[]) UNION
    SELECT kin.person_id FROM family_member m JOIN family_member kin ON kin.family_id = m.family_id AND {standing("kin")}
    WHERE m.person_id = ANY(%(persons)s::text[]) AND {standing("m")} AND NOT EXISTS (SELECT FROM clock own WHERE own.child = m.person_id)))
"""
"""SQL: the child was found, or somebody of its family who has no clock, as its mother has none."""
_BEFORE = f"""
SELECT c.child, c.order_id, c.clock, c.owner, c.due_first, c.due_last, c.since AS brought, coalesce(p.born, '') AS born,
       d.custodian AS held, d.from_day AS held_from
FROM (SELECT * FROM clock WHERE running AND {{stood}}) c
LEFT JOIN LATERAL (SELECT p.born FROM person p WHERE p.person_id = c.child AND {standing("p")} LIMIT 1) p ON TRUE
LEFT JOIN LATERAL (
    SELECT d.custodian, d.from_day FROM custody_day d WHERE d.person_id = c.child AND {standing("d")} AND {ON_THE_DAY.format("d")} LIMIT 1
) d ON TRUE
"""
_ON_THE_DAY = f"FROM custody_day d WHERE d.person_id = child AND {standing('d')} AND {ON_THE_DAY.format('d')}"
_AS_THE_ROW_HAS_IT = "held_from <= %(as_of)s::date AND held = ANY(%(held)s::text[])"
_DISPUTED = f"held_from <= %(as_of)s::date AND held = '{DISPUTED}' AND child = ANY(%(disputed)s::text[])"
_EARLIER = f"""
(held_from > %(as_of)s::date OR held_from IS NULL)
AND (EXISTS (SELECT {_ON_THE_DAY} AND d.custodian = ANY(%(held)s::text[])) OR child = ANY(%(disputed)s::text[])
     OR %(nobody)s AND NOT EXISTS (SELECT {_ON_THE_DAY}))
"""
"""SQL: who holds the child, as the row has it; and on a day before all that the row knows. Most days are not: it is asked apart."""
_HAS_EARLIER = """
SELECT coalesce((SELECT held_from IS NULL OR held_from > %(as_of)s::date
                 FROM public.running_clock ORDER BY held_from DESC NULLS FIRST LIMIT 1), FALSE)
"""
_WHO_IS_DISPUTED = f"SELECT child FROM running_clock WHERE held = '{DISPUTED}'"
_WHO_WAS_DISPUTED = f"""
SELECT d.person_id AS child FROM custody_day d WHERE d.custodian = '{DISPUTED}' AND {standing("d")} AND {ON_THE_DAY.format("d")}
AND d.person_id IN (SELECT child FROM clock WHERE running AND {standing("clock")})
"""


@dataclass(frozen=True, slots=True)
class _Held:
    """SQL: in which ways, each apart from the others, a row says that somebody holds its child; and what they ask for."""

    ways: tuple[str, ...]
    asked: Mapping[str, object]


def _held_by(viewer: Viewer, standpoint: Standpoint, custodian: str) -> _Held:
    """Those whom a custodian holds, and of whom sources disagree those of whom any says so."""
    has_earlier, disputed = True, standpoint.is_past
    there: list[str] = []
    if not standpoint.is_past:
        told = ask_together(
            earlier=Question(_HAS_EARLIER, 1, standpoint.parameters),
            disputed=Question(f"SELECT EXISTS ({_WHO_IS_DISPUTED})", 1, {}),
        )
        [[has_earlier]], [[disputed]] = told["earlier"], told["disputed"]
    if has_earlier or disputed:
        there = _disputed_with(standpoint, custodian, _WHO_WAS_DISPUTED if has_earlier else _WHO_IS_DISPUTED)
    names = names_of(viewer, custodian)
    ways = (_AS_THE_ROW_HAS_IT, *([_DISPUTED] if there else []), *([_EARLIER] if has_earlier else []))
    return _Held(ways, {"held": names, "nobody": NOBODY in names, "disputed": there})


def _disputed_with(standpoint: Standpoint, custodian: str, whom: str) -> list[str]:
    told = ask_together(
        f"disputed AS MATERIALIZED ({whom})",
        disputed=Question("SELECT DISTINCT child FROM disputed", 1, standpoint.parameters),
        stays=ask_stays_among("SELECT child FROM disputed", standpoint),
    )
    children = [child for (child,) in told["disputed"]]
    custody = custodies_of(told["stays"], children, standpoint)
    return [child for child in children if custodian in custodians(custody[child])]


_SAME = "c.child = p.child AND c.order_id = p.order_id AND c.clock = p.clock AND c.since = p.brought"
"""SQL: the clock `c` that a row `p` is copied from."""
COUNTS = f"""
SELECT count(*) AS clocks, count(*) FILTER (WHERE {LEFT[LATE]}), count(*) FILTER (WHERE {LEFT[DAY]}),
       count(*) FILTER (WHERE %(seen)s::bigint > 0 AND brought >= %(seen)s::bigint) FROM first
"""
_PAGE = f"""
WITH first AS MATERIALIZED ({{first}}),
counts AS ({COUNTS}),
page AS (SELECT * FROM first ORDER BY due_first, child, order_id, clock LIMIT %(size)s::int OFFSET %(before)s::bigint)
SELECT counts.*, c.told::text, c.since FROM counts LEFT JOIN (page p JOIN clock c ON {_SAME}) ON TRUE
ORDER BY p.due_first, p.child, p.order_id, p.clock
"""


@shows(FieldGroup.CUSTODY)
def list_due_by(viewer: Viewer, standpoint: Standpoint, now: datetime, by: DueBy, page: Page) -> Worklist:
    """
    One page of the clocks that run and are all that is asked for, by the time that is left; of more than `COUNTED` no count goes on.

    :raises NotAllowed: if the viewer may not read.
    """
    first, before = matching(viewer, standpoint, now, by, page), (page.number - 1) * page.size
    asked = {**first.asked, "size": page.size, "before": before, "through": max(COUNTED, before + page.size)}
    with prepared() as cursor:
        cursor.execute(_PAGE.format(first=first.sql), asked)
        rows = cursor.fetchall()
    return counted(rows[0][:4], tuple(due_of(told, since, now, page) for *_, told, since in rows if told is not None))


def counted(counts: Sequence[int], rows: tuple[Due, ...] = ()) -> Worklist:
    """How many clocks `COUNTS` found, as far as is counted; with some of them."""
    running, late, day, new = (min(count, COUNTED) for count in counts)
    return Worklist(rows, running, late, day, new)


def due_of(told: str, since: int, now: datetime, page: Page) -> Due:
    """A clock as it was answered, as it stands."""
    one = msgspec.json.decode(told, type=Clock)
    return Due(one, read_clock(one, now), bool(page.seen) and since >= page.seen)
