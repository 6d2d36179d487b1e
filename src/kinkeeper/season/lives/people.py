"""Who there is: persons, what they are to each other, and who crosses with whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kinkeeper.domain.terms import Relation


@dataclass(frozen=True, slots=True)
class Person:
    """One human being of the season, as they really are. `nationality` is ISO 3166-1 alpha-3."""

    person_id: str
    family: str
    custom: str
    given: tuple[str, ...]
    surnames: tuple[str, ...]
    born: date
    sex: str
    nationality: str
    is_child: bool

    @property
    def name(self) -> str:
        """Given names and surnames, as the family writes them."""
        return " ".join(self.given + self.surnames)


@dataclass(frozen=True, slots=True)
class Kinship:
    """What an adult really is to a child, and the word for it: mother, father, grandmother, uncle, ..."""

    child: Person
    adult: Person
    relation: Relation
    word: str


@dataclass(frozen=True, slots=True)
class Party:
    """People who cross together. `says` has what each adult says to be to the children; it may be untrue."""

    family: str
    adults: tuple[Person, ...]
    children: tuple[Person, ...]
    says: Mapping[str, str] = field(default_factory=dict)

    @property
    def people(self) -> tuple[Person, ...]:
        """Adults, then children."""
        return self.adults + self.children

    @property
    def is_family_unit(self) -> bool:
        """Whether the agency counts them as one: a child with somebody who says to be parent or guardian (GAO-20-245)."""
        return bool(self.children) and any(word in UNIT_WORDS for word in self.says.values())


@dataclass(frozen=True, slots=True)
class Family:
    """Everybody of one family, those at home included, with the parties in which some of them cross."""

    family: str
    people: tuple[Person, ...]
    kin: tuple[Kinship, ...]
    parties: tuple[Party, ...]


UNIT_WORDS = frozenset({"mother", "father", "legal guardian"})
RELATION_OF = {
    "mother": Relation.PARENT,
    "father": Relation.PARENT,
    "legal guardian": Relation.GUARDIAN,
    "grandmother": Relation.GRANDPARENT,
    "brother": Relation.SIBLING,
    "sister": Relation.SIBLING,
    "aunt": Relation.OTHER_KIN,
    "uncle": Relation.OTHER_KIN,
}
