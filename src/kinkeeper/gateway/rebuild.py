"""Throw the read tables away and make them again from the ledger; or compare and change nothing."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any

from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from kinkeeper import projections
from kinkeeper.domain.catalog import FOLLOWERS, NOUNS
from kinkeeper.domain.facts import replace
from kinkeeper.domain.people import PeopleState
from kinkeeper.domain.records import Record, RecordState
from kinkeeper.gateway import heads, ledger_writer
from kinkeeper.gateway.comparison import Difference, compare_tables
from kinkeeper.gateway.heads import LEDGER
from kinkeeper.projections.records import SHOWN

Progress = Callable[[str, int], None]
"""What, and how many more of it are done."""

SHAPE = "membership"
"""The read table whose comment names the shape of all: the migration that they were made for."""


def _untold(name: str, done: int) -> None:
    """Progress that nobody looks at."""


def rebuild(progress: Progress = _untold) -> int:
    """Empty the read tables and apply the ledger again, in one transaction. Returns the number of entries."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        end = heads.lock(cursor, LEDGER).size
        remake(cursor, end, progress)
    return end


def remake(cursor: Any, end: int, progress: Progress = _untold) -> None:
    """Empty the read tables and apply the first `end` entries again. The caller holds the ledger's turn."""
    projections.clear(cursor)
    for statements in ledger_writer.read(cursor, 0, end):
        projections.apply(cursor, [(one.position, one.statement.entry) for one in statements])
        progress("entries applied", len(statements))


def is_current() -> bool:
    """Whether the read tables are of the shape that this program brings, or of a newer one, which another program made."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [f"public.{SHAPE}"])
        [comment] = cursor.fetchone()
    current: bool = comment is not None and comment >= _shape()
    return current


def bring_up_to_date(progress: Progress = _untold) -> int:
    """
    Make read tables of an older shape anew: a migration brings tables and columns, the ledger what belongs in them. Returns the entries.

    As the owner, in one transaction: killed in the middle, the next that comes begins again. An empty ledger takes no time.
    """
    with transaction.atomic(using="owner", durable=True), connections["owner"].cursor() as cursor:
        end = heads.lock(cursor, LEDGER).size
        if end:
            remake(cursor, end, progress)
        say_current(cursor)
    return end


def say_current(cursor: Any) -> None:
    """Write down, as the owner, that the read tables were made by the migrations that this program brings."""
    cursor.execute(sql.SQL("COMMENT ON TABLE public.{} IS {}").format(sql.Identifier(SHAPE), sql.Literal(_shape())))


def _shape() -> str:
    """The newest migration that changes what the read tables hold; one that does not says `same_rows = True`."""
    migrations = MigrationLoader(None).disk_migrations
    newest: str = max(name for (app, name), one in migrations.items() if app == "store" and not getattr(one, "same_rows", False))
    return newest


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
