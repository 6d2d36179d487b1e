"""Children apart: one row a child, with every adult it is tied to.

Definition of the count: children of whom at least one separation from a tied adult, or from an adult
whom no source names, is known to have begun by the day and not to have ended by it. It ends with
reunion, with release to somebody else, and with the eighteenth birthday. The adult's removal does
not end it. A separation whose child no source mentions any more is listed as unknown, not as apart.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.dates import Moment, age_on, day, days_between
from kinkeeper.domain.terms import Basis, Outcome
from kinkeeper.queries.custody import Custody, get_custody
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.standpoint import Standpoint, standing

NOT_ENDED = (Outcome.APART, Outcome.ADULT_REMOVED)
NO_RECORD = "NONE"
"""Stands for a custodian where nobody says where a person is."""

NO_REASON = "NONE"
"""Stands for a reason where no source gives one."""


class Order(StrEnum):
    """By what the list can be sorted."""

    LONGEST = "longest"
    SHORTEST = "shortest"
    YOUNGEST = "youngest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which children to list. Empty = any. `outcome` `apart` lists those still apart; `persons` None = not searched."""

    outcome: str = ""
    ages: tuple[int, int] | None = None
    """Completed years, both included."""
    child_with: str = ""
    adult_with: str = ""
    basis: str = ""
    reason: str = ""
    order: Order = Order.LONGEST
    persons: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Apart:
    """A child apart from one adult, as it was on the day. `adult` empty: no source names anybody."""

    child: str
    adult: str
    relation: str
    separated_on: Moment
    reason_as_recorded: str
    reason_code: str
    basis: str
    probability: str
    outcome: str
    """What had become of it by the day."""
    outcome_on: Moment
    days: int | None
    """Whole days apart: until it ended, else until the day. None where the day of the separation is not known."""

    @property
    def still(self) -> bool:
        """Whether the two were still apart."""
        return self.outcome in NOT_ENDED


@dataclass(frozen=True, slots=True)
class Child:
    """A child's separations, before anything is read of the persons."""

    person_id: str
    born: Moment
    apart: tuple[Apart, ...]

    @property
    def days(self) -> int:
        """The longest that the child is, or was, apart."""
        return max((one.days or 0 for one in self.told), default=0)

    @property
    def told(self) -> tuple[Apart, ...]:
        """The separations that the row is about: those that go on, else all."""
        return tuple(one for one in self.apart if one.still) or self.apart


@dataclass(frozen=True, slots=True)
class TiedAdult:
    """An adult to whom a child is tied, and whether and how long they are apart."""

    relation: str
    portrait: Portrait | None
    custody: Custody
    apart: Apart | None


@dataclass(frozen=True, slots=True)
class Row:
    """One child, as the list shows it."""

    child: Portrait
    age: int | None
    family_id: str
    custody: Custody
    adults: tuple[TiedAdult, ...]
    told: Apart
    """The separation that goes on longest: its days, reason and basis stand in the row."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many children: still apart, a day before, and by what people ask for most. `adults` are those they are apart from."""

    apart: int = 0
    day_before: int = 0
    under_five: int = 0
    adult_removed: int = 0
    no_reason: int = 0
    detected: int = 0
    reunited: int = 0


@dataclass(frozen=True, slots=True)
class SeparationList:
    """Some rows of the list, and how many there are in all."""

    rows: tuple[Row, ...]
    children: int
    adults: int
    counts: Counts
    page: int = 1
    pages: int = 1
    first: int = 0
    """The number of the first row shown, from 1; 0 where none is."""
    not_apart: frozenset[str] = field(default=frozenset())
    """Persons who were searched for and stand in no row."""


def list_separations(viewer: Viewer, standpoint: Standpoint, chosen: Chosen, *, page: int = 1, size: int | None = 25) -> SeparationList:
    """
    One page of the children chosen; all of them where `size` is None.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    everyone = _children(standpoint)
    found = sorted(_chosen(viewer, standpoint, everyone, chosen), key=_KEYS[chosen.order])
    size = size or max(len(found), 1)
    pages = max(1, -(-len(found) // size))
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * size : page * size]
    listed = {person for child in found for person in (child.person_id, *(one.adult for one in child.apart))}
    return SeparationList(
        rows=_rows(viewer, standpoint, shown),
        children=len(found),
        adults=len({one.adult for child in found for one in child.apart if one.adult}),
        counts=_count(everyone, standpoint.as_of),
        page=page,
        pages=pages,
        first=(page - 1) * size + 1 if shown else 0,
        not_apart=(chosen.persons or frozenset()) - listed,
    )


def count_children_apart(viewer: Viewer, standpoint: Standpoint) -> int:
    """
    How many children were still apart: the number of rows that `list_separations` has of them.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT child) FROM separation s "
            f"WHERE {standing('s')} AND {_BEGUN} AND (outcome = ANY(%(not_ended)s) OR s.valid_until > %(as_of)s::date)",
            {**standpoint.parameters, "not_ended": list(NOT_ENDED)},
        )
        return int(cursor.fetchone()[0])


# Every child's separations, as known and as of the day

_BEGUN = "(s.valid_from IS NULL OR s.valid_from <= %(as_of)s::date)"

_SEPARATIONS = f"""
WITH s AS (SELECT * FROM separation s WHERE {standing("s")} AND {_BEGUN}),
born AS (
    SELECT m.person_id, mode() WITHIN GROUP (ORDER BY r.born) AS born
    FROM membership m JOIN record r ON r.record_id = m.record_id
    WHERE m.person_id IN (SELECT child FROM s) AND {standing("m")} AND length(r.born) >= 10
    GROUP BY m.person_id
)
SELECT s.child, born.born, s.adult, t.relation, s.separated_on, s.reason_as_recorded, s.reason_code, s.basis, s.probability::text,
       s.outcome, s.outcome_on
FROM s LEFT JOIN tie t ON t.child = s.child AND t.adult = s.adult AND {standing("t")} LEFT JOIN born ON born.person_id = s.child
ORDER BY s.child, s.separated_on, s.adult
"""


def _children(standpoint: Standpoint) -> list[Child]:
    with connection.cursor() as cursor:
        cursor.execute(_SEPARATIONS, standpoint.parameters)
        rows = cursor.fetchall()
    children: dict[str, tuple[Moment, list[Apart]]] = {}
    for child, born, *told in rows:
        children.setdefault(child, (born or "", []))[1].append(_apart(child, told, standpoint.as_of))
    return [Child(child, born, tuple(apart)) for child, (born, apart) in children.items()]


def _apart(child: str, told: Sequence[Any], as_of: Moment) -> Apart:
    adult, relation, separated_on, as_recorded, code, basis, probability, outcome, outcome_on = told
    if outcome_on[:10] > as_of:
        outcome, outcome_on = Outcome.APART, ""
    until = as_of if outcome in (*NOT_ENDED, Outcome.UNKNOWN) or not outcome_on else outcome_on
    days = days_between(separated_on, until)
    return Apart(child, adult, relation or "", separated_on, as_recorded, code, basis, probability, outcome, outcome_on, days)


def apart_of(standpoint: Standpoint, person_ids: Collection[str]) -> tuple[Apart, ...]:
    """The separations between these persons, and of the children among them from nobody named. The caller has asked `require`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.child, s.adult, t.relation, s.separated_on, s.reason_as_recorded, s.reason_code, s.basis, s.probability::text, "
            "s.outcome, s.outcome_on FROM separation s "
            f"LEFT JOIN tie t ON t.child = s.child AND t.adult = s.adult AND {standing('t')} "
            f"WHERE s.child = ANY(%(persons)s) AND (s.adult = '' OR s.adult = ANY(%(persons)s)) AND {standing('s')} AND {_BEGUN} "
            "ORDER BY s.separated_on, s.child, s.adult",
            {**standpoint.parameters, "persons": list(person_ids)},
        )
        return tuple(_apart(child, told, standpoint.as_of) for child, *told in cursor.fetchall())


# Choosing, sorting, counting


def _chosen(viewer: Viewer, standpoint: Standpoint, children: Iterable[Child], chosen: Chosen) -> list[Child]:
    found = [child for child in children if _fits(child, chosen, standpoint.as_of)]
    if chosen.child_with:
        custody = get_custody(viewer, [child.person_id for child in found], standpoint)
        found = [child for child in found if chosen.child_with in _with(custody[child.person_id])]
    if chosen.adult_with:
        custody = get_custody(viewer, {one.adult for child in found for one in child.told if one.adult}, standpoint)
        found = [child for child in found if any(chosen.adult_with in _with(custody.get(one.adult)) for one in child.told)]
    return found


def _fits(child: Child, chosen: Chosen, as_of: Moment) -> bool:
    if chosen.persons is not None and chosen.persons.isdisjoint((child.person_id, *(one.adult for one in child.apart))):
        return False
    if chosen.ages and not _aged(child, chosen.ages, as_of):
        return False
    return any(_told(one, chosen) for one in child.apart)


def _told(one: Apart, chosen: Chosen) -> bool:
    """Whether one and the same separation is all that was asked for."""
    still = chosen.outcome == Outcome.APART and one.still
    return (
        (not chosen.outcome or still or one.outcome == chosen.outcome)
        and chosen.basis in ("", one.basis)
        and chosen.reason in ("", one.reason_code or NO_REASON)
    )


def _aged(child: Child, ages: tuple[int, int], as_of: Moment) -> bool:
    age = age_on(child.born, as_of)
    return age is not None and ages[0] <= age <= ages[1]


def _with(custody: Custody | None) -> set[str]:
    return {one.custodian for one in custody.now} if custody and custody.now else {NO_RECORD}


def _born(child: Child) -> tuple[bool, int]:
    """Unknown births come last, whichever way the list is sorted."""
    born = day(child.born)
    return born is None, born.toordinal() if born else 0


_KEYS: dict[Order, Any] = {
    Order.LONGEST: lambda child: (-child.days, child.person_id),
    Order.SHORTEST: lambda child: (child.days, child.person_id),
    Order.YOUNGEST: lambda child: (_born(child)[0], -_born(child)[1], child.person_id),
    Order.OLDEST: lambda child: (*_born(child), child.person_id),
}


def _count(children: Iterable[Child], as_of: Moment) -> Counts:
    children = list(children)
    still = [child for child in children if any(one.still for one in child.apart)]
    before = (date.fromisoformat(as_of) - timedelta(days=1)).isoformat()
    return Counts(
        apart=len(still),
        day_before=sum(any(_was_apart(one, before) for one in child.apart) for child in children),
        under_five=sum(_aged(child, (0, 4), as_of) for child in still),
        adult_removed=_holding(still, lambda one: one.outcome == Outcome.ADULT_REMOVED),
        no_reason=_holding(still, lambda one: not one.reason_code),
        detected=_holding(still, lambda one: one.basis == Basis.DETECTED),
        reunited=sum(any(one.outcome == Outcome.REUNITED for one in child.apart) for child in children),
    )


def _holding(children: Iterable[Child], holds: Any) -> int:
    return sum(any(one.still and holds(one) for one in child.apart) for child in children)


def _was_apart(one: Apart, on: Moment) -> bool:
    begun = one.separated_on[:10] <= on
    return begun and (one.still or (one.outcome != Outcome.UNKNOWN and one.outcome_on[:10] > on))


# Rows


def _rows(viewer: Viewer, standpoint: Standpoint, children: Sequence[Child]) -> tuple[Row, ...]:
    ties, families = _ties(standpoint, children), _families(standpoint, children)
    persons = {child.person_id for child in children} | {adult for adults in ties.values() for adult in adults}
    portraits = get_portraits(viewer, persons, standpoint)
    custody = get_custody(viewer, persons, standpoint)
    return tuple(
        Row(
            child=portraits.get(child.person_id) or Portrait(child.person_id),
            age=age_on(child.born, standpoint.as_of),
            family_id=families.get(child.person_id, ""),
            custody=custody[child.person_id],
            adults=tuple(_adult(adult, relation, child, portraits, custody) for adult, relation in ties[child.person_id].items()),
            told=max(child.told, key=lambda one: one.days or 0),
        )
        for child in children
    )


def _ties(standpoint: Standpoint, children: Sequence[Child]) -> dict[str, dict[str, str]]:
    """Child -> adult -> relation: first those it is apart from, longest first, then other adults it is tied to."""
    found = {
        child.person_id: {one.adult: one.relation for one in sorted(child.apart, key=lambda one: (not one.still, -(one.days or 0)))}
        for child in children
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.child, t.adult, t.relation FROM tie t WHERE t.child = ANY(%(children)s) AND t.status <> 'refuted' "
            f"AND t.probability >= 0.5 AND {standing('t')} ORDER BY t.probability DESC, t.adult",
            {**standpoint.parameters, "children": list(found)},
        )
        for child, adult, relation in cursor.fetchall():
            found[child].setdefault(adult, relation)
    return found


def _families(standpoint: Standpoint, children: Sequence[Child]) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT f.person_id, f.family_id FROM family_member f WHERE f.person_id = ANY(%(persons)s) AND {standing('f')} ORDER BY f.since",
            {**standpoint.parameters, "persons": [child.person_id for child in children]},
        )
        return dict(cursor.fetchall())


def _adult(adult: str, relation: str, child: Child, portraits: dict[str, Portrait], custody: dict[str, Custody]) -> TiedAdult:
    apart = next((one for one in child.apart if one.adult == adult), None)
    portrait = (portraits.get(adult) or Portrait(adult)) if adult else None
    return TiedAdult(relation, portrait, custody.get(adult, Custody()), replace(apart) if apart else None)
