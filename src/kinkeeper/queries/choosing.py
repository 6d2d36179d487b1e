"""Which children to list, and in which order."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.terms import Outcome
from kinkeeper.queries.access.prepared import prepared
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.apart import LATELY, separations
from kinkeeper.queries.counts.apart import apart_now
from kinkeeper.queries.counts.apart.beside import AGED, BORN
from kinkeeper.queries.counts.apart.which import Which
from kinkeeper.queries.counts.apart.with_whom import NOBODY as NOBODY
from kinkeeper.queries.counts.apart.with_whom import ask_custodians, custodians_of, find_custodians, held, held_by
from kinkeeper.queries.searching.places import find_held_at
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.together import Question, ask_together

NO_REASON = "NONE"
"""Stands for a reason where no source gives one."""


class Order(StrEnum):
    """By what the list can be sorted. Children whose birth is not known come last, whichever end comes first."""

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
    child_at: str = ""
    adult_at: str = ""
    """The id of a place of the gazetteer; what lies within it counts."""

    @property
    def is_of_children(self) -> bool:
        """Whether nothing is asked of single separations or of places, but of children and of who holds them and their adults."""
        asked = self.basis or self.reason or self.child_at or self.adult_at
        return not asked and self.persons is None and self.outcome in ("", Outcome.APART)

    @property
    def is_found_at_once(self) -> bool:
        """Whether nothing is asked of where anybody is, and nobody was searched for: one question finds the page."""
        return self.persons is None and not (self.child_at or self.adult_at or self.child_with or self.adult_with)


@dataclass(frozen=True, slots=True)
class ChosenChild:
    """A child of the list, and the adults that its row is about: those it is still apart from, else all it was."""

    child: str
    adults: tuple[str, ...]


_CHILDREN = f"""
s AS MATERIALIZED ({{separations}}),
asked AS MATERIALIZED (
    SELECT child, bool_or(still) AS still, max(days) AS days, max(days) FILTER (WHERE still) AS days_still,
           array_agg(adult) AS adults, array_agg(adult) FILTER (WHERE still) AS adults_still
    FROM s GROUP BY child
    HAVING bool_or(
        (%(outcome)s IN ('', outcome) OR (%(outcome)s = 'apart' AND still)) AND %(basis)s IN ('', basis)
        AND %(reason)s IN ('', coalesce(nullif(reason_code, ''), '{NO_REASON}'))
    ) AND (%(persons)s::text[] IS NULL OR child = ANY(%(persons)s) OR array_agg(adult) && %(persons)s)
)
"""

_ORDERED = {
    Order.LONGEST: "apart_for DESC",
    Order.SHORTEST: "apart_for",
    Order.YOUNGEST: "nullif(born, '') DESC NULLS LAST",
    Order.OLDEST: "nullif(born, '') NULLS LAST",
}


@dataclass(frozen=True, slots=True)
class ChosenPage:
    """One page of children, how many children and adults were chosen in all, the page shown, and who was searched for in vain."""

    shown: tuple[str, ...]
    children: int
    adults: int
    page: int
    pages: int
    not_listed: frozenset[str] = frozenset()


@shows_nobody("who is chosen; of them another query shows a page")
def choose_page(viewer: Viewer, standpoint: Standpoint, chosen: Chosen, *, page: int, size: int | None) -> ChosenPage:
    """
    One page of the children chosen, the nearest there is; all of them where `size` is None.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    if size and chosen.is_of_children:
        there = held_by(viewer, standpoint, chosen.child_with, chosen.adult_with)
        which = Which(chosen.outcome == Outcome.APART, chosen.ages, chosen.order, *there)
        quick = apart_now.choose_page(viewer, standpoint, which, apart_now.Place((max(page, 1) - 1) * size, size))
        if quick is not None:
            pages = max(1, -(-quick.children // size))
            return ChosenPage(tuple(quick.shown), quick.children, quick.adults, min(max(page, 1), pages), pages)
    if size and chosen.is_found_at_once:
        [one] = _find(standpoint, chosen, _ONE_PAGE, {"start": (max(page, 1) - 1) * size, "size": size})
        children, adults, shown = one
        pages = max(1, -(-children // size))
        return ChosenPage(tuple(shown), children, adults, min(max(page, 1), pages), pages)
    found = choose(viewer, standpoint, chosen)
    size = size or max(len(found), 1)
    pages = max(1, -(-len(found) // size))
    page = min(max(page, 1), pages)
    shown = tuple(one.child for one in found[(page - 1) * size : page * size])
    adults = {adult for one in found for adult in one.adults if adult}
    missing = (chosen.persons or frozenset()) - adults - {one.child for one in found}
    return ChosenPage(shown, len(found), len(adults), page, pages, missing)


@shows_nobody("who is chosen; of them another query shows a page")
def choose(viewer: Viewer, standpoint: Standpoint, chosen: Chosen) -> list[ChosenChild]:
    """
    The children who are all that was asked for, in the order asked for.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with_whom: dict[str, set[str]] | None = None
    found = _kept(viewer, standpoint, chosen)
    if found is None:
        found, with_whom = _found_with(standpoint, chosen)
    for place, whom in ((chosen.child_at, lambda one: (one.child,)), (chosen.adult_at, lambda one: one.adults)):
        if place:
            there = find_held_at(viewer, standpoint, place, {person for one in found for person in whom(one)})
            found = [one for one in found if not there.isdisjoint(whom(one))]
    if not chosen.child_with and not chosen.adult_with:
        return found
    children = {one.child for one in found} if chosen.child_with else set()
    adults = {adult for one in found for adult in one.adults if adult} if chosen.adult_with else set()
    if with_whom is None:
        with_whom = find_custodians(viewer, standpoint, children | adults)
    if chosen.child_with:
        there = _with(with_whom, chosen.child_with, children)
        found = [one for one in found if one.child in there]
    if chosen.adult_with:
        there = _with(with_whom, chosen.adult_with, adults)
        found = [one for one in found if not there.isdisjoint(one.adults)]
    return found


def _kept(viewer: Viewer, standpoint: Standpoint, chosen: Chosen) -> list[ChosenChild] | None:
    """The same from what is kept child by child; None where it does not say, or single separations are asked about."""
    if not chosen.is_of_children:
        return None
    which = Which(chosen.outcome == Outcome.APART, chosen.ages, chosen.order)
    told = apart_now.choose_all(viewer, standpoint, which)
    return None if told is None else [ChosenChild(child, tuple(adults)) for child, adults in told]


_CHOSEN = """
chosen AS MATERIALIZED (
    SELECT child, CASE WHEN still THEN adults_still ELSE adults END AS adults,
           coalesce(CASE WHEN still THEN days_still ELSE days END, 0) AS apart_for, {born} AS born
    FROM asked {births} {aged}
)
"""
_ALL = "SELECT child, adults FROM chosen ORDER BY {order}, child"
_ONE_PAGE = f", {apart_now.ONE_PAGE} SELECT * FROM page"


def _found_with(standpoint: Standpoint, chosen: Chosen) -> tuple[list[ChosenChild], dict[str, set[str]] | None]:
    """Those who are all that was asked for, wherever they are; and who holds them or their adults, where that is asked."""
    whom = [sql for asked, sql in ((chosen.child_with, _THE_CHILDREN), (chosen.adult_with, _THEIR_ADULTS)) if asked]
    shared, asked = _who(standpoint, chosen)
    questions = {"chosen": Question(_ALL.format(order=_ORDERED[chosen.order]), 2, asked)}
    if whom:
        shared = f"{shared}, {held('ARRAY(' + ' UNION ALL '.join(whom) + ')')}"
        questions |= ask_custodians(standpoint, {})
    told = ask_together(shared, **questions)
    found = [ChosenChild(child, tuple(adults)) for child, adults in told["chosen"]]
    return found, custodians_of(told, standpoint) if whom else None


_THE_CHILDREN = "SELECT child FROM chosen"
_THEIR_ADULTS = "SELECT unnest(adults) FROM chosen"


def _find(standpoint: Standpoint, chosen: Chosen, wanted: str, more: Mapping[str, object]) -> list[tuple[Any, ...]]:
    """What is `wanted` of those who are all that was asked for, wherever they are."""
    shared, asked = _who(standpoint, chosen)
    with prepared() as cursor:
        cursor.execute(f"WITH {shared} {wanted.format(order=_ORDERED[chosen.order])}", {**asked, **more})
        return list(cursor.fetchall())


def _who(standpoint: Standpoint, chosen: Chosen) -> tuple[str, dict[str, object]]:
    """SQL, as it stands in a WITH: the `chosen`, wherever they are; and what it asks for."""
    by_age = chosen.ages is not None or chosen.order in (Order.YOUNGEST, Order.OLDEST)
    told = separations(LATELY if chosen.outcome == Outcome.APART else "TRUE")
    which = _CHOSEN.format(
        born="born.born" if by_age else "''", births=f"LEFT JOIN {BORN}" if by_age else "", aged=f"WHERE {AGED}" if chosen.ages else ""
    )
    youngest, oldest = chosen.ages or (0, 0)
    asked = {
        "outcome": chosen.outcome,
        "basis": chosen.basis,
        "reason": chosen.reason,
        "persons": None if chosen.persons is None else list(chosen.persons),
        "youngest": youngest,
        "oldest": oldest,
    }
    return f"{_CHILDREN.format(separations=told)}, {which}", {**standpoint.parameters, **asked}


def _with(held: Mapping[str, set[str]], custodian: str, persons: Collection[str]) -> set[str]:
    """Those of these persons who are with a custodian."""
    nobody = {NOBODY}
    return {person for person in persons if custodian in held.get(person, nobody)}
