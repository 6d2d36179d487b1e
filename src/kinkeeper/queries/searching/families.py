"""Families as a list narrows them: by whether a child is apart, its age, who holds it or its adult, and by who was searched for."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup, Reach, reach_of
from kinkeeper.domain.terms import Outcome
from kinkeeper.queries.access.prepared import prepared
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.apart import LATELY, separations
from kinkeeper.queries.choosing import Chosen, choose
from kinkeeper.queries.counts import unchanged
from kinkeeper.queries.counts.apart import apart_now
from kinkeeper.queries.counts.apart.which import Which
from kinkeeper.queries.counts.apart.with_whom import held_by
from kinkeeper.queries.family_list import FamilyList, count_families, in_short, list_families_in_short
from kinkeeper.queries.standpoint import Standpoint, standing, stood
from kinkeeper.queries.together import ENOUGH

SOME, NOBODY = "some", "nobody"
"""Families with a child apart, and those without."""
KEPT = 200
"""So many families at the beginning of a choice are kept until the ledger grows: pages after the first need not find them again."""


@dataclass(frozen=True, slots=True)
class FamiliesBy:
    """Which families to list. Empty = any. Ages and custodians are of a child still apart, and of an adult from whom it is."""

    apart: str = ""
    ages: tuple[int, int] | None = None
    """Completed years, both included."""
    child_with: str = ""
    adult_with: str = ""
    persons: frozenset[str] | None = None
    """Of whom families are meant; None: nobody was searched for."""

    @property
    def is_of_children(self) -> bool:
        """Whether something is asked of a child apart, beside that there is one."""
        return bool(self.ages or self.child_with or self.adult_with)

    @property
    def is_any(self) -> bool:
        """Whether every family is meant."""
        return not (self.apart or self.is_of_children) and self.persons is None

    @property
    def words(self) -> str:
        """What is asked, as a count of it is kept."""
        return f"families by {self.apart} {self.ages} {self.child_with} {self.adult_with}"


Row = tuple[str, Any, int, str]
"""A family, its members as they are kept, how many of its children are apart, since when the longest."""

_BY_CHILDREN = f"""
WITH says (answers) AS (SELECT {{says}}),
apart AS MATERIALIZED ({{apart}}),
chosen AS MATERIALIZED (
    SELECT family_id, count(*) AS children, min(began) AS since
    FROM apart, LATERAL (SELECT m.family_id FROM family_member m WHERE m.person_id = child AND {stood("m")} OFFSET 0) m
    GROUP BY family_id HAVING bool_or(wanted)
)
"""
"""What is said first tells a prepared statement that the day is a text. OFFSET: each child is looked up, however many the planner takes
them for; joined, every family there is would be read."""
_BY_PAIRS = "WITH says (answers) AS (SELECT {says}), chosen AS MATERIALIZED ({families})"
"""The same out of what is kept pair by pair, where the family stands beside the child."""
_FOUND = (
    f"found AS MATERIALIZED (SELECT DISTINCT m.family_id FROM family_member m WHERE m.person_id = ANY(%(persons)s) AND {standing('m')})"
)
_BY_PERSONS = f"""
WITH says (answers) AS (SELECT {{says}}),
apart AS ({{apart}}),
{_FOUND},
chosen AS MATERIALIZED (
    SELECT m.family_id, count(apart.child) AS children, min(apart.began) AS since
    FROM found JOIN family_member m ON m.family_id = found.family_id AND {standing("m")} LEFT JOIN apart ON apart.child = m.person_id
    GROUP BY m.family_id HAVING {{having}}
)
"""
_BY_PERSONS_OF_PAIRS = f"""
WITH says (answers) AS (SELECT {{says}}),
{_FOUND},
chosen AS MATERIALIZED (
    SELECT found.family_id, apart.children, apart.since FROM found, LATERAL ({apart_now.ONE_FAMILY_APART.format(family="found")}) apart
    WHERE {{having}}
)
"""
_PAGE = f"""
SELECT (SELECT answers FROM says), (SELECT count(*) FROM chosen), {unchanged.UNDER}, page.*
FROM (SELECT) one LEFT JOIN (
    SELECT c.family_id, f.members, c.children, coalesce(c.since, '')
    FROM (SELECT * FROM chosen ORDER BY since NULLS LAST, family_id LIMIT %(size)s OFFSET %(skip)s) c
    JOIN family f ON f.family_id = c.family_id AND {standing("f")}
    ORDER BY c.since NULLS LAST, c.family_id
) page ON TRUE
"""
_WITHOUT = f"""
{{before}} SELECT {{says}}, page.* FROM (SELECT) one LEFT JOIN (
    SELECT f.family_id, f.members, 0, '' FROM family f WHERE {standing("f")} AND {{without}}
    ORDER BY f.family_id LIMIT %(size)s OFFSET %(skip)s
) page ON TRUE
"""
_OF_NO_CHILD = f"""
NOT EXISTS (SELECT FROM family_member m JOIN apart ON apart.child = m.person_id WHERE m.family_id = f.family_id AND {standing("m")})
"""
_SO_MANY_WITHOUT = f"""
SELECT {{says}}, count(*), {unchanged.UNDER}
FROM (SELECT FROM family f WHERE {standing("f")} AND {apart_now.IN_NO_PAIR} LIMIT {{most:d}}) f
"""


@shows(FieldGroup.KINSHIP)
def list_families_by(viewer: Viewer, standpoint: Standpoint, by: FamiliesBy, *, page: int, size: int) -> FamilyList:
    """
    One page of the families that are all that is asked for, those longest apart first, with how many there are of them.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    if by.is_any:
        return list_families_in_short(viewer, standpoint, page=page, size=size, told_enough=True)
    choice = _Choice(viewer, standpoint, by)
    # As of all families: who sees a part has no more without a child apart counted than a page says.
    most = ENOUGH if reach_of(viewer) is not Reach.EVERYBODY and page <= (ENOUGH - 1) // size else None
    families = choice.count(most)
    pages = max(1, -(-families // size))
    page = min(max(page, 1), pages)
    rows = choice.rows((page - 1) * size, size)
    return FamilyList(in_short(viewer, standpoint, rows), families, page, pages, (page - 1) * size + 1 if rows else 0, choice.to_the_end)


class _Choice:
    """What is asked of families from one standpoint, in SQL."""

    def __init__(self, viewer: Viewer, standpoint: Standpoint, by: FamiliesBy) -> None:
        self.viewer, self.standpoint, self.by = viewer, standpoint, by
        held = held_by(viewer, standpoint, by.child_with, by.adult_with)
        self.which = which = Which(still=True, ages=by.ages, child_with=held[0], adult_with=held[1])
        kept = apart_now.still_apart(viewer, standpoint, which)
        self.families = apart_now.families_apart(which) if kept else ""
        self._asks(*(kept or _of_separations(viewer, standpoint, by)))
        self.to_the_end = True
        self.is_without = by.apart == NOBODY and by.persons is None and not by.is_of_children

    def _asks(self, apart: str, says: str, asked: Mapping[str, Any]) -> None:
        self.apart, self.says = apart, says
        self.asked = {**self.standpoint.parameters, **asked, "persons": sorted(self.by.persons or ())}

    def count(self, most: int | None) -> int:
        """How many families there are of these; of those without a child apart so many at most."""
        if not self.is_without:
            return self._first[0]
        if most and self.families and (found := self._count_without(most)) is not None:
            self.to_the_end = found < most
            return found
        return count_families(self.viewer, self.standpoint) - _Choice(self.viewer, self.standpoint, FamiliesBy(SOME)).count(None)

    def _count_without(self, most: int) -> int | None:
        """How many families have no child apart, as far as is counted; None where what is kept does not say."""
        what = f"families by {NOBODY}, {most}"
        found: int | None = unchanged.find(self.viewer, self.standpoint, what)
        if found is None:
            [(answers, found, *under)] = self._ask(_SO_MANY_WITHOUT.format(says=self.says, most=most), 0, 0)
            if not answers:
                return None
            unchanged.keep(self.viewer, self.standpoint, what, found, under)
        return found

    def rows(self, skip: int, size: int) -> Sequence[Row]:
        """So many of them after so many."""
        if self.is_without:
            told = self._ask_or_look(lambda: self._without, skip, size)
            return [tuple(row[1:]) for row in told if row[1] is not None]
        return self._first[1][skip : skip + size] if skip + size <= KEPT else self._page(skip, size)[1]

    @cached_property
    def _first(self) -> tuple[int, Sequence[Row]]:
        """How many there are, and the first of them; found once until the ledger grows, but for who was searched for."""
        if self.by.apart == NOBODY and self.by.is_of_children:
            return 0, ()
        if self.by.persons is not None:
            return self._page(0, KEPT)[:2]
        found: tuple[int, Sequence[Row]] | None = unchanged.find(self.viewer, self.standpoint, self.by.words)
        if found is None:
            count, rows, under = self._page(0, KEPT)
            found = count, rows
            unchanged.keep(self.viewer, self.standpoint, self.by.words, found, under)
        return found

    def _page(self, skip: int, size: int) -> tuple[int, Sequence[Row], Sequence[str]]:
        told = self._ask_or_look(lambda: self._chosen + _PAGE, skip, size)
        _, count, edge, assigned, *_ = told[0]
        return count, tuple(row[4:] for row in told if row[4] is not None), (edge, assigned)

    def _ask_or_look(self, words: Callable[[], str], skip: int, size: int) -> list[tuple[Any, ...]]:
        """What is answered out of what is kept, if it says how it was from here; else each separation is looked at."""
        told = self._ask(words(), skip, size)
        if told[0][0]:
            return told
        self.families = ""
        self._asks(*_of_separations(self.viewer, self.standpoint, self.by))
        return self._ask(words(), skip, size)

    @property
    def _without(self) -> str:
        if self.families:
            return _WITHOUT.format(before="", says=self.says, without=apart_now.IN_NO_PAIR)
        return _WITHOUT.format(before=f"WITH apart AS ({self.apart})", says=self.says, without=_OF_NO_CHILD)

    @property
    def _chosen(self) -> str:
        if self.by.persons is None and self.families:
            return _BY_PAIRS.format(says=self.says, families=self.families)
        if self.by.persons is None:
            return _BY_CHILDREN.format(says=self.says, apart=self.apart)
        some, asked = ("apart.children > 0", "apart.wanted") if self.families else ("count(apart.child) > 0", "bool_or(apart.wanted)")
        wanted = {SOME: some, NOBODY: f"NOT {some}"}.get(self.by.apart, "TRUE")
        having = f"{wanted} AND {asked if self.by.is_of_children else 'TRUE'}"
        if self.families:
            return _BY_PERSONS_OF_PAIRS.format(says=self.says, wanted=self.which.of_pair, having=having)
        return _BY_PERSONS.format(says=self.says, apart=self.apart, having=having)

    def _ask(self, sql: str, skip: int, size: int) -> list[tuple[Any, ...]]:
        with prepared() as cursor:
            cursor.execute(sql, {**self.asked, "skip": skip, "size": size})
            return list(cursor.fetchall())


def _of_separations(viewer: Viewer, standpoint: Standpoint, by: FamiliesBy) -> tuple[str, str, dict[str, Any]]:
    """The same, where what is kept child by child does not say it: of each separation."""
    children: Collection[str] = ()
    if by.is_of_children:
        chosen = Chosen(outcome=Outcome.APART, ages=by.ages, child_with=by.child_with, adult_with=by.adult_with)
        children = [one.child for one in choose(viewer, standpoint, chosen)]
    wanted = "child = ANY(%(children)s::text[])" if by.is_of_children else "TRUE"
    told = f"child, min(nullif(separated_on, '')) AS began, {wanted} AS wanted"
    return f"SELECT {told} FROM ({separations(LATELY)}) s WHERE still GROUP BY child", "TRUE", {"children": list(children)}
