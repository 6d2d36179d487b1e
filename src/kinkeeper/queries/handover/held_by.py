"""Who is with one custodian on a day, or at one place: the persons behind the numbers of where everybody is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup, Reach, arrests, reach_of
from kinkeeper.domain.access.shown_custody import may_list, may_narrow, shown_as
from kinkeeper.domain.custody_days import DISPUTED, NOBODY
from kinkeeper.domain.dates import Moment
from kinkeeper.extracts.places.search import lies_in
from kinkeeper.queries.access.prepared import looking
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.choosing import Order
from kinkeeper.queries.counts import unchanged
from kinkeeper.queries.counts.held import ask_held
from kinkeeper.queries.counts.kept import see_kept
from kinkeeper.queries.custody import Custody, ask_stays, custodies_of
from kinkeeper.queries.handover.everyone import count_everyone
from kinkeeper.queries.portraits import Portrait, ask_portraits, portraits_of
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.together import ENOUGH, Rows, ask_together

NO_CUSTODIAN = frozenset({NOBODY, DISPUTED})
"""Where it is not said with whom somebody is: then it is told what was said, and where they were last."""


@dataclass(frozen=True, slots=True)
class HeldBy:
    """Which persons to list: with whom they are; at which place (the id of one of the gazetteer; empty: any); who was searched for."""

    custodian: str
    place: str = ""
    order: Order = Order.LONGEST
    persons: frozenset[str] | None = None
    to_the_end: bool = False
    """Whether those at a place, and those searched for, are all counted; else up to `ENOUGH`. Those with a custodian always are."""

    @property
    def is_narrowed(self) -> bool:
        """Whether not all are meant who are with the custodian."""
        return bool(self.place) or self.persons is not None


@dataclass(frozen=True, slots=True)
class HeldPerson:
    """One person, the place where no other is said (empty: none is), and since when it is so. Empty: since ever, as far as is known."""

    person: Portrait
    custodian: str
    place: str
    since: Moment
    custody: Custody
    """What sources say, where the custodian is not told by them; else nothing."""


@dataclass(frozen=True, slots=True)
class HeldList:
    """Some rows of the list, and how many persons there are in all."""

    rows: tuple[HeldPerson, ...]
    count: int
    page: int
    pages: int
    first: int
    """The number of the first row shown, from 1; 0 where none is."""


@shows(FieldGroup.CUSTODY, FieldGroup.IDENTITY)
def list_held(viewer: Viewer, standpoint: Standpoint, by: HeldBy, *, page: int = 1, size: int = 25) -> HeldList:
    """
    One page of the persons who are with a custodian on the day, as far as the viewer is shown it.

    :raises NotAllowed: if the viewer may not read.
    :raises NotKnownYet: where what it reads has not been made from the ledger.
    """
    require(viewer, "read")
    choice = _Choice(viewer, standpoint, by)
    count = choice.count(None if by.to_the_end else ENOUGH)
    pages = max(1, -(-count // size))
    page = min(max(page, 1), pages)
    found = choice.rows((page - 1) * size, size, count) if count else []
    return HeldList(_told(standpoint, by, found), count, page, pages, (page - 1) * size + 1 if found else 0)


Found = Sequence[tuple[str, str]]
"""Persons, and since when."""


def _told(standpoint: Standpoint, by: HeldBy, found: Found) -> tuple[HeldPerson, ...]:
    """Who they are, at which place and, where the custodian is not told, what is said of where they are."""
    if not found:
        return ()
    persons = [person for person, _ in found]
    asked = {"who": ask_portraits(persons, standpoint), "held": ask_held(persons, standpoint)}
    told: dict[str, Rows] = ask_together(**asked, **({"stays": ask_stays(persons, standpoint)} if by.custodian in NO_CUSTODIAN else {}))
    portraits, places = portraits_of(told["who"]), {person: place for person, _, place in told["held"]}
    custodies = custodies_of(told.get("stays", []), persons, standpoint)
    return tuple(
        HeldPerson(portraits.get(person) or Portrait(person), by.custodian, places.get(person, ""), since, custodies[person])
        for person, since in found
    )


EVER = "-infinity"
_OPEN, _CLOSING = "t.until_day = 'infinity'", "t.until_day > %(as_of)s::date AND t.until_day < 'infinity'"
_STANDS, _STOOD = "t.until IS NULL", "t.until IS NULL AND t.since < %(known_at)s"
_ENDED = "t.until >= %(known_at)s AND t.since < %(known_at)s"
_SHOWN = "(SELECT t.person_id, t.from_day FROM custody_day t WHERE {which}{order})"
"""Rows as they are shown."""
_KEPT = "(SELECT t.person_id, t.from_day, t.since FROM public.custody_day t WHERE {which}{order})"
_AS_SHOWN = """, LATERAL (
    SELECT d.custodian, d.place FROM custody_day d
    WHERE d.person_id = t.person_id AND d.from_day = t.from_day AND d.since = t.since OFFSET 0
) h WHERE h.custodian = %(custodian)s AND {at}"""
"""Where some are shown as with another, or at no place: rows are found as they are kept, and listed as far as they are shown so."""

_PLACES = """
WITH RECURSIVE spelt AS (
    (SELECT place FROM public.custody_day WHERE custodian = %(custodian)s AND until IS NULL AND place <> '' ORDER BY place LIMIT 1)
    UNION ALL
    SELECT after.place FROM spelt, LATERAL (
        SELECT d.place FROM public.custody_day d
        WHERE d.custodian = %(custodian)s AND d.until IS NULL AND d.place <> '' AND d.place > spelt.place ORDER BY d.place LIMIT 1
    ) after
)
SELECT place FROM spelt
"""
"""From one spelling to the next in an index."""


class _Choice:
    """Which rows of what is kept day by day are meant, in SQL."""

    def __init__(self, viewer: Viewer, standpoint: Standpoint, by: HeldBy) -> None:
        self.viewer, self.standpoint, self.by = viewer, standpoint, by
        reach = reach_of(viewer)
        # Sponsors are hidden from agencies that arrest, and of persons whom an agreement lends: to all others everybody is shown as kept.
        hides = arrests(viewer) or not (reach is Reach.EVERYBODY or looking().is_settled)
        self.kept_as = sorted(shown_as(by.custodian)) if hides else [by.custodian]
        # On a day before, rows are put in their order first: whether each may be shown is asked as far as the page goes.
        self.is_as_kept = not hides and (reach is not Reach.CONCERNED or standpoint.as_of >= standpoint.newest_day)

    def count(self, most: int | None) -> int:
        """How many persons there are; of a place, or among those searched for, so many at most."""
        if not may_list(self.viewer, self.by.custodian) or (self.by.place and not may_narrow(self.viewer, self.by.custodian)):
            return 0
        if not self.by.is_narrowed:
            return count_everyone(self.viewer, self.standpoint).get(self.by.custodian, 0)
        see_kept()
        if self.by.persons is not None:
            return len(self._found)
        what, limit = f"held by {self.by.custodian} at {self.by.place}, {most}", f" LIMIT {most:d}" if most else ""
        found: int | None = unchanged.find(self.viewer, self.standpoint, what)
        if found is None:
            [(found, *under)] = self._ask(f"SELECT count(*), {unchanged.UNDER} FROM (SELECT FROM {self._from()}{limit}) x")
            unchanged.keep(self.viewer, self.standpoint, what, found, under)
        return int(found)

    def rows(self, skip: int, size: int, count: int) -> Found:
        """So many of them after so many. What stands beyond the middle is looked for from the end, where it is known how many there are."""
        if self.by.persons is not None:
            return self._found[skip : skip + size]
        if skip * 2 > count and not self.by.is_narrowed:
            return self._page(max(count - skip - size, 0), min(size, count - skip), backwards=True)[::-1]
        return self._page(skip, size)

    @cached_property
    def _found(self) -> Found:
        """All of those who were searched for: they are few."""
        return self._page(0, len(self.by.persons or ()))

    def _page(self, skip: int, size: int, *, backwards: bool = False) -> Found:
        order = self._order(backwards=backwards)
        since = "''" if self.is_mixed else "t.from_day::text"
        found = self._ask(f"SELECT t.person_id, {since} FROM {self._from(order)}{order} LIMIT {size:d} OFFSET {skip:d}")
        return [(person, "" if since == EVER else since) for person, since in found]

    @property
    def is_mixed(self) -> bool:
        """Whether some are shown as with another than they are: since when they are with that one is not told, by no order either."""
        return len(self.kept_as) > 1

    def _order(self, *, backwards: bool) -> str:
        down = " DESC" if backwards is not (self.by.order is Order.SHORTEST) else ""
        return f" ORDER BY t.person_id{down}" if self.is_mixed else f" ORDER BY t.from_day{down}, t.person_id{down}"

    def _from(self, order: str = "") -> str:
        """SQL: the rows that are meant, each part found by an index in the order of the list; and what is shown of each."""
        part = _SHOWN if self.is_as_kept else _KEPT
        rows = " UNION ALL ".join(part.format(which=which, order=order) for which in self._parts())
        shown = "" if self.is_as_kept else _AS_SHOWN.format(at="h.place = ANY(%(places)s)" if self.by.place else "TRUE")
        return f"({rows}) t{shown}"

    def _parts(self) -> list[str]:
        asked = ["t.custodian = ANY(%(kept_as)s)" if self.is_mixed else "t.custodian = %(custodian)s", "t.from_day <= %(as_of)s::date"]
        asked += ["t.place <> '' AND t.place = ANY(%(places)s)"] * bool(self.by.place)
        asked += ["t.person_id = ANY(%(persons)s)"] * (self.by.persons is not None)
        known = _STOOD if self.standpoint.is_past else _STANDS
        spans = [f"{_OPEN} AND {known}", f"{_CLOSING} AND {known}"]
        if self.standpoint.is_past:
            spans.append(f"t.until_day > %(as_of)s::date AND {_ENDED}")
        return [" AND ".join([*asked, span]) for span in spans]

    @cached_property
    def _places(self) -> list[str]:
        """How the place that is asked for, and those within it, are spelt by whom somebody is with there."""
        with connection.cursor() as cursor:
            cursor.execute(_PLACES, {"custodian": self.by.custodian})
            spelt = [place for (place,) in cursor.fetchall()]
        return [place for place in spelt if self.by.place in lies_in(place, self.by.custodian, self.standpoint.as_of)]

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        """What is answered; planned for these very values: how many are with a custodian is very different from one to the next."""
        asked = {**self.standpoint.parameters, "custodian": self.by.custodian, "kept_as": self.kept_as}
        asked |= {"persons": sorted(self.by.persons or ()), "places": self._places if self.by.place else []}
        with connection.cursor() as cursor:
            cursor.execute(sql, asked)
            return list(cursor.fetchall())
