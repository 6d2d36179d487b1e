"""Every kind of file, encoding, delimiter and line end gives the same records under the same names."""

import gzip
import zipfile
from datetime import date, datetime
from pathlib import Path

import polars
import pytest
import xlsxwriter

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts import read_file, read_folder

from .written import csv_file, read_one, workbook

ROWS = [
    ["Reporte de la estación"],
    [],
    ["LAST_NAME", "FIRST_NAME", "APPR_DT_TIME", "SECTOR", "CITIZENSHIP", "REMARKS"],
    ["NÚÑEZ XOL", "JOSÉ", "5/9/2018 19:58", "Yuma", "México", "two\nlines"],
    ["", "", "", "", "", ""],
    ["PEÑA", "ÁNGEL", "5/10/2018", "Yuma", "Honduras", ""],
]


def told(path: Path) -> list[tuple[int, str, str, str, str, str]]:
    read = read_one(path)
    assert read.extract.layout == "border_patrol", read.refusals
    return [(r.row, r.surnames, r.given, r.encountered, r.nationality, r.remarks) for r in read.records.values()]


TOLD = [
    (4, "NÚÑEZ XOL", "JOSÉ", "2018-05-09T19:58", "MEX", "two\nlines"),
    (6, "PEÑA", "ÁNGEL", "2018-05-10", "HND", ""),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1", "utf-32"])
def test_any_encoding(tmp_path: Path, encoding: str) -> None:
    assert told(csv_file(tmp_path / "list.csv", ROWS, encoding=encoding)) == TOLD


@pytest.mark.parametrize(("delimiter", "name"), [(",", "a.csv"), (";", "a.csv"), ("\t", "a.tsv"), ("|", "a.txt"), ("\t", "a.TXT")])
def test_any_delimiter(tmp_path: Path, delimiter: str, name: str) -> None:
    assert told(csv_file(tmp_path / name, ROWS, delimiter=delimiter)) == TOLD


@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
def test_any_line_end(tmp_path: Path, ends: str) -> None:
    assert told(csv_file(tmp_path / "list.csv", ROWS, ends=ends)) == TOLD


def test_packed_text(tmp_path: Path) -> None:
    assert told(csv_file(tmp_path / "list.csv.gz", ROWS)) == TOLD


@pytest.mark.parametrize("packed", [False, True])
def test_a_workbook(tmp_path: Path, packed: bool) -> None:
    path = workbook(tmp_path / "list.xlsx", {"Subjects": ROWS})
    if packed:
        path = tmp_path / "list.xlsx.gz"
        path.write_bytes(gzip.compress((tmp_path / "list.xlsx").read_bytes()))
    assert told(path) == TOLD
    assert set(read_one(path).records) == {f"{path.name}/Subjects#4", f"{path.name}/Subjects#6"}


def test_a_workbook_that_begins_with_empty_rows_and_columns_is_counted_from_its_first_line(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "list.xlsx"))
    sheet = book.add_worksheet("S")
    sheet.write_row(4, 2, ["LAST_NAME", "APPR_DT_TIME", "SECTOR"])
    sheet.write_row(6, 2, ["XOL", "5/9/2018", "Yuma"])
    book.close()
    assert set(read_one(tmp_path / "list.xlsx").records) == {"list.xlsx/S#7"}


def test_a_workbook_whose_dates_are_dates_and_numbers_are_numbers(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "list.xlsx"), {"default_date_format": "m/d/yy hh:mm"})
    sheet = book.add_worksheet("S")
    sheet.write_row(0, 0, ["SUBJECT AFILE#", "APPR_DT_TIME", "BIRTH_DATE", "APP AGE", "SECTOR", "FINAL_BOOKOUT_DATE"])
    sheet.write_row(1, 0, [12345678.0, datetime(2018, 5, 9, 19, 58, 30), date(1987, 2, 15), 31.0, "Yuma", 43231.5])
    book.close()
    record = read_one(tmp_path / "list.xlsx").record
    assert (record.identifiers[0].value, record.encountered, record.born, record.age) == (
        "012345678",
        "2018-05-09T19:58:30",
        "1987-02-15",
        31,
    )
    assert record.stays[0].end == "2018-05-11T12:00:00"


@pytest.mark.parametrize("packed", [False, True])
def test_parquet(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / "list.parquet"
    polars.DataFrame(
        {"LAST_NAME": ["XOL"], "APPR_DT_TIME": [date(2018, 5, 9)], "SECTOR": ["Yuma"], "APP AGE": [31], "SUBJECT_KEY": [None]}
    ).write_parquet(path)
    if packed:
        path = tmp_path / "list.parquet.gz"
        path.write_bytes(gzip.compress((tmp_path / "list.parquet").read_bytes()))
    record = read_one(path).record
    assert (record.name, record.encountered, record.age) == (f"{path.name}#2", "2018-05-09", 31)


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
  <office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""
MANIFEST = '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def ods_file(path: Path, rows: list[list[str]]) -> Path:
    def cell(text: str) -> str:
        if not text:
            return "<table:table-cell/>"
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(rows=lines))
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return path


def test_an_open_document(tmp_path: Path) -> None:
    record = read_one(ods_file(tmp_path / "list.ods", [["LAST_NAME", "APPR_DT_TIME", "SECTOR"], ["XOL", "5/9/2018", ""]])).record
    assert (record.name, record.surnames, record.encountered) == ("list.ods/S#2", "XOL", "2018-05-09")


def test_the_same_content_is_the_same_extract_whatever_its_name(tmp_path: Path) -> None:
    one, other = (read_one(csv_file(tmp_path / name, ROWS)) for name in ("a.csv", "b.csv"))
    assert one.extract.extract_id == other.extract.extract_id
    assert [r.record_id for r in one.records.values()] == [r.record_id for r in other.records.values()]
    assert not one.records.keys() & other.records.keys()


def test_a_folder_is_read_file_by_file_and_hidden_files_and_folders_are_left_alone(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", ".hidden.csv", "~$open.xlsx"):
        csv_file(tmp_path / name, ROWS)
    (tmp_path / "truth").mkdir()
    csv_file(tmp_path / "truth" / "c.csv", ROWS)
    seen: list[tuple[str, int]] = []
    deliveries = list(read_folder(tmp_path, progress=lambda name, rows: seen.append((name, rows))))
    assert [delivery.name for delivery in deliveries] == ["a.csv", "b.csv"]
    assert [sum(1 for _ in delivery.records) for delivery in deliveries] == [2, 2]
    assert seen == [("a.csv", 2), ("b.csv", 2)]


def test_a_folder_that_is_not_there_or_empty_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(BadExtract, match="no file or folder"):
        read_folder(tmp_path / "nowhere")
    with pytest.raises(BadExtract, match="no file"):
        read_folder(tmp_path)
    with pytest.raises(BadExtract, match="no file"):
        read_file(tmp_path / "nothing.csv", "nothing.csv")


def test_the_day_of_an_extract_is_found_above_the_header_in_the_name_or_in_the_data(tmp_path: Path) -> None:
    table = ROWS[2:]
    assert read_one(csv_file(tmp_path / "a.csv", [["as of 08/23/2018"], *table])).extract.as_of == "2018-08-23"
    assert read_one(csv_file(tmp_path / "list 2018-08-22.csv", table)).extract.as_of == "2018-08-22"
    assert read_one(csv_file(tmp_path / "c.csv", [["Apprehensions 5/1/2018 - 5/31/2018"], *table])).extract.as_of == "2018-05-10"
