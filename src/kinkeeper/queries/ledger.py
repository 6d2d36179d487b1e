"""The ledger itself, as it is stored, for those who want to see that it is whole."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from kinkeeper.domain.access import Viewer, require
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.chunks import CHUNK, Proven
from kinkeeper.ledger.stored import Slice
from kinkeeper.ledger.verify import Audit, Fault
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.log.proving import ALONE_UP_TO, Reading, conninfo_of, prove_chunks
from kinkeeper.queries.log.publications import checkpoint_sizes, wrong_publication
from kinkeeper.queries.log.stored import head_of, slices

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Verified:
    """How many entries the head stands for, its root, and the first entry that is wrong, if one is."""

    size: int
    root: bytes
    fault: Fault | None
    wrong_publication: str = ""
    """Where every entry is right: the first thing that was signed of them and is not."""

    @property
    def wrong(self) -> str:
        """What is wrong, in a sentence; empty where nothing is."""
        return str(self.fault or self.wrong_publication)


@shows_nobody("whether the ledger is whole")
def verify_ledger(viewer: Viewer, saved: Iterable[Checkpoint] = (), *, progress: Progress = lambda name, done: None) -> Verified:
    """
    See that every entry is there, unchanged and in its place, as far as the head and the saved checkpoints tell.

    All of it as of one instant: what is recorded meanwhile is neither seen nor held up. The rows come from cursors on the server, a few
    hundred at once, so a ledger need not fit in memory. A large ledger is read by as many processes as there are processors.

    :raises NotAllowed: if the viewer may not read.
    :raises LedgerBroken: where the head is not there once, or does not fit its own size.
    """
    require(viewer, "read")
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        head = head_of(cursor)
        looking = Audit(head, saved, checkpoint_sizes(cursor))
        chunks = _look(cursor, head.size, looking, progress)
        fault = looking.fault()
        return Verified(head.size, head.root(), fault, "" if fault else wrong_publication(cursor, looking.roots, chunks))


def _look(cursor: CursorWrapper, size: int, looking: Audit, progress: Progress) -> list[Proven] | None:
    """Go over all entries, chunks of them at once; returns the chunks, or None where some had to be looked at entry by entry."""
    if _strays(cursor, size):
        for one in slices():
            _take(one, looking, progress)
        return None
    chunks: list[Proven] = []
    signed = max(checkpoint_sizes(cursor), default=0)
    reading = Reading(conninfo_of(connection.settings_dict), _snapshot(cursor, size), size, looking.sizes, signed)
    for first, proven in prove_chunks(connection.connection, reading):
        if proven and looking.can_join(first, proven.count):
            looking.join(proven)
            chunks.append(proven)
            progress("entries", proven.count)
        else:
            for one in slices(first, min(first + CHUNK, size) - 1):
                _take(one, looking, progress)
    return chunks if sum(chunk.count for chunk in chunks) == size else None


def _strays(cursor: CursorWrapper, size: int) -> bool:
    """Whether anything stands where no entry can."""
    cursor.execute(
        "SELECT EXISTS (SELECT FROM entry WHERE seq < 0 OR seq >= %(size)s) OR EXISTS (SELECT FROM part WHERE seq < 0 OR seq >= %(size)s)",
        {"size": size},
    )
    [found] = cursor.fetchone()
    return bool(found)


def _snapshot(cursor: CursorWrapper, size: int) -> str:
    """The name by which other processes see what we see; empty where none is needed."""
    if size <= ALONE_UP_TO:
        return ""
    cursor.execute("SELECT pg_export_snapshot()")
    [name] = cursor.fetchone()
    return str(name)


def _take(stored: Slice, looking: Audit, progress: Progress) -> None:
    looking.take(stored)
    progress("entries", len(stored.entries))
