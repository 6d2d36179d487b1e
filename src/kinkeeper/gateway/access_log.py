"""The access log on PostgreSQL: append in its own turn, read back, and see that it is whole.

Commit point: the transaction of whoever appends. A page that shows a person appends and commits before it answers, so that nothing is
read that is not written down.
"""

import os
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection, transaction

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.log import body_of
from kinkeeper.domain.errors import LedgerBroken
from kinkeeper.domain.facts import Fact
from kinkeeper.gateway import clock
from kinkeeper.ledger.canonical import canonical
from kinkeeper.ledger.entry import SALT_BYTES, commitment, leaf_of
from kinkeeper.ledger.tree import Frontier

AT_ONCE = 2_000


def append(cursor: Any, said: Sequence[Fact], actor: Actor, persons: Collection[str] = ()) -> int:
    """
    Write down what was done, in the transaction of the caller; `persons` can be found by all of it. Returns the first position.

    :raises LedgerBroken: where the head row is missing or does not fit its own size.
    """
    frontier = _head(cursor)
    at, leaves, rows = clock.now(), [], []
    for seq, one in enumerate(said, frontier.size):
        salt, body = os.urandom(SALT_BYTES), canonical(body_of(one, actor, at))
        leaves.append(leaf_of([commitment(salt, body)]))
        rows.append((seq, leaves[-1], salt, body))
    cursor.executemany("INSERT INTO access_entry (seq, leaf, salt, body) VALUES (%s, %s, %s, %s)", rows)
    after = frontier.extended(leaves)
    cursor.execute("UPDATE access_head SET size = %s, frontier = %s WHERE id = 1", [after.size, after.to_bytes()])
    if persons:
        cursor.execute(
            "INSERT INTO person_read (person_id, seq) "
            "SELECT person, seq FROM unnest(%s::text[]) person, generate_series(%s::bigint, %s) seq",
            [list(persons), frontier.size, after.size - 1],
        )
    return frontier.size


def write_down(said: Sequence[Fact], actor: Actor, persons: Collection[str] = ()) -> int:
    """
    Write down what was done, at once and lastingly. Returns the first position.

    :raises LedgerBroken: where the access log cannot be added to.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        return append(cursor, said, actor, persons)


def _head(cursor: Any, lock: str = "FOR UPDATE") -> Frontier:
    cursor.execute(f"SELECT size, frontier FROM access_head WHERE id = 1 {lock}")
    row = cursor.fetchone()
    if row is None:
        raise LedgerBroken("The head of the access log is missing: nothing can be shown, because no look can be written down.")
    try:
        return Frontier.from_bytes(row[0], bytes(row[1]))
    except ValueError as error:
        raise LedgerBroken(f"The head of the access log does not fit its size: {error}") from error


def prove() -> Frontier:
    """
    See that every entry is there, unchanged and in its place, as far as the head tells. Returns the head.

    :raises LedgerBroken: naming the first entry that is wrong.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        head, made = _head(cursor, ""), Frontier()
        cursor.execute("SELECT seq, leaf, salt, body FROM access_entry ORDER BY seq")
        while rows := cursor.fetchmany(AT_ONCE):
            for at, (seq, leaf, salt, body) in enumerate(rows, made.size):
                if seq != at or bytes(leaf) != leaf_of([commitment(bytes(salt), bytes(body))]):
                    raise LedgerBroken(
                        f"The access log is broken. Entry {at} is {'missing' if seq != at else 'not what was written down'}."
                    )
            made = made.extended([bytes(row[1]) for row in rows])
    if made != head:
        raise LedgerBroken(f"The access log is broken. Its head stands for {head.size} entries, and {made.size} are there or are others.")
    return head
