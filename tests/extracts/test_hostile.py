"""Bad and hostile files are refused by name, with a sentence that says why; the rest is read, and nothing breaks."""

import gzip
import os
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinkeeper.extracts import read_file, read_folder
from kinkeeper.extracts.files.large_workbooks import streamed
from kinkeeper.extracts.files.tables import CHUNK
from tests.figures import Figure

from .test_files import MANIFEST, ODS
from .written import WasRead, csv_file, read_all, read_one, read_rows, workbook

HEADER = ["LAST_NAME", "FIRST_NAME", "APPR_DT_TIME", "SECTOR", "BIRTH_DATE", "APP AGE", "SUBJECT AFILE#", "CITIZENSHIP"]
ROW = ["XOL", "ANA", "5/9/2018", "Yuma", "2/15/1987", "31", "202385792", "Guatemala"]


def why(path: Path) -> str:
    """The sentence with which a whole file is refused."""
    (read,) = read_all(path)
    assert not read.records
    (refusal,) = read.refusals
    assert (refusal.file, refusal.row, refusal.whole_row) == (path.name, 0, True)
    assert (read.extract.rows_read, read.extract.rows_refused, read.extract.layout) == (0, 0, "")
    return refusal.why


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_an_empty_file(tmp_path: Path) -> None:
    assert "empty" in why(put(tmp_path / "a.csv", b""))
    assert "empty" in why(put(tmp_path / "a.csv.gz", gzip.compress(b"")))


def test_a_kind_nobody_reads(tmp_path: Path) -> None:
    assert "'.docx' is not read" in why(put(tmp_path / "a.docx", b"PK"))


def test_a_half_written_workbook(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "whole.xlsx", {"S": [HEADER, ROW]}).read_bytes()
    for cut in (10, 300, len(whole) // 2, len(whole) - 5):
        assert "half written" in why(put(tmp_path / "half.xlsx", whole[:cut]))


def test_a_workbook_whose_sheet_is_broken(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "whole.xlsx", {"S": [HEADER, ROW]})
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / "broken.xlsx", "w") as new:
        for member in old.infolist():
            content = old.read(member)
            new.writestr(member.filename, content[:200] if "sheet1" in member.filename else content)
    reads = read_all(tmp_path / "broken.xlsx")
    assert not any(read.records for read in reads)
    assert all(read.refusals for read in reads)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xlsx", b"LAST_NAME,SECTOR\n"), ("a.csv", b"PK\x03\x04 rest"), ("a.csv", b"%PDF-1.7\n"), ("a.parquet", b"LAST_NAME,SECTOR\n")],
)
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, name: str, content: bytes) -> None:
    assert why(put(tmp_path / name, content))


def test_a_locked_workbook(tmp_path: Path) -> None:
    assert "locked" in why(put(tmp_path / "a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000)))


def test_packed_text_that_was_cut_off(tmp_path: Path) -> None:
    whole = gzip.compress(os.urandom(5000))
    assert "cut off" in why(put(tmp_path / "a.csv.gz", whole[:-200]))
    assert "damaged" in why(put(tmp_path / "a.csv.gz", b"no gzip at all"))


def test_a_sheet_with_a_stray_cell_in_its_last_corner(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("S")
    sheet.write(0, 0, "x")
    sheet.write(1_048_575, 16_383, "y")
    book.close()
    assert "spans 1,048,576 rows" in why(tmp_path / "a.xlsx")


def test_a_file_that_brings_its_reader_down_harms_nobody_else(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "whole.xlsx"))
    sheet = book.add_worksheet("S")
    sheet.write(0, 0, "x")
    sheet.write(1_048_575, 16_383, "y")
    book.close()
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as old, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as new:
        for member in old.infolist():
            content = old.read(member).replace(b"worksheets/sheet1.xml", b"elsewhere/sheet1.xml")
            new.writestr(member.filename.replace("worksheets/", "elsewhere/"), content)
    assert "more memory" in why(tmp_path / "a.xlsx")


def test_a_line_without_end(tmp_path: Path) -> None:
    assert "longer than" in why(put(tmp_path / "a.csv", b"x" * (2 * CHUNK)))


def test_nul_characters(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [HEADER, ROW, ["X\0L", *ROW[1:]], ROW])
    read = read_one(path)
    assert list(read.records) == ["a.csv#2", "a.csv#4"]
    (refusal,) = read.refusals
    assert (refusal.row, refusal.whole_row) == (3, True)
    assert "NUL" in refusal.why


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_stray_bytes_of_another_encoding_are_read_and_said(tmp_path: Path, mark: bytes) -> None:
    lines = [",".join(row).encode() for row in (HEADER, ["MUÑOZ", *ROW[1:]])] + [",".join(["NÚÑEZ", *ROW[1:]]).encode("cp1252")]
    read = read_one(put(tmp_path / "a.csv", mark + b"\r\n".join(lines)))
    assert [record.surnames for record in read.records.values()] == ["MUÑOZ", "NÚÑEZ"]
    (refusal,) = read.refusals
    assert (refusal.row, refusal.column, refusal.value, refusal.whole_row) == (3, "LAST_NAME", "NÚÑEZ", False)
    assert "Windows-1252" in refusal.why


@pytest.mark.parametrize(("text", "kept"), [("XO\ufffdL", "XOL"), ("\u202eXOL\u202c", "XOL"), ("X\u200bOL", "XOL"), ("XOL\x07", "XOL")])
def test_characters_that_are_lost_or_cannot_be_seen_are_left_out_and_said(tmp_path: Path, text: str, kept: str) -> None:
    read = read_rows(tmp_path, [HEADER, [text, *ROW[1:]]])
    assert read.record.surnames == read.record.cells["LAST_NAME"] == kept
    assert [(refusal.row, refusal.column, refusal.whole_row) for refusal in read.refusals] == [(2, "LAST_NAME", False)]


@pytest.mark.parametrize("rows_after", [0, 1, 3, 60, 500])
def test_a_quotation_mark_that_never_closes_costs_no_other_row(tmp_path: Path, rows_after: int) -> None:
    lines = [",".join(HEADER), ",".join(ROW), '"' + ",".join(ROW), *[",".join(ROW)] * rows_after]
    read = read_one(put(tmp_path / "a.csv", "\n".join(lines).encode()))
    assert read.extract.rows_read == 2 + rows_after
    assert list(read.records) == [f"a.csv#{line}" for line in range(2, 4 + rows_after)]
    assert {record.surnames for record in read.records.values()} == {"XOL"}


def test_a_line_break_inside_quotation_marks_is_no_line(tmp_path: Path) -> None:
    read = read_rows(tmp_path, [HEADER, ["XOL\nCHUB", *ROW[1:]], ROW])
    assert list(read.records) == ["list.csv#2", "list.csv#3"]


# Cells


def cell(folder: Path, column: str, value: str) -> WasRead:
    cells = [value if header == column else text for header, text in zip(HEADER, ROW, strict=True)]
    return read_rows(folder, [HEADER, ROW, cells])


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("BIRTH_DATE", "2/31/1987", "There is no such day."),
        ("BIRTH_DATE", "3/5/2031", "The person would be born after the extract was made."),
        ("APPR_DT_TIME", "soon", "This is not a date."),
        ("APP AGE", "170", "Nobody is that old."),
        ("SUBJECT AFILE#", "12345", "An A-number has 7 to 9 digits."),
        ("CITIZENSHIP", "Atlantis", "This is no country that the list of countries has."),
        ("CITIZENSHIP", "#REF!", "The spreadsheet lost what stood here."),
    ],
)
def test_a_cell_that_cannot_be_read_is_set_aside_and_the_row_is_taken(tmp_path: Path, column: str, value: str, sentence: str) -> None:
    read = cell(tmp_path, column, value)
    assert [(r.row, r.column, r.value, r.why, r.whole_row) for r in read.refusals] == [(3, column, value, sentence, False)]
    assert list(read.records) == ["list.csv#2", "list.csv#3"]
    assert (read.extract.rows_read, read.extract.rows_refused) == (2, 0)
    assert read.records["list.csv#3"].cells[column] == value, "what stood there is kept"


def test_a_child_born_in_2031_on_a_list_with_a_day(tmp_path: Path) -> None:
    read = read_rows(tmp_path, [["updated 08/23/2018"], ["Child", "Child DOB", "Parent"], ["Luis Xol", "1/2/2031", "Ana Chub"]])
    assert [record.born for record in read.records.values()] == ["", ""]
    assert read.refused == [(3, "Child DOB", "1/2/2031")]


def test_a_row_about_nobody_is_refused(tmp_path: Path) -> None:
    read = read_rows(tmp_path, [HEADER, ROW, ["", "", "", "Yuma", "", "", "", ""], ["#REF!", "#REF!", "", "", "", "", "", ""]])
    assert [(refusal.row, refusal.whole_row) for refusal in read.refusals] == [(3, True), (4, True)]
    assert (read.extract.rows_read, read.extract.rows_refused) == (3, 2)


def test_a_bad_file_does_not_hinder_the_others(tmp_path: Path) -> None:
    csv_file(tmp_path / "good.csv", [HEADER, ROW])
    put(tmp_path / "bad.xlsx", b"PK\x03\x04 half")
    put(tmp_path / "empty.csv", b"")
    deliveries = list(read_folder(tmp_path))
    assert [(delivery.file, len(list(delivery.records)), len(delivery.refusals)) for delivery in deliveries] == [
        ("bad.xlsx", 0, 1),
        ("empty.csv", 0, 1),
        ("good.csv", 1, 0),
    ]


def test_formulas_and_markup_are_only_text(tmp_path: Path) -> None:
    record = read_rows(tmp_path, [HEADER, ["=1+2", "<b>ANA</b>", *ROW[2:]]]).record
    assert (record.surnames, record.given) == ("=1+2", "<b>ANA</b>")


def test_external_entities_are_not_followed(tmp_path: Path, figure: Figure) -> None:
    secret = put(tmp_path / "secret.txt", b"the secret")
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file://{secret}">]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&x;</t></is></c><c r="B1" t="inlineStr"><is><t>SECTOR</t></is></c></row></sheetData></worksheet>'
    )
    for read in read_all(with_sheet(tmp_path, sheet)):
        assert not read.records
        assert "the secret" not in repr(read) and "declares entities" in read.refusals[0].why
    figure(34, "{} workbook with an entity from outside: nothing of it read", 1)


# Case by case: the same files at full size are timed by bench/hostile.py


def hostile() -> ModuleType:
    """The cases, as the measurement writes them."""
    spec = spec_from_file_location("hostile", Path(__file__).parents[2] / "bench" / "hostile.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


HOSTILE = hostile()


@pytest.mark.parametrize("what", HOSTILE.CASES)
def test_each_hostile_file_is_refused_or_marked_with_a_sentence(tmp_path: Path, what: str, figure: Figure) -> None:
    name, write, words = HOSTILE.CASES[what]
    write(tmp_path / name, 10 if "columns" in what else 1_000)
    said = HOSTILE.read(tmp_path / name)
    assert HOSTILE.sentence(said, words), said
    assert [one.name for one in tmp_path.parent.iterdir() if "passwd" in one.name] == []
    figure(33, "{} hostile files, each refused or marked with a sentence", 1)


# What would take for ever


NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def with_sheet(folder: Path, sheet: str) -> Path:
    whole = workbook(folder / "whole.xlsx", {"S": [HEADER, ROW]})
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(folder / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename, sheet if "sheet1.xml" in member.filename else old.read(member))
    return folder / "a.xlsx"


def test_a_million_columns(tmp_path: Path) -> None:
    assert "columns" in why(put(tmp_path / "a.csv", (",".join(HEADER) + ",c" * 100_000 + "\n").encode()))
    cells = "".join(f'<c t="n"><v>{number}</v></c>' for number in range(1_000_000))
    (read,) = read_all(with_sheet(tmp_path, f'<worksheet {NAMESPACE}><sheetData><row r="1">{cells}</row></sheetData></worksheet>'))
    assert not read.records and "more than 16,384 columns" in read.refusals[0].why


def test_a_row_far_wider_than_its_table_costs_no_other_row(tmp_path: Path) -> None:
    lines = [HEADER, *[ROW] * 2_100, ["x"] * 50_000, ROW]
    read = read_rows(tmp_path, lines)
    assert (len(read.records), read.extract.rows_refused) == (2_101, 1)
    assert "50,000 cells" in read.refusals[0].why


def test_a_text_made_to_be_searched_for_ever(tmp_path: Path) -> None:
    header, row = [*HEADER, "REMARKS"], [*ROW, "traveling with mother " * 40_000]
    assert len(read_rows(tmp_path, [header, row]).records) == 1


def test_entities_that_multiply(tmp_path: Path, figure: Figure) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12))
    cell = '<c r="A1" t="inlineStr"><is><t>&e11;</t></is></c>'
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE w [{entities}]><worksheet {NAMESPACE}><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    )
    (read,) = read_all(with_sheet(tmp_path, sheet))
    assert "declares entities" in read.refusals[0].why
    with (tmp_path / "a.xlsx").open("rb") as content:
        assert [frame for letter, frame in streamed(content) if letter == b"F"] == [
            "The sheet cannot be read: it declares entities, which no table needs."
        ]
    figure(34, "{} workbook of entities that multiply, refused by {} readers", 1, 2)


def test_an_open_document_that_repeats_a_cell_without_end(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    content = ODS.format(rows=f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')
    with zipfile.ZipFile(tmp_path / "a.ods", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", MANIFEST)
    assert why(tmp_path / "a.ods")


@pytest.mark.long
@settings(max_examples=3_000, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_workbook_with_any_bytes_changed_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.getbasetemp()
    whole = folder / "whole.xlsx"
    if not whole.exists():
        workbook(whole, {"S": [HEADER, *[ROW] * 20]})
    content = bytearray(whole.read_bytes())
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (folder / "fuzzed.xlsx").write_bytes(content)
    for read in read_all(folder / "fuzzed.xlsx"):
        assert read.records or read.refusals


@pytest.mark.long
@settings(max_examples=2_000, suppress_health_check=list(HealthCheck))
@given(
    lines=st.lists(st.one_of(st.binary(max_size=60), st.just(",".join(HEADER).encode()), st.just(",".join(ROW).encode())), max_size=12),
    ends=st.sampled_from([b"\n", b"\r", b"\r\n", b"\0"]),
    name=st.sampled_from(["a.csv", "a.txt", "a.dat", "a.json", "a.zip"]),
)
def test_any_lines_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], ends: bytes, name: str) -> None:
    path = put(tmp_path_factory.getbasetemp() / name, ends.join(lines))
    for delivery in read_file(path, name):
        records = list(delivery.records)
        assert delivery.extract.rows_refused <= delivery.extract.rows_read
        assert records or delivery.refusals or not delivery.extract.rows_read
