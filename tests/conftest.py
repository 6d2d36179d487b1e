"""One real database for all tests, laid anew before each test that asks for it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString, cast

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from kinkeeper.site import setup
from kinkeeper.site.cluster import ADMIN
from kinkeeper.site.database import Database, open_database
from kinkeeper.site.embedded import embedded_server

TABLES: LiteralString = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


@dataclass(frozen=True)
class _Laid:
    """A migrated database, and what its tables held then."""

    database: Database
    admin: psycopg.Connection
    made: dict[str, list[str]]


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """A page in Spanish leaves its thread speaking Spanish: each test begins in the language of the settings."""
    yield
    from django.conf import settings
    from django.utils import translation

    if settings.configured:
        translation.deactivate()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an embedded server that was made and stopped. To copy it is quicker than to make another; leave it as it is."""
    folder = tmp_path_factory.mktemp("made") / "database"
    with embedded_server(folder):
        pass
    return folder


@pytest.fixture(scope="session")
def _laid(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Laid]:
    folder = Path(shutil.copytree(made, tmp_path_factory.mktemp("pg") / "db"))
    with embedded_server(folder) as server, open_database(folder) as database:
        setup.configure(database)
        setup.migrate()
        with psycopg.connect(make_conninfo(**server.parameters(ADMIN)), autocommit=True) as admin:
            # A guard that forbids emptying the ledger binds the tests as well, but for this one session.
            admin.execute("SET session_replication_role = replica")
            # A test that left a transaction open should fail the next one soon, not hang it.
            admin.execute("SET lock_timeout = '10s'")
            yield _Laid(database, admin, {table: _rows(admin, table) for (table,) in admin.execute(TABLES)})
        _close_django()


@pytest.fixture
def database(_laid: _Laid) -> Iterator[Database]:
    """A migrated database without a statement in it, and Django configured for it."""
    changed = [table for table, rows in _laid.made.items() if _rows(_laid.admin, table, limit=len(rows) + 1) != rows]
    if changed:
        _laid.admin.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(sql.SQL(", ").join(map(sql.Identifier, changed))))
    for table in changed:
        row = sql.SQL("INSERT INTO {0} SELECT (%s::{0}).*").format(sql.Identifier(table))
        for text in _laid.made[table]:
            _laid.admin.execute(row, [text])
    yield _laid.database


def _rows(admin: psycopg.Connection, table: str, limit: int | None = None) -> list[str]:
    """The rows of a table as PostgreSQL writes a row in text; a changed row moves to the end."""
    name = sql.Identifier(table)
    found = admin.execute(sql.SQL("SELECT {0}::text FROM {0} LIMIT %s").format(name), [limit]).fetchall()
    return [cast(str, text) for (text,) in found]


def _close_django() -> None:
    from django.db import connections

    connections.close_all()
