"""`kinkeeper backup` and `kinkeeper restore` as an administrator runs them: under load, into an empty place, and the state is the same."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kinkeeper.site.cluster import OWNER
from kinkeeper.site.database import Database
from kinkeeper.store.tables import NOT_KEPT_TABLES
from tests.extracts.written import csv_file
from tests.gateway.test_sealing import carry_out, lay
from tests.gateway.test_submit import record, rows, send
from tests.jobs.test_taking import CHUB, HEADER, XOL, take
from tests.web.browsing import somebody

from .command import Ran, run
from .test_verify import address


@pytest.fixture
def elsewhere(database: Database, _laid: Any) -> Iterator[Database]:
    """An empty database beside the one that is backed up."""
    _laid.admin.execute(f"CREATE DATABASE elsewhere OWNER {OWNER}")
    yield Database(replace(database.app, dbname="elsewhere"), replace(database.owner, dbname="elsewhere"))
    _laid.admin.execute("DROP DATABASE elsewhere WITH (FORCE)")


def command(on: Database, *words: str | Path) -> Ran:
    return run(*words, DATABASE_URL=address(on.app), DATABASE_OWNER_URL=address(on.owner))


def test_what_is_restored_is_what_was_backed_up_and_goes_on(database: Database, elsewhere: Database, tmp_path: Path) -> None:
    lay()
    carry_out("expunge", 0)
    carry_out("seal", 2, name="S-2")
    somebody("caseworker")
    made = command(database, "backup", tmp_path / "b", "--json")
    assert (made.status, made.summary["entries"]) == (0, 8)
    restored = command(elsewhere, "restore", tmp_path / "b", "--manifest", made.summary["manifest"], "--json")
    assert (restored.status, restored.summary["root"], restored.summary["expunged_again"]) == (0, made.summary["root"], 0), restored.error
    assert tables(elsewhere) == tables(database)
    assert command(elsewhere, "verify").status == 0
    assert command(elsewhere, "sealings", "--json").summary["sealings"][0]["proposal_id"] == "S-2"
    again = command(elsewhere, "restore", tmp_path / "b")
    assert (again.status, again.error.strip().count("\n")) == (2, 0)
    assert "The database to restore into is not empty. Name a new folder" in again.error
    with psycopg.connect(elsewhere.app.conninfo) as app, pytest.raises(psycopg.Error, match=r"append-only|permission denied"):
        app.execute("UPDATE part SET body = 'x' WHERE seq = 1")


def tables(of: Database) -> dict[str, list[str]]:
    """Every row of every table but the list of migrations, which says when each ran, and those that no backup holds."""
    with psycopg.connect(of.owner.conninfo) as owner:
        names = [name for (name,) in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        return {
            name: sorted(row for (row,) in owner.execute(f'SELECT t::text FROM "{name}" t'))  # type: ignore[call-overload]
            for name in names
            if name not in ("django_migrations", *NOT_KEPT_TABLES)
        }


def test_a_backup_that_is_not_whole_leaves_the_place_empty(database: Database, elsewhere: Database, tmp_path: Path) -> None:
    lay()
    assert command(database, "backup", tmp_path / "b").status == 0
    (tmp_path / "b" / "part.copy.gz").unlink()
    refused = command(elsewhere, "restore", tmp_path / "b")
    assert (refused.status, refused.error.strip()) == (4, "kinkeeper: The backup is broken: the table part is missing.")
    assert tables(elsewhere) == {}
    assert command(elsewhere, "restore", tmp_path / "nothing").status == 4


def test_what_should_be_gone_and_stands_in_a_backup_is_destroyed_again(
    database: Database, elsewhere: Database, tmp_path: Path, _laid: Any
) -> None:
    """A backup that somebody mended with an older one: the order is in it, and so is what the order destroyed."""
    lay()
    kept = _laid.admin.execute("SELECT salt, body FROM part WHERE seq = 0 AND k = 2").fetchone()
    carry_out("expunge", 0)
    _laid.admin.execute("UPDATE part SET salt = %s, body = %s, expunged_by = NULL WHERE seq = 0 AND k = 2", kept)
    assert command(database, "backup", tmp_path / "b").status == 0
    assert command(elsewhere, "restore", tmp_path / "b", "--json").summary["expunged_again"] == 1
    with psycopg.connect(elsewhere.app.conninfo) as app:
        assert app.execute("SELECT seq, expunged_by FROM part WHERE body IS NULL").fetchall() == [(0, 5)]


@pytest.mark.long
def test_a_kept_file_that_should_be_gone_and_stands_in_a_backup_is_destroyed_again(
    database: Database, elsewhere: Database, tmp_path: Path, _laid: Any
) -> None:
    take(csv_file(tmp_path / "a.csv", [HEADER, XOL, CHUB]))
    pieces = _laid.admin.execute("SELECT sha256, n, content FROM file_piece").fetchall()
    carry_out("expunge", 0)
    assert _laid.admin.execute("SELECT count(*) FROM file_piece WHERE sha256 = %s", [pieces[0][0]]).fetchone() == (0,)
    _laid.admin.execute("INSERT INTO file_piece VALUES (%s, %s, %s)", pieces[0])
    assert command(database, "backup", tmp_path / "b").status == 0
    assert command(elsewhere, "restore", tmp_path / "b", "--json").summary["expunged_again"] == 1
    with psycopg.connect(elsewhere.app.conninfo) as app:
        assert app.execute("SELECT p.sha256 = f.rest FROM file_piece p, file_expunged f").fetchall() == [(True,)]


@pytest.mark.parametrize("turns", [5, pytest.param(20, marks=pytest.mark.long)])
def test_what_was_acknowledged_before_a_backup_began_is_in_it(database: Database, tmp_path: Path, turns: int) -> None:
    """Some backups while four write."""
    from kinkeeper.domain.records import ReceiveRecords
    from kinkeeper.gateway.backup import backup
    from kinkeeper.gateway.restore import prove

    stop, acknowledged = threading.Event(), [0] * 4

    def write(name: int) -> None:
        from django.db import connection

        while not stop.is_set():
            at = acknowledged[name]
            send(f"{name}:{at}", ReceiveRecords((record(name * 1_000_000 + at),)))
            acknowledged[name] = at + 1
        connection.close()

    writers = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for writer in writers:
        writer.start()
    try:
        for turn in range(turns):
            while sum(acknowledged) < 5 * turn:
                time.sleep(0.005)
            before = list(acknowledged)
            backup(tmp_path / str(turn), lambda name, done: None)
            manifest = prove(tmp_path / str(turn), progress=lambda name, done: None)
            assert manifest.size >= sum(before)
            assert manifest.state["record"][0] == manifest.size == manifest.tables["request"].rows
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert rows("SELECT size FROM head") == [(sum(acknowledged),)]
