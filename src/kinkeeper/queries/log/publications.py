"""Whether what was signed and shown of the ledger is what the ledger makes: tiles, checkpoints, witnesses' signatures."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.ledger.checkpoint import open_checkpoint
from kinkeeper.ledger.chunks import Proven
from kinkeeper.ledger.cosignature import CosignerKey, time_of
from kinkeeper.ledger.note import VerifierKey, parse_note, parse_signature
from kinkeeper.ledger.tiles import WIDTH, Tile, Tiling, tile_hashes
from kinkeeper.ledger.tree import HASH_BYTES, leaf_hash
from kinkeeper.queries.log.which import LEDGER, Log

LEAVES_AT_ONCE = 4_096


def checkpoint_sizes(cursor: CursorWrapper, log: Log = LEDGER) -> list[int]:
    """The sizes of a log that checkpoints are kept of."""
    cursor.execute(f"SELECT size FROM {log.checkpoint} ORDER BY size")
    return [size for (size,) in cursor.fetchall()]


def wrong_publication(cursor: CursorWrapper, roots: Mapping[int, bytes], chunks: Sequence[Proven] | None, log: Log = LEDGER) -> str:
    """
    The first thing that was signed or shown and is not what the entries make, in a sentence; empty where all is.

    The entries must have been proven before (`queries.ledger`), in the same transaction: `roots` are those at the sizes of checkpoints,
    `chunks` what the whole ledger was proven by, or None where a part of it had to be looked at closely.
    """
    cursor.execute(f"SELECT size, note, key FROM {log.checkpoint} ORDER BY size")
    kept = cursor.fetchall()
    wrong = _wrong_tile(cursor, log, _tiles_of_chunks(cursor, chunks) if chunks is not None else _tiles_of_leaves(cursor, log))
    witnessed = _wrong_cosignatures(cursor) if log is LEDGER else iter(())
    wrongs = chain([wrong], (_wrong_checkpoint(size, note, key, roots) for size, note, key in kept), witnessed)
    return next(filter(None, wrongs), "")


class _Looked(NamedTuple):
    """A full tile: is it kept, and is it what the entries make."""

    tile: Tile
    kept: int
    wrong: str


def _wrong_tile(cursor: CursorWrapper, log: Log, looked: Iterable[_Looked]) -> str:
    found = 0
    for one in looked:
        if one.wrong:
            return one.wrong
        found += one.kept
    cursor.execute(f"SELECT count(*) FROM {log.tile}")
    [count] = cursor.fetchone()
    return "" if count == found else f"{count - found} tiles are kept over entries that are not there."


def _tiles_of_leaves(cursor: CursorWrapper, log: Log) -> Iterator[_Looked]:
    signed, tiling = max(checkpoint_sizes(cursor, log), default=0), Tiling()
    for leaves in _leaves(log):
        for tile, made in tiling.extend(map(leaf_hash, leaves)):
            yield _hold(_tile(cursor, log, tile), tile, made, signed)


def _tiles_of_chunks(cursor: CursorWrapper, chunks: Sequence[Proven]) -> Iterator[_Looked]:
    """The tiles of level 0 were held against the entries with the chunks; those above are made of theirs."""
    signed, tiling = max(checkpoint_sizes(cursor), default=0), Tiling()
    for chunk in chunks:
        tile = Tile(0, chunk.wrong_tile or 0)
        wrong = "" if chunk.wrong_tile is None else _hold(_tile(cursor, LEDGER, tile), tile, b"", signed).wrong
        yield _Looked(tile, chunk.kept, wrong)
        for above, made in tiling.extend(tile_hashes(chunk.tiles, len(chunk.tiles) // HASH_BYTES)):
            higher = Tile(above.level + 1, above.index)
            yield _hold(_tile(cursor, LEDGER, higher), higher, made, signed)


def _hold(kept: bytes | None, tile: Tile, made: bytes, signed: int) -> _Looked:
    end = _end(tile)
    start = end - (WIDTH << 8 * tile.level)
    if kept is None and end <= signed:
        return _Looked(tile, 0, f"{tile.path}, over entries {start} to {end - 1}, is missing.")
    return _Looked(
        tile, int(kept is not None), "" if kept in (None, made) else f"{tile.path} is not what entries {start} to {end - 1} make."
    )


def _end(tile: Tile) -> int:
    """The position after the last entry that a full tile is over."""
    return (tile.index + 1) * WIDTH << 8 * tile.level


def _leaves(log: Log) -> Iterator[list[bytes]]:
    with connection.connection.cursor(name="verify_leaves", binary=True) as rows:
        rows.execute(f"SELECT leaf FROM {log.entry} ORDER BY seq")
        while some := rows.fetchmany(LEAVES_AT_ONCE):
            yield [leaf for (leaf,) in some]


def _tile(cursor: CursorWrapper, log: Log, tile: Tile) -> bytes | None:
    cursor.execute(f"SELECT hashes FROM {log.tile} WHERE level = %s AND idx = %s", [tile.level, tile.index])
    row = cursor.fetchone()
    return bytes(row[0]) if row else None


def _wrong_checkpoint(size: int, note: str, key: str, roots: Mapping[int, bytes]) -> str:
    try:
        checkpoint = open_checkpoint(parse_note(note), [VerifierKey.parse(key)])
    except KinkeeperError as error:
        return f"The checkpoint that is kept over {size} entries is not what was signed. {error}"
    if checkpoint.size != size or roots.get(size) != checkpoint.root:
        return f"The checkpoint that is kept over {size} entries is not one over them."
    return ""


def _wrong_cosignatures(cursor: CursorWrapper) -> Iterator[str]:
    cursor.execute(
        "SELECT c.size, c.key, c.line, k.note, extract(epoch FROM c.seen_at)::bigint "
        "FROM cosignature c LEFT JOIN checkpoint k USING (size) ORDER BY c.size, c.key"
    )
    for size, key, line, note, seen in cursor.fetchall():
        try:
            witness, signature = CosignerKey.parse(key), parse_signature(line.removesuffix("\n"))
            good = note is not None and witness.verifies(parse_note(note).text, signature.signed)
            good = good and (signature.name, signature.key_id) == (witness.name, witness.key_id) and time_of(signature) == seen
        except KinkeeperError:
            good = False
        if not good:
            yield f"The signature that is kept of a witness, {key.partition('+')[0]}, over {size} entries is not one of it."
