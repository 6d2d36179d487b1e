"""The tree and the entries as files that anybody can mirror. C2SP tlog-tiles v0.1.0.

A tile of level L holds the hashes of 256 subtrees of 256^L leaves each, side by side; the tile at the right edge is narrower. A full tile
never changes, so full ones are kept and partial ones are made when they are asked for. An entry bundle holds the leaves that a tile of
level 0 holds the hashes of, each after its length in two bytes.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from kinkeeper.ledger.lines import Unreadable
from kinkeeper.ledger.tree import HASH_BYTES, node_hash

WIDTH = 256
_LEVELS_IN_TILE = 8
ENTRIES = "entries"
_PATH = re.compile(r"tile/(entries|0|[1-9]\d?)/((?:x\d{3}/)*)(\d{3})(?:\.p/([1-9]\d{0,2}))?")
_HIGHEST = 63
_LENGTH_BYTES = 2


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """Which tile: level, number from the left, and how many hashes it holds."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where the tile is found, below the log's address."""
        return _path(str(self.level), self)

    @property
    def bundle_path(self) -> str:
        """Where the entries are found whose hashes this tile of level 0 holds."""
        return _path(ENTRIES, self)

    @classmethod
    def parse(cls, path: str) -> tuple[Self, bool]:
        """
        The tile that a path asks for, and whether its entries are meant. A bundle is named by its tile of level 0.

        :raises Unreadable: where no tile has this path.
        """
        found = _PATH.fullmatch(path)
        if not found:
            raise Unreadable(f"There is no tile at {path!r}.")
        kind, thousands, last, width = found.groups()
        index = int(thousands.replace("x", "").replace("/", "") + last)
        level = 0 if kind == ENTRIES else int(kind)
        tile = cls(level, index, int(width or WIDTH))
        # The form lets more pass than the format: leading groups of zeros, level 64, a width of 256 written out.
        if level > _HIGHEST or path != (tile.bundle_path if kind == ENTRIES else tile.path):
            raise Unreadable(f"There is no tile at {path!r}.")
        return tile, kind == ENTRIES


def _path(kind: str, tile: Tile) -> str:
    digits = str(tile.index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    number = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return f"tile/{kind}/{number}" + (f".p/{tile.width}" if tile.width < WIDTH else "")


def tiles_of(size: int, grown_from: int = 0) -> Iterator[Tile]:
    """The tiles of a tree of `size` leaves, partial ones too, that the tree it has grown from did not have; level by level."""
    level = 0
    while size:
        for index in range(grown_from // WIDTH, -(-size // WIDTH)):
            tile = Tile(level, index, min(WIDTH, size - index * WIDTH))
            if index * WIDTH + tile.width > grown_from:
                yield tile
        level, size, grown_from = level + 1, size // WIDTH, grown_from // WIDTH


def tile_bytes(hashes: Iterable[bytes]) -> bytes:
    """What stands in a tile with these hashes."""
    return b"".join(hashes)


def tile_hashes(data: bytes, width: int = WIDTH) -> list[bytes]:
    """
    The hashes in a tile.

    :raises Unreadable: where there are not as many as the tile is wide.
    """
    if len(data) != width * HASH_BYTES:
        raise Unreadable(f"A tile of {width} hashes has {width * HASH_BYTES} bytes, not {len(data)}.")
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def full_hash(hashes: Sequence[bytes]) -> bytes:
    """The hash over a full subtree, from the hashes of its parts: a power of two of them."""
    while len(hashes) > 1:
        below = iter(hashes)
        hashes = [node_hash(left, right) for left, right in zip(below, below, strict=True)]
    return hashes[0]


class Tiling:
    """The tiles of a growing tree: takes leaf hashes, gives each tile as it becomes full, holds those of the right edge."""

    def __init__(self, size: int = 0, partial: Callable[[Tile], Sequence[bytes]] = lambda tile: ()) -> None:
        """Of a tree of `size` leaves, whose partial tiles `partial` gives the hashes of."""
        self.size = size
        self._edge: list[list[bytes]] = [[]]
        for tile in tiles_of(size):
            if tile.width < WIDTH:
                self._edge_at(tile.level).extend(partial(tile))

    def extend(self, hashes: Iterable[bytes]) -> Iterator[tuple[Tile, bytes]]:
        """Append leaf hashes as they are taken; gives each tile that becomes full, and its bytes."""
        for one in hashes:
            self._edge[0].append(one)
            self.size += 1
            if len(self._edge[0]) == WIDTH:
                yield from self._full()

    def partial(self) -> Iterator[tuple[Tile, bytes]]:
        """The partial tiles of the tree as it is now."""
        for level, hashes in enumerate(self._edge):
            if hashes:
                yield Tile(level, self._count(level) // WIDTH, len(hashes)), tile_bytes(hashes)

    def _full(self) -> Iterator[tuple[Tile, bytes]]:
        level = 0
        while len(self._edge[level]) == WIDTH:
            hashes, self._edge[level] = self._edge[level], []
            yield Tile(level, self._count(level) // WIDTH - 1), tile_bytes(hashes)
            level += 1
            self._edge_at(level).append(full_hash(hashes))

    def _count(self, level: int) -> int:
        """How many hashes this level has in all its tiles."""
        return self.size >> level * _LEVELS_IN_TILE

    def _edge_at(self, level: int) -> list[bytes]:
        while level >= len(self._edge):
            self._edge.append([])
        return self._edge[level]


class TiledHashes:
    """Gives the hashes of subtrees (`proof.HashReader`) out of tiles, each read once."""

    def __init__(self, size: int, read: Callable[[Tile], bytes]) -> None:
        """Of a tree of `size` leaves, whose tiles `read` gives the bytes of, partial ones too."""
        self._size = size
        self._read = read
        self._tiles: dict[Tile, list[bytes]] = {}

    def hash_of(self, level: int, index: int) -> bytes:
        """
        The hash of a full subtree.

        :raises Unreadable: where a tile has not as many bytes as it should.
        """
        tile_level, above = divmod(level, _LEVELS_IN_TILE)
        tile_index, at = divmod(index << above, WIDTH)
        hashes = self._hashes(Tile(tile_level, tile_index, min(WIDTH, (self._size >> tile_level * _LEVELS_IN_TILE) - tile_index * WIDTH)))
        return full_hash(hashes[at : at + (1 << above)])

    def _hashes(self, tile: Tile) -> list[bytes]:
        if tile not in self._tiles:
            self._tiles[tile] = tile_hashes(self._read(tile), tile.width)
        return self._tiles[tile]


# Entries


def bundle_bytes(leaves: Iterable[bytes]) -> bytes:
    """What stands in a bundle with these leaves."""
    return b"".join(len(leaf).to_bytes(_LENGTH_BYTES, "big") + leaf for leaf in leaves)


def bundle_leaves(data: bytes, width: int = WIDTH) -> list[bytes]:
    """
    The leaves in a bundle.

    :raises Unreadable: where it does not hold as many, or something is left over.
    """
    leaves, at = [], 0
    while at < len(data):
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(data[at:start], "big")
        leaves.append(data[start:at])
    if len(leaves) != width or at != len(data):
        raise Unreadable(f"This is not a bundle of {width} entries.")
    return leaves
