"""Makes families: parents, children, other kin, who of them crosses, and what the adults say they are."""

from functools import cache

from kinkeeper.season.chance import Chance, Weighted
from kinkeeper.season.lives import names
from kinkeeper.season.lives.calendar import born_before
from kinkeeper.season.lives.people import RELATION_OF, Family, Kinship, Party, Person
from kinkeeper.season.lives.places import weighted
from kinkeeper.season.rates import rate, rates

CHILDREN_OF_SHAPE = {
    "shape_parent_one_child": (1, 1),
    "shape_parent_two_children": (2, 2),
    "shape_parent_three_children": (3, 3),
    "shape_mother_four_children": (4, 4),
    "shape_two_parents": (1, 3),
    "shape_grandmother": (1, 2),
    "shape_adult_sibling": (1, 1),
    "shape_aunt_or_uncle": (1, 2),
    "shape_legal_guardian": (1, 1),
}
OLDEST = 17.8
"""Nobody comes of age before the season ends."""
UNDER_FIVE = Weighted.of([(0, 5), (1, 26), (2, 40), (3, 76), (4, 60)])
"""Ages of the children under five in the count of 24 October 2019."""
WORD_OF_SEX = {"parent": {"M": "father", "F": "mother"}, "sibling": {"M": "brother", "F": "sister"}, "kin": {"M": "uncle", "F": "aunt"}}

Companion = tuple[Person, str, str]
"""An adult, what they say they are to the children, and what they are (empty: nothing)."""


class _Home:
    """One family in the making: its country and custom, and everybody in it."""

    def __init__(self, family: str, chance: Chance) -> None:
        country = chance.draw(weighted("country"))
        mayan = country.code == "GTM" and chance.happens(rate("mayan_in_guatemala"))
        self.family, self.chance, self.nationality = family, chance, country.code
        self.custom = "mayan" if mayan else country.group
        self.people: list[Person] = []

    def add(self, age: float, sex: str, surnames: names.Surnames, *, is_child: bool = False) -> Person:
        given = names.given_names(self.custom, sex, self.chance)
        if is_child and given[0] in {person.given[0] for person in self.people if person.is_child}:
            return self.add(age, sex, surnames, is_child=is_child)
        who = f"{self.family}.{len(self.people) + 1}"
        person = Person(who, self.family, self.custom, given, surnames, born_before(age), sex, self.nationality, is_child)
        self.people.append(person)
        return person

    def settle(self, ages: list[float]) -> tuple[Person, Person, tuple[Person, ...]]:
        """The father, the mother and their children of these ages."""
        chance = self.chance
        her_age = min(max(ages) + chance.between(17, 33), 52)
        father = self.add(max(her_age + chance.between(-3, 9), max(ages) + 17), "M", names.surnames(self.custom, chance))
        mother = self.add(her_age, "F", names.surnames(self.custom, chance))
        inherited = names.inherited(self.custom, father.surnames, mother.surnames, chance)
        return father, mother, tuple(self.add(age, chance.pick("MF"), inherited, is_child=True) for age in ages)


def family_with_children(family: str, chance: Chance) -> Family:
    """A family of which children cross with an adult."""
    home, shape = _Home(family, chance), chance.draw(_shapes())
    father, mother, children = home.settle(_ages(chance.whole(*CHILDREN_OF_SHAPE[shape]), chance))
    companions = _companions(home, shape, (father, mother, children))
    others = [parent for parent in (father, mother) if parent not in {adult for adult, _, _ in companions}]
    parties = [
        Party(family, tuple(adult for adult, _, _ in companions), children, {adult.person_id: says for adult, says, _ in companions})
    ]
    if len(others) == 1 and chance.happens(rate("crossed_apart")):
        parties.append(Party(family, (others[0],), ()))
    return Family(family, tuple(home.people), _kin(children, father, mother, companions), tuple(parties))


def children_alone(family: str, chance: Chance) -> Family:
    """A family of which one child, or two, cross without any adult of theirs."""
    home = _Home(family, chance)
    ages = [_age_alone(chance) for _ in range(2 if chance.happens(0.15) else 1)]
    father, mother, children = home.settle(ages)
    return Family(family, tuple(home.people), _kin(children, father, mother, []), (Party(family, (), children),))


def adult_alone(family: str, chance: Chance) -> Family:
    """An adult who crosses without children."""
    home = _Home(family, chance)
    sex = "M" if chance.happens(0.75) else "F"
    adult = home.add(min(max(chance.median(28, 0.3), 18.1), 70), sex, names.surnames(home.custom, chance))
    return Family(family, (adult,), (), (Party(family, (adult,), ()),))


@cache
def _shapes() -> Weighted[str]:
    return Weighted.of([(name, each.value) for name, each in rates().items() if name in CHILDREN_OF_SHAPE])


def _ages(count: int, chance: Chance) -> list[float]:
    under_five = rate("under_five")
    return [
        chance.draw(UNDER_FIVE) + chance.between(0, 1) if chance.happens(under_five) else chance.between(5, OLDEST) for _ in range(count)
    ]


def _age_alone(chance: Chance) -> float:
    return chance.between(13, OLDEST) if chance.happens(0.85) else chance.between(4, 13)


def _companions(home: _Home, shape: str, members: tuple[Person, Person, tuple[Person, ...]]) -> list[Companion]:
    father, mother, children = members
    if shape == "shape_two_parents":
        return [(father, "father", "father"), (mother, "mother", "mother")]
    if shape == "shape_mother_four_children":
        return [(mother, "mother", "mother")]
    if shape.startswith("shape_parent"):
        return [_one_parent(home, father, mother, children)]
    adult, word = _other_kin(home, shape, (father, mother), max(_age(child) for child in children))
    return [(adult, word, word)]


def _one_parent(home: _Home, father: Person, mother: Person, children: tuple[Person, ...]) -> Companion:
    """The parent, or somebody who says so and is not (only where a child is under five: there the rate is known)."""
    chance = home.chance
    parent, word = (father, "father") if chance.happens(rate("father_leads")) else (mother, "mother")
    if min(_age(child) for child in children) >= 5 or not chance.happens(rate("claimed_adult_not_parent")):
        return parent, word, word
    if chance.happens(rate("not_parent_but_kin")):
        return home.add(_age(parent), parent.sex, parent.surnames), word, WORD_OF_SEX["kin"][parent.sex]
    return home.add(_age(parent), parent.sex, names.surnames(home.custom, chance)), word, ""


def _other_kin(home: _Home, shape: str, parents: tuple[Person, Person], oldest: float) -> tuple[Person, str]:
    chance = home.chance
    sex, parent = chance.pick("MF"), chance.pick(parents)
    if shape == "shape_grandmother":
        age = _age(parent) + chance.between(17, 26)
        return home.add(age, "F", names.mothers_surnames(home.custom, parent.surnames, chance)), "grandmother"
    if shape == "shape_adult_sibling":
        age = max(oldest + 1, chance.between(18.3, 24))
        return home.add(age, sex, home.people[2].surnames), WORD_OF_SEX["sibling"][sex]
    if shape == "shape_aunt_or_uncle":
        return home.add(chance.between(max(20, oldest + 4), max(45, oldest + 20)), sex, parent.surnames), WORD_OF_SEX["kin"][sex]
    return home.add(chance.between(oldest + 18, oldest + 40), sex, names.surnames(home.custom, chance)), "legal guardian"


def _age(person: Person) -> float:
    return (born_before(0) - person.born).days / 365.25


def _kin(children: tuple[Person, ...], father: Person, mother: Person, companions: list[Companion]) -> tuple[Kinship, ...]:
    adults = {father.person_id: (father, "father"), mother.person_id: (mother, "mother")}
    adults.update({adult.person_id: (adult, word) for adult, _, word in companions if word})
    return tuple(Kinship(child, adult, RELATION_OF[word], word) for child in children for adult, word in adults.values())
