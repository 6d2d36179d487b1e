"""The season has the rates that it says it has."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import pytest

from kinkeeper.domain.terms import Custodian, StayEnd
from kinkeeper.season.lives.calendar import ORDER_DAY, START, years_old
from kinkeeper.season.lives.fates import Fate, Treatment
from kinkeeper.season.lives.people import Person
from kinkeeper.season.paper.border import subject_report
from kinkeeper.season.paper.detention import prisoners
from kinkeeper.season.paper.listing import Listing, listings
from kinkeeper.season.paper.lists import weekly_list
from kinkeeper.season.paper.shelters import census
from kinkeeper.season.paper.tables import Table
from kinkeeper.season.rates import rate, rates
from kinkeeper.season.world import World, make_world


@dataclass
class Written:
    """A large season and some of its tables."""

    world: World

    def __post_init__(self) -> None:
        self.listed = listings(self.world)
        self.weekly, self.wrong = weekly_list(self.world, self.listed)
        self.census, self.subjects, self.prisoners = census(self.world, self.listed), subject_report(self.world), prisoners(self.world)

    @cached_property
    def people(self) -> dict[str, tuple[Fate, Person]]:
        return {person.person_id: (fate, person) for fate in self.world.fates for person in fate.crossing.party.people}

    def rows(self, table: Table, column: str) -> Iterator[tuple[Fate, Person, str]]:
        for record, person in table.records.items():
            line = table.lines[int(record.rpartition("#")[2]) - 1]
            yield *self.people[person], str(line[table.header.index(column)])

    def parted_units(self) -> list[Fate]:
        return [fate for fate in self.world.parted() if fate.crossing.party.is_family_unit]

    def numbered(self) -> list[list[bool]]:
        """For each parted family that had a number: whether adults and children still show it."""
        shown = self.world.family_numbers
        parties = [fate.crossing.party for fate in self.parted_units() if fate.crossing.family_number]
        return [[any(one.person_id in shown for one in side) for side in (party.adults, party.children)] for party in parties]

    def plain_parents(self) -> list[Fate]:
        """Parted from true parents for the usual cause, and nobody came of age."""
        plain = []
        for fate in self.parted_units():
            kin = {
                kinship.adult.person_id
                for kinship in self.world.families[fate.crossing.party.family].kin
                if kinship.word in ("mother", "father")
            }
            if fate.cause == "prosecution" and {adult.person_id for adult in fate.crossing.party.adults} <= kin:
                plain.append(fate)
        return plain

    def last_of_children(self) -> list[tuple[Fate, StayEnd]]:
        return [(fate, fate.stays[fate.crossing.party.children[0].person_id][-1].end_reason) for fate in self.plain_parents()]

    def box(self, *, since: bool) -> list[bool]:
        begins = START + timedelta(days=int(rate("box_begins")))
        first = {person.person_id: stay.start.date() for _, person, stay in reversed(list(self.world.stays(Custodian.ORR)))}
        rows = {person.person_id: (fate, box) for fate, person, box in self.rows(self.census, "SEPARATED?")}
        return [box == "X" for who, (fate, box) in rows.items() if fate.treatment is Treatment.PARTED and (first[who] >= begins) is since]

    def under_fives(self) -> list[bool]:
        """For each family of one adult who says to be a parent, with a child under five: whether it is untrue."""
        untrue = []
        for fate in self.world.fates:
            party = fate.crossing.party
            claimed = len(party.adults) == 1 and party.says.get(party.adults[0].person_id) in ("mother", "father")
            if claimed and years_old(max(child.born for child in party.children), START) < 5:
                kin = self.world.families[party.family].kin
                untrue.append(not any(kinship.adult == party.adults[0] and kinship.word in ("mother", "father") for kinship in kin))
        return untrue


def removed(fate: Fate) -> bool:
    return any(stay.end_reason is StayEnd.REMOVED for adult in fate.crossing.party.adults for stay in fate.stays[adult.person_id])


def hours(fate: Fate) -> float:
    station = fate.stays[fate.crossing.party.children[0].person_id][0]
    return ((station.end or station.start) - station.start).total_seconds() / 3600


MEASURED: dict[str, Callable[[Written], list[bool]]] = {
    "listed_though_not_parted": lambda all_: [pair in all_.wrong for pair in _entries(all_.weekly)],
    "missed_by_list": lambda all_: [all_.listed[child] is Listing.MISSED for child in _at(all_, port=False)],
    "left_undecided": lambda all_: [all_.listed[child] is Listing.UNDECIDED for child in _at(all_, port=False)],
    "port_parted_and_reported": lambda all_: [all_.listed[child] is Listing.LISTED for child in _at(all_, port=True)],
    "number_deleted_both": lambda all_: [not any(sides) for sides in all_.numbered()],
    "number_deleted_one": lambda all_: [sum(sides) == 1 for sides in all_.numbered()],
    "relation_never_recorded": lambda all_: [
        not fate.crossing.family_number for fate in all_.world.fates if fate.crossing.party.is_family_unit and not fate.crossing.at_port
    ],
    "claimed_adult_not_parent": Written.under_fives,
    "under_five": lambda all_: [
        years_old(child.born, START) < 5
        for fate in all_.world.fates
        if fate.crossing.party.adults
        for child in fate.crossing.party.children
    ],
    "held_over_72_hours": lambda all_: [hours(fate) > 72 for fate in all_.parted_units()],
    "families_parted": lambda all_: [
        fate.treatment is not Treatment.TOGETHER for fate in all_.world.fates if fate.crossing.party.is_family_unit
    ],
    "removed_while_in_care": lambda all_: [removed(fate) for fate, end in all_.last_of_children() if end is StayEnd.NOT_SAID],
    "reunited_in_detention": lambda all_: [
        fate.stays[fate.crossing.party.adults[0].person_id][-1].place.count("Family") > 0
        for fate, end in all_.last_of_children()
        if end is StayEnd.REUNITED
    ],
    "marshals_lack_a_number": lambda all_: [not number for _, _, number in all_.rows(all_.prisoners, "ALIEN #")],
    "a_number_one_digit": lambda all_: [
        number[1:] != fate.crossing.a_numbers[who.person_id] for fate, who, number in all_.rows(all_.subjects, "Subject AFILE#") if number
    ],
    "day_and_month_swapped": lambda all_: [
        born == f"{who.born.day}/{who.born.month}/{who.born.year}" and who.born.day != who.born.month
        for _, who, born in all_.rows(all_.subjects, "BIRTH_DATE")
        if born
    ],
    "second_given_missing": lambda all_: [
        " " not in given for _, who, given in all_.rows(all_.subjects, "First Name") if len(who.given) == 2
    ],
    "box_ticked": lambda all_: all_.box(since=True),
    "box_ticked_later": lambda all_: all_.box(since=False),
}
OUTCOMES = {"reunited": StayEnd.REUNITED, "released_to_other": StayEnd.RELEASED_TO_SPONSOR}


@pytest.fixture(scope="module")
def written() -> Written:
    return Written(make_world(2500, 21))


@pytest.mark.parametrize("name", sorted(MEASURED))
def test_a_measured_rate_is_the_stated_one(name: str, written: Written) -> None:
    """Within four standard errors, doubled where siblings share a draw."""
    found = MEASURED[name](written)
    stated = rate(name)
    assert len(found) >= 40
    assert abs(sum(found) / len(found) - stated) < 4 * math.sqrt(2 * stated * (1 - stated) / len(found))


@pytest.mark.parametrize("name", sorted(OUTCOMES))
def test_outcomes_are_those_of_the_status_reports(name: str, written: Written) -> None:
    """What was to happen after the extracts were made is not in them, and who came of age went another way."""
    ends = [end for _, end in written.last_of_children()]
    assert abs(ends.count(OUTCOMES[name]) / len(ends) - rate(name)) < 0.05


def test_under_fives_come_back_before_the_others(written: Written) -> None:
    day: dict[bool, list[int]] = {True: [], False: []}
    for fate, end in written.last_of_children():
        last = fate.stays[fate.crossing.party.children[0].person_id][-1]
        if end is StayEnd.REUNITED and last.end and last.end.date() > ORDER_DAY:
            young = max(child.born for child in fate.crossing.party.children)
            day[years_old(young, ORDER_DAY) < 5].append((last.end.date() - ORDER_DAY).days)
    assert sum(days <= 16 for days in day[True]) / len(day[True]) > 0.95
    assert 0.75 < sum(days <= 31 for days in day[False]) / len(day[False]) < 0.95


def test_outcomes_and_shapes_are_whole() -> None:
    assert math.isclose(rate("reunited") + rate("released_to_other") + rate("still_in_care"), 1)
    assert math.isclose(sum(each.value for name, each in rates().items() if name.startswith("shape_")), 1)


def test_every_rate_says_where_it_is_from() -> None:
    for each in rates().values():
        assert each.status in ("derived", "assumption")
        assert each.source
        assert each.meaning


def _entries(table: Table) -> list[tuple[str, str]]:
    rows = {record.rpartition(":")[0] for record in table.records}
    return [(table.records[f"{row}:child"], table.records[f"{row}:adult"]) for row in rows]


def _at(all_: Written, *, port: bool) -> list[str]:
    return [child for child in all_.listed if all_.people[child][0].crossing.at_port is port]
