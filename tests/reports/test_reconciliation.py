"""The files of the contract."""

import csv
import zipfile
from pathlib import Path

import python_calamine

from kinkeeper.domain.divergence import UnansweredFlag
from kinkeeper.domain.records import Record, Refusal, SeparationFlag
from kinkeeper.domain.separations import Separation
from kinkeeper.domain.ties import Evidence, Tie
from kinkeeper.reports.page import page
from kinkeeper.reports.reconciliation import Reconciliation, counts, tables, write_csv, write_workbook
from kinkeeper.site.database import Database

HOSTILE = "=HYPERLINK(1)<script>alert(1)</script>"


def tie(probability: str, status: str = "suggested", basis: str = "recovered") -> Tie:
    return Tie("P1", "P2", "parent", status, probability, basis, (Evidence("age", "24 years apart", "0.4"), Evidence("x", "no", "-1.7")))


def apart(outcome: str, outcome_on: str = "", separated_on: str = "2018-05-21") -> Separation:
    return Separation("P1", "P2", separated_on, HOSTILE, "PROSECUTION", "detected", "0.9700", "Harlingen", "Eloy", outcome, outcome_on)


FOUND = Reconciliation(
    records=[Record("r1", "e", "a.csv#2", "hotline", 2), Record("r2", "e", "a.csv#3", "hotline", 3)],
    person_of={"r1": "P1", "r2": "P2", "elsewhere": "P9"},
    ties=[tie("0.9700"), tie("0.4999"), tie("0.9900", "refuted"), tie("0.7000", "claimed", "recorded")],
    separations=[apart("apart"), apart("reunited", "2018-07-08"), apart("unknown", separated_on="")],
    refusals=[Refusal("a.csv", 4, "DOB", "31/02/2018", "There is no such day."), Refusal("b.xyz", 0, "", "", "Fits no layout.")],
    unanswered=[UnansweredFlag("P1", SeparationFlag("ZTP", "PROSECUTION", "2018-05-21", HOSTILE), frozenset())],
    as_of="2018-06-26",
)


def rows(name: str) -> list[dict[str, object]]:
    [table] = [table for table in tables(FOUND) if table.name == name]
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_ties_below_a_half_and_refuted_ones_are_not_listed() -> None:
    assert [row["probability"] for row in rows("ties")] == ["0.9700", "0.7000"]


def test_evidence_is_in_words_with_its_weight() -> None:
    assert rows("ties")[0]["evidence"] == "24 years apart (+0.4); no (-1.7)"


def test_days_apart_run_to_the_reunion_else_to_the_day_of_the_extracts() -> None:
    assert [row["days_apart"] for row in rows("separations")] == [36, 48, ""]


def test_a_refused_file_has_no_row() -> None:
    assert [row["row"] for row in rows("refused")] == [4, ""]


def test_counts_say_what_they_count() -> None:
    found = counts(FOUND)
    assert found["persons"] == 2
    assert found["ties"] == {"listed": 2, "recovered": 1, "recorded": 1, "to_review": 1}
    assert (found["separations"]["listed"], found["separations"]["children"], found["separations"]["apart"]) == (3, 1, 1)


def test_what_looks_like_a_formula_stays_text_in_the_workbook(tmp_path: Path) -> None:
    write_workbook(tables(FOUND), tmp_path / "families.xlsx")
    sheet = python_calamine.CalamineWorkbook.from_path(tmp_path / "families.xlsx").get_sheet_by_name("Children apart")
    assert sheet.to_python()[1][3] == HOSTILE
    with zipfile.ZipFile(tmp_path / "families.xlsx") as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist())


def test_a_csv_file_reads_back_as_it_was(tmp_path: Path) -> None:
    for table in tables(FOUND):
        write_csv(table, tmp_path)
        with (tmp_path / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            assert list(csv.reader(file)) == [list(table.columns), *([str(cell) for cell in row] for row in table.rows)]


def test_the_page_runs_nothing_and_fetches_nothing(database: Database) -> None:
    summary = {"files": [], "rows_read": 4, "rows_refused": 1, **counts(FOUND)}
    shown = page(summary, tables(FOUND), FOUND.as_of)
    assert "<script" not in shown
    assert "src=" not in shown
    assert "http" not in shown.replace("HYPERLINK", "")
    assert "&lt;script&gt;" in shown
