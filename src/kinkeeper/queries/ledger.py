"""The ledger itself, as it is stored, for those who want to see that it is whole."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Any

from django.db import connection, transaction

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.errors import LedgerBroken
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.stored import PartRow, Slice
from kinkeeper.ledger.tree import Frontier
from kinkeeper.ledger.verify import Fault, audit

Progress = Callable[[str, int], None]
ENTRIES_AT_ONCE, PARTS_AT_ONCE = 250, 500
# A date that no calendar of ours has would stop the reading; this way it is read as one that is surely wrong.
_ENTRIES = """
SELECT seq, leaf, CASE WHEN recorded_at BETWEEN '0001-01-02' AND '9999-12-30' THEN recorded_at ELSE '0001-01-02' END
FROM entry ORDER BY seq
"""
_PARTS = "SELECT seq, k, salt, body, expunged_by FROM part ORDER BY seq, k"


@dataclass(frozen=True, slots=True)
class Verified:
    """How many entries the head stands for, its root, and the first entry that is wrong, if one is."""

    size: int
    root: bytes
    fault: Fault | None


def verify_ledger(viewer: Viewer, saved: Iterable[Checkpoint] = (), *, progress: Progress = lambda name, done: None) -> Verified:
    """
    See that every entry is there, unchanged and in its place, as far as the head and the saved checkpoints tell.

    All of it as of one instant: what is recorded meanwhile is neither seen nor held up. The rows come from cursors on the server, a few
    hundred at once, so a ledger need not fit in memory.

    :raises NotAllowed: if the viewer may not read.
    :raises LedgerBroken: where the head is not there once, or does not fit its own size.
    """
    require(viewer, "read")
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT size, frontier FROM head")
            head = _head(cursor.fetchall())
        return Verified(head.size, head.root(), audit(_counted(_slices(), progress), head, saved))


def _head(rows: list[tuple[int, bytes]]) -> Frontier:
    if len(rows) != 1:
        raise LedgerBroken(f"The ledger is broken. Its head is there {len(rows)} times, not once.")
    [(size, frontier)] = rows
    try:
        return Frontier.from_bytes(size, bytes(frontier))
    except ValueError as error:
        raise LedgerBroken(f"The ledger is broken. Its head does not fit its size: {error}") from error


def _counted(slices: Iterable[Slice], progress: Progress) -> Iterator[Slice]:
    for one in slices:
        yield one
        progress("entries", len(one.entries))


def _slices() -> Iterator[Slice]:
    parts = _rows("part", _PARTS, PARTS_AT_ONCE)
    waiting: list[PartRow] = []
    for entries in _rows("entry", _ENTRIES, ENTRIES_AT_ONCE):
        last = entries[-1][0]
        while not waiting or waiting[-1][0] <= last:
            more = next(parts, None)
            if more is None:
                break
            waiting += more
        here = bisect_right(waiting, last, key=itemgetter(0))
        yield Slice(entries, waiting[:here])
        waiting = waiting[here:]
    for left in chain([waiting], parts):
        yield Slice((), left)


def _rows(table: str, sql: str, at_once: int) -> Iterator[list[Any]]:
    # In binary, which Django's own cursors do not ask for: bytes come as they are, not as digits twice as long.
    with connection.connection.cursor(name=f"verify_{table}", binary=True) as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(at_once):
            yield rows
