"""Tables are recognised by words and by content, or refused by name."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.extracts.layouts import layouts
from kinkeeper.extracts.recognise import Recognised, recognise

from .written import csv_file, read_all, read_one, read_rows, workbook


def test_headers_never_seen_are_understood_by_their_words_and_their_content(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path,
        [
            ["Minor's full name", "Minor alien #", "Minor birth day", "Adult relative full name", "Relation of adult", "Day of separation"],
            ["Luis Xol", "A202-385-793", "5/10/2006", "Ana Chub", "mother", "5/11/2018"],
            ["Eva Cuc", "A202-385-795", "6/10/2010", "Pedro Cuc", "father", "5/21/2018"],
        ],
    )
    assert read.extract.layout == "separation_list"
    child = read.records["list.csv#2:child"]
    assert (child.whole_name, child.born, child.identifiers[0].value, child.claims[0].relation) == (
        "Luis Xol",
        "2006-05-10",
        "202385793",
        "mother",
    )


def test_a_header_with_the_right_words_over_other_content_is_not_believed(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path,
        [
            ["CHILD FIRST", "CHILD LAST", "ADULT LAST", "DATE SEPARATED", "Birth place of the child"],
            ["Luis", "Xol", "Chub", "5/11/2018", "Coban"],
            ["Eva", "Cuc", "Cuc", "5/12/2018", "Xela"],
        ],
    )
    assert read.extract.layout == "separation_list"
    assert [record.born for record in read.records.values()] == ["", "", "", ""]


def test_headers_under_merged_titles(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path,
        [
            ["Child", "", "", "Parent", "", "", ""],
            ["Name", "A#", "DOB", "Name", "A#", "DOB", "Date Separated"],
            ["Luis Xol", "A202-385-793", "5/10/2006", "Ana Chub", "A202-385-792", "2/15/1987", "5/11/2018"],
        ],
    )
    child, adult = read.records.values()
    assert (child.name, child.born, adult.born) == ("list.csv#3:child", "2006-05-10", "1987-02-15")


def test_a_table_of_no_known_layout_is_refused_by_name_with_what_is_missing(tmp_path: Path) -> None:
    read = read_rows(tmp_path, [["DETLOC", "Name", "Detention Facility", "Gender"], ["ABC", "x", "y", "M"], ["DEF", "x", "y", "F"]])
    (refusal,) = read.refusals
    assert (refusal.file, refusal.row, refusal.whole_row) == ("list.csv", 0, True)
    assert "Nearest: ice_detention; missing: Book In Date Time or Stay Book In Date Time." in refusal.why
    assert "Detention Facility" in refusal.value
    assert (read.extract.layout, read.extract.rows_read, read.extract.rows_refused, read.records) == ("", 2, 2, {})


def test_a_missing_column_that_is_needed_is_named(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path, [["CHILD FIRST", "CHILD LAST", "DATE SEPARATED", "REASON FOR SEPARATION"], ["Luis", "Xol", "5/11/2018", "ZTP"]]
    )
    assert "ADULT FIRST" in read.refusals[0].why


def test_sheets_without_a_layout_do_not_hinder_the_others(tmp_path: Path) -> None:
    rows = [["APPR_DT_TIME", "SECTOR", "APP_AGE", "GENDER", "CITIZENSHIP"], ["5/9/2018", "BLW", 18, "Male", "MEXICO"]]
    path = workbook(
        tmp_path / "apps.xlsx", {"Apps": rows, "Eye Code": [["EYC_CD", "EYC_DESC"], ["BLK", "BLACK"], ["BLU", "BLUE"]], "Sheet3": []}
    )
    apps, codes = read_all(path)
    assert list(apps.records) == ["apps.xlsx/Apps#2"]
    assert (codes.extract.sheet, codes.extract.rows_read, codes.extract.rows_refused) == ("Eye Code", 2, 2)


def test_two_sheets_of_one_layout_are_two_tables(tmp_path: Path) -> None:
    rows = [["APPR_DT_TIME", "SECTOR", "APP_AGE"], ["5/9/2018", "BLW", 18]]
    first, second = read_all(workbook(tmp_path / "apps.xlsx", {"May": rows, "June": rows}))
    assert first.extract.extract_id != second.extract.extract_id
    assert first.records.keys() == {"apps.xlsx/May#2"}
    assert second.records.keys() == {"apps.xlsx/June#2"}


def test_columns_that_nobody_knows_stay_with_the_record(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path, [["APPR_DT_TIME", "SECTOR", "APP_AGE", "Whiteboard", ""], ["5/9/2018", "BLW", "18", "row 3", "seen", "beyond"]]
    )
    assert read.record.cells == {
        "APPR_DT_TIME": "5/9/2018",
        "SECTOR": "BLW",
        "APP_AGE": "18",
        "Whiteboard": "row 3",
        "column 5": "seen",
        "column 6": "beyond",
    }


def test_a_header_that_stands_twice_keeps_both_cells(tmp_path: Path) -> None:
    read = read_rows(tmp_path, [["APPR_DT_TIME", "SECTOR", "Gender", "Gender"], ["5/9/2018", "BLW", "", "F"]])
    assert read.record.sex == "F"
    assert read.record.cells["Gender (2)"] == "F"


def test_the_order_of_day_and_month_is_found_for_each_column(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path,
        [["APPR_DT_TIME", "BIRTH_DATE", "SECTOR"], ["5/25/2018", "25/5/2000", "BLW"], ["5/6/2018", "7/5/2000", "BLW"]],
    )
    assert [(record.encountered, record.born) for record in read.records.values()] == [
        ("2018-05-25", "2000-05-25"),
        ("2018-05-06", "2000-05-07"),
    ]


def test_the_first_spelling_of_a_layout_counts_where_two_columns_say_one_thing(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "list.csv", [["CY", "SECTOR", "APPR_DT_TIME"], ["2018", "BLW", "5/9/2018"], ["2018", "BLW", ""]])
    assert [record.encountered for record in read_one(path).records.values()] == ["2018-05-09", "2018"]


@given(st.data())
def test_a_table_of_any_layout_s_headers_is_of_that_layout(data: st.DataObject) -> None:
    layout = data.draw(st.sampled_from(layouts()))
    needed = [data.draw(st.sampled_from(group)) for group in layout.needs]
    others = data.draw(st.lists(st.sampled_from(sorted(layout.columns)), min_size=3, max_size=9))
    fields = data.draw(st.permutations(sorted({*needed, *others})))
    headers = [data.draw(st.sampled_from(layout.columns[field])) for field in fields]
    found = recognise([(1, ["a title above"]), (2, headers)])
    assert isinstance(found, Recognised)
    assert (found.layout.name, found.header_line) == (layout.name, 2)
    assert {field: [headers[index] for index in indices] for field, indices in found.columns.items()} == {
        field: [header] for field, header in zip(fields, headers, strict=True)
    }
