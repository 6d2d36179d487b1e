"""`kinkeeper import` and `kinkeeper extracts`, as a person at the keyboard meets them."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import python_calamine

from kinkeeper.site.embedded import embedded_server
from tests.cli.command import run
from tests.extracts.written import csv_file

HEADER = ["LAST_NAME", "FIRST_NAME", "APPR_DT_TIME", "SECTOR", "SUBJECT AFILE#"]
XOL = ["XOL", "ANA", "5/9/2018", "Yuma", "202385792"]
CHUB = ["CHUB", "LUIS", "5/10/2018", "Yuma", "202385793"]


@pytest.fixture
def folder(migrated: Path, tmp_path: Path) -> Iterator[Path]:
    """A place with a database and its server: else each command starts and stops one."""
    shutil.copytree(migrated, tmp_path / "database")
    with embedded_server(tmp_path / "database"):
        yield tmp_path


def test_look_take_correct_and_take_back(folder: Path) -> None:
    at = ["--database", str(folder / "database"), "--json"]
    june = csv_file(folder / "june.csv", [HEADER, XOL, CHUB, ["", "", "", "Yuma", ""]])
    twice = csv_file(folder / "twice.csv", [[*HEADER, "GENDER"], [*XOL, "F"], [*XOL, "F"], [*CHUB, "fem."]])
    newer = csv_file(folder / "newer.csv", [HEADER, ["XOL", "ANA MARIA", *XOL[2:]], CHUB])

    looked = run("import", june, "--dry-run", *at)
    assert looked.status == 3 and json.loads(looked.out.splitlines()[-1])["dry_run"] is True
    assert json.loads(run("extracts", "list", *at).out)["extracts"] == []
    said = run("import", twice, "--dry-run", "--columns", *at[:2]).out
    assert "in 100 sure" in said and "a_number" in said and "fem." in said, "what each column and spelling was taken for"
    assert "word for word what another row says; kept and marked" in said and "3 rows read, 0 refused. Nothing" in said

    taken = run("import", june, "--sender", "CBP", "--refused", folder / "refused", *at)
    (told,) = json.loads(taken.out.splitlines()[-1])["files"]
    assert (told["new"], told["known"], told["changed"], told["refused"]) == (2, 0, 0, 1)
    book = python_calamine.CalamineWorkbook.from_path(folder / "refused" / "june.csv - refused.xlsx")
    header, row = book.get_sheet_by_index(0).to_python()
    assert header == ["Why it was refused", "Line of the file", *HEADER]
    assert str(row[0]).startswith("The row names nobody") and row[1:6] == ["4", "", "", "", "Yuma"]

    (told,) = json.loads(run("import", newer, "--corrects", "june.csv", *at).out.splitlines()[-1])["files"]
    assert (told["new"], told["known"], told["changed"]) == (0, 1, 1)
    assert told["changes"][0]["cells"] == [["FIRST_NAME", "ANA", "ANA MARIA"]]

    assert json.loads(run("extracts", "withdraw", "newer.csv", "--why", "wrong", *at).out)["withdrawn"] == 1
    listed = {one["file"]: one["withdrawn"] for one in json.loads(run("extracts", "list", *at).out)["extracts"]}
    assert listed == {"june.csv": "", "newer.csv": "wrong"}
    assert json.loads(run("extracts", "reinstate", "newer.csv", "--why", "right", *at).out)["restored"] == 1
    run("extracts", "file", "june.csv", "--out", folder / "back.csv", *at)
    assert (folder / "back.csv").read_bytes() == june.read_bytes()
    assert run("rebuild", "--check", *at).status == 0


@pytest.mark.long
def test_a_senders_next_file_is_read_alike_and_what_is_otherwise_is_said(folder: Path) -> None:
    at = ["--database", str(folder / "database")]
    june = csv_file(
        folder / "june.csv", [["Who", "When", "A number", "Zone", "Land"], ["XOL, ANA", "5/9/2018", "202385792", "Yuma", "GTM"]]
    )
    july = csv_file(
        folder / "july.csv", [["When", "Who", "A number", "Zone", "Phone"], ["5/10/2018", "CHUB, LUIS", "202385793", "Yuma", "5"]]
    )
    settings = folder / "june.toml"
    settings.write_text(
        '[[file]]\nmatch = "june*"\nlayout = "border_patrol"\n[file.columns]\nwhole_name = "Who"\nencountered = "When"\nsector = "Zone"\n'
    )
    first = run("import", june, "--sender", "Station", "--config", settings, *at)
    assert first.status == 0 and "Refused" not in first.out

    taken = json.loads(run("import", july, "--sender", "Station", *at, "--json").out.splitlines()[-1])
    assert taken["files"][0]["layout"] == "border_patrol" and taken["files"][0]["new"] == 1
    sentences = " ".join(taken["otherwise"]["july.csv"])
    assert "'Land' is gone" in sentences and "'Phone' is new" in sentences
    kept = json.loads(run("recipes", "Station", "--out", folder / "station.toml", *at, "--json").out.splitlines()[-1])["recipes"]
    read = {column["header"]: column.get("field", "") for column in kept[0]["columns"]}
    assert read == {"When": "encountered", "Who": "whole_name", "A number": "a_number", "Zone": "sector", "Phone": ""}
    again = run("import", july, "--config", folder / "station.toml", "--dry-run", *at, "--json")
    assert json.loads(again.out.splitlines()[-1])["files"][0]["known"] == 1
    august = csv_file(
        folder / "august.csv", [["Day", "Who", "A number", "Zone", "Phone"], ["6/1/2018", "TZEP, EVA", "202385794", "Yuma", "5"]]
    )
    failed = run("import", august, "--sender", "Station", *at)
    assert failed.status == 2 and "'When' is gone (read as encountered). In its place stands 'Day': is it the same?" in failed.error
    # As docs/imports.md says, "when a sender renames columns"; that it was refused as a whole before keeps no row from being recorded.
    (folder / "august.toml").write_text((folder / "station.toml").read_text().replace('"When"', '"Day"'))
    told = run("import", august, "--sender", "Station", "--config", folder / "august.toml", *at, "--json")
    assert json.loads(told.out.splitlines()[-1])["files"][0]["new"] == 1
    later = csv_file(folder / "later.csv", [["Day", "Who", "A number", "Zone"], ["6/2/2018", "CAAL, IKER", "202385795", "Yuma"]])
    assert json.loads(run("import", later, "--sender", "Station", *at, "--json").out.splitlines()[-1])["files"][0]["new"] == 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--layout", "nonsense"], "There is no layout 'nonsense'"),
        (["--layout", "hand_list", "--config", "x.toml"], "not both"),
        (["--corrects", "nothing.csv"], "No extract 'nothing.csv' came in"),
        (["--layout", "hand_list"], "could be read"),
    ],
)
def test_wrong_usage_is_one_sentence(folder: Path, options: list[str], sentence: str) -> None:
    file = csv_file(folder / "one.csv", [HEADER, XOL])
    found = run("import", file, *options, "--database", folder / "database")
    assert found.status == 2 and sentence in found.error and found.error.strip().count("\n") == 0
