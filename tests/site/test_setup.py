"""The application's role on migrated tables: it adds to the ledger and cannot change it. Each test finds the database as migrated."""

import psycopg
import pytest
from psycopg import sql

from kinkeeper.site.database import ONLY_ADDED_TO, Database, refuse_unsafe


def head(database: Database) -> list[tuple[object, ...]]:
    with psycopg.connect(database.app.conninfo) as connection:
        return connection.execute("SELECT * FROM head").fetchall()


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_finds_an_empty_ledger_with_its_head(database: Database, turn: int) -> None:
    assert head(database) == [(1, 0, b"")]
    with psycopg.connect(database.app.conninfo) as connection:
        assert connection.execute("SELECT count(*) FROM entry").fetchone() == (0,)
        connection.execute("UPDATE head SET size = 1")
        connection.execute("INSERT INTO entry (seq, leaf, recorded_at) VALUES (0, '', now())")


def test_the_application_may_only_add_to_the_ledger(database: Database) -> None:
    refuse_unsafe(database)


def test_the_check_at_start_knows_the_tables_that_are_guarded(database: Database) -> None:
    guarded = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE '%append_only'"
    with psycopg.connect(database.app.conninfo) as connection:
        assert {table for (table,) in connection.execute(guarded)} == set(ONLY_ADDED_TO)


@pytest.mark.parametrize("table", ONLY_ADDED_TO)
@pytest.mark.parametrize("change", ["DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}", "ALTER TABLE {} DISABLE TRIGGER ALL"])
def test_the_application_can_neither_empty_nor_unguard_the_ledger(database: Database, table: str, change: str) -> None:
    with psycopg.connect(database.app.conninfo) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(sql.SQL(change).format(sql.Identifier(table)))


@pytest.mark.parametrize("table", ONLY_ADDED_TO)
def test_the_owner_meets_the_guard_too(database: Database, table: str) -> None:
    with psycopg.connect(database.owner.conninfo) as connection, pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        connection.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier(table)))
