"""Read and refused always add up, whatever the table holds."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kinkeeper.domain.extracts import ExtractState, ReceiveExtract, decide
from kinkeeper.extracts import read_file
from kinkeeper.extracts.files.damage import is_unfit
from kinkeeper.extracts.layouts import Layout, layouts

from .written import csv_file

CELL = st.one_of(
    st.sampled_from(
        [
            "",
            "5/9/2018",
            "2018-02-31",
            "XOL, ANA",
            "Ana Xol y Luis Xol",
            "202385792",
            "A202-385-793; A202385794",
            "M",
            "Guatemala",
            "mother",
            "12",
            "X",
            "A",
            "total",
            "#REF!",
            "\0",
            "(b)(6)",
        ]
    ),
    st.text(max_size=12),
)


def tables(layout: Layout) -> st.SearchStrategy[list[list[str]]]:
    headers = [spellings[0] for spellings in layout.columns.values()]
    return st.lists(st.lists(CELL, min_size=len(headers), max_size=len(headers) + 1), max_size=5).map(lambda rows: [headers, *rows])


def is_data(row: list[str]) -> bool:
    return any(cell.strip() for cell in row)


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.name)
def test_every_row_is_taken_refused_or_set_aside(layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("counts") / "list.csv"

    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(tables(layout))
    @example([[spellings[0] for spellings in layout.columns.values()]])
    def holds(rows: list[list[str]]) -> None:
        add_up(csv_file(path, rows), layout.name, sum(map(is_data, rows[1:])))

    holds()


def add_up(path: Path, layout: str, rows: int) -> None:
    (delivery,) = read_file(path, path.name)
    records = list(delivery.records)
    extract = delivery.extract
    assert extract.layout == layout
    refused = {refusal.row for refusal in delivery.refusals if refusal.whole_row}
    taken = {record.row for record in records}
    assert not refused & taken
    assert extract.rows_read == len(taken) + len(refused)
    assert extract.rows_refused == len(refused)
    header_and_below = [line for line, _ in delivery.set_aside]
    assert extract.rows_read + len(header_and_below) == rows
    assert len({record.record_id for record in records}) == len(records) == len({record.name for record in records})
    assert all(refusal.why.endswith(".") for refusal in delivery.refusals)
    leaving = [
        text for record in records for text in (*record.cells, *record.cells.values(), record.given, record.surnames, record.whole_name)
    ]
    leaving += [refusal.value for refusal in delivery.refusals] + [text for _, text in delivery.set_aside]
    assert [text for text in leaving if is_unfit(text)] == [], "what cannot be stored does not leave"
    assert list(decide(ExtractState(), ReceiveExtract(extract, tuple(delivery.refusals))))


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    content=st.binary(max_size=400),
    name=st.sampled_from(["a.csv", "a.txt", "a.xlsx", "a.xls", "a.ods", "a.parquet", "a.csv.gz", "a.xlsx.gz"]),
)
def test_any_bytes_are_read_or_refused_and_nothing_breaks(tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(content)
    for delivery in read_file(path, name):
        records = list(delivery.records)
        assert delivery.refusals or records
        assert delivery.extract.rows_refused <= delivery.extract.rows_read


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(order=st.permutations(range(12)))
def test_the_order_of_rows_changes_names_only(tmp_path_factory: pytest.TempPathFactory, order: list[int]) -> None:
    header = ["LAST_NAME", "FIRST_NAME", "APPR_DT_TIME", "BIRTH_DATE", "SECTOR"]
    rows = [[f"XOL {number}", "ANA", f"{number + 1}/{number + 14}/2018", f"{number + 14}/3/1990", "Yuma"] for number in range(12)]
    path = tmp_path_factory.getbasetemp() / "shuffled.csv"
    (delivery,) = read_file(csv_file(path, [header, *(rows[place] for place in order)]), "shuffled.csv")
    told = sorted((record.surnames, record.encountered, record.born) for record in delivery.records)
    assert told == sorted((f"XOL {number}", f"2018-{number + 1:02d}-{number + 14}", f"1990-03-{number + 14:02d}") for number in range(12))
