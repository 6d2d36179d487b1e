"""What is signed of the ledger, kept: tiles, checkpoints, witnesses' signatures, and what was found when it was looked at."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db.backends.utils import CursorWrapper

from kinkeeper.domain.errors import Unavailable
from kinkeeper.gateway import clock
from kinkeeper.gateway.conversation import Row, Said
from kinkeeper.ledger.note import Note, Signature, VerifierKey
from kinkeeper.ledger.tiles import Tile
from kinkeeper.queries.log.which import LEDGER, Log

PUBLISHER = 0x6B696E6C6F67
"""The number of the lock that one publisher holds: "kinlog"."""

ALARM = Said(b"SELECT words FROM alarm ORDER BY id DESC LIMIT 1")
"""Asks why nothing may be recorded; empty words, or no answer, where it may."""


class ReadOnly(Unavailable):
    """Nothing may be recorded until a person has looked: the ledger is not the one that was signed."""

    code = "read_only"


def take_publishers_turn(cursor: CursorWrapper) -> bool:
    """Be the one publisher of this ledger until the connection ends; False where another one is."""
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [PUBLISHER])
    [taken] = cursor.fetchone()
    return bool(taken)


def leave_publishers_turn(cursor: CursorWrapper) -> None:
    """Let another one be the publisher."""
    cursor.execute("SELECT pg_advisory_unlock(%s)", [PUBLISHER])


def write_tiles(cursor: CursorWrapper, tiles: Iterable[tuple[Tile, bytes]], log: Log = LEDGER) -> None:
    """Keep full tiles. One that is kept stays: a publisher that was stopped makes the same again."""
    rows = [(tile.level, tile.index, data) for tile, data in tiles]
    if rows:
        cursor.executemany(f"INSERT INTO {log.tile} (level, idx, hashes) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", rows)


def write_checkpoint(cursor: CursorWrapper, size: int, note: Note, key: VerifierKey, log: Log = LEDGER) -> None:
    """Keep a checkpoint that was signed."""
    cursor.execute(
        f"INSERT INTO {log.checkpoint} (size, note, key, signed_at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
        [size, str(note), str(key), clock.now()],
    )


def write_cosignature(cursor: CursorWrapper, size: int, key: VerifierKey, line: Signature, seen: int) -> None:
    """Keep what a witness signed of the checkpoint over `size` entries, when it says that it saw it (seconds since 1970)."""
    cursor.execute(
        "INSERT INTO cosignature (size, key, seen_at, line) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
        [size, str(key), datetime.fromtimestamp(seen, UTC), str(line)],
    )


def write_inspection(cursor: CursorWrapper, size: int, root: bytes, wrong: str) -> None:
    """Keep that the whole ledger was proven, or what was wrong."""
    cursor.execute("INSERT INTO inspection (at, size, root, wrong) VALUES (%s, %s, %s, %s)", [clock.now(), size, root, wrong])


def alarm(cursor: CursorWrapper) -> str:
    """Why nothing may be recorded; empty where it may."""
    cursor.execute(ALARM.statement.decode())
    row = cursor.fetchone()
    return str(row[0]) if row else ""


def set_alarm(cursor: CursorWrapper, size: int, words: str) -> bool:
    """From now on nothing may be recorded, and why; with empty words: it may again. Whether that is new."""
    if alarm(cursor) == words:
        return False
    cursor.execute("INSERT INTO alarm (at, size, words) VALUES (%s, %s, %s)", [clock.now(), size, words])
    return True


def refuse_while_alarmed(answer: list[Row]) -> None:
    """See by what `ALARM` answered that something may be recorded.

    :raises ReadOnly: where it may not; the text says why.
    """
    words = str(answer[0][0], "utf-8") if answer else ""
    if words:
        raise ReadOnly(f"Nothing can be recorded now: the ledger is read-only. {words}")
