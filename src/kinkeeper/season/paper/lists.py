"""The weekly separation list and ICE's hand-kept list of parents: several people in a row."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from kinkeeper.domain.terms import Custodian, StayEnd
from kinkeeper.season.chance import Chance
from kinkeeper.season.lives.calendar import AS_OF
from kinkeeper.season.lives.fates import Fate, Treatment
from kinkeeper.season.lives.people import Person
from kinkeeper.season.lives.places import country_name
from kinkeeper.season.paper.clerk import Clerk, Hand, Written
from kinkeeper.season.paper.listing import Listing
from kinkeeper.season.paper.tables import Row, Table
from kinkeeper.season.rates import rate
from kinkeeper.season.world import World

REASONS = {
    "prosecution": (
        "Family member prosecuted - other reasons",
        "Family member prosecuted - other reasons",
        "prosecution 1325",
        "Prosecuted",
        "ZTP",
    ),
    "criminal_history": ("Family member prosecuted - criminal history", "crim hx"),
    "parentage_doubt": ("unable to verify relationship", "not parent"),
    "medical": ("medical", "parent hospitalized"),
    "gang": ("gang affiliation",),
    "warrant": ("outstanding warrant",),
    "prior_violation": ("prior removal", "immigration history"),
    "relative": ("UAC w/ relative", "not parent", "unable to verify relationship"),
}
Entry = tuple[datetime, Fate, Person, Fate, Person, str]
"""One entry of the list: when, the child with its crossing, the adult with theirs, and the reason."""


def weekly_list(world: World, listed: dict[str, Listing]) -> tuple[Table, dict[tuple[str, str], str]]:
    """The weekly list, child and adult in one row under a title for each week; and the entries that are wrong, with their kind."""
    chance = world.chance("weekly list")
    right = list(_right_entries(world, listed, chance))
    wrong = _wrong_entries(world, len(right), chance)
    table = Table("weekly_list")
    desk = _ListDesk(world, chance)
    entries = sorted([*right, *(entry for entry, _ in wrong)], key=lambda entry: (entry[0], entry[2].person_id, entry[4].person_id))
    for monday, week in groupby(entries, key=lambda entry: entry[0].date() - timedelta(days=entry[0].weekday())):
        before = len(table.records)
        table.fill([desk.separation(entry) for entry in week], chance)
        table.note(f"Subtotal week of {monday:%m/%d/%Y}", (len(table.records) - before) // 2)
    table.note("TOTAL", len(table.records) // 2)
    return table, {(entry[2].person_id, entry[4].person_id): kind for entry, kind in wrong}


def parents_list(world: World) -> Table:
    """ICE officers' list of parents: one row an adult, the children in one cell."""
    chance = world.chance("parents list")
    desk = _ListDesk(world, chance)
    table = Table("parents_list")
    taken = [(fate, adult) for fate in world.parted() for adult in fate.crossing.party.adults if chance.happens(rate("on_parents_list"))]
    in_detention = [(fate, adult) for fate, adult in taken if any(stay.custodian is Custodian.ICE for stay in fate.stays[adult.person_id])]
    table.fill([desk.parent(fate, adult) for fate, adult in in_detention], chance)
    table.note("total", len(in_detention))
    return table


def _right_entries(world: World, listed: dict[str, Listing], chance: Chance) -> Iterator[Entry]:
    for fate in world.parted():
        reason = chance.pick(REASONS[fate.cause])
        for child in fate.crossing.party.children:
            if listed[child.person_id] is Listing.LISTED:
                adult = chance.pick(fate.crossing.party.adults)
                yield _left_station(fate, child, adult), fate, child, fate, adult, reason


def _left_station(fate: Fate, child: Person, adult: Person) -> datetime:
    return min(fate.stays[person.person_id][0].end or AS_OF for person in (child, adult))


def _wrong_entries(world: World, right: int, chance: Chance) -> list[tuple[Entry, str]]:
    """Entries about families who were kept together, and about children who are nothing to the adult."""
    together = [fate for fate in world.fates if fate.treatment is Treatment.TOGETHER]
    lone = [fate for fate in world.fates if fate.treatment is Treatment.CHILDREN_ALONE]
    adults = [fate for fate in world.fates if fate.treatment is Treatment.ADULT_ALONE]
    share = rate("listed_though_not_parted")
    wrong: list[tuple[Entry, str]] = []
    for turn in range(round(right * share / (1 - share))):
        if turn % 2 and together:
            fate, kind = chance.pick(together), "intact_family"
            other = fate
        elif lone and adults:
            fate, other, kind = chance.pick(lone), chance.pick(adults), "not_family"
        else:
            break
        child, adult = chance.pick(fate.crossing.party.children), chance.pick(other.crossing.party.adults)
        day = fate.stays[child.person_id][0].end or AS_OF
        wrong.append(((day, fate, child, other, adult, chance.pick(REASONS["prosecution"])), kind))
    return wrong


class _ListDesk:
    """Writes people on lists by hand: more cells empty, numbers sometimes in each other's place."""

    def __init__(self, world: World, chance: Chance) -> None:
        self.world, self.chance = world, chance
        self.clerk = Clerk(Hand(capitals=False, accents=True, a_number="{}{}{}", empty="list_cell_empty"), chance)

    def separation(self, entry: Entry) -> Row:
        left, fate, child, other, adult, reason = entry
        written, parent = self._written(fate, child), self._written(other, adult)
        numbers = written.a_number, parent.a_number
        if self.chance.happens(rate("numbers_swapped")):
            numbers = numbers[1], numbers[0]
        relation = other.crossing.party.says.get(adult.person_id) or ("father" if adult.sex == "M" else "mother")
        self.world.name_together([child], adult, "dhs_list")
        cells = {
            "Child Name": written.last_first,
            "Child A#": numbers[0],
            "Child DOB": written.born,
            "Citizenship": country_name(child.nationality),
            "Parent Name": parent.last_first,
            "Parent A#": numbers[1],
            "Parent DOB": parent.born,
            "Relationship": relation.title(),
            "Date Separated": self.clerk.day(left),
            "Station": fate.crossing.place.name,
            "Reason for Separation": "" if self.chance.happens(rate("reason_missing")) else reason,
        }
        return cells, {":child": child.person_id, ":adult": adult.person_id}

    def parent(self, fate: Fate, adult: Person) -> Row:
        children = [child for child in fate.crossing.party.children if not self.chance.happens(rate("child_left_off_parents_list"))]
        children = children or list(fate.crossing.party.children[:1])
        self.world.name_together(children, adult, "ice_list")
        written = self._written(fate, adult)
        cells = {
            "PARENT": written.first_last,
            "PARENT A#": written.a_number,
            "DOB": written.born,
            "COC": country_name(adult.nationality),
            "FACILITY": self._last(fate, adult)[0],
            "CHILD(REN) AND A#": self.chance.pick(("; ", "\n")).join(self._child(fate, child) for child in children),
            "STATUS": self._last(fate, adult)[1],
            "PHONE #": f"({self.chance.whole(201, 989)}) 555-{self.chance.whole(100, 199):04d}" if self.chance.happens(0.4) else "",
        }
        return cells, {":adult": adult.person_id} | {
            suffix: child.person_id for suffix, child in zip(child_suffixes(), children, strict=False)
        }

    def _child(self, fate: Fate, child: Person) -> str:
        written = self._written(fate, child)
        return f"{written.first_last} (A{written.a_number})" if written.a_number and self.chance.happens(0.85) else written.first_last

    def _written(self, fate: Fate, person: Person) -> Written:
        return self.clerk.write(person, fate.crossing.a_numbers[person.person_id])

    def _last(self, fate: Fate, adult: Person) -> tuple[str, str]:
        """The last place of detention, and what the officer noted."""
        stay = [each for each in fate.stays[adult.person_id] if each.custodian is Custodian.ICE][-1]
        if not stay.end:
            return stay.place, self.chance.pick(("in custody", "wants reunif.", "asks every day where kids are", "??"))
        day = f"{stay.end.month}/{stay.end.day}"
        said = {
            StayEnd.REMOVED: (f"REMOVED {day}", f"removed {day}, election form not in file"),
            StayEnd.REUNITED: (f"reunited {day}", f"ROR {day}"),
        }
        return stay.place, self.chance.pick(said.get(stay.end_reason, (f"released {day}", f"bonded out {day}, no phone")))


def child_suffixes() -> Iterator[str]:
    """Suffixes of the children's records of one row: :child, :child2, :child3, ..."""
    yield ":child"
    number = 2
    while True:
        yield f":child{number}"
        number += 1
