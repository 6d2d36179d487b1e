"""The root of the ledger's tree as it was when it had so many entries: what a printed figure is proven by."""

from functools import lru_cache

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.ledger.tree import EMPTY_ROOT, Frontier

AT_ONCE = 20_000


def root_at(viewer: Viewer, size: int) -> bytes:
    """
    The root over the first `size` entries. Of the whole ledger it stands in the head; of an earlier size it is made from the leaves.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    if size == 0:
        return EMPTY_ROOT
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, frontier FROM head WHERE id = 1")
        whole, frontier = cursor.fetchone()
        if whole == size:
            return Frontier.from_bytes(size, bytes(frontier)).root()
        cursor.execute("SELECT leaf FROM entry WHERE seq = %s", [size - 1])
        [last] = cursor.fetchone()
    return _root_from_leaves(size, bytes(last))


@lru_cache(maxsize=256)
def _root_from_leaves(size: int, last: bytes) -> bytes:
    """An entry never changes, so neither does this. `last` tells one ledger from another."""
    frontier = Frontier()
    with connection.cursor() as cursor:
        while frontier.size < size:
            end = min(frontier.size + AT_ONCE, size)
            cursor.execute("SELECT leaf FROM entry WHERE seq >= %s AND seq < %s ORDER BY seq", [frontier.size, end])
            frontier = frontier.extended(bytes(leaf) for (leaf,) in cursor.fetchall())
    return frontier.root()
