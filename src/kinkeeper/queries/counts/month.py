"""Children of whom a separation began in the month of a day, up to that day."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.casework.cases import Case
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.terms import Custodian, Outcome
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.apart import list_apart_of
from kinkeeper.queries.counts.children import Parting, list_partings
from kinkeeper.queries.counts.held import where_held
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.things import list_things

AT, BETWEEN = "port_of_entry", "border_patrol"
"""The layouts whose records say where a child came in."""


@dataclass(frozen=True, slots=True)
class InMonth:
    """A child and the separation of the month that began first."""

    child: str
    adult: str
    separated_on: Moment
    age: int | None
    sector: str
    where: str
    """`at` a port of entry, `between` them, `both` where sources name both; empty: none says."""
    cause: str
    reason_code: str
    days: int | None
    outcome: str
    outcome_on: Moment
    plan: str
    steps_done: int
    in_family_detention: bool
    """Whether child and adult, reunited, are both held by ICE at one place."""


_CAME_IN = f"""
SELECT DISTINCT m.person_id, r.layout FROM membership m JOIN record r ON r.record_id = m.record_id
WHERE m.person_id = ANY(%(persons)s) AND r.layout = ANY(%(layouts)s) AND {standing("m")}
"""


@shows_nobody("counted; the report says whom its tables name")
def list_month(viewer: Viewer, standpoint: Standpoint) -> tuple[InMonth, ...]:
    """
    The children of the month, by child.

    :raises NotAllowed: if the viewer may not read.
    """
    first: dict[str, Parting] = {}
    for one in list_partings(viewer, standpoint):
        if one.separated_on[:7] == standpoint.as_of[:7]:
            first.setdefault(one.child, one)
    causes = {
        (child, one.adult): one.reason_as_recorded for child, some in list_apart_of(viewer, first, standpoint).items() for one in some
    }
    where = _where(list(first), standpoint)
    held = where_held(viewer, {person for one in first.values() for person in (one.child, one.adult) if person}, standpoint, parted=True)
    asked = {"known_at": standpoint.known_at, "children": list(first)}
    cases = {one.child: one for one in list_things(viewer, "child_case", Case, "child = ANY(%(children)s)", asked)}

    def in_month(one: Parting) -> InMonth:
        child, adult, case = held[one.child], held.get(one.adult), cases.get(one.child)
        together = one.outcome == Outcome.REUNITED and child == adult and child.custodian == Custodian.ICE
        return InMonth(
            one.child,
            one.adult,
            one.separated_on,
            one.age,
            one.station,
            where.get(one.child, ""),
            causes.get((one.child, one.adult), ""),
            one.reason_code,
            one.days,
            one.outcome,
            one.outcome_on,
            case.plan.plan_id if case else "",
            sum(done.at[:10] <= standpoint.as_of for done in case.done) if case else 0,
            together,
        )

    return tuple(in_month(first[child]) for child in sorted(first))


def _where(children: list[str], standpoint: Standpoint) -> dict[str, str]:
    layouts: dict[str, set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_CAME_IN, {**standpoint.parameters, "persons": children, "layouts": [AT, BETWEEN]})
        for person, layout in cursor.fetchall():
            layouts[person].add(layout)
    return {person: "both" if len(some) > 1 else "at" if AT in some else "between" for person, some in layouts.items()}
