"""The whole stored ledger proven by as many processes as there are processors, chunk by chunk, all as of one instant."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from kinkeeper.ledger.chunks import CHUNK, Group, Proven, Prover

ALONE_UP_TO = 3 * CHUNK
"""So few entries are proven before another process has started."""
GROUPS_AT_ONCE = 16

_GROUPS = """
SELECT first, coalesce(leaves, ''), coalesce(keys, '{}'), coalesce(salted, '{}'), shortest, longest, expunged, coalesce(times, '{}'),
       (SELECT hashes FROM tile WHERE level = 0 AND idx = first / 256)
FROM generate_series(%(start)s::bigint, %(end)s::bigint - 1, 256) first
CROSS JOIN LATERAL (
    SELECT string_agg(leaf, '\\x00'::bytea) AS leaves,
           CASE WHEN min(at) = max(at) THEN ARRAY[min(at)] ELSE array_agg(at) END AS times
    FROM (
        SELECT leaf, CASE WHEN recorded_at BETWEEN '0001-01-02' AND '9999-12-30' THEN recorded_at ELSE '0001-01-02' END AS at
        FROM entry WHERE seq >= first AND seq < least(first + 256, %(end)s) ORDER BY seq
    ) e
) entries
CROSS JOIN LATERAL (
    SELECT array_agg(seq * 8 + k) AS keys, array_agg(salt || body) AS salted,
           min(octet_length(salt)) AS shortest, max(octet_length(salt)) AS longest, count(expunged_by) AS expunged
    FROM (SELECT seq, k, salt, body, expunged_by FROM part WHERE seq >= first AND seq < least(first + 256, %(end)s) ORDER BY seq, k) p
) parts
"""
# The groups come in the order of the series, which is looked at when they are taken: sorting such wide rows costs as much as reading them.


@dataclass(frozen=True, slots=True)
class Reading:
    """How a process reads the ledger, and what is asked of each chunk."""

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
    processes = min(len(starts), os.cpu_count() or 1)
    with ExitStack() as open_:
        if reading.size <= ALONE_UP_TO or processes == 1:
            yield from ((start, _prove(connection, reading, start)) for start in starts)
        else:
            pool = open_.enter_context(ProcessPoolExecutor(processes, mp_context=get_context("spawn")))
            yield from zip(starts, pool.map(_prove_apart, repeat(reading), starts), strict=False)


_connected: dict[str, psycopg.Connection[Any]] = {}


def _prove_apart(reading: Reading, start: int) -> Proven | None:
    """The same in a process of its own, with a connection that it keeps."""
    if reading.snapshot not in _connected:
        connection = psycopg.connect(reading.conninfo, autocommit=True)
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        connection.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(reading.snapshot))
        _connected[reading.snapshot] = connection
    return _prove(_connected[reading.snapshot], reading, start)


def _prove(connection: Any, reading: Reading, start: int) -> Proven | None:
    end = min(start + CHUNK, reading.size)
    prover = Prover(start, reading.sizes, reading.tiles_until)
    for group in _groups(connection, start, end):
        if not prover.take(group):
            return None
    return prover.proven() if prover.reached == end else None


def _groups(connection: Any, start: int, end: int) -> Iterator[Group]:
    with connection.cursor(name=f"prove_{start}", binary=True) as cursor:
        cursor.execute(_GROUPS, {"start": start, "end": end})
        while rows := cursor.fetchmany(GROUPS_AT_ONCE):
            yield from map(Group._make, rows)


def conninfo_of(settings: dict[str, Any]) -> str:
    """How another process reaches the database that Django is set up for."""
    named = {name.lower(): settings[name] for name in ("HOST", "PORT", "USER", "PASSWORD")} | {"dbname": settings["NAME"]}
    return make_conninfo(**{name: value for name, value in {**named, **settings["OPTIONS"]}.items() if value})
