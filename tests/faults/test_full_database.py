"""The disk under the database itself is full: what was acknowledged stands, users are told, and it goes on when there is room."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError
from psycopg import errors

from kinkeeper.gateway.conversation import explained
from kinkeeper.site.database import Database, environment_of
from kinkeeper.site.embedded import embedded_server
from tests.cli.command import run
from tests.cli.test_imports import HEADER, XOL
from tests.cli.test_verify import address
from tests.extracts.written import csv_file
from tests.gateway.test_submit import rows
from tests.web.browsing import client
from tests.web.browsing import words as page_words
from tests.web.scene import history, play

from .test_killing import LOOK
from .test_outside_points import fill

SIZE = "200m"
WRITE = """
import sys
from kinkeeper.cli import main
import typer
from kinkeeper.domain.records import ReceiveRecords, Record
from kinkeeper.domain.requests import Request

def write(folder: str, first: int, most: int) -> None:
    from kinkeeper.cli.session import session
    with session(folder) as me:
        from kinkeeper.gateway import submit
        for number in range(first, first + most):
            ids = [f"{number}:{at}" for at in range(20)]
            records = tuple(Record(one, "e", f"{one}.csv#1", "layout", 1, given="Ana", remarks="x" * 2000) for one in ids)
            [receipt] = submit([Request(str(number), ReceiveRecords(records))], actor=me)
            print(number, receipt.first, receipt.count, flush=True)

one = typer.Typer()
one.command("write")(write)
main.program = lambda asked: one
sys.argv[1:2] = []
main.main()
"""
"""A command as any other, of which each request that was acknowledged is a line."""


def refuse_to_write(admin: psycopg.Connection, code: str) -> None:
    """Have the server refuse an entry, as it does where it cannot go on."""
    admin.execute(
        "CREATE OR REPLACE FUNCTION cannot() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION 'Maria Lopez' USING ERRCODE = '{code}'; END $$"
    )
    admin.execute("CREATE OR REPLACE TRIGGER cannot BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION cannot()")
    admin.execute("ALTER TABLE entry ENABLE ALWAYS TRIGGER cannot")


@pytest.fixture
def refusing(_laid: Any) -> Iterator[psycopg.Connection]:
    yield _laid.admin
    _laid.admin.execute("DROP TRIGGER IF EXISTS cannot ON entry; DROP FUNCTION IF EXISTS cannot")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("disk_full", "The disk of the database is full."),
        ("out_of_memory", "The server of the database has no memory left."),
        ("too_many_connections", "lets nobody else in: too many use it."),
        ("crash_shutdown", "The server of the database went away."),
    ],
)
def test_who_says_something_is_told_what_is_wrong_with_the_database_and_that_nothing_is_half_done(
    database: Database, refusing: psycopg.Connection, code: str, words: str
) -> None:
    play(history())
    before = rows("SELECT size FROM head")
    refuse_to_write(refusing, code)
    answer = client().post("/record/dispute/", {"subject": "record", "id": "r1", "why": "the row is of her cousin"})
    said = page_words(answer)
    assert answer.status_code == 503
    assert words in said and "What was acknowledged stands, nothing is half done" in said
    assert "Maria" not in said and "cannot()" not in said
    assert rows("SELECT size FROM head") == before


def test_a_command_says_in_one_line_that_the_disk_is_full(database: Database, refusing: psycopg.Connection, tmp_path: Path) -> None:
    refuse_to_write(refusing, "disk_full")
    file = csv_file(tmp_path / "june.csv", [HEADER, XOL])
    done = run("import", file, "--database", address(database.app), DATABASE_OWNER_URL=address(database.owner))
    assert done.status == 2, done.error
    [line] = [line for line in done.error.splitlines() if line.startswith("kinkeeper: The disk")]
    assert line.endswith("Make room on it, then do the same again.") and "Maria" not in done.error


def test_what_a_statement_brought_about_itself_is_a_fault_and_no_trouble_of_the_servers() -> None:
    for error in (ValueError("x"), errors.UniqueViolation("x"), errors.SyntaxError("x"), IntegrityError("x")):
        assert explained(error) is None


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with room for a database and a little more."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("No file system can be made here: a full disk under the database was not tried. (It takes the right to mount.)")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def write(folder: Path, first: int, most: int) -> tuple[dict[str, tuple[int, int]], subprocess.CompletedProcess[str]]:
    """What was acknowledged, and how the command ended."""
    words = [sys.executable, "-c", WRITE, "write", str(folder), str(first), str(most)]
    ended = subprocess.run(words, capture_output=True, text=True, env=environment_of(folder), check=False, timeout=300)
    lines = [line.split() for line in ended.stdout.splitlines()]
    return {number: (int(first), int(count)) for number, first, count in lines}, ended


def look(folder: Path) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(folder)], capture_output=True, text=True, env=environment_of(folder), timeout=300
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def take(disk: Path, leaving: int) -> Path:
    """Take the room of a disk but for so many bytes."""
    ballast = fill(disk)
    os.truncate(ballast, ballast.stat().st_size - leaving)
    return ballast


# With less room than a file of the log of changes, the server ends at a commit; with more, an extended table is refused and it goes on.
@pytest.mark.long
@pytest.mark.parametrize("leaving", [1 << 20, 24 << 20], ids=["at a commit", "in a table"])
def test_on_a_full_disk_what_was_acknowledged_stands_and_it_goes_on_when_there_is_room(made: Path, small_disk: Path, leaving: int) -> None:
    folder = Path(shutil.copytree(made, small_disk / "database"))
    with embedded_server(folder):
        before, ended = write(folder, 0, 5)
        assert ended.returncode == 0, ended.stderr
        ballast = take(small_disk, leaving)
        acknowledged, ended = write(folder, 5, 10_000)
    told = ended.stderr.strip().splitlines()[-1]
    assert (ended.returncode, told.startswith("kinkeeper: The ")) == (2, True), ended.stderr
    assert "disk" in told and "What was acknowledged stands" in told and "Traceback" not in ended.stderr
    ballast.unlink()
    with embedded_server(folder):
        # The one that was not acknowledged is sent again, as its sender may.
        again, ended = write(folder, 5 + len(acknowledged), 5)
        assert (ended.returncode, len(again)) == (0, 5), ended.stderr
        found = look(folder)
    kept = {request: (first, count) for request, first, count in found["requests"]}  # type: ignore[attr-defined]
    assert kept == before | acknowledged | again
    print(f"{len(before | acknowledged)} requests acknowledged before the disk was full ({told[11:60]}...), 0 lost")
    assert len(set(found["sizes"])) == 1  # type: ignore[call-overload]
    assert (found["fault"], found["differences"], found["alarm"]) == ("None", [], "")
