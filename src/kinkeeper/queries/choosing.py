"""Which children to list, in which order, and how many there are of those whom people ask for most."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.dates import Moment, age_on, day
from kinkeeper.domain.terms import Basis, Outcome
from kinkeeper.queries.apart import Apart, ChildApart
from kinkeeper.queries.custody import Custody, get_custody
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
    found = [child for child in children if _fits(child, chosen, standpoint.as_of)]
    if chosen.child_with:
        custody = get_custody(viewer, [child.person_id for child in found], standpoint)
        found = [child for child in found if chosen.child_with in custodians(custody[child.person_id])]
    if chosen.adult_with:
        custody = get_custody(viewer, {one.adult for child in found for one in child.told if one.adult}, standpoint)
        found = [child for child in found if any(chosen.adult_with in custodians(custody.get(one.adult)) for one in child.told)]
    return sorted(found, key=_KEYS[chosen.order])


def custodians(custody: Custody | None) -> set[str]:
    """Who holds a person, by any source; `NOBODY` where no source says."""
    return {one.custodian for one in custody.now} if custody and custody.now else {NOBODY}


def count(children: Sequence[ChildApart], as_of: Moment) -> Counts:
    """The counts beside the list, of every child known whatever was chosen."""
    before = (date.fromisoformat(as_of) - timedelta(days=1)).isoformat()

    def still(holds: Callable[[Apart], bool]) -> int:
        return sum(any(one.still and holds(one) for one in child.apart) for child in children)

    return Counts(
        apart=still(lambda one: True),
        day_before=sum(any(_was_apart(one, before) for one in child.apart) for child in children),
        under_five=sum(_aged(child, UNDER_FIVE, as_of) and any(one.still for one in child.apart) for child in children),
        adult_removed=still(lambda one: one.outcome == Outcome.ADULT_REMOVED),
        no_reason=still(lambda one: not one.reason_code),
        detected=still(lambda one: one.basis == Basis.DETECTED),
        reunited=sum(any(one.outcome == Outcome.REUNITED for one in child.apart) for child in children),
    )


def _fits(child: ChildApart, chosen: Chosen, as_of: Moment) -> bool:
    if chosen.persons is not None and chosen.persons.isdisjoint((child.person_id, *(one.adult for one in child.apart))):
        return False
    if chosen.ages and not _aged(child, chosen.ages, as_of):
        return False
    return any(_told(one, chosen) for one in child.apart)


def _told(one: Apart, chosen: Chosen) -> bool:
    """Whether one and the same separation is all that was asked for."""
    as_asked = chosen.outcome in ("", one.outcome) or (chosen.outcome == Outcome.APART and one.still)
    return as_asked and chosen.basis in ("", one.basis) and chosen.reason in ("", one.reason_code or NO_REASON)


def _aged(child: ChildApart, ages: tuple[int, int], as_of: Moment) -> bool:
    age = age_on(child.born, as_of)
    return age is not None and ages[0] <= age <= ages[1]


def _was_apart(one: Apart, on: Moment) -> bool:
    ended = one.outcome == Outcome.UNKNOWN or (not one.still and one.outcome_on <= on)
    return one.separated_on <= on and not ended


def _born(child: ChildApart) -> int | None:
    born = day(child.born)
    return born.toordinal() if born else None


_KEYS: dict[Order, Callable[[ChildApart], tuple[Any, ...]]] = {
    Order.LONGEST: lambda child: (-child.days, child.person_id),
    Order.SHORTEST: lambda child: (child.days, child.person_id),
    Order.YOUNGEST: lambda child: (_born(child) is None, -(_born(child) or 0), child.person_id),
    Order.OLDEST: lambda child: (_born(child) is None, _born(child) or 0, child.person_id),
}
"""Children whose birth is not known come last, whichever end comes first."""
