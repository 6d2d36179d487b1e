"""The season before it is written down: families, what became of them, and who was named where."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kinkeeper.domain.terms import Custodian
from kinkeeper.season.chance import Chance
from kinkeeper.season.lives.crossings import crossings
from kinkeeper.season.lives.custody import Stay
from kinkeeper.season.lives.families import adult_alone, children_alone, family_with_children
from kinkeeper.season.lives.family_numbers import numbers_shown
from kinkeeper.season.lives.fates import Fate, Treatment, fate_of
from kinkeeper.season.lives.people import Family, Person
from kinkeeper.season.rates import rate


@dataclass(slots=True)
class World:
    """Everything that is so. `named` collects, child and adult, in which sources the two are named together."""

    seed: int
    families: dict[str, Family]
    fates: list[Fate]
    family_numbers: dict[str, str]
    """The number each person's station row still shows."""
    named: defaultdict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def chance(self, stream: str) -> Chance:
        """A stream of draws for one part of the season."""
        return Chance(self.seed, stream)

    def stays(self, custodian: Custodian) -> Iterator[tuple[Fate, Person, Stay]]:
        """All stays with one custodian, in the order in which they began."""
        found = [
            (fate, person, stay)
            for fate in self.fates
            for person in fate.crossing.party.people
            for stay in fate.stays[person.person_id]
            if stay.custodian is custodian
        ]
        return iter(sorted(found, key=lambda each: (each[2].start, each[1].person_id)))

    def parted(self) -> Iterator[Fate]:
        """The parties whose children were taken from every adult they came with."""
        return (fate for fate in self.fates if fate.treatment is Treatment.PARTED)

    def at_home(self, family: str) -> list[Person]:
        """The adults of a family who are in no party."""
        home = self.families[family]
        away = {person.person_id for party in home.parties for person in party.people}
        return [person for person in home.people if person.person_id not in away and not person.is_child]

    def name_together(self, children: Iterable[Person], adult: Person, source: str) -> None:
        """Note that a source names these children with this adult."""
        for child in children:
            self.named[child.person_id, adult.person_id].add(source)


def make_world(families: int, seed: int) -> World:
    """A season of this many families who cross with children, with the others who cross beside them."""
    chance = Chance(seed, "families")
    alone, adults = round(families * rate("children_alone_per_family")), round(families * rate("adults_alone_per_family"))
    makers = [family_with_children] * families + [children_alone] * alone + [adult_alone] * adults
    made = [make(f"F{number:05d}", chance) for number, make in enumerate(makers, start=1)]
    met = crossings([party for family in made for party in family.parties], Chance(seed, "crossings"))
    chance = Chance(seed, "fates")
    fates = [fate_of(crossing, chance) for crossing in met]
    return World(seed, {family.family: family for family in made}, fates, numbers_shown(fates, Chance(seed, "family numbers")))
