"""Throw the read tables away and make them again from the ledger; or compare and change nothing."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from django.db import connection, transaction

from kinkeeper import projections
from kinkeeper.domain.catalog import FOLLOWERS, NOUNS
from kinkeeper.domain.facts import replace
from kinkeeper.domain.people import PeopleState
from kinkeeper.domain.records import Record, RecordState
from kinkeeper.gateway import heads, ledger_writer
from kinkeeper.gateway.comparison import Difference, compare_tables
from kinkeeper.gateway.heads import LEDGER
from kinkeeper.projections.records import SHOWN


def rebuild() -> int:
    """Empty the read tables and apply the ledger again, in one transaction. Returns the number of entries."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        end = heads.lock(cursor, LEDGER).size
        remake(cursor, end)
    return end


def remake(cursor: Any, end: int) -> None:
    """Empty the read tables and apply the first `end` entries again. The caller holds the ledger's turn."""
    projections.clear(cursor)
    for statements in ledger_writer.read(cursor, 0, end):
        projections.apply(cursor, [(one.position, one.statement.entry) for one in statements])


def fold(entries: Iterable[Any]) -> dict[str, Any]:
    """Noun -> its state after these entries: `evolve` alone, no tables."""
    states = {noun.name: noun.state() for noun in NOUNS}
    for entry in entries:
        for noun in FOLLOWERS[type(entry)]:
            states[noun.name] = noun.rules.evolve(states[noun.name], entry)
    return states


def check() -> list[Difference]:
    """What the read tables say otherwise than tables made anew, or those than a fold over the ledger: nothing, where all is well."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        differences = compare_tables(cursor)
        if differences:
            return differences
        stored = projections.dump(cursor)
        folded = fold(one.statement.entry for statements in ledger_writer.read(cursor) for one in statements)
    return [difference for noun in NOUNS for difference in _compare(noun.name, stored[noun.name], folded[noun.name])]


def _compare(noun: str, stored: Any, folded: Any) -> list[Difference]:
    found = []
    for field in (one for one in fields(stored) if one.compare):
        have, want = getattr(_shown(stored), field.name), getattr(_shown(folded), field.name)
        wrong = sorted(key for key in have.keys() | want.keys() if have.get(key) != want.get(key))
        if wrong:
            found.append(Difference(noun, f"{field.name}: {len(wrong)} differ, first {wrong[0]}"))
    return found


def _shown(state: Any) -> Any:
    """A state reduced to what the read tables hold: records without cells, persons' records as sets in order."""
    if isinstance(state, RecordState):
        return RecordState({key: _as_shown(record) for key, record in state.records.items() if record})
    if isinstance(state, PeopleState):
        people = {key: replace(person, records=tuple(sorted(person.records))) for key, person in state.people.items()}
        return PeopleState(people, state.person_of)
    return state


def _as_shown(record: Record) -> Record:
    return Record(**{name: getattr(record, name) for name in SHOWN}, identifiers=record.identifiers)
