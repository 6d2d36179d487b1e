"""One real database for all tests, laid anew before each test that asks for it."""

import fcntl
import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString, cast

import hypothesis
import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from kinkeeper.site import setup
from kinkeeper.site.cluster import ADMIN
from kinkeeper.site.database import Database, open_database
from kinkeeper.site.embedded import embedded_server
from tests.figures import figure, pytest_addoption, pytest_collection_modifyitems, pytest_terminal_summary

__all__ = ["figure", "pytest_addoption", "pytest_collection_modifyitems", "pytest_terminal_summary"]

# How long an example takes, to make or to try, is the machine's affair: speed is measured in bench/.
hypothesis.settings.register_profile("kinkeeper", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("kinkeeper")

# To collect five thousand tests makes millions of objects that stay. Python looks through them for garbage again and again: that took
# seven of twenty seconds of processor time, in each worker.
gc.set_threshold(50_000, 20, 20)

TABLES: LiteralString = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
NUMBERS: LiteralString = """
    SELECT objid::regclass::text FROM pg_depend
    WHERE refobjid = %s::regclass AND classid = 'pg_class'::regclass AND deptype IN ('a', 'i') AND refobjsubid > 0
      AND (SELECT relkind FROM pg_class WHERE oid = objid) = 'S'
"""
IS_LARGE: LiteralString = "SELECT pg_relation_size(%s::regclass) > 1000000"


@dataclass(frozen=True)
class _Laid:
    """A migrated database, what its tables held then, and the numbers they give."""

    database: Database
    admin: psycopg.Connection
    made: dict[str, list[str]]
    numbers: dict[str, list[str]]


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are processors: tests wait for servers, browsers and disks nearly as long as they work."""
    return (os.cpu_count() or 1) * 3 // 2 or 1


def pytest_collection_finish() -> None:
    """What there is now stays to the end: it is not looked through for garbage again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """A page in Spanish leaves its thread speaking Spanish: each test begins in the language of the settings."""
    yield
    from django.conf import settings
    from django.utils import translation

    if settings.configured:
        translation.deactivate()


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands: what is answered twice differs by nothing but what happened in between, however long that took."""
    from kinkeeper.gateway import clock

    moment = clock.instant()
    monkeypatch.setattr(clock, "instant", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: moment.date())
    monkeypatch.setattr(clock, "now", lambda: moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"))


@pytest.fixture(scope="session")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of a run see: what one of them has made there, the others copy."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    shared.mkdir(exist_ok=True)
    return shared


@pytest.fixture(scope="session")
def made(_shared: Path) -> Path:
    """The folder of an embedded server that was made and stopped. To copy it is quicker than to make another; leave it as it is."""

    def make(folder: Path) -> None:
        with embedded_server(folder):
            pass

    return _made_once(_shared / "made", make)


@pytest.fixture(scope="session")
def migrated(made: Path, _shared: Path) -> Path:
    """The same with the tables in it."""

    def migrate(folder: Path) -> None:
        shutil.copytree(made, folder)
        # By a process of its own: Django knows one database a process, and here that is the one of `database`.
        subprocess.run(
            [sys.executable, "-m", "kinkeeper.cli", "account", "list", "--database", folder], check=True, stdout=subprocess.DEVNULL
        )

    return _made_once(_shared / "migrated", migrate)


def _made_once(place: Path, make: Callable[[Path], None]) -> Path:
    """`place / database`, made by the first worker that comes here; the others wait for it. One that failed is made again."""
    place.mkdir(exist_ok=True)
    folder, done = place / "database", place / "done"
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def _laid(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Laid]:
    folder = Path(shutil.copytree(migrated, tmp_path_factory.mktemp("pg") / "db"))
    with embedded_server(folder) as server, open_database(folder) as database:
        setup.configure(database)
        with psycopg.connect(make_conninfo(**server.parameters(ADMIN)), autocommit=True) as admin:
            # A guard that forbids emptying the ledger binds the tests as well, but for this one session.
            admin.execute("SET session_replication_role = replica")
            # A test that left a transaction open should fail the next one soon, not hang it.
            admin.execute("SET lock_timeout = '10s'")
            made = {table: _rows(admin, table) for (table,) in admin.execute(TABLES)}
            numbers = {table: [name for (name,) in admin.execute(NUMBERS, [table])] for table in made}
            yield _Laid(database, admin, made, numbers)
        _close_django()


@pytest.fixture
def database(_laid: _Laid) -> Iterator[Database]:
    """A migrated database without a statement in it, and Django configured for it."""
    changed = _changed(_laid)
    large = {table for table in changed if _laid.admin.execute(IS_LARGE, [table]).fetchone() == (True,)}
    _laid.admin.execute(sql.SQL("; ").join(step for table in changed for step in _emptied(table, _laid.numbers[table], table in large)))
    for table in changed:
        row = sql.SQL("INSERT INTO {0} SELECT (%s::{0}).*").format(sql.Identifier(table))
        for text in _laid.made[table]:
            _laid.admin.execute(row, [text])
    yield _laid.database


def _changed(laid: _Laid) -> list[str]:
    """The tables that do not hold what they held. Most held nothing: one question for all of those."""
    empty = [table for table, rows in laid.made.items() if not rows]
    holds = sql.SQL("CASE WHEN EXISTS (SELECT FROM {}) THEN {} END")
    asked = sql.SQL(", ").join(holds.format(sql.Identifier(table), sql.Literal(table)) for table in empty)
    found = laid.admin.execute(sql.SQL("SELECT array_remove(ARRAY[{}], NULL)").format(asked)).fetchone()
    held = [table for table, rows in laid.made.items() if rows and _rows(laid.admin, table, limit=len(rows) + 1) != rows]
    return held + (found[0] if found else [])


def _emptied(table: str, numbers: list[str], large: bool) -> Iterator[sql.Composable]:
    """To take a few rows out is quicker than the new files that a table is given when it is truncated."""
    name = sql.Identifier(table)
    yield sql.SQL("TRUNCATE {} CASCADE").format(name) if large else sql.SQL("DELETE FROM {}").format(name)
    for number in numbers:
        yield sql.SQL("SELECT setval({}, 1, false)").format(sql.Literal(number))


def _rows(admin: psycopg.Connection, table: str, limit: int | None = None) -> list[str]:
    """The rows of a table as PostgreSQL writes a row in text; a changed row moves to the end."""
    name = sql.Identifier(table)
    found = admin.execute(sql.SQL("SELECT {0}::text FROM {0} LIMIT %s").format(name), [limit]).fetchall()
    return [cast(str, text) for (text,) in found]


def _close_django() -> None:
    from django.db import connections

    connections.close_all()
