"""Whatever an administrator changes in the stored ledger is found, and the first entry that is wrong is named."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.errors import LedgerBroken, NotAllowed
from kinkeeper.domain.records import ReceiveRecords, Record
from kinkeeper.domain.requests import Request
from kinkeeper.ledger.canonical import canonical
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.entry import Part, leaf
from kinkeeper.ledger.stored import EXPUNGED
from kinkeeper.ledger.tree import Frontier
from kinkeeper.site.database import Database

ME = Actor("R. Delgado", "HHS", "operator")
SIZE = 9


@pytest.fixture
def admin(database: Database, _laid: Any) -> psycopg.Connection:
    """A ledger of nine entries, recorded three at a time, and an administrator whom no trigger stops."""
    from kinkeeper.gateway import submit

    for at in range(0, SIZE, 3):
        records = tuple(Record(f"r{n}", "e", f"f.csv#{n}", "layout", n, given="Ana") for n in range(at, at + 3))
        submit([Request(str(at), ReceiveRecords(records))], actor=ME)
    connection: psycopg.Connection = _laid.admin
    return connection


def fault(*saved: Checkpoint) -> str:
    from kinkeeper.queries.ledger import verify_ledger

    return str(verify_ledger(ME, saved).fault)


def stored(admin: psycopg.Connection) -> list[bytes]:
    return [bytes(row[0]) for row in admin.execute("SELECT leaf FROM entry ORDER BY seq")]


def test_a_ledger_that_nobody_changed_is_whole(admin: psycopg.Connection) -> None:
    from kinkeeper.queries.ledger import verify_ledger

    counted: list[int] = []
    leaves = stored(admin)
    saved = [Checkpoint("log", size, Frontier().extended(leaves[:size]).root()) for size in (0, 3, 9)]
    verified = verify_ledger(ME, saved, progress=lambda name, done: counted.append(done))
    assert (verified.size, verified.root, verified.fault) == (SIZE, saved[-1].root, None)
    assert sum(counted) == SIZE


def test_an_empty_ledger_is_whole(database: Database) -> None:
    assert fault() == "None"


def test_who_may_not_read_may_not_verify(database: Database) -> None:
    from kinkeeper.queries.ledger import verify_ledger

    with pytest.raises(NotAllowed):
        verify_ledger(Actor("x", "", "nobody"))


def test_many_slices_are_one_ledger(admin: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    from kinkeeper.queries.log import stored

    for entries, parts in ((1, 1), (2, 3), (4, 8), (5, 100)):
        monkeypatch.setattr(stored, "ENTRIES_AT_ONCE", entries)
        monkeypatch.setattr(stored, "PARTS_AT_ONCE", parts)
        assert fault() == "None"


NOT_RECORDED = "is not what was recorded: salt or body was changed."
BY_HEAD = "not what the head stands for (an entry was exchanged or moved, or the head was changed)."


def flip(column: str, byte: int = 7) -> str:
    return f"{column} = set_byte({column}, {byte}, get_byte({column}, {byte}) # 16)"


# In three steps: in which order one statement comes to its rows is the server's affair.
SWAP_PARTS = "; ".join(f"UPDATE part SET seq = {to} WHERE seq = {seq}{{0}}" for seq, to in ((4, -7), (7, 4), (-7, 7)))
SWAP_ENTRIES = SWAP_PARTS.format("").replace("part", "entry")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        # flipped
        (f"UPDATE part SET {flip('body')} WHERE seq = 4 AND k = 1", f"Entry 4: its part 1 {NOT_RECORDED}"),
        (f"UPDATE part SET {flip('body')} WHERE seq = 4 AND k = 2", f"Entry 4: its part 2 {NOT_RECORDED}"),
        (f"UPDATE part SET {flip('salt')} WHERE seq = 0 AND k = 1", f"Entry 0: its part 1 {NOT_RECORDED}"),
        (f"UPDATE part SET {flip('salt')} WHERE seq = 8 AND k = 2", f"Entry 8: its part 2 {NOT_RECORDED}"),
        (f"UPDATE part SET {flip('salt')}", "Entry 0: its parts 1 and 2 are not what was recorded: salt or body was changed."),
        (
            f"UPDATE entry SET {flip('leaf')} WHERE seq = 4",
            "Entry 4: its leaf is not what was recorded: the head stands for what its parts make.",
        ),
        (
            f"UPDATE entry SET {flip('leaf', 1)} WHERE seq = 4",
            "Entry 4: its leaf is not what was recorded: the head stands for what its parts make.",
        ),
        ("UPDATE part SET k = 3 WHERE seq = 4 AND k = 2", "Entry 4: its part 2 is missing."),
        ("UPDATE part SET k = 0 WHERE seq = 4 AND k = 1", "Entry 4: its part 1 is missing."),
        (f"UPDATE head SET {flip('frontier')}", f"Entries 0 to 7: {BY_HEAD}"),
        (f"UPDATE head SET {flip('frontier', 40)}", f"Entry 8: {BY_HEAD}"),
        ("UPDATE head SET size = 10", "Entry 9: it is missing: the head says that there are 10."),
        # dated otherwise
        ("UPDATE entry SET recorded_at = recorded_at - interval '1 day' WHERE seq = 4", "Entry 4: it is kept as recorded at "),
        ("UPDATE entry SET recorded_at = recorded_at + interval '1 microsecond' WHERE seq = 4", "Entry 4: it is kept as recorded at "),
        ("UPDATE entry SET recorded_at = 'infinity' WHERE seq = 4", "Entry 4: it is kept as recorded at "),
        ("UPDATE entry SET recorded_at = '4000-01-01 BC' WHERE seq >= 4", "Entry 4: it is kept as recorded at "),
        # deleted, truncated
        ("DELETE FROM part WHERE seq = 4 AND k = 1", "Entry 4: its part 1 is missing."),
        ("DELETE FROM part WHERE seq = 4 AND k = 2", "Entry 4: its part 2 is missing."),
        ("DELETE FROM part WHERE seq = 4", "Entry 4: its part 1 is missing."),
        ("DELETE FROM entry WHERE seq = 4", "Entry 4: it is missing; its parts are still there."),
        ("DELETE FROM entry WHERE seq = 8", "Entry 8: it is missing; its parts are still there."),
        ("DELETE FROM entry WHERE seq = 4; DELETE FROM part WHERE seq = 4", "Entry 4: it is missing."),
        (
            "DELETE FROM entry WHERE seq IN (4, 5); DELETE FROM part WHERE seq IN (4, 5)",
            "Entry 4: it is missing, and so are those up to 5.",
        ),
        ("DELETE FROM entry WHERE seq > 6; DELETE FROM part WHERE seq > 6", "Entry 7: it is missing: the head says that there are 9."),
        ("TRUNCATE entry", "Entry 0: it is missing; its parts are still there."),
        ("TRUNCATE part", "Entry 0: its part 1 is missing."),
        ("TRUNCATE entry, part", "Entry 0: it is missing: the head says that there are 9."),
        ("UPDATE part SET body = substr(body, 1, length(body) - 1) WHERE seq = 4 AND k = 2", f"Entry 4: its part 2 {NOT_RECORDED}"),
        ("UPDATE part SET body = '' WHERE seq = 4 AND k = 2", f"Entry 4: its part 2 {NOT_RECORDED}"),
        (
            "UPDATE part SET salt = substr(salt, 1, 31), body = substr(salt, 32) || body WHERE seq = 4 AND k = 2",
            "Entry 4: the salt of its part 2 has 31 bytes, not 32.",
        ),
        ("UPDATE entry SET leaf = substr(leaf, 1, 65) WHERE seq = 4", "Entry 4: its leaf is not what was recorded"),
        ("UPDATE entry SET leaf = '' WHERE seq = 4", "Entry 4: its leaf is not what was recorded"),
        # gone without an order
        (
            "UPDATE part SET salt = NULL, body = NULL, expunged_by = 7 WHERE seq = 4 AND k = 2",
            "Entry 4: its part 2 is gone, and entry 7 does not",
        ),
        (
            "UPDATE part SET salt = NULL, body = NULL, expunged_by = 99 WHERE seq = 4 AND k = 2",
            "Entry 4: its part 2 is gone, and entry 99 does",
        ),
        (
            "UPDATE part SET salt = NULL, body = NULL, expunged_by = 4 WHERE seq = 4 AND k = 2",
            "Entry 4: its part 2 is gone, and entry 4 cannot",
        ),
        # put in, reordered
        ("INSERT INTO entry SELECT 9, leaf, recorded_at FROM entry WHERE seq = 8", "Entry 9: its part 1 is missing."),
        ("INSERT INTO entry SELECT -1, leaf, recorded_at FROM entry WHERE seq = 8", "Entry -1: no entry can stand there."),
        (
            "INSERT INTO part SELECT seq, 3, salt, body FROM part WHERE seq = 4 AND k = 2",
            "Entry 4: it has a part 3, and its leaf commits to 2.",
        ),
        ("INSERT INTO part SELECT 9, k, salt, body FROM part WHERE seq = 4", "Entry 9: it is missing; its parts are still there."),
        ("INSERT INTO part SELECT -1, k, salt, body FROM part WHERE seq = 4", "Entry -1: no entry can stand there."),
        ("UPDATE part SET seq = 20 WHERE seq = 4 AND k = 2", "Entry 4: its part 2 is missing."),
        ("UPDATE entry SET seq = 20 WHERE seq = 4", "Entry 4: it is missing; its parts are still there."),
        (SWAP_PARTS.format(""), "Entry 4: its parts 1 and 2 are not what was recorded: salt or body was changed."),
        (SWAP_PARTS.format(" AND k = 2"), f"Entry 4: its part 2 {NOT_RECORDED}"),
        (SWAP_ENTRIES, "Entry 4: its leaf is not what was recorded: the head stands for what its parts make."),
        (SWAP_ENTRIES + "; " + SWAP_PARTS.format(""), f"Entries 0 to 7: {BY_HEAD}"),
    ],
)
def test_what_is_changed_is_found_and_named(admin: psycopg.Connection, change: str, says: str) -> None:
    admin.execute(change)  # type: ignore[call-overload]
    if "head SET size = 10" in change:
        admin.execute("UPDATE head SET frontier = %s", [Frontier().extended([*stored(admin), b""]).to_bytes()])
    assert fault().startswith(says)


@pytest.mark.parametrize(
    ("table", "copy", "says"),
    [
        ("entry", "SELECT * FROM entry WHERE seq = 4", "Entry 4: it stands twice."),
        ("part", "SELECT * FROM part WHERE seq = 4 AND k = 2", "Entry 4: its part 2 stands twice."),
        ("part", "SELECT part.* FROM part, generate_series(1, 2000) WHERE seq = 4", "Entry 4: its part 1 stands twice."),
    ],
)
def test_what_stands_twice_is_found_and_named(admin: psycopg.Connection, table: str, copy: str, says: str) -> None:
    with without_key(admin, table):
        admin.execute(f"INSERT INTO {table} {copy}")  # type: ignore[call-overload]
        assert fault() == says


@contextmanager
def without_key(admin: psycopg.Connection, table: str) -> Iterator[None]:
    """A table whose primary key was dropped; emptied and given its key again afterwards."""
    columns = {"entry": "seq", "part": "seq, k"}[table]
    admin.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey")  # type: ignore[call-overload]
    try:
        yield
    finally:
        admin.execute(f"TRUNCATE {table}; ALTER TABLE {table} ADD CONSTRAINT {table}_pkey PRIMARY KEY ({columns})")  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("DELETE FROM head", "Its head is there 0 times, not once."),
        ("UPDATE head SET size = 8", "Its head does not fit its size: A tree of 8 leaves has 1 hashes"),
        ("UPDATE head SET frontier = substr(frontier, 1, 63)", "Its head does not fit its size"),
        ("UPDATE head SET frontier = ''", "Its head does not fit its size"),
        ("UPDATE head SET size = -1", "Its head does not fit its size"),
    ],
)
def test_without_a_head_nothing_can_be_proven(admin: psycopg.Connection, change: str, says: str) -> None:
    admin.execute(change)  # type: ignore[call-overload]
    with pytest.raises(LedgerBroken, match=says):
        fault()


def test_the_administrators_attack_is_found_by_a_saved_checkpoint_alone(admin: psycopg.Connection) -> None:
    """A statement is taken out, those after it move up, and the head is made anew: with the ledger alone nobody could tell."""
    saved = Checkpoint("kinkeeper.example/log", 6, Frontier().extended(stored(admin)[:6]).root())
    for table in ("entry", "part"):
        admin.execute(f"DELETE FROM {table} WHERE seq = 4")  # type: ignore[call-overload]
        for position in range(5, SIZE):
            admin.execute(f"UPDATE {table} SET seq = {position - 1} WHERE seq = {position}")  # type: ignore[call-overload]
    head = Frontier().extended(stored(admin))
    admin.execute("UPDATE head SET size = %s, frontier = %s", [head.size, head.to_bytes()])
    assert fault() == "None"
    assert fault(saved) == (
        "Entries 0 to 5: not what the checkpoint of kinkeeper.example/log over 6 stands for (an entry was exchanged, moved or rewritten)."
    )


def test_a_part_that_a_later_entry_expunged_is_in_order(admin: psycopg.Connection) -> None:
    [(at,)] = admin.execute("SELECT convert_from(body, 'UTF8')::json ->> 'at' FROM part WHERE seq = 8 AND k = 1").fetchall()
    core = canonical({"at": at, "kind": EXPUNGED, "said": {"parts": [[4, 2]]}})
    parts = [Part(bytes(32), core), Part(bytes([1]) * 32, b"{}")]
    admin.execute("INSERT INTO entry VALUES (9, %s, %s)", [leaf(parts), at])
    for k, part in enumerate(parts, 1):
        admin.execute("INSERT INTO part VALUES (9, %s, %s, %s)", [k, part.salt, part.body])
    head = Frontier().extended(stored(admin))
    admin.execute("UPDATE head SET size = %s, frontier = %s", [head.size, head.to_bytes()])
    admin.execute("UPDATE part SET salt = NULL, body = NULL, expunged_by = 9 WHERE seq = 4 AND k = 2")
    assert fault() == "None"
    admin.execute("UPDATE part SET salt = NULL, body = NULL, expunged_by = 9 WHERE seq = 5 AND k = 2")
    assert fault() == "Entry 5: its part 2 is gone, and entry 9 does not say that it expunged it."
