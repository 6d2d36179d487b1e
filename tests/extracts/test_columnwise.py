"""Rows read column by column say what they say when each is read by itself."""

import csv
import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from kinkeeper.domain.records import Record, Refusal
from kinkeeper.extracts import Delivery
from kinkeeper.extracts.block import blocks_of
from kinkeeper.extracts.files.tables import source_of
from kinkeeper.extracts.folder import raw_tables
from kinkeeper.extracts.layouts import Layout, layouts
from kinkeeper.extracts.recognise import Recognised
from kinkeeper.extracts.rows import Naming, RowReader

from .test_counts import tables
from .test_practice import PRACTICE, REAL, there
from .written import csv_file

FILES = sorted(path for folder in ("practice/*", "real") for path in REAL.parent.glob(f"{folder}/*.*") if path.suffix != ".json")
SOME = 600
FEW = [path for path in FILES if path.parent.name in {"real", "border_messy"} and "Facility" not in path.name]
ONE_PERSON = [layout for layout in layouts() if len(layout.people) == 1]


def say_the_same(path: Path, most: int | None = None) -> None:
    for _, table in raw_tables(path, path.name):
        rows = list(islice(table.rows(), most))
        delivery = Delivery(source_of(path, path.name), replace(table, rows=lambda rows=rows: iter(rows)))
        # After the first record it is known what stands above the header, and no more than a reader of single rows knows.
        records = list(islice(delivery.records, 1))
        if not isinstance(found := delivery.found, Recognised):
            continue
        below = [row for row in delivery.sample if row[0] > found.header_line]
        reader = RowReader(found, Naming(delivery.name, delivery.extract_id, delivery.as_of), below)
        records += delivery.records
        refused = [one for one in delivery.refusals if one.row]
        lines = {record.row for record in records} | {one.row for one in refused}
        assert len(lines) == delivery.rows_read
        slow_records: list[Record] = []
        slow_refusals: list[Refusal] = []
        for line, cells in rows:
            if line in lines:
                read, not_read = reader.read(line, list(map(str.strip, cells)))
                slow_records += read
                slow_refusals += not_read
        assert [msgspec.structs.replace(record, repeats=0) for record in records] == slow_records
        assert refused == slow_refusals


@pytest.mark.parametrize("path", FEW or [PRACTICE / "none.csv"], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_first_rows_of_a_released_file_say_the_same_either_way(path: Path) -> None:
    say_the_same(there(path), SOME)


@pytest.mark.long
@pytest.mark.parametrize("path", FILES or [PRACTICE / "none.csv"], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_released_file_says_the_same_either_way(path: Path) -> None:
    say_the_same(there(path))


@pytest.mark.parametrize("layout", ONE_PERSON, ids=lambda layout: layout.name)
def test_any_table_says_the_same_either_way(layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("columnwise") / "list.csv"

    @settings(max_examples=10, suppress_health_check=list(HealthCheck))
    @given(tables(layout))
    def holds(rows: list[list[str]]) -> None:
        say_the_same(csv_file(path, rows))

    holds()


CELLS = {
    "LAST_NAME": ["XOL", "PÉREZ", " MÉNDEZ ", "", "fnu", "A‮B"],
    "FIRST_NAME": ["ANA", "ana maria (Anita)", ""],
    "BIRTH_DATE": ["3/1/1990", "14/3/1991", "2/31/1987", "1/1/2030", "", "(b)(6)"],
    "APPR_DT_TIME": ["5/9/2018 03:10", "13/5/2018", "", "tomorrow", "43229.5"],
    "GENDER": ["M", "F", "x?", ""],
    "CITIZENSHIP": ["GUATE", "Guatemala", "Hondurs", "Narnia", ""],
    "SUBJECT AFILE#": ["202385792", "A202-385-793; A202385794", "12", ""],
    "FMU NUMBER(S)": ["F1, F2", "", "n/a"],
    "SECTOR": ["Yuma", "RGV", ""],
    "Remarks": ["Traveling with mother ANA XOL A202385793.", "sin familia", "", "MisreadÃ© text", "nul \0"],
}


def rows_at_random(seed: int, rows: int) -> list[list[str]]:
    chance = random.Random(seed)
    return [[chance.choice(cells) for cells in CELLS.values()] + (["beyond"] if chance.random() < 0.01 else []) for _ in range(rows)]


@pytest.mark.parametrize("seed", range(2))
def test_blocks_in_which_some_rows_are_doubtful_say_the_same(seed: int, tmp_path: Path) -> None:
    say_the_same(csv_file(tmp_path / "apprehensions.csv", [list(CELLS), *rows_at_random(seed, 2_500), ["total", "2500"]]))


def test_rows_before_a_fault_are_not_lost() -> None:
    def broken() -> Iterator[tuple[int, list[str]]]:
        yield 1, ["a"]
        yield 2, ["b"]
        raise csv.Error("cut off")

    reading = blocks_of(broken())
    assert next(reading) == [(1, ["a"]), (2, ["b"])]
    with pytest.raises(csv.Error):
        next(reading)
