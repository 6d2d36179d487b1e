"""Kinds of files beside text and workbooks, and what else is found in the file itself: several tables, JSON in cells, order of days."""

import json
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from kinkeeper.extracts import read_file
from kinkeeper.extracts.files import limited_reader
from kinkeeper.extracts.files.large_workbooks import streamed

from .written import csv_file, read_all, read_one, read_rows, workbook

HEADER = ["LAST_NAME", "FIRST_NAME", "APPR_DT_TIME", "SECTOR", "APP AGE"]
XOL = ["XOL", "ANA", "5/9/2018", "Yuma", "31"]
CHUB = ["CHUB", "LUIS", "5/10/2018", "Yuma", "8"]
TOLD = [("XOL", "ANA", "2018-05-09", 31), ("CHUB", "LUIS", "2018-05-10", 8)]


def told(path: Path) -> list[tuple[str, str, str, int | None]]:
    read = read_one(path)
    assert not read.refusals
    return [(one.surnames, one.given, one.encountered, one.age) for one in read.records.values()]


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json"])
def test_json_objects_are_rows(tmp_path: Path, name: str) -> None:
    people = [dict(zip(HEADER, row, strict=True)) for row in (XOL, CHUB)]
    people[1]["APP AGE"] = 8  # type: ignore[assignment]
    (tmp_path / name).write_text(json.dumps(people) if name == "a.json" else "\n".join(map(json.dumps, people)) + "\n\n")
    assert told(tmp_path / name) == TOLD
    assert set(read_one(tmp_path / name).records) == {f"{name}#2", f"{name}#3"}


def test_objects_within_objects_and_lists_of_people(tmp_path: Path) -> None:
    row = {
        "parent": {"first name": "Ana", "last name": "Xol"},
        "child": [{"name": "Luis Xol", "age": 8}, {"name": "Eva Xol", "age": 5}],
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(row))
    records = read_one(tmp_path / "a.jsonl").records
    assert {name: (one.whole_name or one.given, one.age) for name, one in records.items()} == {
        "a.jsonl#2:child": ("Luis Xol", 8),
        "a.jsonl#2:child2": ("Eva Xol", 5),
        "a.jsonl#2:adult": ("Ana", None),
    }


@pytest.mark.parametrize("content", ["[1, 2]", "{", '{"a": 1}\n[2]', "[" * 100_000])
def test_json_that_is_no_table_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content)
    (read,) = read_all(tmp_path / "a.json")
    assert not read.records and "JSON cannot be read" in read.refusals[0].why


def test_json_in_a_cell(tmp_path: Path) -> None:
    cells = '[{"name": "Luis Xol", "age": 8}, {"name": "Eva Xol", "age": 5}]'
    read = read_rows(tmp_path, [["Parent", "Child"], ["Ana Xol", cells], ["Rosa Chub", '{"name": "Iker Chub", "age": 3}']])
    found = {name: (one.whole_name, one.age) for name, one in read.records.items() if one.role == "child"}
    assert found == {
        "list.csv#2:child": ("Luis Xol", 8),
        "list.csv#2:child2": ("Eva Xol", 5),
        "list.csv#3:child": ("Iker Chub", 3),
    }
    assert "holds JSON" in read.extract.said
    assert read.records["list.csv#2:child"].cells["Child"] == cells


def test_json_in_a_cell_with_a_byte_of_another_encoding(tmp_path: Path) -> None:
    """Found by the fuzzer: reading stopped at such a cell."""
    rows = 'José Xol,"{""name"": ""Iker Chub"", ""age"": 3}"\n'.encode() * 2
    (tmp_path / "list.csv").write_bytes(b"Parent,Child\n" + rows.replace(b"Iker", b"In\xe9s", 1))
    read = read_one(tmp_path / "list.csv")
    assert read.records["list.csv#2:child"].whole_name == "Inés Chub" and len(read.records) == 4
    assert any("not UTF-8 like the rest" in one.why and one.column == "Child" for one in read.refusals)


FIXED = """\
SUBJECTS OF THE NIGHT

LAST_NAME     FIRST_NAME  APPR_DT_TIME  SECTOR  APP AGE
XOL           ANA MARIA   5/9/2018      Yuma    31
CHUB          LUIS        5/10/2018     Yuma     8
DE LA CRUZ    EVA         5/11/2018     Yuma     5
"""


def test_columns_of_fixed_width(tmp_path: Path) -> None:
    (tmp_path / "night.txt").write_text(FIXED)
    read = read_one(tmp_path / "night.txt")
    assert {name: (one.surnames, one.given, one.age) for name, one in read.records.items()} == {
        "night.txt#4": ("XOL", "ANA MARIA", 31),
        "night.txt#5": ("CHUB", "LUIS", 8),
        "night.txt#6": ("DE LA CRUZ", "EVA", 5),
    }
    assert "5 columns of fixed width" in read.extract.said


def test_widths_can_be_told(tmp_path: Path) -> None:
    (tmp_path / "night.dat").write_text("LAST_NAMEAPPR_DT_TIMESECTOR\nXOL      5/9/2018    Yuma  \n")
    (tmp_path / "c.toml").write_text('[[file]]\nmatch = "*.dat"\nlayout = "border_patrol"\nwidths = [9, 12, 6]\n')
    record = read_one(tmp_path / "night.dat", tmp_path / "c.toml").record
    assert (record.surnames, record.encountered, record.sector) == ("XOL", "2018-05-09", "Yuma")


def test_text_that_is_parted_is_not_taken_for_fixed_width(tmp_path: Path) -> None:
    assert told(csv_file(tmp_path / "a.txt", [HEADER, XOL, CHUB])) == TOLD


# Archives


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def test_the_files_of_an_archive_are_read_and_what_cannot_be_is_refused_by_name(tmp_path: Path) -> None:
    table = csv_file(tmp_path / "x.csv", [HEADER, XOL]).read_bytes()
    members = {
        "a.csv": table,
        "June/b.csv": table + b"CHUB,LUIS,5/10/2018,Yuma,8\r\n",
        "../../escape.csv": table,
        "C:\\escape.csv": table,
        "inner.zip": b"PK\x03\x04",
        "notes.docx": b"PK",
        "__MACOSX/._a.csv": b"x",
    }
    deliveries = list(read_file(archive(tmp_path / "all.zip", members), "all.zip"))
    found = {one.name: len(list(one.records)) for one in deliveries}
    assert found == {
        "all.zip/a.csv": 1,
        "all.zip/June/b.csv": 2,
        "all.zip/../../escape.csv": 0,
        "all.zip/C:\\escape.csv": 0,
        "all.zip/inner.zip": 0,
        "all.zip/notes.docx": 0,
    }
    why = {one.name.rpartition("/")[2]: one.refusals[0].why for one in deliveries if one.refusals}
    assert "outside itself" in why["escape.csv"] and "archive within an archive" in why["inner.zip"] and "is not read" in why["notes.docx"]
    assert not list(tmp_path.parent.glob("escape.csv"))


def test_a_file_is_the_same_extract_in_an_archive_and_alone(tmp_path: Path) -> None:
    alone = csv_file(tmp_path / "a.csv", [HEADER, XOL])
    packed = archive(tmp_path / "a.zip", {"a.csv": alone.read_bytes()})
    assert read_one(alone).extract.extract_id == read_one(packed).extract.extract_id


@pytest.mark.parametrize(
    ("members", "sentence"),
    [({}, "holds no file"), ({"a.csv": bytes(60 << 20)}, "would unpack"), ({f"{n}.csv": b"x" for n in range(1001)}, "1,001 files")],
)
def test_an_archive_that_is_no_delivery(tmp_path: Path, members: dict[str, bytes], sentence: str) -> None:
    (read,) = read_all(archive(tmp_path / "a.zip", members))
    assert sentence in read.refusals[0].why


def test_a_locked_or_broken_archive(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"a.csv": b"x,y"})
    whole = bytearray(path.read_bytes())
    (tmp_path / "cut.zip").write_bytes(whole[:-10])
    whole[6] |= 1
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(whole)
    assert "half written" in read_all(tmp_path / "cut.zip")[0].refusals[0].why
    assert "locked" in read_all(tmp_path / "locked.zip")[0].refusals[0].why


# Workbooks


def test_macros_are_said_and_not_run(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"S": [HEADER, XOL]}).rename(tmp_path / "a.xlsm")
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"x")
    read = read_one(path)
    assert len(read.records) == 1 and "macros" in read.extract.said


@pytest.mark.parametrize("from_1904", [False, True])
def test_days_counted_from_either_epoch(tmp_path: Path, from_1904: bool) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"date_1904": from_1904, "default_date_format": "m/d/yyyy"})
    sheet = book.add_worksheet("S")
    serial = (date(2018, 5, 10) - (date(1904, 1, 1) if from_1904 else date(1899, 12, 30))).days
    sheet.write_row(0, 0, ["LAST_NAME", "APPR_DT_TIME", "FINAL_BOOKOUT_DATE", "SECTOR"])
    sheet.write_row(1, 0, ["XOL", date(2018, 5, 9), serial, "Yuma"])
    book.close()
    read = read_one(tmp_path / "a.xlsx")
    assert (read.record.encountered, read.record.stays[0].end) == ("2018-05-09", "2018-05-10")
    assert ("from 1904" in read.extract.said) is from_1904


@pytest.mark.parametrize("from_1904", [False, True])
def test_a_large_workbook_is_read_like_a_small_one(tmp_path: Path, from_1904: bool) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"date_1904": from_1904, "default_date_format": "m/d/yy hh:mm"})
    sheet, other = book.add_worksheet("First & second"), book.add_worksheet("Ärzte")
    sheet.write_row(0, 0, ["text", "number", "day", "moment", "flag", "formula", "<b>", "empty"])
    sheet.write_row(3, 1, [12345678.0, date(2018, 5, 9), datetime(2018, 5, 9, 19, 58, 30), True])
    sheet.write_formula(3, 5, "=1+1", None, 2)
    sheet.write_formula(4, 5, '="a"&"b"', None, "ab")
    sheet.write_rich_string(4, 0, "two ", book.add_format({"bold": True}), "parts")
    sheet.write_row(5, 2, [1.5, -2.25, 1e20, 0.1])
    sheet.write(6, 0, "line\nbreak")
    sheet.write_number(6, 1, 0.75, book.add_format({"num_format": '[h]:mm "o\'clock"'}))
    sheet.write_number(6, 2, 43_229, book.add_format({"num_format": '0 "days"'}))
    other.write(0, 0, "x")
    book.close()
    with (tmp_path / "a.xlsx").open("rb") as small, (tmp_path / "a.xlsx").open("rb") as large:
        assert plain(limited_reader.workbook(small)) == plain(streamed(large))


def plain(frames: object) -> list[object]:
    """The frames, rows as wide as they are filled."""
    found: list[object] = []
    for letter, frame in frames:  # type: ignore[attr-defined]
        found.append((letter, [_bare(row) for row in frame] if letter == b"R" else frame))
    return found


def _bare(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row = row[:-1]
    return row


def test_several_tables_on_a_sheet_are_each_read_as_what_they_are(tmp_path: Path) -> None:
    rows = [
        ["Subjects"],
        HEADER,
        XOL,
        [],
        HEADER,
        CHUB,
        [],
        ["Parents in detention"],
        ["PARENT", "PARENT A#", "CHILD(REN)", "FACILITY"],
        ["Ana Xol", "202385792", "Luis Xol", "Port Isabel"],
    ]
    first, second = read_all(workbook(tmp_path / "a.xlsx", {"S": rows}))
    assert (first.extract.layout, list(first.records)) == ("border_patrol", ["a.xlsx/S#3", "a.xlsx/S#6"])
    assert (second.extract.layout, list(second.records)) == ("hand_list", ["a.xlsx/S#10:child", "a.xlsx/S#10:adult"])
    assert first.extract.extract_id != second.extract.extract_id


# Encodings


@pytest.mark.parametrize(("encoding", "spoken"), [("mac-roman", "Mac Roman"), ("cp850", "DOS"), ("cp1252", "Windows-1252")])
def test_letters_tell_the_encoding(tmp_path: Path, encoding: str, spoken: str) -> None:
    rows = [HEADER, ["NÚÑEZ", "JOSÉ MARÍA", *XOL[2:]], ["Peña", "Ángel Iván", *CHUB[2:]], ["Güereña", "Sofía", *CHUB[2:]]]
    read = read_one(csv_file(tmp_path / "a.csv", rows, encoding=encoding))
    assert [one.given for one in read.records.values()] == ["JOSÉ MARÍA", "Ángel Iván", "Sofía"]
    assert spoken in read.extract.said


def test_text_that_was_read_wrongly_before_is_read_back_and_said(tmp_path: Path) -> None:
    read = read_rows(tmp_path, [HEADER, ["NÃºÃ±ez", "JosÃ©", *XOL[2:]]])
    assert (read.record.surnames, read.record.given) == ("Núñez", "José")
    assert {refusal.column for refusal in read.refusals} == {"LAST_NAME", "FIRST_NAME"}
    assert all("read back" in refusal.why and not refusal.whole_row for refusal in read.refusals)


def test_letters_of_two_alphabets_in_a_word_are_marked(tmp_path: Path) -> None:
    read = read_rows(tmp_path, [HEADER, ["Xol", "M\u0430ria", *XOL[2:]], ["Мария", "Иванова", *XOL[2:]]])
    assert [(refusal.row, refusal.column) for refusal in read.refusals] == [(2, "FIRST_NAME")]
    assert "two alphabets" in read.refusals[0].why and len(read.records) == 2


# Order of day and month, repeated rows


def test_the_order_of_day_and_month_is_said_with_its_evidence(tmp_path: Path) -> None:
    rows = [["LAST_NAME", "APPR_DT_TIME", "BIRTH_DATE", "FINAL_BOOKOUT_DATE", "SECTOR"]]
    rows += [[f"X{n}", f"5/{n + 1}/2018", f"{n + 10}/3/1990", "6/7/2018", "Yuma"] for n in range(20)]
    read = read_rows(tmp_path, rows)
    said = read.extract.said.splitlines()
    assert "APPR_DT_TIME: read with the month first, as 8 cells allow nothing else." in said
    assert "BIRTH_DATE: read with the day first, as 17 cells allow nothing else." in said
    assert any(one.startswith("FINAL_BOOKOUT_DATE: no cell shows") and "20 were read with the day first" in one for one in said)


def test_the_order_can_be_told(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [HEADER, ["XOL", "ANA", "5/9/2018", "Yuma", "31"]])
    (tmp_path / "c.toml").write_text('[[file]]\nmatch = "a.csv"\nlayout = "border_patrol"\n[file.order]\nencountered = "dmy"\n')
    assert read_one(path, tmp_path / "c.toml").record.encountered == "2018-09-05"


def test_what_a_cell_means_can_be_told(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [["CHILD", "PARENT", "RELATION"], ["Luis Xol", "Eva Caal", "ENCARGADA LEGAL X"]])
    settings = '[[file]]\nmatch = "a.csv"\nlayout = "hand_list"\n[file.values.relation]\n"encargada legal x" = "guardian"\n'
    (tmp_path / "c.toml").write_text(settings)
    child = read_one(path, tmp_path / "c.toml").records["a.csv#2:child"]
    assert (child.claims[0].relation, child.cells["RELATION"]) == ("guardian", "ENCARGADA LEGAL X")


def test_a_row_that_repeats_another_is_kept_and_marked(tmp_path: Path) -> None:
    read = read_rows(tmp_path, [HEADER, XOL, CHUB, XOL, XOL])
    assert [(one.row, one.repeats) for one in read.records.values()] == [(2, 0), (3, 0), (4, 2), (5, 2)]
    assert read.extract.rows_repeated == 2
