"""Who was apart from whom, as known at a position of the ledger and as it was on a day.

A separation goes on until reunion, release to somebody else, or the eighteenth birthday. The adult's
removal does not end it. Where no source mentions the child any more it is unknown, not apart (F-33).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.dates import Moment, days_between
from kinkeeper.domain.terms import Outcome
from kinkeeper.queries.standpoint import Standpoint, standing

NOT_ENDED = (Outcome.APART, Outcome.ADULT_REMOVED)


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
    days: int | None
    """Whole days apart: until it ended, else until the day. None where the day of the separation is not known."""

    @property
    def still(self) -> bool:
        """Whether the two were still apart."""
        return self.outcome in NOT_ENDED


@dataclass(frozen=True, slots=True)
class ChildApart:
    """A child and all of its separations."""

    person_id: str
    apart: tuple[Apart, ...]

    @property
    def still(self) -> bool:
        """Whether any of them goes on."""
        return any(one.still for one in self.apart)

    @property
    def told(self) -> tuple[Apart, ...]:
        """The separations that a list is about: those that go on, else all."""
        return tuple(one for one in self.apart if one.still) or self.apart

    @property
    def days(self) -> int:
        """The longest of those."""
        return max((one.days or 0 for one in self.told), default=0)


_BEGUN = "(s.valid_from IS NULL OR s.valid_from <= %(as_of)s::date)"

_COLUMNS = "s.adult, s.separated_on, s.reason_as_recorded, s.reason_code, s.basis, s.probability::text, s.outcome, s.outcome_on"

_EVERY_CHILD = f"""
SELECT s.child, {_COLUMNS} FROM separation s WHERE {standing("s")} AND {_BEGUN} ORDER BY s.child, s.separated_on, s.adult
"""

_THESE_PERSONS = f"""
SELECT s.child, {_COLUMNS}
FROM separation s
WHERE s.child = ANY(%(persons)s) AND (s.adult = '' OR s.adult = ANY(%(persons)s)) AND {standing("s")} AND {_BEGUN}
ORDER BY s.separated_on, s.child, s.adult
"""


def list_children_apart(viewer: Viewer, standpoint: Standpoint) -> list[ChildApart]:
    """
    Every child of whom a separation was known to have begun by the day, whatever has become of it.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(_EVERY_CHILD, standpoint.parameters)
        rows = cursor.fetchall()
    children: dict[str, list[Apart]] = {}
    for child, *told in rows:
        children.setdefault(child, []).append(_apart(child, told, standpoint.as_of))
    return [ChildApart(child, tuple(apart)) for child, apart in children.items()]


def list_apart_among(viewer: Viewer, person_ids: Collection[str], standpoint: Standpoint) -> tuple[Apart, ...]:
    """
    The separations between these persons, and of the children among them from somebody nobody names.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(_THESE_PERSONS, {**standpoint.parameters, "persons": list(person_ids)})
        return tuple(_apart(child, told, standpoint.as_of) for child, *told in cursor.fetchall())


def count_children_apart(viewer: Viewer, standpoint: Standpoint) -> int:
    """
    How many children were still apart: as many as `list_children_apart` has with a separation that goes on.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(DISTINCT s.child) FROM separation s WHERE {standing('s')} AND {_BEGUN} "
            "AND (s.outcome = ANY(%(not_ended)s) OR s.outcome_on > %(as_of)s)",
            {**standpoint.parameters, "not_ended": list(NOT_ENDED)},
        )
        return int(cursor.fetchone()[0])


def _apart(child: str, told: Sequence[Any], as_of: Moment) -> Apart:
    adult, separated_on, as_recorded, code, basis, probability, outcome, outcome_on = told
    if outcome_on > as_of:
        outcome, outcome_on = Outcome.APART, ""
    ended = outcome_on if outcome not in (*NOT_ENDED, Outcome.UNKNOWN) else ""
    days = days_between(separated_on, ended or as_of)
    return Apart(child, adult, separated_on, as_recorded, code, basis, probability, outcome, outcome_on, days)
