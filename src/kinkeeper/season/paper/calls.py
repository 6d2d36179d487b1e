"""The hotline's log of calls, in Spanish: who called, about which children, and what they knew."""

from datetime import date

from kinkeeper.season.chance import Weighted
from kinkeeper.season.lives.calendar import AS_OF, later, years_old
from kinkeeper.season.lives.fates import Fate, Treatment
from kinkeeper.season.lives.people import Person
from kinkeeper.season.lives.places import country_name
from kinkeeper.season.paper.clerk import Clerk, Hand
from kinkeeper.season.paper.lists import child_suffixes
from kinkeeper.season.paper.tables import Row, Table
from kinkeeper.season.rates import rate
from kinkeeper.season.world import World

IN_SPANISH = {
    "mother": "mamá",
    "father": "papá",
    "grandmother": "abuela",
    "aunt": "tía",
    "uncle": "tío",
    "brother": "hermano",
    "sister": "hermana",
    "legal guardian": "tutor legal",
}
CALLERS = Weighted.of([("at home", 70), ("taken", 30)])


def calls(world: World) -> Table:
    """One row a call, in the order of the calls; the children of one family in one cell."""
    desk = _Hotline(world)
    chance = desk.chance
    table = Table("calls")
    called = [fate for fate in world.parted() if chance.happens(rate("hotline_called"))]
    called += [fate for fate in world.fates if fate.treatment is Treatment.CHILDREN_ALONE and chance.happens(rate("hotline_called_alone"))]
    days = [(min(later(fate.crossing.at, days=chance.between(4, 45)), AS_OF), fate) for fate in called]
    table.fill(
        [desk.call(fate, day.date()) for day, fate in sorted(days, key=lambda each: (each[0], each[1].crossing.party.family))], chance
    )
    table.note("total", len(days))
    return table


class _Hotline:
    """Takes calls and writes down what it hears."""

    def __init__(self, world: World) -> None:
        self.world, self.chance = world, world.chance("calls")
        self.clerk = Clerk(Hand(capitals=False, accents=True), self.chance)

    def call(self, fate: Fate, day: date) -> Row:
        caller, children = self._caller(fate), fate.crossing.party.children
        word = next(kinship.word for kinship in self.world.families[children[0].family].kin if kinship.adult == caller)
        self.world.name_together(children, caller, "hotline")
        cells = {
            "Fecha": self.clerk.day(day),
            "Llamó": self.clerk.name(caller),
            "Parentesco": IN_SPANISH[word],
            "Niño(s)": self.chance.pick(("; ", " y ")).join(self.clerk.name(child) for child in children),
            "Edad(es)": " y ".join(str(years_old(child.born, day)) for child in children) + self.chance.pick(("", " años", " anos")),
            "País": country_name(children[0].nationality),
            "Último lugar": self._last_place(fate),
            "Teléfono": self._phone(),
            "Notas": self._note(fate, caller),
        }
        named = dict(zip(child_suffixes(), (child.person_id for child in children), strict=False))
        return cells, {"?:adult": caller.person_id} | named

    def _caller(self, fate: Fate) -> Person:
        """A parent at home, or an adult of the party who is kin and can call by now."""
        family = fate.crossing.party.family
        kin = {kinship.adult.person_id: kinship.adult for kinship in self.world.families[family].kin}
        home = [person for person in self.world.at_home(family) if person.person_id in kin]
        taken = [adult for adult in fate.crossing.party.adults if adult.person_id in kin]
        if home and taken:
            return self.chance.pick(home if self.chance.draw(CALLERS) == "at home" else taken)
        return self.chance.pick(home or taken)

    def _last_place(self, fate: Fate) -> str:
        place = fate.crossing.place
        return self.chance.pick(("", "la frontera", f"hielera {place.name}", place.name, place.group, "Texas"))

    def _phone(self) -> str:
        number = self.chance.whole(0, 99)
        return self.chance.pick(("", "no tiene", f"+502 5555-01{number:02d}", f"504-5555-01{number:02d}", f"(305) 555-01{number:02d}"))

    def _note(self, fate: Fate, caller: Person) -> str:
        party = fate.crossing.party
        others = [adult for adult in party.adults if adult != caller]
        if not others or not self.chance.happens(0.6):
            return self.chance.pick(("", "", "no sabe dónde está", "hablan mam", "sin noticias desde la frontera"))
        adult = self.chance.pick(others)
        self.world.name_together(party.children, adult, "hotline")
        word, name = IN_SPANISH[party.says[adult.person_id]], self.clerk.name(adult)
        return self.chance.pick(
            (f"viajaba con su {word} {name}", f"iban con {word} {name}, detenidos juntos", f"{word} {name} también detenido")
        )
