"""The head row of a log: the one lock of those who write to it, how many entries there are, and the tree's right edge.

There are two ways to add. Whoever decides on what is recorded takes the log's turn first (`lock`) and adds at the end. Whoever only adds
need not ask where the log ends when it was the last to write: it says at once what comes after the edge that it left (`append_alone`). The
same statement that adds sees that the head is still there; where somebody else wrote meanwhile nothing is added, and the turn is taken.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import Connection

from kinkeeper.domain.errors import LedgerBroken
from kinkeeper.gateway.conversation import INTEGER, Row, Said, settle, talk
from kinkeeper.ledger.tree import Frontier

MOVES = b"WITH moved AS"
"""How a statement begins that moves a head."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head row of one log: its table, and what is said where it is missing or cannot be right."""

    table: str
    log: str
    missing: str
    misfit: str

    @property
    def lock(self) -> Said:
        """Takes the turn. What is decided is decided on all that is known, so on the tables and not the views of `gateway/wall.py`."""
        return Said(
            f"SELECT size, frontier, set_config('search_path', 'public', TRUE) FROM public.{self.table} WHERE id = 1 FOR UPDATE".encode()
        )

    def frontier(self, rows: list[Row]) -> Frontier:
        """Where the log ends, of what `lock` answered.

        :raises LedgerBroken: where the head row is missing or does not fit its own size.
        """
        if not rows:
            raise LedgerBroken(f"The head of the {self.log} is missing{self.missing}")
        [(count, edge, *_)] = rows
        (size,) = INTEGER.unpack(count)
        try:
            return Frontier.from_bytes(size, edge)
        except ValueError as error:
            raise LedgerBroken(f"The head of the {self.log} does not fit its size: {error}{self.misfit}") from error

    def moved(self, count: str) -> str:
        """The step of a statement that moves the head by so many entries, and gives no row where it is not where it was thought to be.

        $1 is the size and $2 the edge that it is thought to have, $3 its new edge.
        """
        return (
            f"{MOVES.decode()} (UPDATE public.{self.table} SET size = $1::bigint + {count}, frontier = $3::bytea "
            "WHERE id = 1 AND size = $1 AND frontier = $2::bytea RETURNING id)"
        )


LEDGER = Head("head", "ledger", ". Nothing was written. Restore from a backup and call the inspector.", " Nothing was written.")
ACCESS_LOG = Head("access_head", "access log", ": nothing can be shown, because no look can be written down.", "")

Addition = Callable[[Frontier], tuple[Sequence[Said], Frontier]]
"""What is to be said so that entries stand after a frontier, and the frontier then. Each statement begins with `Head.moved`."""


def values(before: Frontier, after: Frontier) -> list[bytes]:
    """The first three values of a statement that begins with `Head.moved`."""
    return [INTEGER.pack(before.size), before.to_bytes(), after.to_bytes()]


def lock(cursor: CursorWrapper, head: Head) -> Frontier:
    """
    Take a log's turn until the transaction ends, and see how far it has come.

    :raises LedgerBroken: where the head row is missing or does not fit its own size.
    """
    [rows] = talk(cursor, [head.lock])
    return head.frontier(rows)


def add(cursor: CursorWrapper, said: Sequence[Said]) -> None:
    """
    Say, in the log's turn, what adds entries to it.

    :raises LedgerBroken: where the head was not where the turn found it.
    """
    if said:
        _refuse_unmoved(said, talk(cursor, said))


def _refuse_unmoved(said: Sequence[Said], answers: list[list[Row]]) -> None:
    if any(one.statement.startswith(MOVES) and not answer for one, answer in zip(said, answers, strict=True)):
        raise LedgerBroken("The head moved while its turn was held. Nothing was written.")


@dataclass(slots=True)
class _Left:
    """The edge that a connection left, and whether it was the last to write both times."""

    edge: Frontier
    undisturbed: bool


_left: WeakKeyDictionary[Connection[Any], dict[Head, _Left]] = WeakKeyDictionary()


def append_alone(head: Head, addition: Addition, first: Sequence[Said] = ()) -> Frontier:
    """
    Add entries in a transaction of their own. Returns the frontier before them. They are on the disk when this returns.

    What is to be said `first` goes before them, twice where they have to be said twice.

    :raises LedgerBroken: where the head row is missing or does not fit its own size.
    """
    connection.ensure_connection()
    left = _left.setdefault(connection.connection, {})
    known = left.pop(head, None)
    if known and known.undisturbed:
        said, after = addition(known.edge)
        # The commit point. Each statement finds the head where the one before it left it, or none of them does.
        if settle(connection, [*first, *said])[len(first)]:
            left[head] = _Left(after, undisturbed=True)
            return known.edge
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        before = lock(cursor, head)
        said, after = addition(before)
        # The commit point, as above.
        _refuse_unmoved(said, settle(connection, [*first, *said])[len(first) :])
    left[head] = _Left(after, undisturbed=known is not None and known.edge == before)
    return before
