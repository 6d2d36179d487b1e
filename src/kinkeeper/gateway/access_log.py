"""The access log on PostgreSQL: what is written down, in the log's own turn (`queries/log/access.py` sees that it is whole).

Commit point: the transaction of whoever appends. A page that shows a person appends and commits before it answers, so that nothing is
read that is not written down.
"""

import os
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.log import body_of
from kinkeeper.domain.facts import Fact
from kinkeeper.gateway import clock, heads
from kinkeeper.gateway.conversation import Said, texts
from kinkeeper.gateway.heads import ACCESS_LOG, Addition
from kinkeeper.ledger.canonical import canonical
from kinkeeper.ledger.entry import SALT_BYTES, commitment, leaf_of
from kinkeeper.ledger.tree import Frontier

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


def write_down(said: Sequence[Fact], actor: Actor, persons: Collection[str] = (), first: Sequence[Said] = ()) -> int:
    """
    Write down what was done, at once and lastingly; what is to be said `first` goes with it. Returns the first position.

    :raises LedgerBroken: where the access log cannot be added to.
    """
    return heads.append_alone(ACCESS_LOG, _entries(said, actor, persons), first).size


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
