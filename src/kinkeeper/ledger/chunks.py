"""A stretch of the ledger proven by itself, in another process, and joined to what was proven before it.

Ordinary are entries that stand one after the other, have two parts that are both there, and leaves and times that those parts make.
Nearly all are. They are taken 256 at a time, all columns at once; a chunk in which anything is out of the ordinary is left to `verify`,
which looks at each entry and finds out what.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple, cast

from kinkeeper.ledger.entry import COMMIT_LABEL, LEAF_VERSION, SALT_BYTES
from kinkeeper.ledger.stored import opening_of, time_in
from kinkeeper.ledger.tiles import WIDTH, full_hash
from kinkeeper.ledger.tree import Frontier

CHUNK = WIDTH * WIDTH
"""So many entries begin where a tile of level 1 does."""
PARTS = 2
_HASHED_HEAD = b"\x00" + LEAF_VERSION + bytes([PARTS])


class Group(NamedTuple):
    """Up to 256 entries as a reader gives them, all columns at once."""

    first: int
    leaves: bytes
    """The stored leaves, with a zero byte between each two."""
    keys: Sequence[int]
    """Position and number of each part, as position * 8 + number, in their order."""
    salted: Sequence[bytes | None]
    """Salt and body of each part, one after the other, in the same order."""
    shortest_salt: int
    longest_salt: int
    expunged: int
    """How many of the parts are said to be expunged."""
    times: Sequence[datetime]
    """When each entry is kept as recorded; one alone, where it is the same for all."""
    tile: bytes | None
    """The full tile that is kept over them, if one is."""


@dataclass(frozen=True, slots=True)
class Proven:
    """What a proven chunk adds to the tree, and what of it has to be compared with its neighbours."""

    first: int
    tree: Frontier
    """Over the chunk alone."""
    marks: tuple[tuple[int, Frontier], ...]
    """The same for each size that was asked for: over the chunk's entries before it."""
    start: datetime
    end: datetime
    back_in_time: tuple[int, ...]
    tiles: bytes
    """The hash over each of its full tiles, one after the other."""
    kept: int
    """How many of those tiles are kept."""
    wrong_tile: int | None
    """The index of the first of them that is not what the entries make, or is missing where it must be."""

    @property
    def count(self) -> int:
        """How many entries it has."""
        return self.tree.size


class Prover:
    """Proves one chunk, group by group."""

    def __init__(self, first: int, sizes: Sequence[int], tiles_until: int) -> None:
        """From `first` on; `sizes` within it are asked for; each full tile that ends at or before `tiles_until` has to be kept."""
        self._first = self._next = first
        self._sizes = [size for size in sizes if first < size <= first + CHUNK]
        self._tiles_until = tiles_until
        self._tree = Frontier()
        self._marks: list[tuple[int, Frontier]] = []
        self._times = _Times()
        self._tiles: list[bytes] = []
        self._kept = 0
        self._wrong_tile: int | None = None

    @property
    def reached(self) -> int:
        """The position after the last entry that was taken."""
        return self._next

    def take(self, group: Group) -> bool:
        """Go on over a group; False where anything in it is out of the ordinary."""
        leaves = _leaves(group, self._next)
        if leaves is None or not self._times.take(group):
            return False
        hashes = [sha256(leaf).digest() for leaf in leaves]
        self._mark(hashes)
        if len(hashes) == WIDTH:
            self._hold_against(group, hashes)
            self._tiles.append(full_hash(hashes))
            self._tree = self._tree.joined(Frontier(WIDTH, (self._tiles[-1],)))
        else:
            self._tree = self._tree.joined(Frontier().with_hashes(hashes))
        self._next += len(hashes)
        return True

    def proven(self) -> Proven:
        """The chunk, when all of it was taken."""
        times = self._times
        assert times.start and times.end
        marks, back, tiles = tuple(self._marks), tuple(times.back), b"".join(self._tiles)
        return Proven(self._first, self._tree, marks, times.start, times.end, back, tiles, self._kept, self._wrong_tile)

    def _mark(self, hashes: list[bytes]) -> None:
        for size in self._sizes:
            if self._next < size <= self._next + len(hashes):
                self._marks.append((size, self._tree.joined(Frontier().with_hashes(hashes[: size - self._next]))))

    def _hold_against(self, group: Group, hashes: list[bytes]) -> None:
        self._kept += group.tile is not None
        missing = group.tile is None and self._next + WIDTH <= self._tiles_until
        if self._wrong_tile is None and (missing or (group.tile is not None and group.tile != b"".join(hashes))):
            self._wrong_tile = self._next // WIDTH


class _Times:
    """Whether what is kept beside the cores is what they say, and where it runs backwards."""

    def __init__(self) -> None:
        self.start: datetime | None = None
        self.end: datetime | None = None
        self.back: list[int] = []
        self._opening = b""

    def take(self, group: Group) -> bool:
        cores = cast(Sequence[bytes], group.salted[::PARTS])  # none is missing, else there were no leaves
        if len(group.times) == 1:
            return self._same(group.first, group.times[0], cores)
        return all(self._one(group.first + at, time, core) for at, (time, core) in enumerate(zip(group.times, cores, strict=True)))

    def _same(self, first: int, time: datetime, cores: Sequence[bytes]) -> bool:
        if not self._one(first, time, cores[0]):
            return False
        opening = self._opening
        others = [core for core in cores if not core.startswith(opening, SALT_BYTES)]
        return all(self._one(first, time, core) for core in others)

    def _one(self, position: int, time: datetime, core: bytes) -> bool:
        if time != self.end or not core.startswith(self._opening, SALT_BYTES) or not self._opening:
            told = core[SALT_BYTES:]
            self._opening = opening_of(told)
            if time_in(told) != time:
                return False
            if self.end is not None and time < self.end:
                self.back.append(position)
        self.start = self.start or time
        self.end = time
        return True


def _leaves(group: Group, first: int) -> list[bytes] | None:
    """The leaves of a group as they are hashed, if all is ordinary."""
    count = len(group.salted) // PARTS
    keys = [position * 8 + k for position in range(first, first + count) for k in (1, 2)]
    if group.first != first or not count or group.keys != keys or None in group.salted or group.expunged:
        return None
    # With the length of the salt left open, bytes could move between salt and body unseen.
    if not group.shortest_salt == group.longest_salt == SALT_BYTES or len(group.times) not in (1, count):
        return None
    commitments = iter([sha256(COMMIT_LABEL + salted).digest() for salted in group.salted])  # type: ignore[operator]
    leaves = [_HASHED_HEAD + one + other for one, other in zip(commitments, commitments, strict=True)]
    return leaves if b"\x00" + group.leaves == b"".join(leaves) else None
