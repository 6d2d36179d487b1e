"""Border Patrol's subject report and the ports' list of inadmissibles."""

from kinkeeper.domain.terms import Custodian
from kinkeeper.season.chance import Chance
from kinkeeper.season.lives.calendar import AS_OF, years_old
from kinkeeper.season.lives.custody import Stay
from kinkeeper.season.lives.fates import Fate, Treatment
from kinkeeper.season.lives.people import Person
from kinkeeper.season.lives.places import country_name, weighted
from kinkeeper.season.paper.clerk import Clerk, Hand, Written
from kinkeeper.season.paper.tables import Row, Table
from kinkeeper.season.rates import rate
from kinkeeper.season.world import World

CHILD_OF = {"grandmother": ("grandson", "granddaughter"), "aunt": ("nephew", "niece"), "uncle": ("nephew", "niece")}
CHILD_OF |= {word: ("brother", "sister") for word in ("brother", "sister")}
IDLE_REMARKS = ("SUBJECT CLAIMS FEAR", "MEDICAL CLEARED", "NO PRIOR IMMIGRATION HISTORY", "PRIOR VOLUNTARY RETURN", "PROPERTY BAG SEALED")

At = tuple[Fate, Person, Stay]


def subject_report(world: World) -> Table:
    """Border Patrol: one row a subject, in the order in which they left the station."""
    table = Table("subjects")
    desk = _Desk(world, Hand(), "subject report")
    table.fill([desk.subject(each) for each in _held(world, at_port=False)], desk.chance)
    table.note()
    table.note("Total subjects", len(table.records))
    return table


def inadmissibles(world: World) -> Table:
    """Field Operations: one row a person at a port of entry. No family number: only a derived indicator."""
    table = Table("inadmissibles")
    desk = _Desk(world, Hand(a_number="{}{}{}"), "inadmissibles")
    table.fill([desk.inadmissible(each) for each in _held(world, at_port=True)], desk.chance)
    return table


def _held(world: World, *, at_port: bool) -> list[At]:
    held = [each for each in world.stays(Custodian.CBP) if each[0].crossing.at_port is at_port]
    return sorted(held, key=lambda each: (each[2].end or AS_OF, each[1].person_id))


class _Desk:
    """The desk that keeps one of the two files."""

    def __init__(self, world: World, hand: Hand, stream: str) -> None:
        self.world, self.chance = world, world.chance(stream)
        self.clerk = Clerk(hand, self.chance)

    def subject(self, each: At) -> Row:
        fate, person, stay = each
        crossing, clerk = fate.crossing, self.clerk
        number = self.world.family_numbers.get(person.person_id, "")
        cells = {
            "Event Number": crossing.event,
            "Civ Id(Subject Key)": crossing.subject_keys[person.person_id],
            "Subject AFILE#": self._written(each).a_number,
            "Family Unit Group#": number,
            "Demographic": _designation(fate, person, number),
            "Last Name": self._written(each).surnames,
            "First Name": self._written(each).given,
            "Age": str(years_old(person.born, crossing.at.date())),
            "BIRTH_DATE": self._written(each).born,
            "Gender": "Male" if person.sex == "M" else "Female",
            "CITIZENSHIP": country_name(person.nationality).upper(),
            "Apprehension Time": clerk.minute(crossing.at),
            "Sector": crossing.place.group,
            "Station": f"{crossing.place.name.upper()} ({crossing.place.code})",
            "Landmark": self.chance.draw(weighted("landmark", crossing.place.group)).name.upper(),
            "# of Subjects per Event": str(crossing.subjects),
            "Prosecution Indicator": "Y" if _next(fate, person) is Custodian.USMS else "N",
            "DISPOSITION": _disposition(fate, self.chance),
            "TRANSFER_TO": _handed_to(fate, person),
            "FINAL_BOOKOUT_DATE": clerk.minute(stay.end),
            "REMARKS": self._remark(fate, person),
        }
        return cells, {"": person.person_id}

    def inadmissible(self, each: At) -> Row:
        fate, person, stay = each
        crossing, written = fate.crossing, self._written(each)
        cells = {
            "Sigma Event ID": crossing.event,
            "SIGMA Subject/Person ID": crossing.subject_keys[person.person_id],
            "Alien File Number": written.a_number,
            "Last Name": written.surnames,
            "First Name": written.given,
            "Date of Birth": written.born,
            "Gender": person.sex,
            "Citizenship Country Name": country_name(person.nationality).upper(),
            "Event Created Datetime": self.clerk.minute(crossing.at),
            "Field Office Name": crossing.place.group,
            "Port": crossing.place.name,
            "Event Subject Count": str(crossing.subjects),
            "FMUA/UAC/AM/SINGLE (Derived)": _designation(fate, person, ""),
            "Disposition": _disposition(fate, self.chance),
            "Custody Date/Time Out (Latest)": self.clerk.minute(stay.end),
            "I216 Custody Transfer To (Agency)": _handed_to(fate, person),
        }
        return cells, {"": person.person_id}

    def _written(self, each: At) -> Written:
        fate, person, _ = each
        return self.clerk.write(person, fate.crossing.a_numbers[person.person_id])

    def _remark(self, fate: Fate, person: Person) -> str:
        party, chance = fate.crossing.party, self.chance
        if person.is_child and party.adults and chance.happens(rate("remark_names_adult")):
            adult = chance.pick(party.adults)
            self.world.name_together([person], adult, "remarks")
            return self._with(fate, adult, party.says[adult.person_id])
        if not person.is_child and party.children and chance.happens(rate("remark_names_child")):
            child = chance.pick(party.children)
            self.world.name_together([child], person, "remarks")
            words = CHILD_OF.get(party.says[person.person_id], ("son", "daughter"))
            return self._with(fate, child, words["MF".index(child.sex)])
        return chance.pick(IDLE_REMARKS) if chance.happens(rate("remark_of_no_use")) else ""

    def _with(self, fate: Fate, other: Person, word: str) -> str:
        lead = self.chance.pick(("TRAVELING WITH", "SUBJ TRAVELING W/", "APPREHENDED WITH", "CAME WITH"))
        number = f" A{fate.crossing.a_numbers[other.person_id]}" if self.chance.happens(0.4) else ""
        return f"{lead} {word.upper()} {self.clerk.name(other)}{number}"


def _designation(fate: Fate, person: Person, number: str) -> str:
    """FMUA where the number is left or they were held together; else each is processed as if alone."""
    kept = fate.treatment in (Treatment.TOGETHER, Treatment.ONE_PARENT_TAKEN) and person.person_id not in fate.taken
    return "FMUA" if number or kept else "UAC" if person.is_child else "SINGLE"


def _next(fate: Fate, person: Person) -> Custodian | None:
    after = fate.stays[person.person_id][1:2]
    return after[0].custodian if after else None


def _handed_to(fate: Fate, person: Person) -> str:
    custodian = _next(fate, person)
    if custodian is Custodian.ICE:
        return "FRC" if person.is_child or fate.treatment is Treatment.TOGETHER else "ERO"
    return custodian.value if custodian else "RELEASED"


def _disposition(fate: Fate, chance: Chance) -> str:
    if fate.treatment is Treatment.ADULT_ALONE or fate.taken:
        return chance.pick(("EXPEDITED REMOVAL", "EXPEDITED REMOVAL", "WARRANT/NTA", "EXPEDITED REMOVAL WITH CREDIBLE FEAR"))
    return chance.pick(("WARRANT/NTA", "NOTICE TO APPEAR"))
