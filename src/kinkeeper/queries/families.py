"""A family: its persons, where each was, their ties and their separations, as known at a position and on a day."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import msgspec

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.errors import NotFound
from kinkeeper.domain.ties import Evidence, Tie
from kinkeeper.queries.access.prepared import prepared
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.apart import Apart, list_apart_among
from kinkeeper.queries.custody import Custody, get_custody
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.standpoint import Standpoint, standing


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


@shows(FieldGroup.KINSHIP)
def get_family(viewer: Viewer, family_id: str, standpoint: Standpoint) -> Household:
    """
    A family by its number.

    :raises NotAllowed: if the viewer may not read.
    :raises NotFound: where no such family was known then.
    """
    require(viewer, "read")
    with prepared() as cursor:
        cursor.execute(
            f"SELECT f.members, f.units FROM family f WHERE f.family_id = %(family)s AND {standing('f')}",
            {**standpoint.parameters, "family": family_id},
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound("No family of this number is known at the moment you look at.")
    return _household(viewer, family_id, msgspec.json.decode(row[0]), msgspec.json.decode(row[1]), standpoint)


@shows(FieldGroup.IDENTITY)
def get_person_alone(viewer: Viewer, person_id: str, standpoint: Standpoint) -> Household:
    """
    A person of whom no tie is known, shown as a family of one.

    :raises NotAllowed: if the viewer may not read.
    :raises NotFound: where no such person was known then.
    """
    require(viewer, "read")
    household = _household(viewer, "", [person_id], [], standpoint)
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
    with prepared() as cursor:
        cursor.execute(
            "SELECT f.person_id, f.family_id FROM family_member f "
            f"WHERE f.person_id = ANY(%(persons)s) AND {standing('f')} ORDER BY f.since",
            {**standpoint.parameters, "persons": list(person_ids)},
        )
        return dict(cursor.fetchall())


@shows_nobody("a family's number")
def find_family_of(viewer: Viewer, person_id: str, standpoint: Standpoint) -> str:
    """
    The number of the family that a person is in; empty where no kin is known.

    :raises NotAllowed: if the viewer may not read.
    """
    return find_families_of(viewer, [person_id], standpoint).get(person_id, "")


def _household(viewer: Viewer, family_id: str, persons: Sequence[str], units: Sequence[str], standpoint: Standpoint) -> Household:
    portraits = get_portraits(viewer, persons, standpoint)
    custody = get_custody(viewer, persons, standpoint)
    ties = _ties(persons, standpoint)
    apart = list_apart_among(viewer, persons, standpoint)
    children = {tie.child for tie in ties} | {one.child for one in apart}
    members = []
    for person_id in neighbours(persons, apart, children):
        portrait = portraits.get(person_id) or Portrait(person_id)
        members.append(Member(portrait, person_id in children, portrait.age(standpoint.as_of), custody[person_id]))
    return Household(family_id, tuple(units), tuple(members), ties, apart)


def _ties(persons: Collection[str], standpoint: Standpoint) -> tuple[Tie, ...]:
    with prepared() as cursor:
        cursor.execute(
            "SELECT t.child, t.adult, t.relation, t.status, t.probability, t.basis, t.evidence FROM tie t "
            f"WHERE t.child = ANY(%(persons)s) AND t.adult = ANY(%(persons)s) AND {standing('t')} ORDER BY t.child, t.adult",
            {**standpoint.parameters, "persons": list(persons)},
        )
        rows = cursor.fetchall()
    return tuple(
        Tie(child, adult, relation, status, f"{probability:.4f}", basis, _evidence(told))
        for child, adult, relation, status, probability, basis, told in rows
    )


def _evidence(told: str) -> tuple[Evidence, ...]:
    return msgspec.json.decode(told, type=tuple[Evidence, ...])


def neighbours(persons: Sequence[str], apart: Iterable[Apart], children: Collection[str]) -> list[str]:
    """The persons in the order of the lanes: each child beside the adults it is apart from, then children, then the others."""
    going_on_first = sorted(apart, key=lambda one: (not one.still, one.separated_on, one.child, one.adult))
    of_pairs = [person for one in going_on_first for person in (one.child, one.adult)]
    known = set(persons)
    rest = sorted(persons, key=lambda person: person not in children)
    return [person for person in dict.fromkeys([*of_pairs, *rest]) if person in known]
