"""A family: its persons, where each was, their ties and their separations, as known at a position and on a day."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.errors import NotFound
from kinkeeper.domain.ties import Evidence, Tie
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.apart import AMONG, Apart, apart_of, ask_apart
from kinkeeper.queries.custody import Custody, ask_stays, custodies_of
from kinkeeper.queries.portraits import Portrait, ask_portraits, portraits_of
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.together import Question, Rows, ask_together


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the family: who, whether a child of somebody in it, age, and where."""

    portrait: Portrait
    is_child: bool
    age: int | None
    custody: Custody

    @property
    def person_id(self) -> str:
        """The person's number."""
        return self.portrait.person_id


@dataclass(frozen=True, slots=True)
class Household:
    """A family as known: members so that those who are apart stand beside each other. `family_id` empty: one person without kin."""

    family_id: str
    units: tuple[str, ...]
    members: tuple[Member, ...]
    ties: tuple[Tie, ...]
    apart: tuple[Apart, ...]

    def member(self, person_id: str) -> Member:
        """The member of this number.

        :raises NotFound: where nobody in the family has it.
        """
        for member in self.members:
            if member.person_id == person_id:
                return member
        raise NotFound("This person is not known to be in this family.")

    def relation(self, child: str, adult: str) -> str:
        """What the adult is to the child; empty where no tie between the two is known."""
        return next((tie.relation for tie in self.ties if tie.key == (child, adult)), "")


@shows(FieldGroup.KINSHIP, FieldGroup.IDENTITY, FieldGroup.CUSTODY)
def get_family(viewer: Viewer, family_id: str, standpoint: Standpoint) -> Household:
    """
    A family by its number.

    :raises NotAllowed: if the viewer may not read.
    :raises NotFound: where no such family was known then.
    """
    require(viewer, "read")
    asked = {**standpoint.parameters, "family": family_id}
    told = ask_together(family=Question(_FAMILY, 2, asked), **{name: _of(one, asked) for name, one in _ask([], standpoint).items()})
    if not told["family"]:
        raise NotFound("No family of this number is known at the moment you look at.")
    [[members, units]] = told["family"]
    return _household(family_id, members, units, told, standpoint)


_FAMILY = f"SELECT f.members, f.units FROM family f WHERE f.family_id = %(family)s AND {standing('f')}"
_MEMBERS = f"ARRAY(SELECT jsonb_array_elements_text(f.members) FROM family f WHERE f.family_id = %(family)s AND {standing('f')})"


def _of(one: Question, asked: Mapping[str, object]) -> Question:
    """The same question about the members of the family."""
    return Question(one.sql.replace("%(persons)s", _MEMBERS), one.columns, {**one.asked, **asked})


@shows(FieldGroup.IDENTITY, FieldGroup.CUSTODY)
def get_person_alone(viewer: Viewer, person_id: str, standpoint: Standpoint) -> Household:
    """
    A person of whom no tie is known, shown as a family of one.

    :raises NotAllowed: if the viewer may not read.
    :raises NotFound: where no such person was known then.
    """
    require(viewer, "read")
    household = _household("", [person_id], [], ask_together(**_ask([person_id], standpoint)), standpoint)
    if not household.members[0].portrait.records:
        raise NotFound("No person of this number is known at the moment you look at.")
    return household


@shows_nobody("a family's number, of persons already shown")
def find_families_of(viewer: Viewer, person_ids: Collection[str], standpoint: Standpoint) -> dict[str, str]:
    """
    Person -> the number of the family that the person is in; persons of whom no kin is known are left out.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    return families_of(ask_together(rows=ask_families(person_ids, standpoint))["rows"])


def ask_families(person_ids: Collection[str], standpoint: Standpoint) -> Question:
    """In which family each of these persons is."""
    sql = f"SELECT f.person_id, f.family_id FROM family_member f WHERE f.person_id = ANY(%(persons)s) AND {standing('f')} ORDER BY f.since"
    return Question(sql, 2, {**standpoint.parameters, "persons": sorted(person_ids)})


def families_of(rows: Rows) -> dict[str, str]:
    """Person -> family, as was answered."""
    return {person: family for person, family in rows}


@shows_nobody("a family's number")
def find_family_of(viewer: Viewer, person_id: str, standpoint: Standpoint) -> str:
    """
    The number of the family that a person is in; empty where no kin is known.

    :raises NotAllowed: if the viewer may not read.
    """
    return find_families_of(viewer, [person_id], standpoint).get(person_id, "")


def _ask(persons: Collection[str], standpoint: Standpoint) -> dict[str, Question]:
    return {
        "records": ask_portraits(persons, standpoint),
        "stays": ask_stays(persons, standpoint),
        "ties": Question(_TIES, 7, {**standpoint.parameters, "persons": sorted(persons)}),
        "apart": ask_apart(AMONG, persons, standpoint),
    }


def _household(family_id: str, persons: Sequence[str], units: Sequence[str], told: Mapping[str, Rows], standpoint: Standpoint) -> Household:
    portraits, custody = portraits_of(told["records"]), custodies_of(told["stays"], persons, standpoint)
    ties, apart = tuple(map(_tie, told["ties"])), apart_of(told["apart"])
    children = {tie.child for tie in ties} | {one.child for one in apart}
    members = []
    for person_id in neighbours(persons, apart, children):
        portrait = portraits.get(person_id) or Portrait(person_id)
        members.append(Member(portrait, person_id in children, portrait.age(standpoint.as_of), custody[person_id]))
    return Household(family_id, tuple(units), tuple(members), ties, apart)


_TIES = f"""
SELECT t.child, t.adult, t.relation, t.status, t.probability::text, t.basis, t.evidence FROM tie t
WHERE t.child = ANY(%(persons)s) AND t.adult = ANY(%(persons)s) AND {standing("t")} ORDER BY t.child, t.adult
"""


def _tie(row: Sequence[Any]) -> Tie:
    child, adult, relation, status, probability, basis, evidence = row
    return Tie(child, adult, relation, status, probability, basis, msgspec.convert(evidence, tuple[Evidence, ...]))


def neighbours(persons: Sequence[str], apart: Iterable[Apart], children: Collection[str]) -> list[str]:
    """The persons in the order of the lanes: each child beside the adults it is apart from, then children, then the others."""
    going_on_first = sorted(apart, key=lambda one: (not one.still, one.separated_on, one.child, one.adult))
    of_pairs = [person for one in going_on_first for person in (one.child, one.adult)]
    known = set(persons)
    rest = sorted(persons, key=lambda person: person not in children)
    return [person for person in dict.fromkeys([*of_pairs, *rest]) if person in known]
