"""`kinkeeper dedupe`: a table of people in, the same table with a column `person` out."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.linkage.engine.people import people

from .command import run

KEYS = {"rows", "persons", "seconds", "cpu_seconds", "pairs", "peak_gb"}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("people") / "people.csv"
    people(300).write_csv(file)
    return file


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_table_comes_back_with_a_person_for_every_row(table: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"out.{ending}"
    done = run("dedupe", table, "--out", out, "--truth", "who", "--json")
    assert done.status == 0, done.error
    found = json.loads(done.out.splitlines()[-1])
    assert set(found) == KEYS | {"precision", "recall", "f1"}
    assert found["f1"] > 0.9
    written = pl.read_csv(out, infer_schema=False) if ending == "csv" else pl.read_parquet(out)
    before = pl.read_csv(table, infer_schema=False)
    assert written.drop("person").equals(before)
    assert written["person"].n_unique() == found["persons"]
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_no_database_is_loaded_for_a_table(table: Path, tmp_path: Path) -> None:
    ran = "import sys; from kinkeeper.cli.main import program; program('dedupe')(sys.argv[1:], standalone_mode=False); print(*sys.modules)"
    words = ["dedupe", str(table), "--out", str(tmp_path / "out.csv")]
    done = subprocess.run([sys.executable, "-c", ran, *words], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "polars" in loaded
    assert not loaded & {"psycopg", "django", "kinkeeper.linkage.people"}


def test_parquet_and_csv_of_the_same_people_give_the_same_persons(table: Path, tmp_path: Path) -> None:
    parquet = tmp_path / "people.parquet"
    pl.read_csv(table, infer_schema=False).write_parquet(parquet)
    outs = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for file, out in zip((table, parquet), outs, strict=True):
        assert run("dedupe", file, "--out", out).status == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_without_json_it_says_what_was_compared_and_what_was_left(table: Path, tmp_path: Path) -> None:
    done = run("dedupe", table, "--out", tmp_path / "out.csv")
    said = done.out
    assert "surname2" in said
    assert "its name is not known" in said


@pytest.mark.parametrize(
    ("content", "arguments", "sentence"),
    [
        ("", [], "cannot be read as a table"),
        ("colour,size\nred,1\nblue,2\n", [], "No usable column"),
        ("first_name,dob\nANA,2001-02-03\nANA,2001-02-03\n", [], "all its values are equal"),
        ("first_name\nANA\nLUIS\n", ["--truth", "who"], "has no column who"),
        ("first_name\nANA\nLUIS\n", ["--blocking", "most"], "--blocking is one of"),
        ("first_name,dob\nANA,2001-02-03,extra\n", [], "cannot be read as a table"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(tmp_path: Path, content: str, arguments: list[str], sentence: str) -> None:
    file = tmp_path / "people.csv"
    file.write_text(content)
    done = run("dedupe", file, "--out", tmp_path / "out.csv", *arguments)
    assert done.status == 2
    assert sentence in done.error
    assert "Traceback" not in done.error
    assert not (tmp_path / "out.csv").exists()


def test_a_missing_file_and_a_place_that_cannot_be_written_are_refused(table: Path, tmp_path: Path) -> None:
    assert "is not there" in run("dedupe", tmp_path / "none.csv", "--out", tmp_path / "out.csv").error
    assert "make it first" in run("dedupe", table, "--out", tmp_path / "none" / "out.csv").error
    assert "must end in .csv or .parquet" in run("dedupe", table, "--out", tmp_path / "out.xlsx").error
