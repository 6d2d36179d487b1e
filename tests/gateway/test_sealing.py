"""A court's order at the door: on the ledger first, by two, and afterwards nothing of it anywhere that people read."""

from pathlib import Path
from typing import Any

import psycopg
import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.errors import NotAllowed, Refused
from kinkeeper.domain.placements import Placement, ReportPlacement
from kinkeeper.domain.records import ReceiveRecords, Record, Stay
from kinkeeper.domain.sealings import ApproveSealing, ProposeSealing
from kinkeeper.domain.ties import RefuteTie, VerifyTie
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.tree import Frontier
from kinkeeper.site.database import Database

from .test_submit import rows, send

RUIZ = Actor("A. Ruiz", "HHS", "records_officer")
DELGADO = Actor("R. Delgado", "HHS", "records_officer")
ME = Actor("R. Delgado", "HHS", "operator")
CANARY = "Xochiquetzal"


def lay() -> Checkpoint:
    """Two records, a tie and a placement that name a person; what somebody saved then."""
    cells = {"NAME": CANARY, "REMARKS": f"mother {CANARY}"}
    record = Record("r0", "e", f"{CANARY}.csv#1", "layout", 1, given=CANARY, cells=cells, stays=(Stay("ORR", CANARY, "2018-05-17"),))
    send("1", ReceiveRecords((record, Record("r1", "e", "f.csv#2", "layout", 2, given="Ana"))))
    send("2", VerifyTie("P1", "P2", "parent", f"birth certificate of {CANARY}"))
    send("3", ReportPlacement(Placement("p", "P1", Stay("ORR", CANARY, "2018-06-01"))))
    leaves = [bytes(leaf) for (leaf,) in rows("SELECT leaf FROM entry ORDER BY seq")]
    return Checkpoint("log", len(leaves), Frontier().extended(leaves).root())


def carry_out(effect: str, *positions: int, name: str = "S-1", files: tuple[str, ...] = ()) -> None:
    send(f"{name}:propose", ProposeSealing(name, effect, positions, "D.D.C., 18-cv-1", "as ordered", RUIZ.name, files), RUIZ)
    send(f"{name}:approve", ApproveSealing(name, DELGADO.name, "forthwith" if effect == "expunge" else ""), DELGADO)


def fault(*saved: Checkpoint) -> str:
    from kinkeeper.queries.ledger import verify_ledger

    return str(verify_ledger(ME, saved).fault)


def tables_that_hold(word: str) -> list[str]:
    readable = (
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
        "AND has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'SELECT') ORDER BY 1"
    )
    tables = [name for (name,) in rows(readable)]
    quoted = {"part": "convert_from(coalesce(body, ''), 'UTF8')"}
    return [table for table in tables if rows(f"SELECT 1 FROM {table} WHERE {quoted.get(table, f'{table}::text')} LIKE '%{word}%' LIMIT 1")]


def test_what_was_expunged_is_nowhere_and_the_tree_is_whole(database: Database) -> None:
    from kinkeeper.gateway import rebuild

    saved = lay()
    assert tables_that_hold(CANARY) == ["custody_day", "part", "placement", "record"]
    carry_out("expunge", 0, 2, 3)
    assert tables_that_hold(CANARY) == []
    assert fault(saved) == "None"
    assert rebuild.check() == []
    assert rows("SELECT seq, k, expunged_by FROM part WHERE body IS NULL ORDER BY seq") == [(0, 2, 5), (2, 2, 5), (3, 2, 5)]
    assert rows("SELECT status FROM tie WHERE until IS NULL") == [("verified",)]
    assert rows("SELECT record_id, given FROM record ORDER BY 1") == [("r0", ""), ("r1", "Ana")]


def test_a_tie_that_was_refuted_stays_refuted_when_the_evidence_is_expunged(database: Database) -> None:
    lay()
    send("4", RefuteTie("P1", "P2", f"{CANARY} said so"))
    carry_out("expunge", 4)
    assert rows("SELECT status FROM tie WHERE until IS NULL") == [("refuted",)]


def test_what_is_sealed_is_hidden_and_comes_back_when_it_is_unsealed(database: Database) -> None:
    from kinkeeper.gateway import rebuild
    from kinkeeper.queries.records import list_records

    saved = lay()
    before = rows("SELECT record::text FROM record ORDER BY 1")
    carry_out("seal", 0, 2, 3)
    assert tables_that_hold(CANARY) == ["part"]
    assert [record.given for record in list_records(ME)] == ["Ana"]
    assert (rebuild.check(), fault(saved)) == ([], "None")
    rebuild.rebuild()
    assert tables_that_hold(CANARY) == ["part"]
    carry_out("unseal", 0, 2, 3, name="S-2")
    assert rows("SELECT record::text FROM record ORDER BY 1") == before
    assert len(list_records(ME)) == 2


def test_the_same_person_cannot_propose_and_approve_nor_speak_for_another(database: Database) -> None:
    lay()
    with pytest.raises(NotAllowed, match=r"cannot say this in the name of A\. Ruiz"):
        send("p", ProposeSealing("S-1", "expunge", (0,), "o", "r", RUIZ.name), DELGADO)
    send("p", ProposeSealing("S-1", "expunge", (0,), "o", "r", RUIZ.name), RUIZ)
    with pytest.raises(Refused, match="Another person"):
        send("q", ApproveSealing("S-1", RUIZ.name), RUIZ)
    with pytest.raises(NotAllowed):
        send("q", ApproveSealing("S-1", "x"), Actor("x", "HHS", "caseworker"))
    assert tables_that_hold(CANARY) == ["custody_day", "part", "placement", "record"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE part SET salt = NULL, body = NULL, expunged_by = 5 WHERE seq = 1 AND k = 2",
        "UPDATE part SET salt = NULL, body = NULL, expunged_by = 5 WHERE seq = 0 AND k = 1",
        "UPDATE part SET salt = NULL, body = NULL, expunged_by = 4 WHERE seq = 3 AND k = 2",
        "UPDATE part SET salt = NULL, body = NULL, expunged_by = 99 WHERE seq = 3 AND k = 2",
        "UPDATE part SET salt = NULL, body = NULL, expunged_by = NULL WHERE seq = 3 AND k = 2",
        "UPDATE part SET body = 'x' WHERE seq = 0 AND k = 2",
        "UPDATE part SET expunged_by = 5 WHERE seq = 1 AND k = 2",
        "UPDATE part SET salt = NULL, body = NULL, expunged_by = 5, seq = 77 WHERE seq = 3 AND k = 2",
        "DELETE FROM part WHERE seq = 0 AND k = 2",
        "UPDATE part SET expunged_by = 6 WHERE seq = 0 AND k = 2",
    ],
)
def test_nobody_destroys_what_no_entry_covers(database: Database, change: str) -> None:
    lay()
    carry_out("expunge", 0)
    for role in (database.app, database.owner):
        with psycopg.connect(role.conninfo) as connection, pytest.raises(psycopg.Error, match=r"append-only|permission denied"):
            connection.execute(change)  # type: ignore[call-overload]


def test_the_function_destroys_what_its_entry_names_and_nothing_where_there_is_none(database: Database) -> None:
    lay()
    carry_out("expunge", 0)
    with psycopg.connect(database.app.conninfo) as connection:
        for by in (0, 1, 4, 5, 99, -1):
            assert connection.execute("SELECT expunge_parts(%s)", [by]).fetchone() == (0,)


def test_after_the_tables_are_written_anew_the_disk_holds_nothing_of_it(database: Database, _laid: Any) -> None:
    from kinkeeper.site.setup import scrub

    lay()
    _laid.admin.execute("CHECKPOINT")
    assert files_that_hold(_laid.admin, CANARY)
    carry_out("expunge", 0, 2, 3)
    scrub()
    _laid.admin.execute("CHECKPOINT")
    assert files_that_hold(_laid.admin, CANARY) == []


def files_that_hold(admin: psycopg.Connection, word: str) -> list[str]:
    """Of the cluster's tables; the log of changes beside them holds it until it has gone round."""
    [(folder,)] = admin.execute("SHOW data_directory").fetchall()
    base = Path(folder, "base")
    return [str(path.relative_to(base)) for path in base.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]
