"""Logs added to without asking where they end: gapless whoever writes between, nothing after another head, whole or not at all."""

import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import Error

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.log import SignedIn
from kinkeeper.domain.errors import LedgerBroken
from kinkeeper.domain.records import RecordReceived
from kinkeeper.domain.statements import Statement
from kinkeeper.queries.log.access import verify_access_log
from kinkeeper.site.database import Database
from tests.faults.test_fault_points import through

from .test_submit import record, rows

DELGADO = Actor("R. Delgado", "HHS", "operator")
AT = "2026-07-01T12:00:00.000Z"


def look(persons: tuple[str, ...] = ("P1",), times: int = 1) -> int:
    from kinkeeper.gateway import access_log

    return access_log.write_down([SignedIn(f"kk.{at}", "password") for at in range(times)], DELGADO, persons)


def looks() -> int:
    """How many stand, which are whole."""
    verified = verify_access_log()
    assert not verified.wrong
    return verified.size


def elsewhere(work: Any) -> None:
    """On a connection of its own."""
    from django.db import connections

    def run() -> None:
        work()
        connections.close_all()

    other = threading.Thread(target=run)
    other.start()
    other.join()


def test_who_was_the_last_to_write_adds_at_once_and_who_was_not_takes_the_turn(database: Database) -> None:
    assert [look() for _ in range(4)] == [0, 1, 2, 3]
    elsewhere(look)
    assert [look(), look()] == [5, 6]
    elsewhere(lambda: [look() for _ in range(5)])
    assert [look(times=23), look(), look(), look(times=12)] == [12, 35, 36, 37]
    assert looks() == 49
    assert rows("SELECT count(*), count(DISTINCT seq) FROM person_read WHERE person_id = 'P1'") == [(49, 49)]


def test_it_adds_in_one_message_once_it_was_undisturbed(database: Database, tmp_path: Path) -> None:
    look()
    with through(database, tmp_path, -1, done_unseen=False) as between:
        look()
        before, messages = between.said, []
        for _ in range(4):
            look()
            messages.append(between.said - before)
            before = between.said
    assert messages == [2, 1, 1, 1]


def test_eight_who_write_at_once_leave_no_gap(database: Database) -> None:
    from django.db import connections

    places: list[int] = []

    def write() -> None:
        places.extend(look() for _ in range(15))
        connections.close_all()

    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(places) == list(range(120))
    assert looks() == 120


def test_nothing_is_added_after_a_head_that_has_the_same_size_and_is_another(database: Database, _laid: Any) -> None:
    for _ in range(3):
        look()
    _laid.admin.execute("UPDATE access_head SET frontier = decode(repeat('ab', 64), 'hex')")
    look()
    assert rows("SELECT count(*) FROM access_entry") == [(4,)]
    assert "head" in verify_access_log().wrong


def test_a_head_that_is_missing_is_said(database: Database, _laid: Any) -> None:
    for _ in range(3):
        look()
    _laid.admin.execute("DELETE FROM access_head")
    with pytest.raises(LedgerBroken, match="head of the access log is missing"):
        look()
    assert rows("SELECT count(*) FROM access_entry") == [(3,)]


@pytest.mark.parametrize("done_unseen", [False, True], ids=["not done", "done unseen"])
def test_a_look_is_written_down_whole_or_not_at_all_wherever_its_connection_is_cut(
    database: Database, tmp_path: Path, done_unseen: bool
) -> None:
    for cut_at in range(2, 100):
        before, acknowledged = looks(), 0
        with through(database, tmp_path, cut_at, done_unseen=done_unseen) as between, suppress(Error):
            for _ in range(4):
                look()
                acknowledged += 1
        assert acknowledged <= looks() - before <= acknowledged + (done_unseen and between.is_cut), f"cut at {cut_at}"
        if not between.is_cut:
            break
    else:
        pytest.fail("there is no end")
    assert acknowledged == 4


def test_the_ledger_is_added_to_in_the_same_way(database: Database, _laid: Any) -> None:
    from functools import partial

    from kinkeeper.gateway import heads, ledger_writer
    from kinkeeper.queries.ledger import verify_ledger

    def add(number: int) -> int:
        some = [Statement(RecordReceived(record(number)), "R. Delgado", "HHS", str(number), AT)]
        return heads.append_alone(heads.LEDGER, partial(ledger_writer.entries, some)).size

    assert [add(at) for at in range(4)] == [0, 1, 2, 3]
    elsewhere(lambda: add(4))
    assert [add(at) for at in (5, 6, 7)] == [5, 6, 7]
    assert verify_ledger(DELGADO).fault is None
    _laid.admin.execute("UPDATE head SET size = 12, frontier = substr(frontier, 1, 32) || substr(frontier, 1, 32)")
    assert add(8) == 12, "it takes the head for what it says; who proves the ledger finds the gap"
    assert "Entry 8: it is missing" in str(verify_ledger(DELGADO).fault)


def test_what_is_refused_where_the_message_ends_stands_nowhere(database: Database, _laid: Any) -> None:
    """The commit of a message that began no transaction: what is looked at only then."""
    from django.db import IntegrityError, connection

    from kinkeeper.gateway.conversation import Said, settle

    _laid.admin.execute("CREATE TABLE pair (a int PRIMARY KEY, b int REFERENCES pair (a) DEFERRABLE INITIALLY DEFERRED)")
    _laid.admin.execute("GRANT ALL ON pair TO kinkeeper_app")
    try:
        lonely = Said(b"INSERT INTO pair VALUES (1, 2)")
        for _ in range(2):
            with pytest.raises(IntegrityError):
                settle(connection, [lonely])
            with pytest.raises(IntegrityError):
                settle(connection, [lonely, Said(b"SELECT 1")])
        assert rows("SELECT count(*) FROM pair") == [(0,)]
        settle(connection, [lonely, Said(b"INSERT INTO pair VALUES (2, 1)")])
        assert rows("SELECT count(*) FROM pair") == [(2,)]
    finally:
        _laid.admin.execute("DROP TABLE pair")


def test_a_head_goes_back_for_nobody(database: Database) -> None:
    for head in ("head", "access_head"):
        for role in (database.app, database.owner):
            with psycopg.connect(role.conninfo) as connection:
                connection.execute(f"UPDATE {head} SET size = 5")
                with pytest.raises(psycopg.Error, match="only grows"):
                    connection.execute(f"UPDATE {head} SET size = 4")
        with psycopg.connect(database.owner.conninfo) as connection, pytest.raises(psycopg.Error, match="only grows"):
            connection.execute(f"DELETE FROM {head}")
