"""Several statements in one message to the server, and all its answers at once.

What a single entry costs is the conversation: each message wakes two processes, and the driver's cursors take longer over one than the
server over what it says. So the statements that every entry needs go by libpq's pipeline: each is planned once a connection, sent with the
others, and carried out by itself, one after the other; each sees what is committed when its turn comes, not when the message was sent. The
transaction begins with the first message.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from struct import Struct
from typing import Any
from weakref import WeakKeyDictionary

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg import Connection, Error, OperationalError, errors, generators
from psycopg.abc import PQGen
from psycopg.pq import ConnStatus, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

from kinkeeper.domain.errors import Unavailable

Row = tuple[bytes, ...]
"""The values of a row as the server sends them, in binary; NULL as no bytes."""

INTEGER = Struct("!q")
"""A bigint as the server sends and takes it."""
DONE, FAILED, SYNCED, IDLE, LOST, BINARY = map(
    int, (ExecStatus.COMMAND_OK, ExecStatus.FATAL_ERROR, ExecStatus.PIPELINE_SYNC, TransactionStatus.IDLE, ConnStatus.BAD, Format.BINARY)
)


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with its values, as the server takes them in binary; text is its own bytes."""

    statement: bytes
    values: Sequence[bytes] = ()


BEGIN, COMMIT = Said(b"BEGIN"), Said(b"COMMIT")


def texts(values: Sequence[str]) -> bytes:
    """A text[] as the server takes it."""
    elements = [value.encode() for value in values]
    return _ARRAY.pack(1, 0, _TEXT, len(elements), 1) + b"".join(_LENGTH.pack(len(one)) + one for one in elements)


_ARRAY, _LENGTH, _TEXT = Struct("!iiIii"), Struct("!i"), 25


@cache
def plan_name(statement: bytes) -> bytes:
    """Under which the server keeps a statement's plan."""
    return b"kinkeeper_" + sha256(statement).hexdigest()[:32].encode()


_planned: WeakKeyDictionary[Connection[Any], set[bytes]] = WeakKeyDictionary()
"""What each connection has planned."""


def talk(cursor: CursorWrapper, said: Sequence[Said]) -> list[list[Row]]:
    """
    Say these statements within the transaction of a cursor's connection; returns the rows that each answered.

    :raises django.db.Error: what was wrong with the first that was refused; those after it were not carried out.
    """
    begin = [BEGIN] if cursor.connection.pgconn.transaction_status == IDLE else []
    return _converse(cursor.db, [*begin, *said])[len(begin) :]


def settle(database: BaseDatabaseWrapper, said: Sequence[Said]) -> list[list[Row]]:
    """
    Say these statements and commit, in one message: they are on the disk when this returns. Outside a transaction they are one.

    :raises django.db.Error: what was wrong with the first that was refused; nothing stands then.
    """
    database.ensure_connection()
    if database.connection.pgconn.transaction_status == IDLE:
        # The server ends what nobody began where the message ends (PostgreSQL manual, "Pipelining" in the protocol's message flow).
        return _converse(database, said)
    return _converse(database, [*said, COMMIT])[:-1]


def say(database: BaseDatabaseWrapper, said: Sequence[Said]) -> list[list[Row]]:
    """
    Say these statements in one message: in the transaction that is open, else as one of their own.

    :raises django.db.Error: what was wrong with the first that was refused; nothing stands then.
    """
    database.ensure_connection()
    return _converse(database, said)


def _converse(database: BaseDatabaseWrapper, said: Sequence[Said]) -> list[list[Row]]:
    with database.wrap_database_errors:
        connection: Connection[Any] = database.connection
        planned = _planned.setdefault(connection, set())
        with connection.lock:
            try:
                alone = len(said) == 1 and said[0].statement in planned
                results = connection.wait(_ask(connection.pgconn, said[0]) if alone else _exchange(connection.pgconn, said, planned))
            except BaseException:
                # What was said and what is still to be answered do not fit any more: nobody may go on from here.
                connection.close()
                raise
        for result in results:
            if result.status == FAILED:
                raise errors.error_from_result(result, encoding=connection.info.encoding)
        return [_rows(result) for result in results]


def _ask(pgconn: PGconn, one: Said) -> PQGen[list[PGresult]]:
    """Say one statement that is planned: a message of its own is its own end."""
    pgconn.send_query_prepared(plan_name(one.statement), one.values, [BINARY] * len(one.values), BINARY)
    results: list[PGresult] = yield from generators.execute(pgconn)
    return results


def _exchange(pgconn: PGconn, said: Sequence[Said], planned: set[bytes]) -> PQGen[list[PGresult]]:
    """Send all in one message and take all answers; returns those of what was said, or of what failed."""
    new = {plan_name(one.statement): one.statement for one in said if one.statement not in planned and one is not BEGIN}
    begins = said[0] is BEGIN
    pgconn.enter_pipeline_mode()
    if begins:
        pgconn.send_query_params(BEGIN.statement, None)
    for name, statement in new.items():
        pgconn.send_prepare(name, statement)
    for one in said[begins:]:
        pgconn.send_query_prepared(plan_name(one.statement), one.values, [BINARY] * len(one.values), BINARY)
    pgconn.pipeline_sync()
    yield from generators.send(pgconn)
    results: list[PGresult] = []
    while not (result := (yield from generators.fetch(pgconn))) or result.status != SYNCED:
        if result:
            results.append(result)
        elif pgconn.status == LOST:
            return [result for result in results if result.status == FAILED]
    pgconn.exit_pipeline_mode()
    planned.update(statement for statement, result in zip(new.values(), results[begins:], strict=False) if result.status == DONE)
    failed = [result for result in results if result.status == FAILED]
    return failed or [*results[:begins], *results[begins + len(new) :]]


def _rows(result: PGresult) -> list[Row]:
    return [tuple(result.get_value(row, column) or b"" for column in range(result.nfields)) for row in range(result.ntuples)]


# What it means for whoever waits when the server cannot go on

STANDS = "What was acknowledged stands, nothing is half done, and what is sent again is recorded once."

NO_ROOM = f"The disk of the database is full. {STANDS} Make room on it, then do the same again."
NO_MEMORY = f"The server of the database has no memory left. {STANDS} Do the same again, or less at once."
TOO_MANY = f"The server of the database lets nobody else in: too many use it. {STANDS} Do the same again in a minute."
GONE = f"The server of the database went away. {STANDS} Do the same again in a minute. If it stays away, see its log: its disk may be full."

_WORDS: dict[type[Error], str] = {
    errors.DiskFull: NO_ROOM,
    errors.OutOfMemory: NO_MEMORY,
    errors.TooManyConnections: TOO_MANY,
    errors.AdminShutdown: GONE,
    errors.CrashShutdown: GONE,
    errors.CannotConnectNow: GONE,
}


def explained(error: BaseException) -> Unavailable | None:
    """What is to be said for an error of the server that nobody's statement brought about; None for any other error."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, Error):
        found = found.__cause__
    words = next((words for kind, words in _WORDS.items() if isinstance(found, kind)), "")
    if not words and type(found) is OperationalError:
        # Without a code of its own: nobody was there to answer any more.
        words = GONE
    return Unavailable(words) if words else None
