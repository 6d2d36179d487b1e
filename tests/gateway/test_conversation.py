"""Statements said in one message: each carried out after the one before it, within one transaction, and again on the same connection."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import DataError, IntegrityError, OperationalError, ProgrammingError

from kinkeeper.domain.records import ReceiveRecords
from kinkeeper.domain.requests import Receipt
from kinkeeper.site.database import Database

from .test_submit import record, rows, send

ONE = b"SELECT $1::bigint + 1"
KEEP = b"INSERT INTO request (request_id, command_sha256, first, count) VALUES ($1::text, ''::bytea, 0, 1)"


@contextmanager
def transaction_cursor() -> Iterator[Any]:
    from django.db import connection, transaction

    with transaction.atomic(durable=True), connection.cursor() as cursor:
        yield cursor


def test_answers_come_in_the_order_of_what_was_said_and_all_of_it_stands_together(database: Database) -> None:
    from kinkeeper.gateway.conversation import INTEGER, Said, talk, texts

    with transaction_cursor() as cursor:
        kept = b"SELECT request_id FROM request WHERE request_id = ANY($1::text[]) ORDER BY 1"
        said = [Said(ONE, [INTEGER.pack(4)]), Said(KEEP, [b"a"]), Said(KEEP, ["é".encode()]), Said(kept, [texts(["é", "a", "x"])])]
        assert talk(cursor, said) == [[(INTEGER.pack(5),)], [], [], [(b"a",), ("é".encode(),)]]
        assert talk(cursor, [Said(b"SELECT NULL::bigint, ''::text"), Said(kept, [texts([])])]) == [[(b"", b"")], []]
    assert rows("SELECT count(*) FROM request") == [(2,)]


@pytest.mark.parametrize(
    ("statement", "value", "error"),
    [(KEEP, b"a", IntegrityError), (KEEP, b"\x00", DataError), (b"SELECT nothing($1::bytea)", b"", ProgrammingError)],
)
def test_what_is_refused_ends_the_transaction_and_the_connection_goes_on(
    database: Database, statement: bytes, value: bytes, error: type[Exception]
) -> None:
    from kinkeeper.gateway.conversation import INTEGER, Said, talk

    for _ in range(2):
        with pytest.raises(error), transaction_cursor() as cursor:
            talk(cursor, [Said(KEEP, [b"a"]), Said(statement, [value]), Said(ONE, [INTEGER.pack(1)])])
        with transaction_cursor() as cursor:
            assert talk(cursor, [Said(ONE, [INTEGER.pack(1)])]) == [[(INTEGER.pack(2),)]]
    assert rows("SELECT count(*) FROM request") == [(0,)]


def test_a_value_that_cannot_be_sent_leaves_nothing_half_said(database: Database) -> None:
    from kinkeeper.gateway.conversation import Said, talk

    with pytest.raises(TypeError), transaction_cursor() as cursor:
        talk(cursor, [Said(KEEP, [b"a"]), Said(KEEP, [3])])  # type: ignore[list-item]
    assert rows("SELECT count(*) FROM request") == [(0,)]


def test_a_connection_that_is_lost_is_an_error_and_the_next_one_plans_anew(database: Database, _laid: Any) -> None:
    from kinkeeper.gateway.conversation import INTEGER, Said, talk

    with pytest.raises(OperationalError), transaction_cursor() as cursor:
        [[(process,)]] = talk(cursor, [Said(b"SELECT pg_backend_pid()::bigint")])
        _laid.admin.execute("SELECT pg_terminate_backend(%s)", INTEGER.unpack(process))
        talk(cursor, [Said(ONE, [INTEGER.pack(1)])])
    with transaction_cursor() as cursor:
        assert talk(cursor, [Said(ONE, [INTEGER.pack(1)])]) == [[(INTEGER.pack(2),)]]


def test_who_waits_for_the_turn_sees_what_was_recorded_meanwhile(database: Database) -> None:
    """The same request sent twice at once: the second comes to wait, and gets the first one's receipt."""
    from django.db import connections

    receipts: list[Receipt] = []

    def sent() -> None:
        receipts.append(send("1", ReceiveRecords((record(1),))))
        connections.close_all()

    with psycopg.connect(database.app.conninfo) as other:
        other.execute("SELECT size FROM head FOR UPDATE")
        waiting = [threading.Thread(target=sent) for _ in range(2)]
        for one in waiting:
            one.start()
        for one in waiting:
            one.join(0.3)
        assert receipts == []
    for one in waiting:
        one.join()
    assert receipts == [Receipt("1", 0, 1)] * 2
    assert rows("SELECT count(*) FROM entry") == [(1,)]
