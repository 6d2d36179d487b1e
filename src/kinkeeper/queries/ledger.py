"""The ledger itself, as it is stored, for those who want to see that it is whole."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from kinkeeper.domain.access import Viewer, require
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.stored import Slice
from kinkeeper.ledger.verify import Fault, audit
from kinkeeper.queries.log.publications import wrong_publication
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


def verify_ledger(viewer: Viewer, saved: Iterable[Checkpoint] = (), *, progress: Progress = lambda name, done: None) -> Verified:
    """
    See that every entry is there, unchanged and in its place, as far as the head and the saved checkpoints tell.

    All of it as of one instant: what is recorded meanwhile is neither seen nor held up. The rows come from cursors on the server, a few
    hundred at once, so a ledger need not fit in memory.

    :raises NotAllowed: if the viewer may not read.
    :raises LedgerBroken: where the head is not there once, or does not fit its own size.
    """
    require(viewer, "read")
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        head = head_of(cursor)
        fault = audit(_counted(slices(), progress), head, saved)
        return Verified(head.size, head.root(), fault, "" if fault else wrong_publication(cursor))


def _counted(slices: Iterable[Slice], progress: Progress) -> Iterator[Slice]:
    for one in slices:
        yield one
        progress("entries", len(one.entries))
