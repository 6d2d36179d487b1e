"""Which children to list, in which order, and how many there are of those whom people ask for most."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.dates import Moment, age_on, day
from kinkeeper.domain.terms import Basis, Outcome
from kinkeeper.queries.apart import Apart, ChildApart
from kinkeeper.queries.custody import Custody, get_custody
from kinkeeper.queries.portraits import get_births
from kinkeeper.queries.standpoint import Standpoint

NOBODY = "NONE"
"""Stands for a custodian where nobody says where a person is."""

NO_REASON = "NONE"
"""Stands for a reason where no source gives one."""

UNDER_FIVE = (0, 4)


class Order(StrEnum):
    """By what the list can be sorted."""

    LONGEST = "longest"
    SHORTEST = "shortest"
    YOUNGEST = "youngest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which children to list. Empty = any. Outcome `apart` = still apart, wherever the adult is. `persons` None = not searched."""

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
class Counts:
    """How many children were still apart, on the day and the day before, and of them by what people ask for most; and how many reunited."""

    apart: int = 0
    day_before: int = 0
    under_five: int = 0
    adult_removed: int = 0
    no_reason: int = 0
    detected: int = 0
    reunited: int = 0


def choose(viewer: Viewer, standpoint: Standpoint, children: Iterable[ChildApart], chosen: Chosen) -> list[ChildApart]:
    """The children who are all that was asked for, in the order asked for."""
    found = [child for child in children if _fits(child, chosen)]
    births: Mapping[str, Moment] = {}
    if chosen.ages or chosen.order in (Order.YOUNGEST, Order.OLDEST):
        births = get_births(viewer, [child.person_id for child in found], standpoint)
    if chosen.ages:
        found = [child for child in found if _aged(births.get(child.person_id, ""), chosen.ages, standpoint.as_of)]
    if chosen.child_with:
        custody = get_custody(viewer, [child.person_id for child in found], standpoint)
        found = [child for child in found if chosen.child_with in custodians(custody[child.person_id])]
    if chosen.adult_with:
        custody = get_custody(viewer, {one.adult for child in found for one in child.told if one.adult}, standpoint)
        found = [child for child in found if any(chosen.adult_with in custodians(custody.get(one.adult)) for one in child.told)]
    return sorted(found, key=lambda child: _key(child, chosen.order, births.get(child.person_id, "")))


def custodians(custody: Custody | None) -> set[str]:
    """Who holds a person, by any source; `NOBODY` where no source says."""
    return {one.custodian for one in custody.now} if custody and custody.now else {NOBODY}


def count(viewer: Viewer, standpoint: Standpoint, children: Iterable[ChildApart]) -> Counts:
    """The counts beside the list, of every child known whatever was chosen."""
    before = (date.fromisoformat(standpoint.as_of) - timedelta(days=1)).isoformat()
    children = list(children)
    still = [child for child in children if child.still]
    births = get_births(viewer, [child.person_id for child in still], standpoint)

    def having(holds: Callable[[Apart], bool]) -> int:
        return sum(any(one.still and holds(one) for one in child.apart) for child in still)

    return Counts(
        apart=len(still),
        day_before=sum(any(_was_apart(one, before) for one in child.apart) for child in children),
        under_five=sum(_aged(births.get(child.person_id, ""), UNDER_FIVE, standpoint.as_of) for child in still),
        adult_removed=having(lambda one: one.outcome == Outcome.ADULT_REMOVED),
        no_reason=having(lambda one: not one.reason_code),
        detected=having(lambda one: one.basis == Basis.DETECTED),
        reunited=sum(any(one.outcome == Outcome.REUNITED for one in child.apart) for child in children),
    )


def _fits(child: ChildApart, chosen: Chosen) -> bool:
    if chosen.persons is not None and chosen.persons.isdisjoint((child.person_id, *(one.adult for one in child.apart))):
        return False
    return any(_told(one, chosen) for one in child.apart)


def _told(one: Apart, chosen: Chosen) -> bool:
    """Whether one and the same separation is all that was asked for."""
    as_asked = chosen.outcome in ("", one.outcome) or (chosen.outcome == Outcome.APART and one.still)
    return as_asked and chosen.basis in ("", one.basis) and chosen.reason in ("", one.reason_code or NO_REASON)


def _aged(born: Moment, ages: tuple[int, int], as_of: Moment) -> bool:
    age = age_on(born, as_of)
    return age is not None and ages[0] <= age <= ages[1]


def _was_apart(one: Apart, on: Moment) -> bool:
    ended = one.outcome == Outcome.UNKNOWN or (not one.still and one.outcome_on <= on)
    return one.separated_on <= on and not ended


def _key(child: ChildApart, order: Order, born: Moment) -> tuple[Any, ...]:
    """Children whose birth is not known come last, whichever end comes first."""
    by_age, birth = order in (Order.YOUNGEST, Order.OLDEST), day(born)
    measure = (birth.toordinal() if birth else 0) if by_age else child.days
    return by_age and birth is None, -measure if order in (Order.LONGEST, Order.YOUNGEST) else measure, child.person_id
