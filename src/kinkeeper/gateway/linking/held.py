"""What linkage holds between two runs, in the database. It is no part of what is known: thrown away, the next run links all records anew.

Rows name people. So they go, all of them, with the entry that seals or expunges anything (`projections/sealings`), and no run that had
read before puts them back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from kinkeeper import __version__
from kinkeeper.linkage.memory.held import Memory
from kinkeeper.linkage.memory.packing import FORMAT, Damaged, Row, pack, rows_of, unpack

__all__ = ["Damaged", "Mark", "keep_all", "keep_changed", "load", "mark", "throw_away"]

Cursor = Any
MADE_BY = f"{__version__} format {FORMAT}"

_WITHHELD = "SELECT count(*)::text || ' ' || coalesce(max(since), 0) FROM withheld"
_KEEP_BODY = "INSERT INTO linking (id, stamp, made_by, model, body) VALUES (1, gen_random_uuid()::text, %s, %s, %s)"
_MORE = (
    "INSERT INTO linked_line (line, content, members, keys, words, waits) VALUES (%s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (line) DO UPDATE SET members = EXCLUDED.members"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What stood when a run began to read: what was held, and what was withheld from it."""

    stamp: str
    withheld: str


def mark() -> Mark:
    """To be made before records are read, so that what is kept in the end is kept over nothing that came between."""
    with connection.cursor() as cursor:
        return _mark(cursor)


def load(model: int) -> Memory | None:
    """
    What the last run left, where it went by this version of the model and this program made it.

    :raises Damaged: where it is not what was left.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT body FROM linking WHERE made_by = %s AND model = %s FOR SHARE", [MADE_BY, model])
        if not (row := cursor.fetchone()):
            return None
        cursor.execute("SELECT line, content, members, keys, words, waits FROM linked_line")
        return unpack(bytes(row[0]), cursor.fetchall())


def throw_away(since: Mark) -> None:
    """Hold nothing, unless another run or a sealing came between."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        if _still(cursor, since):
            cursor.execute("DELETE FROM linked_line")
            cursor.execute("DELETE FROM linking")


def keep_all(memory: Memory, since: Mark, model: int) -> bool:
    """Keep what a whole run leaves in place of all that was held. Returns False where something was sealed since it read."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        if not _still(cursor, since):
            return False
        cursor.execute("DELETE FROM linked_line")
        with cursor.copy("COPY linked_line (line, content, members, keys, words, waits) FROM STDIN") as copy:
            for row in rows_of(memory.lines, range(len(memory.lines))):
                copy.write_row(row)
        _keep_body(cursor, memory, model)
    return True


def keep_changed(memory: Memory, places: Iterable[int], gone: Sequence[int], since: Mark, model: int) -> bool:
    """Keep what a run leaves that went on from what was held. Returns False where another run or a sealing came between."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        if not _still(cursor, since):
            return False
        cursor.execute("DELETE FROM linked_line WHERE line = ANY(%s)", [list(gone)])
        rows: list[Row] = rows_of(memory.lines, places)
        if rows:
            cursor.executemany(_MORE, rows)
        _keep_body(cursor, memory, model)
    return True


def _keep_body(cursor: Cursor, memory: Memory, model: int) -> None:
    cursor.execute("DELETE FROM linking")
    cursor.execute(_KEEP_BODY, [MADE_BY, model, pack(memory)])


def _still(cursor: Cursor, since: Mark) -> bool:
    # A sealing takes rows of this table away in its own transaction: it is over, or it waits until this one is.
    cursor.execute("LOCK TABLE linking IN EXCLUSIVE MODE")
    return _mark(cursor) == since


def _mark(cursor: Cursor) -> Mark:
    cursor.execute(f"SELECT coalesce((SELECT stamp FROM linking), ''), ({_WITHHELD})")
    return Mark(*cursor.fetchone())
