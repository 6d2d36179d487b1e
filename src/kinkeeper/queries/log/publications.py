"""Whether what was signed and shown of the ledger is what the ledger makes: tiles, checkpoints, witnesses' signatures."""

from collections.abc import Iterator, Sequence
from itertools import chain

from django.db import connection
from django.db.backends.utils import CursorWrapper

from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.ledger.checkpoint import open_checkpoint
from kinkeeper.ledger.cosignature import CosignerKey, time_of
from kinkeeper.ledger.note import VerifierKey, parse_note, parse_signature
from kinkeeper.ledger.tiles import WIDTH, Tile, Tiling
from kinkeeper.ledger.tree import EMPTY_ROOT, Frontier, leaf_hash

LEAVES_AT_ONCE = 4_096


def wrong_publication(cursor: CursorWrapper) -> str:
    """
    The first thing that was signed or shown and is not what the entries make, in a sentence; empty where all is.

    The entries must have been proven before (`ledger.verify_ledger`), in the same transaction.
    """
    cursor.execute("SELECT size, note, key FROM checkpoint ORDER BY size")
    kept = cursor.fetchall()
    roots, wrong = _walk(cursor, [size for size, _, _ in kept])
    wrongs = chain([wrong], (_wrong_checkpoint(size, note, key, roots) for size, note, key in kept), _wrong_cosignatures(cursor))
    return next(filter(None, wrongs), "")


def _walk(cursor: CursorWrapper, sizes: Sequence[int]) -> tuple[dict[int, bytes], str]:
    """The root at each of these sizes, and the first tile that is wrong."""
    roots, tree, tiling, wrong, found = {0: EMPTY_ROOT}, Frontier(), Tiling(), "", 0
    signed = max(sizes, default=0)
    for leaves in _leaves():
        for size in sizes:
            if tree.size < size <= tree.size + len(leaves):
                roots[size] = tree.extended(leaves[: size - tree.size]).root()
        tree = tree.extended(leaves)
        for tile, made in tiling.extend(map(leaf_hash, leaves)):
            kept = _tile(cursor, tile)
            found += kept is not None
            if kept is None and _end(tile) <= signed:
                wrong = wrong or f"{tile.path}, over entries {_end(tile) - (WIDTH << 8 * tile.level)} to {_end(tile) - 1}, is missing."
            elif kept not in (None, made):
                wrong = wrong or f"{tile.path} is not what entries {_end(tile) - (WIDTH << 8 * tile.level)} to {_end(tile) - 1} make."
    cursor.execute("SELECT count(*) FROM tile")
    [count] = cursor.fetchone()
    return roots, wrong or ("" if count == found else f"{count - found} tiles are kept over entries that are not there.")


def _end(tile: Tile) -> int:
    """The position after the last entry that a full tile is over."""
    return (tile.index + 1) * WIDTH << 8 * tile.level


def _leaves() -> Iterator[list[bytes]]:
    with connection.connection.cursor(name="verify_leaves", binary=True) as rows:
        rows.execute("SELECT leaf FROM entry ORDER BY seq")
        while some := rows.fetchmany(LEAVES_AT_ONCE):
            yield [leaf for (leaf,) in some]


def _tile(cursor: CursorWrapper, tile: Tile) -> bytes | None:
    cursor.execute("SELECT hashes FROM tile WHERE level = %s AND idx = %s", [tile.level, tile.index])
    row = cursor.fetchone()
    return bytes(row[0]) if row else None


def _wrong_checkpoint(size: int, note: str, key: str, roots: dict[int, bytes]) -> str:
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
