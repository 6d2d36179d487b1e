"""Stored entries as a reader gives them: in groups, columns at a time."""

from collections.abc import Iterable, Sequence
from struct import pack

from kinkeeper.ledger.groups import EPOCH, MICROSECOND, Group
from kinkeeper.ledger.stored import StoredEntry
from kinkeeper.ledger.tiles import WIDTH
from kinkeeper.ledger.tree import leaf_hash

from .ledgers import Ledger


def group(entries: Sequence[StoredEntry], tile: bytes | None = None) -> Group:
    """One group; a value that is missing leaves no trace in its column."""
    parts = [part for one in entries for part in one.parts]
    rows = [one for one in entries if one.leaf is not None]
    return Group(
        entries[0].position if entries else 0,
        _numbers(one.position << 16 | len(one.leaf or b"") for one in rows),
        b"".join(one.leaf or b"" for one in rows),
        _numbers((one.recorded_at - EPOCH) // MICROSECOND for one in entries if one.recorded_at),
        _numbers(part.position << 24 | (part.k & 65535) << 8 | min(len(part.salt), 255) for part in parts if part.salt is not None),
        b"".join(pack("!I", len(part.body)) for part in parts if part.body is not None),
        b"".join(part.salt or b"" for part in parts),
        b"".join(part.body or b"" for part in parts),
        sum(part.expunged_by is not None for part in parts),
        tile,
    )


def tile_of(of: Ledger, index: int) -> bytes | None:
    hashes = [leaf_hash(one) for one in of.leaves[index * WIDTH :][:WIDTH]]
    return b"".join(hashes) if len(hashes) == WIDTH else None


def groups(of: Ledger) -> list[Group]:
    return [group(of.entries[at : at + WIDTH], tile_of(of, at // WIDTH)) for at in range(0, len(of.entries), WIDTH)]


def _numbers(values: Iterable[int]) -> bytes:
    return b"".join(pack("!q", value) for value in values)
