"""The one door: what stands after it, and that nothing else gets in."""

import threading
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinkeeper.domain.access import Actor
from kinkeeper.domain.errors import KinkeeperError, NotAllowed, Refused, RequestReused
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import ReceiveRecords, Record
from kinkeeper.domain.requests import Receipt, Request
from kinkeeper.domain.reviews import AskQuestions, JudgeQuestion, Question
from kinkeeper.domain.ties import AssessTies, RefuteTie, Tie
from kinkeeper.ledger.entry import Part, leaf
from kinkeeper.ledger.tree import Frontier
from kinkeeper.site.database import Database
from tests.strategies import commands

ME = Actor("R. Delgado", "HHS", "operator")


def record(number: int) -> Record:
    return Record(f"r{number}", "e", f"f.csv#{number}", "layout", number, given="Ana")


def rows(sql: str) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def send(request_id: str, command: Any, actor: Actor = ME) -> Receipt:
    from kinkeeper.gateway import submit

    return submit([Request(request_id, command)], actor=actor)[0]


def test_a_receipt_says_where_the_entries_stand(database: Database) -> None:
    assert send("1", ReceiveRecords((record(1), record(2)))) == Receipt("1", 0, 2)
    assert send("2", ReceiveRecords((record(2), record(3)))) == Receipt("2", 2, 1)


def test_sending_twice_records_once_and_gives_the_first_receipt(database: Database) -> None:
    first = send("1", ReceiveRecords((record(1),)))
    assert send("1", ReceiveRecords((record(1),))) == first
    assert rows("SELECT count(*) FROM entry") == [(1,)]


def test_twice_in_one_delivery_is_once(database: Database) -> None:
    from kinkeeper.gateway import submit

    request = Request("1", ReceiveRecords((record(1),)))
    assert submit([request, request], actor=ME) == [Receipt("1", 0, 1)] * 2


def test_a_known_id_with_another_command_is_refused(database: Database) -> None:
    send("1", ReceiveRecords((record(1),)))
    with pytest.raises(RequestReused, match="under a new id"):
        send("1", ReceiveRecords((record(2),)))


def test_all_or_nothing(database: Database) -> None:
    from kinkeeper.gateway import submit

    good, bad = Request("1", ReceiveRecords((record(1),))), Request("2", RefuteTie("P1", "P2", "test result"))
    with pytest.raises(Refused):
        submit([good, bad], actor=ME)
    assert rows("SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM record), (SELECT size FROM head)") == [(0, 0, 0)]
    assert send("1", good.command) == Receipt("1", 0, 1)


def test_each_command_sees_what_the_one_before_it_recorded(database: Database) -> None:
    from kinkeeper.gateway import submit

    tie = Tie("P1", "P2", "parent", "claimed", "0.9000", "recorded")
    receipts = submit([Request("1", AssessTies("run", (tie,))), Request("2", RefuteTie("P1", "P2", "test"))], actor=ME)
    assert [receipt.count for receipt in receipts] == [1, 1]
    assert rows("SELECT status, since, until FROM tie ORDER BY since") == [("claimed", 0, 1), ("refuted", 1, None)]


@pytest.mark.parametrize("role", ["inspector", "nobody"])
def test_a_role_without_the_right_records_nothing(database: Database, role: str) -> None:
    with pytest.raises(NotAllowed, match=role):
        send("1", ReceiveRecords((record(1),)), Actor("x", "OIG", role))
    assert rows("SELECT size FROM head") == [(0,)]


def test_a_record_that_moves_leaves_the_person_it_was_held_to_be(database: Database) -> None:
    send("1", IdentifyPeople("run", (Person("P1", ("r1", "r2")), Person("P2", ("r3",)))))
    send("2", IdentifyPeople("run", (Person("P2", ("r2", "r3")),)))
    assert rows("SELECT record_id, person_id FROM membership WHERE until IS NULL ORDER BY 1") == [("r1", "P1"), ("r2", "P2"), ("r3", "P2")]
    assert rows("SELECT person_id FROM membership WHERE record_id = 'r2' AND until IS NOT NULL") == [("P1",)]


def test_a_person_says_what_its_records_said_then_in_whatever_batches_they_are_read(database: Database) -> None:
    from kinkeeper.gateway import rebuild

    send("1", IdentifyPeople("run", (Person("P1", ("r1",)),)))
    told = Record("r2", "e", "f.csv#2", "layout", 2, given="Ana", born="2012-03-04", nationality="HND")
    send("2", ReceiveRecords((told,)))
    send("3", IdentifyPeople("run", (Person("P1", ("r1", "r2")),)))
    assert rows("SELECT born, nationality FROM person WHERE until IS NULL") == [("2012-03-04", "HND")]
    assert rebuild.check() == []


def test_nobody_reads_in_another_name(database: Database) -> None:
    send("1", AskQuestions("run", (Question("tie", "r1", "r2", "0.7000"),)))
    with pytest.raises(NotAllowed, match="in the name of somebody else"):
        send("2", JudgeQuestion("tie", "r1", "r2", "same", "", "somebody else"))
    with pytest.raises(NotAllowed, match="judge"):
        send("3", JudgeQuestion("tie", "r1", "r2", "same", "", "officer"), Actor("officer", "HHS", "data_officer"))
    send("4", JudgeQuestion("tie", "r1", "r2", "same", "", ME.name))
    assert rows("SELECT reader, answer FROM judgement WHERE until IS NULL") == [(ME.name, "same")]


def _speaker(some: list[Any]) -> Actor:
    """Who gives these commands: for an agreement somebody of the agency that it is said for."""
    return next((Actor(one.by, one.for_agency, "operator") for one in some if hasattr(one, "for_agency")), ME)


@pytest.mark.parametrize("examples", [12, pytest.param(200, marks=[pytest.mark.long, pytest.mark.timeout(3_600)])])
def test_live_tables_are_rebuilt_tables_are_a_fold(database: Database, examples: int) -> None:
    """After any history, over whatever stood before it."""

    @settings(max_examples=examples)
    @given(history=st.lists(st.lists(commands, min_size=1, max_size=3), min_size=1, max_size=6), salt=st.uuids())
    def after(history: list[list[Any]], salt: Any) -> None:
        _is_a_fold(history, salt)

    after()


def _is_a_fold(history: list[list[Any]], salt: Any) -> None:
    from kinkeeper.gateway import rebuild, submit

    for at, some in enumerate(history):
        try:
            submit([Request(f"{salt}:{at}:{n}", command) for n, command in enumerate(some)], actor=_speaker(some))
        except KinkeeperError:
            continue
    assert rebuild.check() == []
    before = _read_tables()
    rebuild.rebuild()
    assert _read_tables() == before


def test_read_tables_of_an_older_shape_are_made_anew_once(database: Database) -> None:
    from django.db import connections

    from kinkeeper.gateway import rebuild
    from kinkeeper.site.setup import migrate

    send("1", ReceiveRecords((record(1), record(2))))
    whole, told = _read_tables(), []
    with connections["owner"].cursor() as cursor:
        cursor.execute("COMMENT ON TABLE membership IS '0001'; DELETE FROM record; DELETE FROM extract")
    assert _read_tables() != whole
    for _ in range(2):
        migrate(lambda name, done: told.append(done))
        assert rebuild.is_current()
        assert _read_tables() == whole
    assert sum(told) == rows("SELECT count(*) FROM entry")[0][0]


def test_read_tables_of_a_newer_program_are_left_to_it(database: Database) -> None:
    from django.db import connections

    from kinkeeper.gateway import rebuild

    with connections["owner"].cursor() as cursor:
        cursor.execute("COMMENT ON TABLE membership IS '9999_of_a_later_year'")
        assert rebuild.is_current()
        rebuild.say_current(cursor)


def test_killed_while_read_tables_are_made_anew_the_next_begins_again(database: Database) -> None:
    from django.db import connections

    from kinkeeper.gateway import rebuild
    from kinkeeper.site.setup import migrate

    send("1", ReceiveRecords((record(1),)))
    whole = _read_tables()
    with connections["owner"].cursor() as cursor:
        cursor.execute("COMMENT ON TABLE membership IS '0001'")

    def fall(name: str, done: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        migrate(fall)
    assert not rebuild.is_current()
    assert _read_tables() == whole
    migrate()
    assert rebuild.is_current()


def test_the_head_is_the_tree_over_the_stored_leaves_and_leaves_commit_to_the_stored_parts(database: Database) -> None:
    for at in range(5):
        send(str(at), ReceiveRecords(tuple(record(at * 10 + n) for n in range(at))))
    leaves = [bytes(row[0]) for row in rows("SELECT leaf FROM entry ORDER BY seq")]
    parts = rows("SELECT seq, salt, body FROM part ORDER BY seq, k")
    assert [leaf([Part(bytes(s), bytes(b)) for at, s, b in parts if at == seq]) for seq in range(10)] == leaves
    [(size, frontier)] = rows("SELECT size, frontier FROM head")
    assert (size, Frontier.from_bytes(size, bytes(frontier))) == (10, Frontier().extended(leaves))


def test_no_name_stands_in_a_core_or_a_leaf(database: Database) -> None:
    send("1", ReceiveRecords((Record("r1", "e", "secret.csv#1", "layout", 1, given="Yamilet", cells={"NAME": "Yamilet"}),)))
    assert b"Yamilet" not in bytes(rows("SELECT body FROM part WHERE k = 1")[0][0])
    assert b"Yamilet" in bytes(rows("SELECT body FROM part WHERE k = 2")[0][0])


def test_sixteen_at_once_leave_no_gap_and_no_fork(database: Database) -> None:
    def write(name: int) -> None:
        from django.db import connection

        for at in range(5):
            send(f"{name}:{at}", ReceiveRecords((record(name * 100 + at), record(name * 100 + 50 + at))))
        connection.close()

    writers = [threading.Thread(target=write, args=(name,)) for name in range(16)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert rows("SELECT min(seq), max(seq), count(*) FROM entry") == [(0, 159, 160)]
    leaves = [bytes(row[0]) for row in rows("SELECT leaf FROM entry ORDER BY seq")]
    [(frontier,)] = rows("SELECT frontier FROM head")
    assert bytes(frontier) == Frontier().extended(leaves).to_bytes()


@pytest.mark.parametrize("table", ["entry", "part", "request", "head"])
@pytest.mark.parametrize("change", ["DELETE FROM {0}", "TRUNCATE {0}", "UPDATE {0} SET {1} = {1}"])
def test_the_application_and_the_owner_may_only_add_to_the_ledger(database: Database, table: str, change: str) -> None:
    send("1", ReceiveRecords((record(1),)))
    column = {"entry": "leaf", "part": "body", "request": "count", "head": "size"}[table]
    sql = change.format(table, column)
    for role in (database.app, database.owner):
        if table == "head" and change.startswith("UPDATE"):
            sql = "UPDATE head SET size = size - 1"
        with psycopg.connect(role.conninfo) as connection, pytest.raises(psycopg.Error, match=r"append-only|only grows|permission denied"):
            connection.execute(sql)  # type: ignore[call-overload]


def _read_tables() -> dict[str, list[tuple[Any, ...]]]:
    from kinkeeper.store.tables import READ_TABLES

    return {table: sorted(rows(f"SELECT {table}::text FROM {table}")) for table in READ_TABLES}
