"""The access log on PostgreSQL: append in its own turn, read back, and see that it is whole.

Commit point: the transaction of whoever appends. A page that shows a person appends and commits before it answers, so that nothing is
read that is not written down.
"""

import os
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from django.db import connection, transaction

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.log import body_of
from kinkeeper.domain.errors import LedgerBroken
from kinkeeper.domain.facts import Fact
from kinkeeper.gateway import clock, heads
from kinkeeper.gateway.conversation import INTEGER, Said, texts
from kinkeeper.gateway.heads import ACCESS_LOG, Addition
from kinkeeper.ledger.canonical import canonical
from kinkeeper.ledger.entry import SALT_BYTES, commitment, leaf_of
from kinkeeper.ledger.tree import Frontier

AT_ONCE = 2_000
WRITTEN_AT_ONCE = 10
"""Entries a statement: each number of them is a statement of its own, which is planned once a connection."""


def append(cursor: Any, said: Sequence[Fact], actor: Actor, persons: Collection[str] = ()) -> int:
    """
    Write down what was done, in the transaction of the caller; `persons` can be found by all of it. Returns the first position.

    :raises LedgerBroken: where the head row is missing or does not fit its own size.
    """
    before = heads.lock(cursor, ACCESS_LOG)
    heads.add(cursor, _entries(said, actor, persons)(before)[0])
    return before.size


def write_down(said: Sequence[Fact], actor: Actor, persons: Collection[str] = ()) -> int:
    """
    Write down what was done, at once and lastingly. Returns the first position.

    :raises LedgerBroken: where the access log cannot be added to.
    """
    return heads.append_alone(ACCESS_LOG, _entries(said, actor, persons)).size


def _entries(said: Sequence[Fact], actor: Actor, persons: Collection[str]) -> Addition:
    def after(frontier: Frontier) -> tuple[list[Said], Frontier]:
        at, slices = clock.now(), []
        for start in range(0, len(said), WRITTEN_AT_ONCE):
            some, leaves, values = said[start : start + WRITTEN_AT_ONCE], [], []
            for one in some:
                salt, body = os.urandom(SALT_BYTES), canonical(body_of(one, actor, at))
                leaves.append(leaf_of([commitment(salt, body)]))
                values += [leaves[-1], salt, body]
            before, frontier = frontier, frontier.extended(leaves)
            slices.append(Said(insertion(len(some)), [*heads.values(before, frontier), texts(list(persons)), *values]))
        return slices, frontier

    return after


@cache
def insertion(count: int) -> bytes:
    """The statement that writes so many entries where the head is where it was thought to be: its values, the persons, three an entry."""
    rows = (f"({nth}, ${5 + 3 * nth}::bytea, ${6 + 3 * nth}::bytea, ${7 + 3 * nth}::bytea)" for nth in range(count))
    return (
        f"{ACCESS_LOG.moved(str(count))}, entries AS (INSERT INTO public.access_entry (seq, leaf, salt, body) "
        f"SELECT $1 + nth, leaf, salt, body FROM moved, (VALUES {', '.join(rows)}) told (nth, leaf, salt, body)), "
        f"persons AS (INSERT INTO public.person_read (person_id, seq) "
        f"SELECT person, $1 + nth FROM moved, unnest($4::text[]) person, generate_series(0, {count - 1}) nth) SELECT FROM moved"
    ).encode()


def _head(cursor: Any) -> Frontier:
    cursor.execute("SELECT size, frontier FROM access_head WHERE id = 1")
    return ACCESS_LOG.frontier([(INTEGER.pack(size), bytes(edge)) for size, edge in cursor.fetchall()])


def prove() -> Frontier:
    """
    See that every entry is there, unchanged and in its place, as far as the head tells. Returns the head.

    :raises LedgerBroken: naming the first entry that is wrong.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        head, made = _head(cursor), Frontier()
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
