"""Crossings: which parties are caught together, where and when, and the numbers they are given.

A-numbers come from a station's own block in the order in which people are processed, so those of a
family are mostly neighbours, and so are those of strangers who came in one group.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kinkeeper.season.chance import Chance, Weighted
from kinkeeper.season.lives.calendar import DAYS, START, at
from kinkeeper.season.lives.people import Party, Person
from kinkeeper.season.lives.places import Place, places, weighted
from kinkeeper.season.rates import rate

PARTIES_TO_AN_EVENT = Weighted.of([(1, 34), (2, 24), (3, 15), (4, 10), (5, 7), (6, 5), (8, 3), (12, 2)])
FIRST_A_NUMBER, BLOCK = 201_000_000, 157_000
FIRST_FAMILY_NUMBER, FIRST_SUBJECT = 6_310_000, 41_800_000


@dataclass(frozen=True, slots=True)
class Crossing:
    """One party at one station or port. Numbers are by person id; `family_number` is empty where none was given."""

    party: Party
    place: Place
    event: str
    at: datetime
    subjects: int
    a_numbers: Mapping[str, str]
    subject_keys: Mapping[str, str]
    family_number: str

    @property
    def at_port(self) -> bool:
        """Whether they came to a port of entry (OFO) and not between two (Border Patrol)."""
        return self.place.kind == "port"


@dataclass(frozen=True, slots=True)
class _Event:
    place: Place
    at: datetime
    parties: tuple[Party, ...]


def crossings(parties: Iterable[Party], chance: Chance) -> list[Crossing]:
    """Where and when each party was met, in time order."""
    events = sorted(_events(chance.shuffled(list(parties)), chance), key=lambda event: (event.at, event.place.code))
    numbers = _Numbers(chance)
    return [crossing for event in events for crossing in numbers.process(event)]


def _events(parties: list[Party], chance: Chance) -> Iterable[_Event]:
    families, others = [party for party in parties if party.adults and party.children], []
    at_port = {party.family for party in families if chance.happens(rate("at_a_port"))}
    for party in parties:
        if party.family in at_port:
            yield _event([party], chance.draw(weighted("port")), chance)
        else:
            others.append(party)
    while others:
        size = chance.draw(PARTIES_TO_AN_EVENT)
        group, others = others[:size], others[size:]
        yield _event(group, chance.draw(weighted("station")), chance)


def _event(parties: list[Party], place: Place, chance: Chance) -> _Event:
    return _Event(place, at(START + timedelta(days=chance.whole(0, DAYS - 1)), chance.between(0, 24)), tuple(parties))


class _Numbers:
    """The numbers that stations hand out, each in its own sequence."""

    def __init__(self, chance: Chance) -> None:
        self.chance = chance
        self.next_a_number = {
            place.code: FIRST_A_NUMBER + turn * BLOCK + chance.whole(1_000, BLOCK // 2)
            for turn, place in enumerate(places("station") + places("port"))
        }
        self.next_event: dict[str, int] = defaultdict(lambda: chance.whole(300, 900))
        self.next_subject, self.next_family = FIRST_SUBJECT, FIRST_FAMILY_NUMBER

    def process(self, event: _Event) -> list[Crossing]:
        """One crossing for each party of an event."""
        self.next_event[event.place.code] += self.chance.whole(1, 3)
        name = f"{event.place.code}{event.at:%y%m}{self.next_event[event.place.code]:06d}"
        people = [person for party in event.parties for person in party.people]
        a_numbers, subjects = self._number(people, event.place.code)
        return [self._crossing(party, event, name, (a_numbers, subjects)) for party in event.parties]

    def _number(self, people: list[Person], station: str) -> tuple[dict[str, str], dict[str, str]]:
        chance = self.chance
        order = chance.shuffled(people) if chance.happens(rate("processed_out_of_order")) else people
        a_numbers, subjects = {}, {}
        self.next_a_number[station] += chance.whole(0, 9)
        for person in order:
            self.next_a_number[station] += 1 if chance.happens(0.85) else chance.whole(2, 4)
            self.next_subject += chance.whole(1, 6)
            a_numbers[person.person_id] = str(self.next_a_number[station])
            subjects[person.person_id] = str(self.next_subject)
        return a_numbers, subjects

    def _crossing(self, party: Party, event: _Event, name: str, numbers: tuple[dict[str, str], dict[str, str]]) -> Crossing:
        a_numbers, subjects = ({person.person_id: each[person.person_id] for person in party.people} for each in numbers)
        family = self._family_number() if party.is_family_unit and event.place.kind == "station" else ""
        return Crossing(party, event.place, name, event.at, len(numbers[0]), a_numbers, subjects, family)

    def _family_number(self) -> str:
        self.next_family += self.chance.whole(1, 5)
        return "" if self.chance.happens(rate("relation_never_recorded")) else str(self.next_family)
