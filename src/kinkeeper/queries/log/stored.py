"""A log's rows as they are stored: entries in slices, and the tiles of the tree over them. They name nobody but in their bodies."""

from bisect import bisect_right
from collections.abc import Generator
from contextlib import closing
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from kinkeeper.domain.errors import LedgerBroken
from kinkeeper.ledger.native import kernel_path, quickest_root
from kinkeeper.ledger.stored import PartRow, Slice
from kinkeeper.ledger.tiles import WIDTH, Tile, TiledHashes, tile_bytes
from kinkeeper.ledger.tree import Frontier, leaf_hash
from kinkeeper.queries.log.which import LEDGER, Log

ENTRIES_AT_ONCE, PARTS_AT_ONCE = 250, 500
_EVER = (-(2**63), 2**63 - 1)


def head_of(cursor: CursorWrapper, log: Log = LEDGER) -> Frontier:
    """
    How far a log has come.

    :raises LedgerBroken: where the head is not there once, or does not fit its own size.
    """
    cursor.execute(f"SELECT size, frontier FROM {log.head}")
    rows = cursor.fetchall()
    if len(rows) != 1:
        raise LedgerBroken("The %(name)s is broken. Its head is there %(rows)s times, not once.", name=log.name, rows=len(rows))
    [(size, frontier)] = rows
    try:
        return Frontier.from_bytes(size, bytes(frontier))
    except ValueError as error:
        raise LedgerBroken("The %(name)s is broken. Its head does not fit its size: %(error)s", name=log.name, error=error) from error


def slices(first: int = _EVER[0], last: int = _EVER[1], log: Log = LEDGER) -> Generator[Slice, None, None]:
    """
    The rows of the entries from `first` to `last`, in order; without them, of all that stand anywhere.

    To be read within a transaction: they come from cursors on the server, a few hundred at once, so a log need not fit in memory. Both
    are closed with an error in either: what the error holds is thrown away at some time of Python's choosing.
    """
    both = ("part", log.parts, PARTS_AT_ONCE), ("entry", log.entries, ENTRIES_AT_ONCE)
    of_parts, of_entries = (_rows(table, sql, (first, last), at_once) for table, sql, at_once in both)
    waiting: list[PartRow] = []
    with closing(of_parts) as parts, closing(of_entries) as some:
        for entries in some:
            here_last = entries[-1][0]
            while not waiting or waiting[-1][0] <= here_last:
                more = next(parts, None)
                if more is None:
                    break
                waiting += more
            here = bisect_right(waiting, here_last, key=itemgetter(0))
            yield Slice(entries, waiting[:here])
            waiting = waiting[here:]
        for left in chain([waiting], parts):
            yield Slice((), left)


def _rows(table: str, sql: str, between: tuple[int, int], at_once: int) -> Generator[list[Any], None, None]:
    # In binary, which Django's own cursors do not ask for: bytes come as they are, not as digits twice as long.
    with connection.connection.cursor(name=f"verify_{table}", binary=True) as cursor:
        cursor.execute(sql, between)
        while rows := cursor.fetchmany(at_once):
            yield rows


class StoredTiles:
    """The tiles of a stored log: full ones as they are kept; partial ones, and those that are not kept yet, made of what is below."""

    def __init__(self, cursor: CursorWrapper, log: Log = LEDGER) -> None:
        """To be read by this cursor; where more than one tile has to be of one instant, within a transaction."""
        self._cursor = cursor
        self._log = log

    def hashes(self, size: int) -> TiledHashes:
        """What proofs are made of, in the tree of the first `size` entries."""
        return TiledHashes(size, self.read)

    def read(self, tile: Tile) -> bytes:
        """
        What stands in a tile.

        :raises LedgerBroken: where entries that it is over are not there.
        """
        kept = self._kept(tile.level, tile.index, 1) if tile.width == WIDTH else {}
        return kept[tile.index] if kept else tile_bytes(self._made(tile))

    def leaves(self, tile: Tile) -> list[bytes]:
        """
        The leaves that a tile of level 0 holds the hashes of.

        :raises LedgerBroken: where one is not there.
        """
        first = tile.index * WIDTH
        self._cursor.execute(f"SELECT leaf FROM {self._log.entry} WHERE seq >= %s AND seq < %s ORDER BY seq", [first, first + tile.width])
        leaves = [bytes(leaf) for (leaf,) in self._cursor.fetchall()]
        if len(leaves) != tile.width:
            raise LedgerBroken(
                "Of the entries %(first)s to %(first2)s only %(leaves)s are there. Run: %(proven_by)s",
                first=first,
                first2=first + tile.width - 1,
                leaves=len(leaves),
                proven_by=self._log.proven_by,
            )
        return leaves

    def _made(self, tile: Tile) -> list[bytes]:
        if tile.level == 0:
            return list(map(leaf_hash, self.leaves(tile)))
        first = tile.index * WIDTH
        below = self._kept(tile.level - 1, first, tile.width)
        found = []
        for index in range(first, first + tile.width):
            data = below.get(index) or self.read(Tile(tile.level - 1, index))
            found.append(_over(data))
        return found

    def _kept(self, level: int, index: int, count: int) -> dict[int, bytes]:
        question = f"SELECT idx, hashes FROM {self._log.tile} WHERE level = %s AND idx >= %s AND idx < %s"
        self._cursor.execute(question, [level, index, index + count])
        return {at: bytes(hashes) for at, hashes in self._cursor.fetchall()}


@lru_cache(maxsize=1_024)
def _over(tile: bytes) -> bytes:
    """The hash over a full tile: 255 hashes, which each receipt would need again of the same hundred tiles."""
    return quickest_root(kernel_path())(tile)
