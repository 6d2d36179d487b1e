"""Persons and memberships: whose record a record is held to be, and since when."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from kinkeeper.domain import people
from kinkeeper.domain.deliveries.withdrawals import RecordWithdrawn
from kinkeeper.domain.people import Join, PeopleCommand, PeopleState, Person, PersonIdentified
from kinkeeper.projections.versions import Cursor, Version, VersionedTable, from_json, read_current, to_json, write_versions

PERSON = VersionedTable("person", ("person_id",), ("run", "joins", "born", "nationality"))
MEMBERSHIP = VersionedTable("membership", ("record_id",), ("person_id",))


def load(cursor: Cursor, commands: Sequence[PeopleCommand]) -> PeopleState:
    """The persons that the commands name, and those who hold the records they name."""
    return _load(cursor, [person for command in commands for person in command.people])


def apply(cursor: Cursor, entries: Sequence[tuple[int, PersonIdentified | RecordWithdrawn]]) -> None:
    """Move records to the persons they are now held to be, and end what no longer holds."""
    state = _load(cursor, [_named(entry) for _, entry in entries])
    told = _told(cursor, {*state.person_of, *(record for _, entry in entries for record in _named(entry).records)})
    persons: list[Version] = []
    memberships: list[Version] = []
    for at, entry in entries:
        named = _named(entry)
        touched = {state.person_of[record] for record in named.records if record in state.person_of} | ({named.person_id} - {""})
        before = {record: person_id for person_id in touched for record in _records(state, person_id)}
        state = people.evolve(state, entry)
        for person_id in sorted(touched):
            held = state.people.get(person_id)
            values = (getattr(entry, "run", ""), to_json(held.joins), *_most_say(held, told, at)) if held else None
            persons.append(Version(at, (person_id,), values))
        memberships += _moves(at, before, state, named.records)
    write_versions(cursor, PERSON, persons)
    write_versions(cursor, MEMBERSHIP, memberships)


def _named(entry: PersonIdentified | RecordWithdrawn) -> Person:
    """The person and the records that an entry is about; records alone where it takes them away from whoever has them."""
    return Person("", entry.record_ids) if isinstance(entry, RecordWithdrawn) else entry.person


def dump(cursor: Cursor) -> PeopleState:
    """Every person as held now."""
    return _state(read_current(cursor, PERSON), read_current(cursor, MEMBERSHIP))


def _load(cursor: Cursor, named: Iterable[Person]) -> PeopleState:
    named = list(named)
    cursor.execute(
        "SELECT record_id, person_id FROM membership WHERE until IS NULL AND (person_id = ANY(%(people)s) OR person_id IN "
        "(SELECT person_id FROM membership WHERE until IS NULL AND record_id = ANY(%(records)s)))",
        {"people": [person.person_id for person in named], "records": [record for person in named for record in person.records]},
    )
    memberships = cursor.fetchall()
    keys = {(person_id,) for _, person_id in memberships} | {(person.person_id,) for person in named}
    return _state(read_current(cursor, PERSON, keys), memberships)


def _state(persons: Sequence[tuple[Any, ...]], memberships: Sequence[tuple[Any, ...]]) -> PeopleState:
    records: dict[str, list[str]] = {}
    for record_id, person_id in sorted(memberships):
        records.setdefault(person_id, []).append(record_id)
    held = {
        person_id: Person(person_id, tuple(records[person_id]), tuple(Join(**join) for join in from_json(joins)))
        for person_id, _, joins, *_ in persons
        if person_id in records
    }
    return PeopleState(held, {record_id: person_id for record_id, person_id in memberships})


def _records(state: PeopleState, person_id: str) -> tuple[str, ...]:
    return state.people[person_id].records if person_id in state.people else ()


def _told(cursor: Cursor, records: Iterable[str]) -> dict[str, tuple[int, str, str]]:
    """Record -> since when it is known, the birth it has (to the day), and the nationality; empty where it does not say."""
    cursor.execute(
        "SELECT record_id, since, CASE WHEN length(born) >= 10 THEN left(born, 10) ELSE '' END, nationality FROM record "
        "WHERE record_id = ANY(%s)",
        [list(records)],
    )
    return {record: (since, born, nationality) for record, since, born, nationality in cursor.fetchall()}


def _most_say(person: Person, told: dict[str, tuple[int, str, str]], at: int) -> tuple[str, str]:
    """The birth and the nationality that most of a person's records have, of those known by a position."""
    known = [told[record] for record in person.records if record in told and told[record][0] < at]
    return _commonest(born for _, born, _ in known), _commonest(nationality for *_, nationality in known)


def _commonest(values: Iterable[str]) -> str:
    """What is said most; of several the first in order."""
    counted = Counter(filter(None, values))
    return min(counted, key=lambda value: (-counted[value], value), default="")


def _moves(at: int, before: dict[str, str], state: PeopleState, named: Sequence[str]) -> list[Version]:
    moved = []
    for record in sorted(set(before) | set(named)):
        after = state.person_of.get(record)
        if before.get(record) != after:
            moved.append(Version(at, (record,), (after,) if after else None))
    return moved
