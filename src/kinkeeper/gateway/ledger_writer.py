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

from django.db.backends.utils import CursorWrapper

from kinkeeper.domain.errors import LedgerBroken, RequestReused
from kinkeeper.domain.requests import Receipt, Request
from kinkeeper.domain.sealings import RecordSealed, RecordUnsealed
from kinkeeper.domain.statements import Statement, core_of, read_statement
from kinkeeper.domain.terms import counted
from kinkeeper.gateway import heads, log_writer
from kinkeeper.gateway.conversation import INTEGER, Row, Said, talk, texts
from kinkeeper.gateway.heads import LEDGER
from kinkeeper.ledger.canonical import canonical
from kinkeeper.ledger.entry import SALT_BYTES, Part, commitment, leaf, leaf_of
from kinkeeper.ledger.tree import Frontier

READ_AT_ONCE = 2_000
COPIED_FROM = 10
"""Rows from which on COPY is quicker than a statement: it is two more messages a table."""
MADE_AT_ONCE = 200
"""Statements made into bytes before the server gets them."""

KNOWN = b"SELECT request_id, command_sha256, first, count::bigint FROM request WHERE request_id = ANY($1::text[])"
REMEMBER = b"INSERT INTO request (request_id, command_sha256, first, count) VALUES ($1::text, $2::bytea, $3::bigint, $4::bigint)"


@dataclass(frozen=True, slots=True)
class Positioned:
    """A statement and where it stands."""

    position: int
    statement: Statement


def take_turn(cursor: CursorWrapper, requests: Sequence[Request]) -> tuple[Frontier, dict[str, Receipt]]:
    """
    The same, and the first receipts of those requests that were recorded before: in one message to the server.

    :raises LedgerBroken: where the head row is missing or does not fit its own size.
    :raises ReadOnly: while the ledger is not the one that was signed.
    :raises RequestReused: where a known id comes with another command.
    """
    # Each is carried out when the one before it is: what is asked after the lock sees all that was recorded by whoever held it.
    head, alarm, known = talk(cursor, [LEDGER.lock, log_writer.ALARM, Said(KNOWN, [texts([request.request_id for request in requests])])])
    frontier = LEDGER.frontier(head)
    log_writer.refuse_while_alarmed(alarm)
    return frontier, _known(requests, known)


def size(cursor: CursorWrapper) -> int:
    """How many entries the ledger has."""
    cursor.execute("SELECT size FROM head WHERE id = 1")
    row = cursor.fetchone()
    return int(row[0]) if row else 0


def _known(requests: Sequence[Request], rows: list[Row]) -> dict[str, Receipt]:
    known = {str(request_id, "utf-8"): (digest, INTEGER.unpack(first), INTEGER.unpack(count)) for request_id, digest, first, count in rows}
    for request in requests:
        if request.request_id in known and known[request.request_id][0] != request.digest:
            raise RequestReused(f"Request {request.request_id} was recorded before with a different content. Send this one under a new id.")
    return {request_id: Receipt(request_id, *first, *count) for request_id, (_, first, count) in known.items()}


def append(
    cursor: CursorWrapper, frontier: Frontier, statements: Sequence[Statement], kept: Sequence[tuple[Request, Receipt]] = ()
) -> None:
    """
    Write entries after `frontier`, and the head; and what each request got, so that sending it again records nothing.

    The caller holds the ledger's turn; commit is the caller's.
    """
    few: list[Said] = []
    if len(statements) >= COPIED_FROM:
        _copy(cursor, frontier, statements)
    elif statements:
        few += entries(statements, frontier)[0]
    if len(kept) >= COPIED_FROM:
        with cursor.copy("COPY request (request_id, command_sha256, first, count) FROM STDIN") as copy:
            for request, receipt in kept:
                copy.write_row((request.request_id, request.digest, receipt.first, receipt.count))
    else:
        few += (Said(REMEMBER, _remembered(request, receipt)) for request, receipt in kept)
    heads.add(cursor, few)


def _remembered(request: Request, receipt: Receipt) -> list[bytes]:
    return [request.request_id.encode(), request.digest, INTEGER.pack(receipt.first), INTEGER.pack(receipt.count)]


def _copy(cursor: CursorWrapper, frontier: Frontier, statements: Sequence[Statement]) -> None:
    leaves = _append_parts(cursor, frontier.size, statements)
    with cursor.copy("COPY entry (seq, leaf, recorded_at) FROM STDIN (FORMAT BINARY)") as copy:
        told = zip(leaves, statements, strict=True)
        rows = (_entry_row(seq, leaf, statement) for seq, (leaf, statement) in enumerate(told, frontier.size))
        copy.write(b"".join((COPY_BEGIN, *rows, COPY_END)))
    after = frontier.extended(leaves)
    cursor.execute("UPDATE head SET size = %s, frontier = %s WHERE id = 1", [after.size, after.to_bytes()])


def entries(statements: Sequence[Statement], frontier: Frontier) -> tuple[list[Said], Frontier]:
    """What writes some entries after `frontier`, a page's or a call's, in one statement that moves the head; and the frontier then."""
    written, leaves = [], []
    salts = _salts(os.urandom(2 * SALT_BYTES * len(statements)))
    for statement in statements:
        both = [Part(next(salts), canonical(said)) for said in (core_of(statement), statement.entry)]
        leaves.append(leaf(both))
        written += [
            leaves[-1],
            INTEGER.pack(_instant(statement.recorded_at)),
            *(value for part in both for value in (part.salt, part.body)),
        ]
    after = frontier.extended(leaves)
    return [Said(_insert(len(statements)), [*heads.values(frontier, after), *written])], after


@cache
def _insert(count: int) -> bytes:
    """The statement that writes so many entries where the head is where it was thought to be: after the head's values, six an entry."""
    rows, parts = [], []
    for nth in range(count):
        leaf, at, *parts_of = (f"${4 + 6 * nth + value}" for value in range(6))
        rows.append(f"({nth}, {leaf}::bytea, {at}::timestamptz)")
        parts += [f"({nth}, {k}::smallint, {parts_of[2 * k - 2]}::bytea, {parts_of[2 * k - 1]}::bytea)" for k in (1, 2)]
    return (
        f"{LEDGER.moved(str(count))}, entries AS (INSERT INTO public.entry (seq, leaf, recorded_at) "
        f"SELECT $1 + nth, leaf, at FROM moved, (VALUES {', '.join(rows)}) told (nth, leaf, at)), "
        f"parts AS (INSERT INTO public.part (seq, k, salt, body) "
        f"SELECT $1 + nth, k, salt, body FROM moved, (VALUES {', '.join(parts)}) told (nth, k, salt, body)) "
        "SELECT FROM moved"
    ).encode()


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
        raise LedgerBroken(f"Entry {position} names {counted(named, 'part')} to expunge, and {gone} of them are there. Nothing was done.")


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
