"""Rows are named as a person counts them in the file."""

import csv
from pathlib import Path

import pytest

from kinkeeper.season.chance import Chance
from kinkeeper.season.paper.tables import Table


def test_a_record_is_named_by_the_line_where_it_stands(tmp_path: Path) -> None:
    table = Table("weekly_list")
    table.add(({"Child Name": "Tum, Ana", "Reason for Separation": "ZTP\nsee narrative"}, {":child": "c1", ":adult": "a1"}))
    table.add(({"Child Name": "Caal, Eva"}, {":child": "c2"}))
    table.save(tmp_path)
    with (tmp_path / table.file).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert table.records == {f"{table.file}#4:child": "c1", f"{table.file}#4:adult": "a1", f"{table.file}#5:child": "c2"}
    assert lines[3][0] == "Tum, Ana"
    assert lines[4][0] == "Caal, Eva"


def test_a_record_of_a_workbook_is_named_by_its_sheet() -> None:
    table = Table("census")
    table.add(({"LAST NAME": "Tum"}, {"": "c1"}))
    assert table.records == {"orr_children.xlsx/UAC#4": "c1"}


def test_somebody_merely_mentioned_is_kept_apart() -> None:
    table = Table("calls")
    table.add(({"Llamó": "Eva Caal"}, {"?:adult": "a1", ":child": "c1"}))
    assert table.records == {"linea_de_ayuda.csv#4:child": "c1"}
    assert table.other_mentions == {"linea_de_ayuda.csv#4:adult": "a1"}


def test_a_cell_without_a_column_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="no column"):
        Table("calls").add(({"Nombre": "Eva"}, {}))


def test_doubled_and_lost_rows_are_named_too() -> None:
    table = Table("stints")
    table.fill([({"Detainee Name": f"TUM, {turn}"}, {"": f"p{turn}"}) for turn in range(3000)], Chance(1, "rows"))
    assert len(table.records) > 3000 == len(set(table.records.values()))
    assert table.unreadable
    for name in table.unreadable:
        assert table.lines[int(name.split("#")[1]) - 1][0] == "#REF!"
