"""An expungement reaches everything that the database holds: every column of every table is looked through."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kinkeeper.domain.casework.documents import Document, RecordDocument
from kinkeeper.domain.errors import NotFound, Refused
from kinkeeper.domain.people import IdentifyPeople, Join, Person
from kinkeeper.domain.reviews import AskQuestions, Question
from kinkeeper.domain.ties import AssessTies, Evidence, Tie
from kinkeeper.domain.waiting.goes import Asked
from kinkeeper.site.database import Database
from tests.extracts.written import csv_file, workbook
from tests.jobs.test_desk import after, put_down
from tests.jobs.test_taking import CAAL, CHUB, HEADER, ME, XOL, take

from .test_sealing import carry_out
from .test_submit import rows, send

CANARY = "XOCHIQUETZAL"
GONE = [CANARY, "ITZEL", "5/9/2018", "Yuma", "202385791", "2/15/2011"]
WEIGHED = (Evidence("name", f"both are called {CANARY}", "3.1"),)


def where(admin: psycopg.Connection, word: str = CANARY, *, planner: bool = False) -> list[str]:
    """Every table and column in which a word stands, packed or not; and, if asked, in what the planner remembers."""
    columns = admin.execute(
        "SELECT a.attrelid::regclass::text, quote_ident(a.attname), a.atttypid = 'bytea'::regtype FROM pg_attribute a "
        "JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped "
        "AND (n.nspname = 'public' OR (%s AND c.relname = 'pg_statistic')) ORDER BY 1, 2",
        [planner],
    ).fetchall()
    found = []
    for table, column, is_bytes in columns:
        held = admin.execute(f"SELECT {column}{'' if is_bytes else '::text'} FROM {table} WHERE {column} IS NOT NULL")  # type: ignore[call-overload]
        found += [f"{table}.{column}"] if any(word in text for (value,) in held for text in texts_of(value)) else []
    return found


def texts_of(value: Any) -> Iterator[str]:
    if not isinstance(value, bytes | memoryview):
        yield str(value)
        return
    content = bytes(value)
    yield content.decode("utf-8", "replace")
    with suppress(zlib.error):  # most bytes are not compressed, and salts may begin as such bytes do
        yield from texts_of(zlib.decompress(content))
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield from texts_of(archive.read(name))


def position_of(name: str) -> int:
    return int(rows(f"SELECT since FROM record WHERE name = '{name}'")[0][0])


def rest_of(named: str) -> list[str]:
    from kinkeeper.queries.deliveries.files import read_file, standing_hash
    from kinkeeper.queries.extracts import get_extract

    extract = get_extract(ME, named).extract
    return b"".join(read_file(ME, standing_hash(ME, extract.container or extract.sha256))).decode().splitlines()


def packed(path: Path, *members: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.write(member, member.name)
    return path


def test_of_what_was_expunged_no_column_of_any_table_holds_a_word(database: Database, _laid: Any, tmp_path: Path) -> None:
    from kinkeeper.gateway import rebuild
    from kinkeeper.gateway.waiting import goes
    from kinkeeper.queries.ledger import verify_ledger
    from kinkeeper.queries.sealings import find_elsewhere, find_positions
    from kinkeeper.site.setup import scrub

    first = csv_file(tmp_path / "first.csv", [HEADER, GONE, XOL, CHUB])
    take(first)
    newer = take(csv_file(tmp_path / "newer.csv", [HEADER, CHUB, GONE, CAAL]), corrects="first.csv").extract
    assert newer.rows_known == 2
    after(put_down(csv_file(tmp_path / "desk.csv", [HEADER, [*GONE[:2], "5/8/2018", *GONE[3:]]])), "look")
    [(mine,)] = rows("SELECT record_id FROM record WHERE name = 'first.csv#2'")
    [(other,)] = rows("SELECT record_id FROM record WHERE name = 'newer.csv#4'")
    send("p", IdentifyPeople("r", (Person("P1", (mine,), (Join(mine, other, "0.9", f"both {CANARY}"),)), Person("P2", (other,)))))
    send("t", AssessTies("r", (Tie("P1", "P2", "parent", "assessed", "0.9000", "detected", WEIGHED),)))
    send("q", AskQuestions("r", (Question("tie", mine, other, "0.5000", evidence=WEIGHED),)))
    _laid.admin.execute("ANALYZE")
    assert "pg_statistic.stavalues1" in where(_laid.admin, planner=True)
    assert {"file_piece.content", "desk_file.tables", "question.evidence", "tie.evidence", "record.surnames"} <= set(where(_laid.admin))

    positions = find_positions(ME, records=["first.csv#2"])
    elsewhere = find_elsewhere(ME, positions)
    [(desk_file,)] = rows("SELECT sha256 FROM desk_file")
    goes.begin(Asked(ME.name, "task", False, "t", {"words": f"call {CANARY}"}, ("P1",)), actor=ME)
    assert "at_once_go.asked" in where(_laid.admin)
    assert (elsewhere.positions, elsewhere.files) == ((), (desk_file,))
    carry_out("expunge", *positions, files=elsewhere.files)
    scrub()
    assert where(_laid.admin, planner=True) == []
    assert rows("SELECT * FROM desk_file") == rows("SELECT * FROM at_once_go") == []

    assert rest_of("first.csv") == [f"first.csv,1,{','.join(HEADER)}", f"first.csv,3,{','.join(XOL)}", f"first.csv,4,{','.join(CHUB)}"]
    assert rest_of("newer.csv") == [f"newer.csv,1,{','.join(HEADER)}", f"newer.csv,2,{','.join(CHUB)}", f"newer.csv,4,{','.join(CAAL)}"]
    assert rows("SELECT proposal_id, rows FROM file_expunged ORDER BY since") == [("S-1", 0), ("S-1", 1), ("S-1", 1)]
    assert (rebuild.check(), str(verify_ledger(ME, ()).fault)) == ([], "None")
    with pytest.raises(Refused, match=r"A court had this file destroyed \(entry \d+\)"):
        take(first)
    assert where(_laid.admin) == []


def test_a_second_order_reaches_what_the_first_one_left(database: Database, _laid: Any, tmp_path: Path) -> None:
    take(csv_file(tmp_path / "a.csv", [HEADER, GONE, XOL, CHUB]))
    carry_out("expunge", position_of("a.csv#2"))
    carry_out("expunge", position_of("a.csv#3"), name="S-2")
    assert rest_of("a.csv") == [f"a.csv,1,{','.join(HEADER)}", f"a.csv,4,{','.join(CHUB)}"]
    assert where(_laid.admin) == where(_laid.admin, "202385792") == []
    assert rows("SELECT count(DISTINCT sha256) FROM file_piece") == [(1,)]


def test_sheets_and_archives_lose_the_row_and_keep_the_others(database: Database, _laid: Any, tmp_path: Path) -> None:
    book = workbook(tmp_path / "book.xlsx", {"May": [HEADER, XOL, GONE], "June": [HEADER, CHUB]})
    inside = csv_file(tmp_path / "inside.csv", [HEADER, CAAL, [CANARY, "CITLALI", "5/9/2018", "Yuma", "202385799", "1/1/2012"]])
    take(book)
    take(packed(tmp_path / "all.zip", inside))
    carry_out("expunge", position_of("book.xlsx/May#3"), position_of("all.zip/inside.csv#3"))
    assert where(_laid.admin) == []
    assert [line.split(",")[:3] for line in rest_of("book.xlsx/May")] == [
        ["book.xlsx/May", "1", "LAST_NAME"],
        ["book.xlsx/May", "2", "XOL"],
        ["book.xlsx/June", "1", "LAST_NAME"],
        ["book.xlsx/June", "2", "CHUB"],
    ]
    assert [line.split(",")[2] for line in rest_of("all.zip/inside.csv")] == ["LAST_NAME", "CAAL"]


def test_a_file_goes_whole_where_its_own_entry_is_expunged(database: Database, _laid: Any, tmp_path: Path) -> None:
    from kinkeeper.queries.deliveries.files import read_file

    extract = take(csv_file(tmp_path / f"{CANARY}.csv", [HEADER, XOL])).extract
    [(since,)] = rows("SELECT since FROM extract")
    carry_out("expunge", since, position_of(f"{CANARY}.csv#2"))
    assert where(_laid.admin) == []
    assert rows("SELECT count(*) FROM file_piece") == [(0,)]
    with pytest.raises(NotFound, match=r"The file as it came is gone: it held rows that were expunged by order S-1 \(entry 4\)\.$"):
        read_file(ME, extract.sha256)


def test_a_refused_row_goes_out_of_the_file_as_well(database: Database, _laid: Any, tmp_path: Path) -> None:
    take(csv_file(tmp_path / "a.csv", [HEADER, XOL, ["", "", CANARY, "", "", ""]]))
    [(since,)] = rows(f"SELECT since FROM refusal WHERE value LIKE '%{CANARY}%'")
    carry_out("expunge", since)
    assert where(_laid.admin) == []
    assert [line.split(",")[2] for line in rest_of("a.csv")] == ["LAST_NAME", "XOL"]


def test_a_row_that_is_not_where_its_entry_says_takes_the_whole_file(database: Database, _laid: Any, tmp_path: Path) -> None:
    take(csv_file(tmp_path / "a.csv", [HEADER, XOL, GONE]))
    _laid.admin.execute("UPDATE file_piece SET content = %s", [zlib.compress(f"{','.join(GONE)}\na\nb\n".encode())])
    carry_out("expunge", position_of("a.csv#3"))
    assert rows("SELECT rest, rows FROM file_expunged") == [("", 0)]
    assert where(_laid.admin) == []


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM file_piece",
        "UPDATE file_piece SET content = ''",
        "TRUNCATE file_piece",
        "SELECT set_config('kinkeeper.expunged_by', '2', TRUE); DELETE FROM file_piece",
        "SELECT set_config('kinkeeper.expunged_by', '0', TRUE); DELETE FROM file_piece",
    ],
)
def test_nobody_destroys_a_kept_file_that_no_entry_names(database: Database, tmp_path: Path, change: str) -> None:
    take(csv_file(tmp_path / "a.csv", [HEADER, XOL]))
    for role in (database.app, database.owner):
        with psycopg.connect(role.conninfo) as connection, pytest.raises(psycopg.Error, match=r"refused|permission denied"):
            connection.execute(change)  # type: ignore[call-overload]
    with psycopg.connect(database.app.conninfo) as connection:
        assert [connection.execute("SELECT expunge_file(%s)", [by]).fetchone() for by in (0, 1, 99)] == [(0,)] * 3


def test_an_order_reaches_the_files_of_documents_once_no_entry_keeps_the_same_bytes(database: Database, _laid: Any, tmp_path: Path) -> None:
    from kinkeeper.gateway import rebuild
    from kinkeeper.jobs.documents import add_document
    from kinkeeper.queries.casework.caseload import get_document
    from kinkeeper.queries.deliveries.files import read_file
    from kinkeeper.queries.sealings import find_elsewhere, find_positions
    from kinkeeper.site.setup import scrub

    def keep(path: Path, about: str, title: str) -> int:
        return add_document(path, Document("", about, title, "", path.name, "", 0, ""), actor=ME).first

    letter, other = tmp_path / f"{CANARY}.txt", tmp_path / "other.txt"
    letter.write_text(f"To whom it may concern: {CANARY} ITZEL", encoding="utf-8")
    other.write_text("Nothing of anybody", encoding="utf-8")
    first, sister = keep(letter, "P1", f"letter of {CANARY}"), keep(letter, "P2", "the same letter")
    unrelated = keep(other, "P1", "receipt")
    [(name, sha256)] = rows(f"SELECT document_id, told->>'sha256' FROM document WHERE since = {first}")
    assert {first, unrelated} <= set(find_positions(ME, persons=["P1"]))
    # The clerk is told of the other entry. Where the order does not name it, the file stays for the sister.
    assert find_elsewhere(ME, [first]).positions == (sister,)
    carry_out("expunge", first)
    assert b"".join(read_file(ME, sha256)).decode().endswith("ITZEL") and rows("SELECT * FROM file_expunged") == []
    assert (get_document(ME, name).title, get_document(ME, name).sha256) == ("", "")
    carry_out("seal", sister, name="S-2")
    carry_out("unseal", sister, name="S-3")
    carry_out("expunge", sister, name="S-4")
    scrub()
    assert where(_laid.admin) == []
    assert rows("SELECT proposal_id, rest FROM file_expunged") == [("S-4", "")]
    assert rows("SELECT count(DISTINCT sha256) FROM file_piece") == [(1,)]
    with pytest.raises(NotFound, match="gone"):
        read_file(ME, sha256)
    with pytest.raises(Refused, match="A court had this file destroyed"):
        keep(letter, "P3", "once more")
    assert rebuild.check() == []


def test_a_known_document_is_not_changed(database: Database) -> None:
    one = Document("DO-1", "P1", "letter", "", "a.txt", "text", 3, "a" * 64)
    send("1", RecordDocument(one))
    with pytest.raises(Refused, match="can be withdrawn, not changed"):
        send("2", RecordDocument(Document("DO-1", "P1", "another letter", "", "a.txt", "text", 3, "a" * 64)))
