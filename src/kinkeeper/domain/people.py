"""A person: the records held to be one human being. Every join has its evidence and can be undone."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.deliveries.withdrawals import RecordWithdrawn
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact


class Join(Fact, frozen=True):
    """Why two records are held to be one person: a probability (decimal text) and the evidence in words."""

    record: str
    other: str
    probability: str
    words: str


class Person(Fact, frozen=True):
    """The complete set of records of one person, and the joins that hold them together."""

    person_id: str
    records: tuple[str, ...]
    joins: tuple[Join, ...] = ()


# Commands


@dataclass(frozen=True, slots=True)
class IdentifyPeople:
    """Hold these sets of records to be persons. Records leave whatever person they were held to be before."""

    run: str
    """The linkage run that found them: engine, version and position of the ledger it read."""
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class RecogniseRecords:
    """Hold these records to be of these persons, beside those that are theirs already. Persons who are not in `known` are new."""

    run: str
    people: tuple[Person, ...]
    """Each with the records that come to it."""
    known: frozenset[str] = frozenset()


# Entries


class PersonIdentified(Fact, frozen=True):
    """From here on these records, and no others, are held to be this person."""

    run: str
    person: Person


# State


@dataclass(slots=True)
class PeopleState:
    """Who is held to be whom: person -> records, record -> person."""

    people: dict[str, Person] = field(default_factory=dict)
    person_of: dict[str, str] = field(default_factory=dict)


PeopleCommand = IdentifyPeople | RecogniseRecords


def decide(state: PeopleState, command: PeopleCommand) -> Iterable[PersonIdentified]:
    """Those persons whose records change.

    :raises Refused: where one command gives a record twice, names a person twice or without a record, or adds to one who is not known.
    """
    if isinstance(command, RecogniseRecords):
        command = _with_their_own(state, command)
    if len({person.person_id for person in command.people}) != len(command.people):
        raise Refused("One run names the same person twice. Nothing of it was kept.")
    given: set[str] = set()
    for person in command.people:
        new = set(person.records)
        if not new or len(new) != len(person.records) or not given.isdisjoint(new):
            raise Refused(
                "Person %(person_id)s has no record, one twice, or one that another person of the same run has.", person_id=person.person_id
            )
        given |= new
    return [PersonIdentified(command.run, person) for person in command.people if not _unchanged(state, person)]


def evolve(state: PeopleState, entry: PersonIdentified | RecordWithdrawn) -> PeopleState:
    """The state after an entry: records move or go, and a person left without records is no longer listed."""
    if isinstance(entry, RecordWithdrawn):
        gone = set(entry.record_ids)
        for other_id in {state.person_of[record] for record in gone if record in state.person_of}:
            _take_away(state, other_id, gone)
        for record in gone:
            state.person_of.pop(record, None)
        return state
    person = entry.person
    for other_id in {state.person_of[record] for record in person.records if record in state.person_of} - {person.person_id}:
        _take_away(state, other_id, set(person.records))
    for record in set(_records_of(state, person.person_id)) - set(person.records):
        state.person_of.pop(record, None)
    state.people[person.person_id] = person
    state.person_of.update(dict.fromkeys(person.records, person.person_id))
    return state


def _with_their_own(state: PeopleState, command: RecogniseRecords) -> IdentifyPeople:
    if strangers := sorted(command.known - state.people.keys()):
        raise Refused("Person %(strangers)s is not known, or is held to be somebody else by now. Search again.", strangers=strangers[0])
    for one in command.people:
        if one.person_id not in command.known and not set(_records_of(state, one.person_id)) <= set(one.records):
            raise Refused(
                "The number %(person_id)s is somebody else's. Open a new form and enter the family again.", person_id=one.person_id
            )
    people = [state.people.get(one.person_id, Person(one.person_id, ())) for one in command.people]
    joined = ((old, dict.fromkeys((*old.records, *new.records)), new.joins) for old, new in zip(people, command.people, strict=True))
    return IdentifyPeople(command.run, tuple(Person(old.person_id, tuple(records), (*old.joins, *joins)) for old, records, joins in joined))


def _records_of(state: PeopleState, person_id: str) -> tuple[str, ...]:
    known = state.people.get(person_id)
    return known.records if known else ()


def _unchanged(state: PeopleState, person: Person) -> bool:
    return set(_records_of(state, person.person_id)) == set(person.records)


def _take_away(state: PeopleState, person_id: str, records: set[str]) -> None:
    person = state.people.pop(person_id)
    rest = tuple(record for record in person.records if record not in records)
    if rest:
        joins = tuple(join for join in person.joins if join.record in rest and join.other in rest)
        state.people[person_id] = Person(person_id, rest, joins)
