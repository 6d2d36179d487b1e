"""Somebody with all rights on the server takes a look out of the access log, or makes it another: what is wrong is named."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest
from psycopg import sql

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.log import PersonsRead, Searched
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.entry import commitment, leaf_of
from kinkeeper.ledger.note import parse_note
from kinkeeper.ledger.tree import Frontier
from kinkeeper.site.database import Database, environment_of
from kinkeeper.witness.asking import NotSigned, SignerClient
from tests.cli.test_verify import address
from tests.faults.test_fault_points import MOST, cut
from tests.signing import a_signer

READER = Actor("r.delgado", "ORR", "caseworker", "reunification")
LOOKS = 300
"""More than a tile's 256."""


@pytest.fixture
def signed(database: Database, tmp_path: Path) -> Iterator[SignerClient]:
    """An access log of which two checkpoints were signed, and some looks after them."""
    with a_signer(tmp_path / "signer") as signer:
        for count in (120, LOOKS - 120):
            look(count)
            sign(signer)
        look(5)
        assert found() == ""
        yield signer


def look(count: int) -> None:
    from kinkeeper.gateway import access_log

    for start in range(0, count, 50):
        said = [PersonsRead("page family", ("identity",), (f"P{at % 7}",)) for at in range(start, min(start + 50, count) - 1)]
        access_log.write_down([*said, Searched("Xitumul", 3)], READER, {f"P{at}" for at in range(7)})


def sign(signer: SignerClient) -> Checkpoint:
    from kinkeeper.jobs.publish import publish
    from kinkeeper.queries.log.which import ACCESS_LOG

    done = publish(signer.of_access, ACCESS_LOG)
    assert done
    return done.checkpoint


def found(*saved: Checkpoint) -> str:
    """What is wrong with the access log, in a sentence."""
    from kinkeeper.domain.errors import LedgerBroken
    from kinkeeper.queries.log.access import verify_access_log

    try:
        return verify_access_log(saved).wrong
    except LedgerBroken as error:
        return str(error)


CHANGES: dict[str, Sequence[LiteralString]] = {
    "salt": ("UPDATE access_entry SET salt = set_byte(salt, 3, get_byte(salt, 3) # 1) WHERE seq = {seq}",),
    "body": ("UPDATE access_entry SET body = set_byte(body, 9, get_byte(body, 9) # 1) WHERE seq = {seq}",),
    "body and salt share": ("UPDATE access_entry SET salt = salt || substr(body, 1, 1), body = substr(body, 2) WHERE seq = {seq}",),
    "leaf": ("UPDATE access_entry SET leaf = set_byte(leaf, 5, get_byte(leaf, 5) # 1) WHERE seq = {seq}",),
    "leaf emptied": ("UPDATE access_entry SET leaf = '' WHERE seq = {seq}",),
    "body lengthened": ("UPDATE access_entry SET body = body || ' ' WHERE seq = {seq}",),
    "removed": ("DELETE FROM access_entry WHERE seq = {seq}",),
    "number": ("UPDATE access_entry SET seq = -7 WHERE seq = {seq}",),
    "put beyond the end": ("INSERT INTO access_entry SELECT seq + 100000, leaf, salt, body FROM access_entry WHERE seq = {seq}",),
    "exchanged": (
        "UPDATE access_entry SET seq = -1 WHERE seq = {seq}",
        "UPDATE access_entry SET seq = {seq} WHERE seq = {seq} + 1",
        "UPDATE access_entry SET seq = {seq} + 1 WHERE seq = -1",
    ),
    "moved up": (
        "DELETE FROM access_entry WHERE seq = {seq}",
        "UPDATE access_entry SET seq = seq - 1000000 WHERE seq > {seq}",
        "UPDATE access_entry SET seq = seq + 999999 WHERE seq < 0",
        "UPDATE access_head SET size = size - 1",
    ),
    "cut": ("DELETE FROM access_entry WHERE seq >= {seq}",),
    "size": ("UPDATE access_head SET size = size - 1",),
    "edge": ("UPDATE access_head SET frontier = set_byte(frontier, 7, get_byte(frontier, 7) # 1)",),
    "no head": ("DELETE FROM access_head",),
    "who was looked at": (
        "DELETE FROM person_read WHERE person_id = 'P1' AND seq = (SELECT max(seq) FROM access_entry WHERE "
        "position('\"P1\"'::bytea IN body) > 0)",
    ),
    "a look of nobody": ("INSERT INTO person_read VALUES ('P1', 100000)",),
    "tile": ("UPDATE access_tile SET hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1)",),
    "no tile": ("DELETE FROM access_tile",),
    "another tile": ("INSERT INTO access_tile SELECT level, idx + 1, hashes FROM access_tile",),
    "note": ("UPDATE access_checkpoint SET note = replace(note, '120', '121') WHERE size = 120",),
    "checkpoint's size": ("UPDATE access_checkpoint SET size = 119 WHERE size = 120",),
    "key": ("UPDATE access_checkpoint SET key = replace(key, 'access', 'excess') WHERE size = 120",),
}
"""What is changed, and how; `seq` is some entry."""


@pytest.mark.parametrize("several", [False, pytest.param(True, marks=pytest.mark.long)], ids=["in one place", "in several"])
def test_whatever_of_the_access_log_is_changed_is_found_and_named(signed: SignerClient, _laid: Any, several: bool) -> None:
    admin, missed, tried, chance = _laid.admin, [], 0, random.Random(8)
    for what, statements in CHANGES.items():
        places = {1, LOOKS, *chance.sample(range(2, LOOKS), 2)} if several else {chance.randrange(1, LOOKS)}
        for seq in sorted(places if "{seq}" in statements[0] else {0}):
            with back(admin):
                for statement in statements:
                    admin.execute(sql.SQL(statement.replace("{seq}", "%(seq)s")), {"seq": seq})
                words = found()
            tried += 1
            if not words:
                missed.append((what, seq))
    print(f"{tried} changes of the access log in {len(CHANGES)} ways: {tried - len(missed)} found and named")
    assert found() == "" and missed == []


class back:
    """What is changed within is as it was afterwards; others see it meanwhile."""

    TABLES = ("access_entry", "access_head", "person_read", "access_tile", "access_checkpoint")

    def __init__(self, admin: psycopg.Connection) -> None:
        self.admin = admin

    def __enter__(self) -> None:
        self.kept = {one: self.admin.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(one))).fetchall() for one in self.TABLES}

    def __exit__(self, *_: object) -> None:
        for table, rows in self.kept.items():
            name = sql.Identifier(table)
            self.admin.execute(sql.SQL("DELETE FROM {}").format(name))
            with self.admin.cursor() as cursor, cursor.copy(sql.SQL("COPY {} FROM STDIN").format(name)) as copy:
                for row in rows:
                    copy.write_row(row)


def rewrite(admin: psycopg.Connection, change: Callable[[list[list[Any]]], None]) -> None:
    """The administrator's attack: the entries changed, all after them made anew, the head, too, tiles and checkpoints taken away."""
    rows = [list(row) for row in admin.execute("SELECT seq, leaf, salt, body FROM access_entry ORDER BY seq")]
    change(rows)
    edge = Frontier()
    for seq, row in enumerate(rows):
        row[0], row[1] = seq, leaf_of([commitment(bytes(row[2]), bytes(row[3]))])
        edge = edge.extended([row[1]])
    admin.execute("DELETE FROM access_entry")
    with admin.cursor() as cursor:
        cursor.executemany("INSERT INTO access_entry VALUES (%s, %s, %s, %s)", rows)
    admin.execute("DELETE FROM person_read")
    admin.execute("UPDATE access_head SET size = %s, frontier = %s", [edge.size, edge.to_bytes()])
    admin.execute("DELETE FROM access_tile")
    admin.execute("DELETE FROM access_checkpoint")
    admin.execute(
        "INSERT INTO person_read SELECT person, seq FROM access_entry, "
        "jsonb_array_elements_text(convert_from(body, 'UTF8')::jsonb #> '{said,persons}') person ON CONFLICT DO NOTHING"
    )


REWRITES: dict[str, Callable[[list[list[Any]]], None]] = {
    "a look taken out": lambda rows: rows.__delitem__(40),
    "another name": lambda rows: rows[40].__setitem__(3, rows[40][3].replace(b"r.delgado", b"a.nobody1")),
    "the end cut off": lambda rows: rows.__delitem__(slice(250, None)),
}


@pytest.mark.parametrize("how", [next(iter(REWRITES)), *(pytest.param(how, marks=pytest.mark.long) for how in [*REWRITES][1:])])
def test_who_makes_the_whole_log_anew_is_found_by_a_saved_checkpoint_and_gets_nothing_signed(
    signed: SignerClient, _laid: Any, how: str
) -> None:
    from kinkeeper.gateway.log_writer import ReadOnly
    from kinkeeper.site.signing import hold_against_signer

    saved = signed.of_access.seen(signed.of_access.key())
    assert saved and saved.size == LOOKS and saved.origin == "kinkeeper.example/log/access" and found(saved) == ""
    rewrite(_laid.admin, REWRITES[how])
    assert found() == ""  # from the log alone nobody can tell
    assert "checkpoint of kinkeeper.example/log/access" in found(saved)
    with pytest.raises(ReadOnly, match="The access log"):
        sign(signed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KINKEEPER_SIGNER", str(signed.place))
        assert hold_against_signer("postgresql://nobody/x").startswith("The access log")


def test_the_two_logs_are_signed_apart(signed: SignerClient) -> None:
    """Neither key signs the other log, and each remembers its own."""
    from kinkeeper.ledger.tree import EMPTY_ROOT

    assert signed.key().name + "/access" == signed.of_access.key().name and signed.key() != signed.of_access.key()
    assert signed.seen(signed.key()) is None
    for client, name in ((signed, signed.of_access.key().name), (signed.of_access, signed.key().name)):
        with pytest.raises(NotSigned, match="alone"):
            client.sign(0, (), Checkpoint(name, 1, EMPTY_ROOT), client.key())


@pytest.mark.parametrize("done_unseen", [False, True], ids=["not done", "done unseen"])
@pytest.mark.parametrize("between_which", [pytest.param("database", marks=pytest.mark.long), "signer"])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_publisher_of_the_access_log_that_is_cut_anywhere_is_followed_by_one_that_goes_on(
    database: Database, tmp_path: Path, between_which: str, done_unseen: bool
) -> None:
    from django.db import Error, connection

    from kinkeeper.domain.errors import KinkeeperError
    from kinkeeper.jobs.publish import publish
    from kinkeeper.queries.log.which import ACCESS_LOG

    (tmp_path / "w").mkdir()
    with a_signer(tmp_path / "signer") as signer:
        for cut_at in range(MOST):
            look(260 if cut_at == 0 else 1)
            with cut(database, signer, tmp_path / "w", between_which, cut_at, done_unseen=done_unseen) as (between, asked):
                try:
                    publish(asked.of_access, ACCESS_LOG)
                except (Error, KinkeeperError):
                    assert between.is_cut, "it fails by itself"
            sign(signer)
            if not between.is_cut:
                break
        else:
            pytest.fail("there is no end")
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM access_checkpoint")
        saved = [Checkpoint.parse(parse_note(note).text) for (note,) in cursor.fetchall()]
    assert len(saved) > 2 and found(*saved) == ""


WRITER = """
import sys
from kinkeeper.cli.session import session
with session(None):
    from kinkeeper.domain.access import Actor
    from kinkeeper.domain.access.log import PersonsRead
    from kinkeeper.gateway import access_log
    reader = Actor("r.delgado", "ORR", "caseworker", "reunification")
    for at in range(1_000_000):
        access_log.write_down([PersonsRead("page family", ("identity",), (f"P{at}",))], reader, {f"P{at}"})
        sys.stdout.write(f"P{at}\\n"); sys.stdout.flush()
"""


@pytest.mark.long
def test_a_look_that_was_acknowledged_outlives_a_killed_reader(database: Database) -> None:
    from django.db import connection

    environment = environment_of(None) | {"DATABASE_URL": address(database.app), "DATABASE_OWNER_URL": address(database.owner)}
    acknowledged: list[str] = []
    with subprocess.Popen([sys.executable, "-c", WRITER], env=environment, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout
        acknowledged += [reader.stdout.readline().strip() for _ in range(12)]
        os.kill(reader.pid, signal.SIGKILL)
        acknowledged += reader.stdout.read().split("\n")[:-1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id FROM person_read")
        kept = {person for (person,) in cursor.fetchall()}
    print(f"killed after {len(acknowledged)} looks were acknowledged: 0 lost")
    assert len(acknowledged) > 10 and set(acknowledged) <= kept and len(kept) - len(acknowledged) <= 1 and found() == ""
