"""Every list leaves in four forms that say the same, typed, with what each column means."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars
import pytest
import python_calamine

from kinkeeper.domain.access.exports import MOST_ROWS
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.reports.dictionary import Column, Holds, NotDefined, column_of
from kinkeeper.reports.dictionary.typed import METADATA
from kinkeeper.reports.listings import as_csv, as_json, as_parquet, as_workbook
from kinkeeper.reports.listings.listing import NoSuchFilter
from kinkeeper.reports.listings.making import FORMS, LISTINGS, make_sheet, write
from kinkeeper.reports.listings.sheet import Sheet
from kinkeeper.site.database import Database
from tests.access.planted import planted
from tests.api.program import program
from tests.api.test_operations import entries, told
from tests.reports.made import HERE
from tests.web.browsing import WHY, client, taken, words
from tests.web.listed import NEEDED, asked, everything
from tests.web.scene import ALBERTO, FAMILY, KEVIN, MAITE, YAMILET, play

HOSTILE = ("=HYPERLINK(1)", "+1", "@SUM(A1)", "\t=1", "مريم", "\u202eABC", "a\x01b", "x" * 40_000)
COLUMNS = (
    Column("child", Holds.PERSON, "Who", (), "Kinkeeper"),
    Column("born", Holds.MOMENT, "When", (), "Kinkeeper"),
    Column("age", Holds.WHOLE, "Years", (), "Kinkeeper"),
    Column("share", Holds.NUMBER, "Share", (), "Kinkeeper"),
    Column("apart", Holds.YES_NO, "Whether", (), "Kinkeeper"),
    Column("name", Holds.TEXT, "Name", (), "Kinkeeper"),
)
MOMENTS = ("2018", "2018-05", "2018-05-17", "2018-05-17T06:13", "")


def sheet() -> Sheet:
    rows = [(f"P{at}", MOMENTS[at % 5], "" if at % 2 else at, "0.5000", "yes", name) for at, name in enumerate(HOSTILE)]
    return Sheet("tried", "Tried", "One row is one try.", COLUMNS, rows, HERE, "EX-1 · somebody")


def cells_of_csv(written: bytes) -> list[list[str]]:
    lines = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    return lines[lines.index([]) + 1 :]


def sheets(written: bytes) -> dict[str, list[list[Any]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(written))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.usefixtures("database")
def test_no_form_holds_a_formula_or_loses_a_word_in_silence() -> None:
    rows = cells_of_csv(as_csv.write(sheet()))[1:]
    assert [row[-1].removeprefix("'") for row in rows] == list(HOSTILE) and not any(row[-1][:1] in "=+@\t" for row in rows)
    names = [row[-1] for row in sheets(as_workbook.write(sheet()))["Tried"][1:]]
    assert names[:3] == list(HOSTILE[:3]) and names[-1].endswith("(40000 letters; a cell holds no more)") and len(names[-1]) == 32_767
    assert [row["name"] for row in json.loads(as_json.write(sheet()))["rows"]] == list(HOSTILE)
    assert polars.read_parquet(as_parquet.write(sheet()))["name"].to_list() == list(HOSTILE)


@pytest.mark.usefixtures("database")
def test_days_are_days_and_no_moment_becomes_more_precise_than_it_is_known() -> None:
    table = polars.read_parquet(as_parquet.write(sheet()))
    assert table.schema["born"] == polars.Date and table.schema["age"] == polars.Int64 and table.schema["apart"] == polars.Boolean
    assert table["born"].to_list()[:5] == [None, None, date(2018, 5, 17), date(2018, 5, 17), None]
    assert table["born_as_known"].to_list()[:5] == ["2018", "2018-05", "2018-05-17", "2018-05-17T06:13", None]
    assert [row[1] for row in sheets(as_workbook.write(sheet()))["Tried"][1:6]] == [
        *("2018", "2018-05", date(2018, 5, 17), "2018-05-17T06:13"),
        "",
    ]


def test_the_four_forms_of_every_list_say_the_same_and_what_its_columns_mean(database: Database, tmp_path: Path) -> None:
    viewer = everything(tmp_path)
    here = find_standpoint(viewer, today="2018-07-09", as_of="2018-07-08")
    empty = []
    for name in LISTINGS:
        made = make_sheet(viewer, name, here, "EX-1", asked(**NEEDED.get(name, {})))
        empty += [] if made.rows else [name]
        check_forms(made)
    assert empty == [], "the scene holds something of every list: tests/web/listed.py"


def check_forms(made: Sheet) -> None:
    text = [["" if cell is None else str(cell) for cell in row] for row in made.rows]
    assert [[cell.removeprefix("'") for cell in row] for row in cells_of_csv(write(made, "csv"))] == [list(made.heads), *text], made.name
    told = json.loads(write(made, "json"))
    assert [["" if cell is None else str(cell) for cell in row.values()] for row in told["rows"]] == text, made.name
    parquet = write(made, "parquet")
    table = polars.read_parquet(parquet)
    assert table.height == len(text) and [one for one in table.columns if not one.endswith("_as_known")] == list(made.heads)
    [metadata] = [json.loads(polars.read_parquet_metadata(io.BytesIO(parquet))[METADATA])]
    book = sheets(write(made, "xlsx"))
    assert len(next(iter(book.values()))) == len(text) + 1
    for dictionary in (told["dictionary"], metadata["dictionary"]):
        assert [one["column"] for one in dictionary] == list(made.heads) and all(one["meaning"] for one in dictionary)
    assert [row[0] for row in book["Dictionary"][1:]] == list(made.heads)
    assert told["export"] == metadata["about"]["Export"] == "EX-1" and ["Export", "EX-1"] in book["About"]
    closed = {one.name: {*one.codes, ""} for one in made.columns if one.codes and one.holds is Holds.CODE}
    found = {name: {cell for row in told["rows"] for cell in str(row[name] or "").split("; ")} for name in closed}
    assert {name: some - closed[name] for name, some in found.items() if some - closed[name]} == {}, made.name


@pytest.mark.usefixtures("database")
def test_the_same_list_is_the_same_bytes_and_in_spanish_says_what_its_columns_mean_in_spanish() -> None:
    made = replace(sheet(), columns=(replace(COLUMNS[0], significado="Quién"), *COLUMNS[1:]))
    assert all(write(made, form) == write(made, form) for form in FORMS)
    book = sheets(write(made, "xlsx", "es"))
    assert book["Diccionario"][1][2] == "Quién" and sheets(write(made, "xlsx"))["Dictionary"][1][2] == "Who"
    assert json.loads(write(made, "json", "es"))["dictionary"][0]["meaning"] == "Quién"
    assert (
        json.loads(polars.read_parquet_metadata(io.BytesIO(write(made, "parquet", "es")))[METADATA])["dictionary"][0]["meaning"] == "Quién"
    )


def test_a_list_is_narrowed_by_its_own_filters_alone(database: Database, tmp_path: Path) -> None:
    viewer = everything(tmp_path)
    here = find_standpoint(viewer, today="2018-07-09", as_of="2018-07-08")

    def rows(name: str, **filters: str) -> list[dict[str, Any]]:
        made = make_sheet(viewer, name, here, asked=asked(**filters))
        return [dict(zip(made.heads, row, strict=True)) for row in made.rows]

    assert {one["child"] for one in rows("children-apart", basis="detected")} == {KEVIN}
    assert rows("mentions", show="nobody") == [] and len(rows("mentions", show="all")) == 1
    assert {one["order"] for one in rows("class-members", order="ms-l-2018")} == {"ms-l-2018"} and rows("class-members", order="none") == []
    role = rows("warnings")[0]["role"]
    assert {one["role"] for one in rows("warnings", role=role)} == {role} and rows("warnings", role="nobody") == []
    assert rows("warnings", since=str(here.known_at)) == [] and rows("clocks", since=str(here.known_at)) == [] != rows("clocks")
    owner = rows("clocks")[0]["owner"]
    assert {one["owner"] for one in rows("clocks", owner=owner)} == {owner}
    assert len(rows("differences", meeting="thursday", show="unsaid")) == len(rows("differences")) - 1
    assert {one["person"] for one in rows("people", family=FAMILY)} == {MAITE, KEVIN, YAMILET, ALBERTO}
    [refused] = {one["extract"] for one in rows("refused")}
    assert rows("refused", extract=refused) == rows("refused") != [] and rows("refused", extract="none") == []
    wanted = make_sheet(viewer, "clocks", here, asked=asked(columns="hours_left,child"))
    assert wanted.heads == ("hours_left", "child") and [one.name for one in wanted.columns] == ["hours_left", "child"]
    assert all({*one.shown()} <= {*one.columns} and one.shown() for one in LISTINGS.values())
    bad: list[tuple[str, dict[str, str]]] = [
        ("ties", {"columns": "shoes"}),
        ("ties", {"columns": "child,child"}),
        ("ties", {"columns": ","}),
    ]
    for name, filters in (*bad, ("mentions", {"show": "shoes"}), ("ties", {"shoes": "1"}), ("clocks", {"since": "x"}), ("looks", {})):
        with pytest.raises(NoSuchFilter):
            make_sheet(viewer, name, here, asked=asked(**filters))


def test_a_column_of_which_nobody_says_what_it_means_does_not_leave() -> None:
    with pytest.raises(NotDefined, match="shoe_size"):
        column_of("families", "shoe_size")


def test_a_page_gives_each_list_by_the_rules_of_every_export(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from kinkeeper.domain.access import exports

    play(planted())
    browser = client(role="caseworker")
    page = words(browser.get("/exports/lists/"))
    offered = {one.name for one in LISTINGS.values() if one.right == "read" and not one.needs}
    assert {one.name for one in LISTINGS.values() if f"{one.title} {one.words}" in page} == offered and "What its columns mean" in page
    assert browser.get("/exports/lists/printed.csv").status_code == 403 and browser.get("/exports/lists/looks.csv").status_code == 400
    before = len(entries("person.read"))
    assert "rows that name persons, as Parquet" in words(browser.get("/exports/lists/people.parquet"))
    assert len(entries("person.read")) == before
    file = taken(browser, "/exports/lists/people.parquet")
    assert "Pmaite" in polars.read_parquet(file.content)["person"].to_list() and ".parquet" in file["Content-Disposition"]
    assert "Pmaite" in entries("person.read")[-1]["said"]["persons"]
    filtered = taken(browser, "/children-apart/export.csv?basis=detected", form="json")
    assert {row["child"] for row in json.loads(filtered.content)["rows"]} == {"Pkevin"}
    assert browser.get("/exports/lists/nothing.csv").status_code == 404 and browser.get("/exports/lists/people.docx").status_code == 400
    monkeypatch.setattr(exports, "MOST_ROWS", 1)
    number = browser.post("/exports/lists/custody.csv", {"why": WHY})["Location"].partition("#")[2]
    assert browser.get(f"/exports/{number}/file").status_code == 400 < MOST_ROWS


def test_a_program_asks_for_a_list_and_reads_the_dictionary(database: Database) -> None:
    play(planted())
    asker = program("caseworker")
    asked = told(asker.post("/exports/lists", {"list": "ties", "form": "json", "why": WHY}), 201)
    assert {row["child"] for row in json.loads(asker.get(f"/exports/{asked['export_id']}/file").content)["rows"]} >= {"Pmaite"}
    found = told(asker.get("/dictionary"))["columns"]
    assert {one["list"] for one in found} >= {*LISTINGS, "census", "reconcile"} and all(one["meaning"] for one in found)
    assert told(asker.post("/exports/lists", {"list": "shoes", "form": "json", "why": WHY}), 404)
    assert told(asker.post("/exports/lists", {"list": "ties", "form": "pdf", "why": WHY}), 422)
