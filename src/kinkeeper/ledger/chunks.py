"""A stretch of the ledger proven by itself, beside others, and joined to what was proven before it.

It is taken 256 entries at a time (`groups`); a chunk in which anything is out of the ordinary is left to `verify`, which looks at each
entry and finds out what.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kinkeeper.ledger.groups import EPOCH, MICROSECOND, Group, Take
from kinkeeper.ledger.native import kernel_path, quickest
from kinkeeper.ledger.tiles import WIDTH, tile_hashes
from kinkeeper.ledger.tree import HASH_BYTES, Frontier

CHUNK = WIDTH * WIDTH
"""So many entries begin where a tile of level 1 does."""


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

    def __init__(self, first: int, sizes: Sequence[int], tiles_until: int, take: Take | None = None) -> None:
        """From `first` on; `sizes` within it are asked for; each full tile that ends at or before `tiles_until` has to be kept."""
        self._first = self._next = first
        self._sizes = sorted(size for size in sizes if first < size <= first + CHUNK)
        self._tiles_until = tiles_until
        self._take = take or quickest(kernel_path())
        self._tree = Frontier()
        self._marks: list[tuple[int, Frontier]] = []
        self._start: int | None = None
        self._end: int | None = None
        self._back: list[int] = []
        self._tiles: list[bytes] = []
        self._kept = 0
        self._wrong_tile: int | None = None

    @property
    def reached(self) -> int:
        """The position after the last entry that was taken."""
        return self._next

    def take(self, group: Group) -> bool:
        """Go on over a group; False where anything in it is out of the ordinary."""
        taken = self._take(group, self._end) if group.first == self._next and group.entry_count else None
        if taken is None:
            return False
        self._mark(taken.hashes, group.entry_count)
        if taken.root:
            self._hold_against(group, taken.hashes)
            self._tiles.append(taken.root)
            self._tree = self._tree.joined(Frontier(WIDTH, (taken.root,)))
        else:
            self._tree = self._tree.joined(Frontier().with_hashes(tile_hashes(taken.hashes, group.entry_count)))
        self._next += group.entry_count
        self._start = taken.start if self._start is None else self._start
        self._end = taken.end
        self._back += taken.back
        return True

    def proven(self) -> Proven:
        """The chunk, when all of it was taken."""
        assert self._start is not None and self._end is not None
        marks, back, tiles = tuple(self._marks), tuple(self._back), b"".join(self._tiles)
        start, end = (EPOCH + time * MICROSECOND for time in (self._start, self._end))
        return Proven(self._first, self._tree, marks, start, end, back, tiles, self._kept, self._wrong_tile)

    def _mark(self, hashes: bytes, count: int) -> None:
        for size in self._sizes[bisect_right(self._sizes, self._next) : bisect_right(self._sizes, self._next + count)]:
            here = size - self._next
            before = Frontier().with_hashes(tile_hashes(hashes[: here * HASH_BYTES], here))
            self._marks.append((size, self._tree.joined(before)))

    def _hold_against(self, group: Group, hashes: bytes) -> None:
        self._kept += group.tile is not None
        missing = group.tile is None and self._next + WIDTH <= self._tiles_until
        if self._wrong_tile is None and (missing or (group.tile is not None and group.tile != hashes)):
            self._wrong_tile = self._next // WIDTH
