"""Up to 256 entries taken at once, columns at a time: are they ordinary, and what do their leaves hash to.

Ordinary are entries that stand one after the other, have two parts that are both there, and leaves and times that those parts make.
Nearly all are. Of others nothing is said here but that they are not: `verify` looks at each entry and finds out what.

What stands here in Python is done by compiled loops where they are there (`native`), a dozen times as fast.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from struct import unpack
from typing import NamedTuple

from kinkeeper.ledger.entry import COMMIT_LABEL, LEAF_VERSION, SALT_BYTES
from kinkeeper.ledger.stored import opening_of, time_in
from kinkeeper.ledger.tiles import WIDTH, full_hash
from kinkeeper.ledger.tree import HASH_BYTES, leaf_hash

PARTS = 2
_HEAD = LEAF_VERSION + bytes([PARTS])
LEAF_BYTES = len(_HEAD) + PARTS * HASH_BYTES
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Group(NamedTuple):
    """Columns as a reader gives them: numbers of four or eight bytes in network order, texts one after the other; nothing for NULL."""

    first: int
    entries: bytes
    """Of each entry its position << 16 | the length of its leaf."""
    leaves: bytes
    times: bytes
    """When each entry is kept as recorded, in microseconds since 2000."""
    parts: bytes
    """Of each part its position << 24 | its number << 8 | the length of its salt."""
    lengths: bytes
    """The length of each part's body, four bytes."""
    salts: bytes
    bodies: bytes
    expunged: int
    """How many of the parts are said to be expunged."""
    tile: bytes | None
    """The full tile that is kept over them, if one is."""

    @property
    def entry_count(self) -> int:
        """How many entries there are, if the columns have as many of everything as ordinary ones have; else none."""
        count = len(self.times) // 8
        awaited = (8, LEAF_BYTES, 8, PARTS * 8, PARTS * 4, PARTS * SALT_BYTES)
        ordinary = count <= WIDTH and not self.expunged and [len(column) for column in self[1:7]] == [count * each for each in awaited]
        return count if ordinary else 0


class Taken(NamedTuple):
    """What an ordinary group adds."""

    hashes: bytes
    """Of its leaves."""
    root: bytes
    """Over 256 of them; of fewer, nothing."""
    start: int
    """When the first of them was recorded, in microseconds since 2000."""
    end: int
    back: tuple[int, ...]
    """The positions of those that say they were recorded before the one ahead of them."""


Take = Callable[[Group, int | None], Taken | None]
"""Of a group that has as many of everything as it should, after an entry of this time: what it adds; None where it is not ordinary."""


def take_plainly(group: Group, last: int | None) -> Taken | None:
    """The readable statement of what is ordinary."""
    positions = range(group.first, group.first + group.entry_count)
    if unpack(f"!{len(positions)}q", group.entries) != tuple(position << 16 | LEAF_BYTES for position in positions):
        return None
    parts = tuple(position << 24 | k << 8 | SALT_BYTES for position in positions for k in (1, 2))
    lengths = unpack(f"!{len(parts)}I", group.lengths)
    # With the length of a salt left open, bytes could move between salt and body unseen; the same with bodies.
    if unpack(f"!{len(parts)}q", group.parts) != parts or sum(lengths) != len(group.bodies):
        return None
    bodies = list(_cut(group.bodies, lengths))
    leaves = _leaves(group.salts, bodies)
    times = _times(group.times, bodies[::PARTS])
    if b"".join(leaves) != group.leaves or not times:
        return None
    hashes = list(map(leaf_hash, leaves))
    ahead = (times[0] if last is None else last, *times)
    back = tuple(position for position, before, time in zip(positions, ahead, times, strict=False) if time < before)
    return Taken(b"".join(hashes), full_hash(hashes) if len(hashes) == WIDTH else b"", times[0], times[-1], back)


def _cut(bodies: bytes, lengths: tuple[int, ...]) -> Iterator[bytes]:
    at = 0
    for length in lengths:
        yield bodies[at : at + length]
        at += length


def _leaves(salts: bytes, bodies: list[bytes]) -> list[bytes]:
    salted = (COMMIT_LABEL + salts[at * SALT_BYTES : (at + 1) * SALT_BYTES] + body for at, body in enumerate(bodies))
    commitments = iter([sha256(one).digest() for one in salted])
    return [_HEAD + one + other for one, other in zip(commitments, commitments, strict=True)]


def _times(kept: bytes, cores: list[bytes]) -> tuple[int, ...]:
    """When entries were recorded; none where a core says otherwise than what is kept beside it."""
    times: tuple[int, ...] = unpack(f"!{len(cores)}q", kept)
    opening, before = b"", None
    for time, core in zip(times, cores, strict=True):
        if time == before and core.startswith(opening):
            continue
        told = time_in(core)
        if told is None or (told - EPOCH) // MICROSECOND != time:
            return ()
        opening, before = opening_of(core), time
    return times
