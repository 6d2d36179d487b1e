"""The root of the ledger's tree as it was when it had so many entries: what a printed figure is proven by."""

from django.db import connection, transaction

from kinkeeper.domain.access import Viewer, require
from kinkeeper.ledger.tree import Frontier
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.log.stored import StoredTiles


@shows_nobody("a hash")
def root_at(viewer: Viewer, size: int) -> bytes:
    """
    The root over the first `size` entries: of the whole ledger as it stands in the head, of an earlier size out of the tiles.

    :raises NotAllowed: if the viewer may not read.
    :raises LedgerBroken: where an entry is missing.
    """
    require(viewer, "read")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT size, frontier FROM head WHERE id = 1")
        whole, frontier = cursor.fetchone()
        if whole == size:
            return Frontier.from_bytes(size, bytes(frontier)).root()
        tiles = StoredTiles(cursor).hashes(size)
        levels = [((end - start).bit_length() - 1, start) for start, end in Frontier(size).ranges()]
        return Frontier(size, tuple(tiles.hash_of(level, start >> level) for level, start in levels)).root()
