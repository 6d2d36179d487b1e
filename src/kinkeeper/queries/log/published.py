"""What was signed of the ledger, for everybody: it names nobody, so these queries ask for no viewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from kinkeeper.domain.errors import NotFound
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.lines import Unreadable
from kinkeeper.ledger.note import Note, VerifierKey, parse_note, parse_signature
from kinkeeper.ledger.tiles import WIDTH, Tile, bundle_bytes
from kinkeeper.queries.log.stored import StoredTiles
from kinkeeper.queries.log.which import LEDGER, Log


@dataclass(frozen=True, slots=True)
class Published:
    """A checkpoint of the log as it was kept: signed by the log, and by those witnesses who saw it."""

    note: Note
    key: VerifierKey
    """The log's own."""
    signed_at: datetime

    @property
    def checkpoint(self) -> Checkpoint:
        """Which log, how many entries, and their root."""
        return Checkpoint.parse(self.note.text)


@dataclass(frozen=True, slots=True)
class Inspection:
    """When the whole ledger was proven last, how far, and what was wrong; empty words: nothing."""

    at: datetime
    size: int
    wrong: str


_CHECKPOINT = "SELECT size, note, key, signed_at FROM checkpoint"


def latest_checkpoint(cursor: CursorWrapper, log: Log = LEDGER) -> Published | None:
    """The newest checkpoint of a log; None before the first. Witnesses sign those of the ledger."""
    cursor.execute(f"SELECT size, note, key, signed_at FROM {log.checkpoint} ORDER BY size DESC LIMIT 1")
    if log is LEDGER:
        return _published(cursor)
    row = cursor.fetchone()
    return Published(parse_note(str(row[1])), VerifierKey.parse(str(row[2])), row[3]) if row else None


def checkpoint_over(cursor: CursorWrapper, size: int) -> Published | None:
    """The checkpoint over exactly so many entries."""
    cursor.execute(f"{_CHECKPOINT} WHERE size = %s", [size])
    return _published(cursor)


def cosigned_checkpoints(cursor: CursorWrapper, least: int = 1, most: int = 10) -> list[Published]:
    """The newest checkpoints over at least so many entries that a witness signed."""
    cursor.execute(
        f"{_CHECKPOINT} WHERE size IN (SELECT DISTINCT size FROM cosignature WHERE size >= %s ORDER BY size DESC LIMIT %s) "
        "ORDER BY size DESC",
        [least, most],
    )
    return [_with_cosignatures(cursor, row) for row in cursor.fetchall()]


def last_cosigned_sizes(cursor: CursorWrapper) -> dict[str, tuple[int, datetime]]:
    """Key of a witness -> size that it signed last, and when."""
    cursor.execute("SELECT DISTINCT ON (key) key, size, seen_at FROM cosignature ORDER BY key, size DESC, seen_at DESC")
    return {key: (size, seen_at) for key, size, seen_at in cursor.fetchall()}


def last_inspection() -> Inspection | None:
    """The last time the whole ledger was proven; None where it never was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT at, size, wrong FROM inspection ORDER BY id DESC LIMIT 1")
        row = cursor.fetchone()
    return Inspection(*row) if row else None


def current_alarm() -> str:
    """Why nothing may be recorded; empty where it may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM alarm ORDER BY id DESC LIMIT 1")
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def read_tile(path: str) -> bytes:
    """
    A tile or an entry bundle of the newest checkpoint's tree, by its path (tlog-tiles).

    :raises NotFound: where that tree has none there.
    """
    try:
        tile, wants_entries = Tile.parse(path)
    except Unreadable as error:
        raise NotFound(str(error)) from error
    with transaction.atomic(), connection.cursor() as cursor:
        newest = latest_checkpoint(cursor)
        wide = (newest.checkpoint.size >> 8 * tile.level) if newest else 0
        if tile.index * WIDTH + tile.width > wide:
            raise NotFound("The tree has no tile at %(path)s yet.", path=f"{path!r}")
        tiles = StoredTiles(cursor)
        return bundle_bytes(tiles.leaves(tile)) if wants_entries else tiles.read(tile)


def _published(cursor: CursorWrapper) -> Published | None:
    row = cursor.fetchone()
    return _with_cosignatures(cursor, row) if row else None


def _with_cosignatures(cursor: CursorWrapper, row: Sequence[object]) -> Published:
    size, text, key, signed_at = row
    cursor.execute("SELECT DISTINCT ON (key) line FROM cosignature WHERE size = %s ORDER BY key, seen_at DESC", [size])
    note = parse_note(str(text))
    lines = tuple(parse_signature(line.removesuffix("\n")) for (line,) in cursor.fetchall())
    assert isinstance(signed_at, datetime)
    return Published(Note(note.text, note.signatures + lines), VerifierKey.parse(str(key)), signed_at)
