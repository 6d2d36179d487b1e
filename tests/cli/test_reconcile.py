"""The main job through its command, on an invented season."""

import csv
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from kinkeeper.season import Season, make_season
from tests.cli.command import COMMAND, partition, rows, run

FILES_OUT = (
    "records.csv",
    "ties.csv",
    "separations.csv",
    "refused.csv",
    "unanswered_flags.csv",
    "summary.json",
    "families.xlsx",
    "report.html",
)


@pytest.fixture(scope="module")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("season") / "extracts"
    folder.mkdir()
    _season(folder)
    return folder


@pytest.fixture(scope="module")
def done(extracts: Path, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    out = tmp_path_factory.mktemp("out") / "found"
    shutil.copytree(migrated, out / "database")
    ran = run("reconcile", extracts, "--out", out, "--json")
    assert ran.status == 3, ran.error
    return out, ran.summary


def _season(folder: Path) -> Season:
    return make_season(folder, families=60, seed=5)


def test_it_leaves_the_files_of_the_contract(done: tuple[Path, dict[str, object]]) -> None:
    out, summary = done
    assert {path.name for path in out.iterdir()} == {*FILES_OUT, "database"}
    assert {"files", "rows_read", "rows_refused", "persons", "ties", "separations", "seconds"} <= summary.keys()
    with (out / "ties.csv").open() as file:
        assert next(csv.reader(file)) == ["child", "adult", "relation", "status", "probability", "basis", "evidence"]


def test_every_row_is_taken_or_refused(done: tuple[Path, dict[str, object]]) -> None:
    out, summary = done
    refused = {(row["file"], row["row"]) for row in rows(out / "refused.csv")}
    taken = {name.split(":")[0] for row in rows(out / "records.csv") for name in [row["record"]]}
    assert summary["rows_read"] == len(taken) + summary["rows_refused"]
    assert refused


def test_every_separation_is_of_a_listed_tie_or_has_no_adult(done: tuple[Path, dict[str, object]]) -> None:
    out, _ = done
    ties = {(row["child"], row["adult"]) for row in rows(out / "ties.csv")}
    separations = rows(out / "separations.csv")
    assert separations
    assert {(row["child"], row["adult"]) for row in separations if row["adult"]} <= ties


def test_running_it_again_adds_nothing(done: tuple[Path, dict[str, object]], extracts: Path) -> None:
    out, _ = done
    before = {name: (out / name).read_bytes() for name in FILES_OUT if name.endswith(".csv")}
    entries = run("rebuild", "--database", out / "database", "--json").summary["entries"]
    run("reconcile", extracts, "--out", out)
    assert run("rebuild", "--database", out / "database", "--json").summary["entries"] == entries
    assert {name: (out / name).read_bytes() for name in before} == before


def test_the_read_tables_agree_with_the_ledger(done: tuple[Path, dict[str, object]]) -> None:
    out, _ = done
    ran = run("rebuild", "--check", "--database", out / "database")
    assert (ran.status, ran.out.strip()) == (0, "The read tables are what the ledger says.")


def test_rows_in_another_order_are_the_same_persons(
    done: tuple[Path, dict[str, object]], extracts: Path, migrated: Path, tmp_path: Path
) -> None:
    """The CSV extracts are shuffled; a record is then known by where its row stood before."""
    out, _ = done
    shuffled, was = _shuffle(extracts, tmp_path / "shuffled")
    shutil.copytree(migrated, tmp_path / "found" / "database")
    run("reconcile", shuffled, "--out", tmp_path / "found")
    again = [row | {"record": was.get(row["record"], row["record"])} for row in rows(tmp_path / "found" / "records.csv")]
    assert partition(again) == partition(rows(out / "records.csv"))


def _shuffle(extracts: Path, folder: Path) -> tuple[Path, dict[str, str]]:
    shutil.copytree(extracts, folder)
    was: dict[str, str] = {}
    for path in folder.glob("ice_detention*.csv"):
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        header = next(at for at, line in enumerate(lines) if "Alien File Number" in line)
        end = next(at for at in range(len(lines) - 1, 0, -1) if lines[at].count(",") >= 5) + 1
        order = list(range(header + 1, end))
        random.Random(1).shuffle(order)
        path.write_text("\n".join([*lines[: header + 1], *(lines[at] for at in order), *lines[end:]]) + "\n")
        was |= {f"{path.name}#{header + 2 + at}": f"{path.name}#{from_ + 1}" for at, from_ in enumerate(order)}
    assert was
    return folder, was


def test_killed_in_the_middle_it_is_finished_by_running_it_again(
    done: tuple[Path, dict[str, object]], extracts: Path, tmp_path: Path
) -> None:
    out, _ = done
    for seconds in (2.5, 4.0):
        killed = subprocess.Popen([COMMAND, "reconcile", extracts, "--out", tmp_path / "found"], stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    assert run("reconcile", extracts, "--out", tmp_path / "found").status == 3
    assert run("rebuild", "--check", "--database", tmp_path / "found" / "database").status == 0
    for name in ("records.csv", "ties.csv", "separations.csv"):
        assert (tmp_path / "found" / name).read_bytes() == (out / name).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("reconcile", "nowhere", "--out", "{out}"), "no file or folder"),
        (("reconcile", "{empty}", "--out", "{out}"), "holds no file"),
        (("reconcile", "{nonsense}", "--out", "{out}"), "could be read"),
        (("reconcile", "{nonsense}", "--out", "{out}", "--as-of", "31 February"), "is not a day"),
        (("reconcile", "{nonsense}"), "--out"),
        (("rebuild", "--database", "postgresql://nobody@127.0.0.1:1/none"), "database"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_2(arguments: tuple[str, ...], says: str, migrated: Path, tmp_path: Path) -> None:
    shutil.copytree(migrated, tmp_path / "out" / "database")
    places = {"out": tmp_path / "out", "empty": tmp_path / "empty", "nonsense": tmp_path / "nonsense"}
    places["empty"].mkdir()
    places["nonsense"].mkdir()
    (places["nonsense"] / "recipe.csv").write_text("flour,eggs\n500 g,3\n")
    ran = run(*(one.format(**places) for one in arguments))
    assert ran.status == 2
    assert says in ran.error
    assert "Traceback" not in ran.error + ran.out
