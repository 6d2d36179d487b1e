"""`kinkeeper verify` as a clerk runs it."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.records import ReceiveRecords, Record
from kinkeeper.domain.requests import Request
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.lines import to_base64
from kinkeeper.ledger.tree import Frontier
from kinkeeper.site.database import ConnectionParameters, Database

from .command import Ran, run


@pytest.fixture
def ledger(database: Database) -> list[bytes]:
    """Four entries; their leaves."""
    from django.db import connection

    from kinkeeper.gateway import submit

    records = tuple(Record(f"r{n}", "e", f"f.csv#{n}", "layout", n, given="Ana") for n in range(4))
    submit([Request("1", ReceiveRecords(records))], actor=Actor("R. Delgado", "HHS", "operator"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT leaf FROM entry ORDER BY seq")
        return [bytes(row[0]) for row in cursor.fetchall()]


def verify(database: Database, *arguments: str | Path) -> Ran:
    return run("verify", *arguments, DATABASE_URL=address(database.app), DATABASE_OWNER_URL=address(database.owner))


def address(to: ConnectionParameters) -> str:
    return f"postgresql://{to.user}:{quote(to.password)}@/{to.dbname}?host={quote(to.host, safe='')}&port={to.port}"


def test_a_whole_ledger_is_said_to_be_whole_and_what_that_does_not_show(database: Database, ledger: list[bytes]) -> None:
    root = to_base64(Frontier().extended(ledger).root())
    ran = verify(database)
    assert (ran.status, ran.out.splitlines()[0]) == (0, f"The ledger is whole: 4 entries, root {root}.")
    assert "Without a checkpoint that was saved elsewhere" in ran.out
    ran = verify(database, "--json")
    summary = dict(ran.summary)
    looks = summary.pop("access_log")
    assert summary == {"entries": 4, "root": root, "checkpoints": 0, "whole": True, "first_wrong": None}
    assert (looks["entries"], looks["wrong"]) == (0, "")


def test_a_ledger_is_held_against_checkpoints_typed_from_paper(database: Database, ledger: list[bytes], tmp_path: Path) -> None:
    root = to_base64(Frontier().extended(ledger[:3]).root())
    typed = tmp_path / "from paper.txt"
    typed.write_text(f"  kinkeeper.example/log\r\n 3\r\n{root[:20]} {root[20:30]}\r\n   {root[30:]}\r\n")
    ran = verify(database, "--checkpoint", typed, "--checkpoint", typed)
    assert ran.status == 0
    assert ran.out.count("It begins with the 3 entries of the checkpoint of kinkeeper.example/log.") == 2

    other = tmp_path / "other"
    other.write_text(Checkpoint("kinkeeper.example/log", 3, bytes(32)).text)
    ran = verify(database, "--checkpoint", typed, "--checkpoint", other)
    assert ran.status == 4
    assert "The ledger is broken. Entries 0 to 2: not what the checkpoint of kinkeeper.example/log over 3 stands for" in ran.error
    assert "first compare it with the paper, letter by letter" in " ".join(ran.error.split())


def test_a_broken_ledger_is_status_4_and_names_the_first_wrong_entry(database: Database, ledger: list[bytes], _laid: Any) -> None:
    admin: psycopg.Connection = _laid.admin
    admin.execute("DELETE FROM part WHERE seq = 2 AND k = 2")
    ran = verify(database)
    assert (ran.status, ran.out) == (4, "")
    assert ran.error.splitlines()[-1] == "kinkeeper: The ledger is broken. Entry 2: its part 2 is missing."
    ran = verify(database, "--json")
    assert ran.status == 4
    assert ran.summary["first_wrong"] == {"position": 2, "words": "Entry 2: its part 2 is missing."}
    assert ran.summary["whole"] is False


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read: No such file or directory."),
        (b"", "not a checkpoint"),
        (b"\xff\xfe", "cannot be read: it is not text in UTF-8."),
        (b"log\nmany\n" + b"A" * 43 + b"=\n", "A whole number is expected, not 'many'."),
    ],
)
def test_a_file_that_is_no_checkpoint_is_wrong_usage(content: bytes | None, says: str, tmp_path: Path) -> None:
    path = tmp_path / "saved"
    if content is not None:
        path.write_bytes(content)
    ran = run("verify", "--checkpoint", path)
    assert ran.status == 2
    assert ran.error.startswith(f"kinkeeper: {path}") and says in ran.error and ran.error.count("\n") == 1
