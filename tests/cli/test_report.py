"""`kinkeeper report` as a user calls it."""

import json
from collections.abc import Iterator
from pathlib import Path

import polars
import pytest

from kinkeeper.site.embedded import embedded_server
from tests.cli.command import run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small season, reconciled, with its server: else each command starts and stops one."""
    out = tmp_path_factory.mktemp("season")
    assert run("demo", "--no-serve", "--size", 40, "--out", out / "demo", "--json").status == 0
    with embedded_server(out / "demo" / "found" / "database"):
        yield out / "demo" / "found" / "database"


def test_without_a_name_all_reports_are_listed_with_their_definitions(folder: Path) -> None:
    told = json.loads(run("report", "--json", "--database", folder).out)
    assert {"census"} <= {one["name"] for one in told}
    for one in told:
        assert one["title"] and one["unit"] and len(one["definition"]) > 40


def test_the_same_report_of_the_same_instant_is_the_same_bytes_and_its_root_verifies(folder: Path, tmp_path: Path) -> None:
    asked = ("report", "census", "--database", folder, "--known-at", "500", "--as-of", "2018-06-20")
    for form in ("json", "xlsx", "html"):
        for name in ("first", "again"):
            assert run(*asked, "--out", tmp_path / f"{name}.{form}").status == 0
        assert (tmp_path / f"first.{form}").read_bytes() == (tmp_path / f"again.{form}").read_bytes()
    told = json.loads((tmp_path / "first.json").read_text())
    assert (told["as_of"], told["known_at"], told["entries"]) == ("2018-06-20", 500, 500)
    (tmp_path / "checkpoint").write_text(told["checkpoint"])
    assert run("verify", "--database", folder, "--checkpoint", tmp_path / "checkpoint").status == 0
    (tmp_path / "checkpoint").write_text(told["checkpoint"].replace("\n500\n", "\n499\n"))
    assert run("verify", "--database", folder, "--checkpoint", tmp_path / "checkpoint").status == 4


def test_the_figures_of_a_printed_report_are_counted_again(folder: Path, tmp_path: Path) -> None:
    where, printed = ("--database", folder), tmp_path / "printed.json"
    assert run("report", "court", "--known-at", "900", "--out", printed, *where).status == 0
    ran = run("verify", "--report", printed, *where)
    assert ran.status == 0 and "all the same" in ran.out.replace("\n", " ")
    told = json.loads(printed.read_text())
    printed.write_text(json.dumps(told | {"total": told["total"] - 1}))
    ran = run("verify", "--report", printed, *where)
    assert ran.status == 4 and "total is" in ran.error and ran.error.count("\n") == 1


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("cenus",), "There is no report 'cenus'"),
        (("census", "--as-of", "2018-02-30"), "'2018-02-30' is not a day"),
        (("census", "--known-at", "yesterday"), "'yesterday' is neither a day"),
        (("census", "--known-at", "999999999"), "The ledger has"),
        (("census", "--format", "docx"), "There is no format 'docx'"),
        (("census", "--language", "fr"), "'fr' is not a language"),
        (("census", "--out", "/nowhere/at/all.json"), "cannot be written"),
    ],
)
def test_bad_input_is_one_line_that_says_what_to_do(folder: Path, asked: tuple[str, ...], says: str) -> None:
    ran = run("report", *asked, "--database", folder)
    assert ran.status == 2 and says in ran.error and ran.error.count("\n") == 1 and "Traceback" not in ran.error


def test_whom_a_command_shows_is_on_the_record_before_it_is_printed(folder: Path, tmp_path: Path) -> None:
    where = ("--database", folder)
    before = run("access-log", "--json", *where).summary["entries"]
    assert run("report", "census", "--out", tmp_path / "census.json", *where).status == 0
    children = [row[0] for row in json.loads((tmp_path / "census.json").read_text())["tables"][0]["rows"]]
    found = run("find", "--given", "juan", "--surnames", "lopez", "--born", "1990", "--json", *where).summary["found"]
    assert run("due", "--at", "2018-07-01T14:00", *where).status == 0
    assert run("report", "--json", *where).status == 0  # the list of reports names nobody
    looks = {one["door"]: one for one in run("who-looked", children[0], "--json", *where).summary["looks"]}
    assert looks["command report"]["role"] == "operator" and looks["command report"]["saw"] == "custody"
    assert "command find" in {one["door"] for one in run("who-looked", found[0]["person"], "--json", *where).summary["looks"]}
    assert run("access-log", "--json", *where).summary["entries"] > before + 3


def test_children_apart_are_listed_and_leave_only_with_a_reason(folder: Path, tmp_path: Path) -> None:
    where, file = ("--database", folder), tmp_path / "apart.csv"
    told = run("children-apart", "--most", 2, "--json", *where).summary
    first = told["rows"][0]
    assert told["children"] > 2 and len({line["child"] for line in told["rows"]}) == 2 and first["days"] >= told["rows"][-1]["days"] > 0
    refused = run("children-apart", "--out", file, *where)
    assert refused.status == 2 and "Say in 8 to 300 letters" in refused.error and not file.exists()
    taken = run("children-apart", "--out", file, "--why", "for the hearing of 8 July", "--json", *where).summary
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    head = lines.index("") + 1
    assert taken["export"] in lines[1] and "for the hearing" in lines[1] and taken["rows"] == len(lines) - head - 1
    assert len({line.split(",")[0] for line in lines[head + 1 :]}) == told["children"]
    assert "command children-apart" in {one["door"] for one in run("who-looked", first["child"], "--json", *where).summary["looks"]}
    told_of, columns = tmp_path / "families.parquet", tmp_path / "columns.csv"
    why = ("--why", "for the meeting of 8 July")
    asked = run("exports", "take", "families", "--out", told_of, *why, "--dictionary", columns, "--json", *where).summary
    assert asked["rows"] == polars.read_parquet(told_of).height > 2 and "children_apart" in columns.read_text("utf-8-sig")
    wrong = run("exports", "take", "shoes", "--out", told_of, *why, *where)
    assert wrong.status == 2 and "There is no list 'shoes'. Known: children-apart" in wrong.error
    exchanged = tmp_path / "families.xml"
    assert run("exports", "exchange", "--out", exchanged, *why, "--json", *where).summary["rows"] > 2
    looked = run("import", exchanged, "--dry-run", *where)
    assert looked.status == 0 and "exchange_people" in looked.out and ", 0 refused" in looked.out
