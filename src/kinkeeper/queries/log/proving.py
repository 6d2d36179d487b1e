"""The whole stored ledger proven on as many processors as there are, chunk by chunk, all as of one instant."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from threading import local
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from kinkeeper.ledger.chunks import CHUNK, Proven, Prover
from kinkeeper.ledger.groups import Group

ALONE_UP_TO = CHUNK
"""So few entries are proven before another connection would be worth it."""

_GROUPS = """
SELECT first, coalesce(entries, ''), coalesce(leaves, ''), coalesce(times, ''),
       coalesce(parts, ''), coalesce(lengths, ''), coalesce(salts, ''), coalesce(bodies, ''), expunged,
       (SELECT hashes FROM tile WHERE level = 0 AND idx = first / 256 LIMIT 1)
FROM generate_series(%(start)s::bigint, %(end)s::bigint - 1, 256) first
CROSS JOIN LATERAL (
    SELECT string_agg(int8send((seq << 16) | least(octet_length(leaf), 65535)), '') AS entries, string_agg(leaf, '') AS leaves,
           string_agg(timestamptz_send(recorded_at), '') AS times
    FROM (SELECT seq, leaf, recorded_at FROM entry WHERE seq >= first AND seq < least(first + 256, %(end)s) ORDER BY seq) e
) entry
CROSS JOIN LATERAL (
    SELECT string_agg(int8send((seq << 24) | ((k::bigint & 65535) << 8) | least(octet_length(salt), 255)), '') AS parts,
           string_agg(int4send(octet_length(body)), '') AS lengths, string_agg(salt, '') AS salts, string_agg(body, '') AS bodies,
           count(expunged_by) AS expunged
    FROM (SELECT seq, k, salt, body, expunged_by FROM part WHERE seq >= first AND seq < least(first + 256, %(end)s) ORDER BY seq, k) p
) part
"""
# The groups come in the order of the series, which is looked at when they are taken: sorting such wide rows costs as much as reading them.


@dataclass(frozen=True, slots=True)
class Reading:
    """How a thread reads the ledger, and what is asked of each chunk."""

    conninfo: str
    snapshot: str
    size: int
    sizes: tuple[int, ...]
    """Sizes of the ledger of which the root is asked."""
    tiles_until: int
    """Each full tile over entries before this one has to be kept."""


def prove_chunks(connection: Any, reading: Reading) -> Iterator[tuple[int, Proven | None]]:
    """The chunks in order, each by its first position; None in place of one in which anything is out of the ordinary."""
    starts = range(0, reading.size, CHUNK)
    readers = min(len(starts), os.cpu_count() or 1)
    with ExitStack() as open_:
        if reading.size <= ALONE_UP_TO or readers == 1:
            yield from ((start, _prove(connection, reading, start)) for start in starts)
        else:
            # Threads are enough: the compiled kernel and the waiting for the server both let go of the interpreter's lock.
            connected = _Connected(reading, open_)
            pool = open_.enter_context(ThreadPoolExecutor(readers))
            yield from zip(starts, pool.map(partial(_prove_apart, connected, reading), starts), strict=False)


class _Connected(local):
    """A connection for each thread, that sees what the others see."""

    def __init__(self, reading: Reading, open_: ExitStack) -> None:
        self.connection = open_.enter_context(psycopg.connect(reading.conninfo, autocommit=True))
        self.connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        self.connection.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(reading.snapshot))


def _prove_apart(connected: _Connected, reading: Reading, start: int) -> Proven | None:
    return _prove(connected.connection, reading, start)


def _prove(connection: Any, reading: Reading, start: int) -> Proven | None:
    end = min(start + CHUNK, reading.size)
    prover, ordinary = Prover(start, reading.sizes, reading.tiles_until), True
    with psycopg.Cursor(connection) as cursor:
        # To the end in any case: what is broken off would end the transaction.
        for row in cursor.stream(_GROUPS, {"start": start, "end": end}, binary=True):
            ordinary = ordinary and prover.take(Group._make(row))
    return prover.proven() if ordinary and prover.reached == end else None


def conninfo_of(settings: dict[str, Any]) -> str:
    """How another process reaches the database that Django is set up for."""
    named = {name.lower(): settings[name] for name in ("HOST", "PORT", "USER", "PASSWORD")} | {"dbname": settings["NAME"]}
    return make_conninfo(**{name: value for name, value in {**named, **settings["OPTIONS"]}.items() if value})
