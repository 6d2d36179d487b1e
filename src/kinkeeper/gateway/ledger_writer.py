"""The ledger on PostgreSQL: take its turn, find what was recorded, append, read.

Positions are gapless by construction: they come from the head row, which is locked first and
written in the same transaction as the entries. A transaction that rolls back leaves the head where
it was. A sequence would leave holes, and would number by arrival, not by commit.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from struct import Struct
from typing import Any

from django.db.backends.utils import CursorWrapper
from psycopg import Cursor, sql

from kinkeeper.domain.errors import LedgerBroken, RequestReused
from kinkeeper.domain.requests import Receipt, Request
from kinkeeper.domain.sealings import RecordSealed, RecordUnsealed
from kinkeeper.domain.statements import Statement, core_of, read_statement
from kinkeeper.ledger.canonical import canonical
from kinkeeper.ledger.entry import SALT_BYTES, Part, commitment, leaf, leaf_of
from kinkeeper.ledger.tree import Frontier

READ_AT_ONCE = 2_000
COPIED_FROM = 10
"""Entries from which on COPY is quicker than one statement: it is two more conversations with the server a table."""
MADE_AT_ONCE = 200
"""Statements made into bytes before the server gets them."""


@dataclass(frozen=True, slots=True)
class Positioned:
    """A statement and where it stands."""

    position: int
    statement: Statement


def lock_head(cursor: CursorWrapper) -> Frontier:
    """
    Take the ledger's turn until the transaction ends, and see how far it has come.

    :raises LedgerBroken: where the head row is missing or does not fit its own size.
    """
    # What is decided is decided on all that is known, whoever asks: the tables themselves, not the views of `gateway/wall.py`.
    cursor.execute("SELECT size, frontier, set_config('search_path', 'public', TRUE) FROM head WHERE id = 1 FOR UPDATE")
    row = cursor.fetchone()
    if row is None:
        raise LedgerBroken("The head of the ledger is missing. Nothing was written. Restore from a backup and call the inspector.")
    try:
        return Frontier.from_bytes(row[0], bytes(row[1]))
    except ValueError as error:
        raise LedgerBroken(f"The head of the ledger does not fit its size: {error} Nothing was written.") from error


def size(cursor: CursorWrapper) -> int:
    """How many entries the ledger has."""
    cursor.execute("SELECT size FROM head WHERE id = 1")
    row = cursor.fetchone()
    return int(row[0]) if row else 0


def find_receipts(cursor: CursorWrapper, requests: Sequence[Request]) -> dict[str, Receipt]:
    """
    The first receipts of those requests that were recorded before.

    :raises RequestReused: where a known id comes with another command.
    """
    cursor.execute(
        "SELECT request_id, command_sha256, first, count FROM request WHERE request_id = ANY(%s)",
        [[request.request_id for request in requests]],
    )
    known = {row[0]: row for row in cursor.fetchall()}
    for request in requests:
        if request.request_id in known and bytes(known[request.request_id][1]) != request.digest:
            raise RequestReused(f"Request {request.request_id} was recorded before with a different content. Send this one under a new id.")
    return {request_id: Receipt(request_id, row[2], row[3]) for request_id, row in known.items()}


def append(cursor: CursorWrapper, frontier: Frontier, statements: Sequence[Statement]) -> None:
    """Write entries after `frontier`, and the head. The caller holds the ledger's turn; commit is the caller's."""
    if len(statements) < COPIED_FROM:
        _append_few(cursor, frontier, statements)
        return
    leaves = _append_parts(cursor, frontier.size, statements)
    with cursor.copy("COPY entry (seq, leaf, recorded_at) FROM STDIN (FORMAT BINARY)") as copy:
        told = zip(leaves, statements, strict=True)
        rows = (_entry_row(seq, leaf, statement) for seq, (leaf, statement) in enumerate(told, frontier.size))
        copy.write(b"".join((COPY_BEGIN, *rows, COPY_END)))
    after = frontier.extended(leaves)
    cursor.execute("UPDATE head SET size = %s, frontier = %s WHERE id = 1", [after.size, after.to_bytes()])


def _append_few(cursor: CursorWrapper, frontier: Frontier, statements: Sequence[Statement]) -> None:
    """A page or a call records one entry or some: all of it in one conversation with the server."""
    if not statements:
        return
    entries: list[Any] = []
    parts: list[Any] = []
    leaves = []
    for seq, statement in enumerate(statements, frontier.size):
        both = [Part(os.urandom(SALT_BYTES), canonical(said)) for said in (core_of(statement), statement.entry)]
        leaves.append(leaf(both))
        entries += (seq, leaves[-1], statement.recorded_at)
        for k, part in enumerate(both, 1):
            parts += (seq, k, part.salt, part.body)
    after = frontier.extended(leaves)
    # A cursor of the driver's own lets the server plan this once a connection; Django's has it planned each time.
    with Cursor(cursor.connection) as planned:
        planned.execute(_insert_few(len(statements)), [*entries, *parts, after.size, after.to_bytes()])


@cache
def _insert_few(count: int) -> sql.Composed:
    entries = sql.SQL(", ").join([sql.SQL("(%b::bigint, %b::bytea, %s::timestamptz)")] * count)
    parts = sql.SQL(", ").join([sql.SQL("(%b::bigint, %b::smallint, %b::bytea, %b::bytea)")] * (2 * count))
    return sql.SQL(
        "WITH entries AS (INSERT INTO entry (seq, leaf, recorded_at) VALUES {}), "
        "parts AS (INSERT INTO part (seq, k, salt, body) VALUES {}) "
        "UPDATE head SET size = %b, frontier = %b WHERE id = 1"
    ).format(entries, parts)


def _append_parts(cursor: CursorWrapper, first: int, statements: Sequence[Statement]) -> list[bytes]:
    """Make the bytes of statements and write them: the server stores some while the next are made. Returns the leaves."""
    leaves: list[bytes] = []
    with cursor.copy("COPY part (seq, k, salt, body) FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(COPY_BEGIN)
        for at in range(0, len(statements), MADE_AT_ONCE):
            some = statements[at : at + MADE_AT_ONCE]
            salts = _salts(os.urandom(2 * SALT_BYTES * len(some)))
            rows: list[bytes] = []
            for seq, statement in enumerate(some, first + at):
                commitments = []
                for k, body in enumerate((canonical(core_of(statement)), canonical(statement.entry)), 1):
                    salt = next(salts)
                    rows.append(PART_ROW(4, 8, seq, 2, k, SALT_BYTES, salt, len(body)) + body)
                    commitments.append(commitment(salt, body))
                leaves.append(leaf_of(commitments))
            copy.write(b"".join(rows))
        copy.write(COPY_END)
    return leaves


def _salts(salts: bytes) -> Iterator[bytes]:
    """The salts in random bytes drawn at once: a call to the system for each costs as much as its hash."""
    return (salts[at : at + SALT_BYTES] for at in range(0, len(salts), SALT_BYTES))


# Rows in PostgreSQL's binary COPY format: the number of fields, then each field behind its length, in network order.
# Written here and not by the driver, because every entry of every import passes this place.

COPY_BEGIN = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
COPY_END = b"\xff\xff"
ENTRY_ROW = Struct("!hiqi66siq").pack
PART_ROW = Struct("!hiqihi32si").pack
POSTGRES_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def _entry_row(seq: int, leaf: bytes, statement: Statement) -> bytes:
    return ENTRY_ROW(3, 8, seq, len(leaf), leaf, 8, _instant(statement.recorded_at))


@lru_cache(maxsize=1)
def _instant(recorded_at: str) -> int:
    return (datetime.fromisoformat(recorded_at) - POSTGRES_EPOCH) // MICROSECOND


def remember(cursor: CursorWrapper, requests: Sequence[Request], receipts: Sequence[Receipt]) -> None:
    """Keep what each request got, so that sending it again records nothing."""
    rows = [(request.request_id, request.digest, receipt.first, receipt.count) for request, receipt in zip(requests, receipts, strict=True)]
    if len(rows) < COPIED_FROM:
        cursor.executemany("INSERT INTO request (request_id, command_sha256, first, count) VALUES (%s, %s, %s, %s)", rows)
        return
    with cursor.copy("COPY request (request_id, command_sha256, first, count) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def expunge(cursor: CursorWrapper, position: int) -> None:
    """
    Destroy salt and body of the parts that the entry at this position says are expunged. The server refuses all others.

    :raises LedgerBroken: where one of them is not there to be destroyed.
    """
    cursor.execute(
        "SELECT expunge_parts(%s), jsonb_array_length(convert_from(body, 'UTF8')::jsonb -> 'said' -> 'parts') FROM part "
        "WHERE seq = %s AND k = 1",
        [position, position],
    )
    gone, named = cursor.fetchone()
    if gone != named:
        raise LedgerBroken(f"Entry {position} names {named} parts to expunge, and {gone} of them are there. Nothing was done.")


def expunge_file(cursor: CursorWrapper, position: int) -> int:
    """Destroy the kept file that the entry at this position says is destroyed. Returns how many pieces it had."""
    cursor.execute("SELECT expunge_file(%s)", [position])
    return int(cursor.fetchone()[0])


def sealed(cursor: CursorWrapper) -> frozenset[int]:
    """The positions of the entries whose detail is sealed: from the entries that say so, whatever the read tables hold."""
    cursor.execute("SELECT body FROM part WHERE k = 1 AND body LIKE %s ORDER BY seq", [rb'%"kind":"record.%sealed"%'])
    found: set[int] = set()
    for (core,) in cursor.fetchall():
        entry = read_statement(core, None).entry
        positions = {position for position, _ in entry.parts} if isinstance(entry, RecordSealed | RecordUnsealed) else set()
        found = found - positions if isinstance(entry, RecordUnsealed) else found | positions
    return frozenset(found)


def read(cursor: CursorWrapper, start: int = 0, end: int | None = None) -> Iterator[list[Positioned]]:
    """
    The statements from `start` up to before `end`, in slices, in order.

    Of one whose detail was sealed or expunged, what it said of persons is empty.
    """
    end = size(cursor) if end is None else end
    hidden = sealed(cursor)
    for at in range(start, end, READ_AT_ONCE):
        cursor.execute(
            "SELECT c.seq, c.body, d.body FROM part c JOIN part d ON d.seq = c.seq AND d.k = 2 "
            "WHERE c.k = 1 AND c.seq >= %s AND c.seq < %s AND c.body IS NOT NULL ORDER BY c.seq",
            [at, min(at + READ_AT_ONCE, end)],
        )
        yield [Positioned(seq, read_statement(core, None if seq in hidden else detail)) for seq, core, detail in cursor.fetchall()]
