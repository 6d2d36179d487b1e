"""A ledger of more than one chunk, proven over several connections as of one instant."""

import random
from typing import Any

import psycopg
import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.ledger.chunks import CHUNK
from kinkeeper.ledger.entry import Part, leaf
from kinkeeper.ledger.tree import Frontier
from kinkeeper.queries.log import proving
from kinkeeper.site.database import Database

SIZE = CHUNK + 700
AT = "2026-07-01T12:00:00.000Z"


@pytest.fixture
def admin(database: Database, _laid: Any, monkeypatch: pytest.MonkeyPatch) -> psycopg.Connection:
    """So many entries, laid as the gateway would; several threads prove them however few they are."""
    monkeypatch.setattr(proving, "ALONE_UP_TO", 0)
    monkeypatch.setattr("kinkeeper.queries.ledger.ALONE_UP_TO", 0)
    monkeypatch.setattr(proving, "os", type("TwoProcessors", (), {"cpu_count": staticmethod(lambda: 2)}))
    admin: psycopg.Connection = _laid.admin
    chance, core = random.Random(1), b'{"actor":"R. Delgado","at":"%s"}' % AT.encode()
    made = [(Part(chance.randbytes(32), core), Part(chance.randbytes(32), b'{"n":%d}' % n)) for n in range(SIZE)]
    leaves = list(map(leaf, made))
    with admin.cursor() as cursor:
        with cursor.copy("COPY entry (seq, leaf, recorded_at) FROM STDIN") as copy:
            for position, one in enumerate(leaves):
                copy.write_row((position, one, AT))
        with cursor.copy("COPY part (seq, k, salt, body) FROM STDIN") as copy:
            for position, both in enumerate(made):
                for k, part in enumerate(both, 1):
                    copy.write_row((position, k, part.salt, part.body))
    head = Frontier().extended(leaves)
    admin.execute("UPDATE head SET size = %s, frontier = %s", [head.size, head.to_bytes()])
    return admin


def wrong() -> str:
    from kinkeeper.queries.ledger import verify_ledger

    counted: list[int] = []
    verified = verify_ledger(Actor("x", "", "inspector"), progress=lambda name, done: counted.append(done))
    assert sum(counted) >= SIZE - 1
    return verified.wrong


def test_several_threads_prove_one_ledger_and_the_first_wrong_entry_is_named(admin: psycopg.Connection) -> None:
    assert wrong() == ""
    admin.execute("UPDATE part SET body = 'x' WHERE seq = %s AND k = 2", [CHUNK + 3])
    assert wrong() == f"Entry {CHUNK + 3}: its part 2 is not what was recorded: salt or body was changed."
    admin.execute("DELETE FROM entry WHERE seq = 70")
    assert wrong() == "Entry 70: it is missing; its parts are still there."
    admin.execute("INSERT INTO entry SELECT 70, leaf, recorded_at FROM entry WHERE seq = 71")
    admin.execute("INSERT INTO entry SELECT -1, leaf, recorded_at FROM entry WHERE seq = 71")
    assert wrong() == "Entry -1: no entry can stand there."


LEAF_ON_THE_ROW_BEFORE = "leaf = leaf || {} || (SELECT leaf FROM entry WHERE seq = 7) WHERE seq = 6; DELETE FROM entry WHERE seq = 7"
APART = "Entry 6: its parts 1 and 2 and its leaf do not belong together."


def test_bytes_that_only_changed_their_rows_are_named(admin: psycopg.Connection) -> None:
    """The columns that are read hold the same bytes; the rows do not."""
    for table in ("entry", "part"):
        admin.execute(f"CREATE TEMPORARY TABLE kept_{table} AS SELECT * FROM {table} WHERE seq IN (6, 7)")  # type: ignore[call-overload]
    for change, said in (
        ("part SET seq = 6, k = 9 WHERE seq = 7 AND k = 1", "Entry 6: it has a part 9, and its leaf commits to 2."),
        ("entry SET " + LEAF_ON_THE_ROW_BEFORE.format("''"), APART),
        ("entry SET " + LEAF_ON_THE_ROW_BEFORE.format("decode('00', 'hex')"), APART),
        (
            "part p SET body = CASE k WHEN 1 THEN body || substr(detail, 1, 1) ELSE substr(detail, 2) END "
            "FROM (SELECT body AS detail FROM part WHERE seq = 6 AND k = 2) o WHERE seq = 6",
            "Entry 6: its parts 1 and 2 are not what was recorded: salt or body was changed.",
        ),
    ):
        admin.execute(f"UPDATE {change}")  # type: ignore[call-overload]
        assert wrong() == said
        for table in ("entry", "part"):
            admin.execute(f"DELETE FROM {table} WHERE seq IN (6, 7); INSERT INTO {table} SELECT * FROM kept_{table}")  # type: ignore[call-overload]
