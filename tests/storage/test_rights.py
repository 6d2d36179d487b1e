"""What the application may do to the tables that are only ever added to: add and read, and nothing else, whatever it tries."""

import psycopg
import pytest
from psycopg import sql

from kinkeeper.site.cluster import APP
from kinkeeper.site.database import Database
from tests.gateway.test_sealing import lay
from tests.gateway.test_submit import rows

ATTEMPTS = [
    "UPDATE {table} SET {column} = {column}",
    "UPDATE {table} SET {column} = NULL",
    "DELETE FROM {table}",
    "MERGE INTO {table} t USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE",
    "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {column} = NULL",
    "TRUNCATE {table}",
    "TRUNCATE {table} CASCADE",
    "DROP TABLE {table}",
    "ALTER TABLE {table} ADD COLUMN x int",
    "ALTER TABLE {table} DROP COLUMN {column}",
    "ALTER TABLE {table} RENAME TO {table}_old",
    "ALTER TABLE {table} ALTER COLUMN {column} TYPE text USING ''",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} DISABLE TRIGGER USER",
    "ALTER TABLE {table} OWNER TO kinkeeper_app",
    "ALTER TABLE {table} SET SCHEMA pg_temp",
    "DROP TRIGGER {trigger} ON {table}",
    "CREATE TRIGGER x BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE RULE x AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "GRANT ALL ON {table} TO kinkeeper_app",
    "CREATE INDEX x ON {table} ({column})",
    "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
    "VACUUM FULL {table}",
    "CLUSTER {table} USING {table}_pkey",
    "LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE",
]
ELSEWHERE = [
    "SET session_replication_role = replica",
    "SET ROLE kinkeeper_owner",
    "SET SESSION AUTHORIZATION kinkeeper_owner",
    "ALTER ROLE kinkeeper_app SUPERUSER",
    "GRANT kinkeeper_owner TO kinkeeper_app",
    "CREATE ROLE mine",
    "ALTER DATABASE kinkeeper OWNER TO kinkeeper_app",
    "DROP DATABASE kinkeeper",
    "DROP SCHEMA public CASCADE",
    "CREATE TABLE public.mine (x int)",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "DROP FUNCTION refuse_change() CASCADE",
    "DROP FUNCTION only_expunge() CASCADE",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE OR REPLACE FUNCTION only_expunge() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE OR REPLACE FUNCTION expunge_parts(by bigint) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    "ALTER FUNCTION expunge_parts(bigint) OWNER TO kinkeeper_app",
    "ALTER SYSTEM SET fsync = off",
    "DELETE FROM pg_trigger",
    "UPDATE pg_class SET relhastriggers = false",
    "COPY entry TO PROGRAM 'cat'",
    "INSERT INTO head VALUES (2, 0, '')",
    "UPDATE head SET size = size - 1",
    "UPDATE head SET id = 2",
    "DELETE FROM head",
    "TRUNCATE head",
]


def guarded() -> list[tuple[str, str, str, str]]:
    """Every table that only grows: its name, a trigger of it, a column, and the columns of its key."""
    return [
        (str(table), str(trigger), str(column), str(key))
        for table, trigger, column, key in rows(
            """
            SELECT c.relname, min(t.tgname),
                   (SELECT quote_ident(a.attname) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = 2),
                   (SELECT string_agg(quote_ident(a.attname), ', ') FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid
                    AND a.attnum = ANY(i.indkey) WHERE i.indrelid = c.oid AND i.indisprimary)
            FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE p.proname IN ('refuse_change', 'only_expunge') AND c.relname NOT LIKE '%head' GROUP BY c.oid, c.relname ORDER BY 1
            """
        )
    ]


def test_the_application_can_do_nothing_to_what_only_grows_but_add(database: Database) -> None:
    lay()
    before = rows("SELECT md5(string_agg(p::text, '' ORDER BY seq, k)) FROM part p")
    tables = guarded()
    assert {name for name, *_ in tables} >= {"entry", "part", "request"}
    allowed = []
    with psycopg.connect(database.app.conninfo, autocommit=True) as app:
        for table, trigger, column, key in tables:
            for attempt in ATTEMPTS:
                names = {"table": table, "trigger": trigger, "column": column, "key": key}
                allowed += tried(app, attempt.format(**names))
        for attempt in ELSEWHERE:
            allowed += tried(app, attempt)
    assert allowed == []
    assert rows("SELECT md5(string_agg(p::text, '' ORDER BY seq, k)) FROM part p") == before


def tried(app: psycopg.Connection, attempt: str) -> list[str]:
    """The attempt, where it was let through. What skips a table with a warning changes nothing."""
    try:
        app.execute(sql.SQL(attempt))  # type: ignore[arg-type]
    except psycopg.Error:
        return []
    return [] if attempt.startswith("VACUUM") or (" TO kinkeeper_app" in attempt and attempt.startswith("GRANT ALL")) else [attempt]


@pytest.mark.parametrize("right", ["UPDATE", "DELETE", "TRUNCATE", "TRIGGER"])
def test_no_attempt_gave_the_application_a_right(database: Database, right: str) -> None:
    """A GRANT by one who may not give it is a warning; what counts is what is held afterwards."""
    held = [table for table, *_ in guarded() if rows(f"SELECT has_table_privilege('{APP}', '{table}', '{right}')") == [(True,)]]
    assert held == []


def test_not_even_the_owner_changes_what_only_grows_while_the_guard_stands(database: Database) -> None:
    lay()
    allowed = []
    with psycopg.connect(database.owner.conninfo, autocommit=True) as owner:
        for table, trigger, column, key in guarded():
            if rows(f"SELECT EXISTS (SELECT FROM {table})") == [(False,)]:
                continue
            for attempt in ATTEMPTS[:7]:
                allowed += tried(owner, attempt.format(table=table, trigger=trigger, column=column, key=key))
    assert allowed == []
