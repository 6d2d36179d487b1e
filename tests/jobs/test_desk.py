"""The import desk's work: looked at, told, taken, by a worker; a killed worker's job is taken up again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.deliveries.desk import DeskFile, Telling
from kinkeeper.site.database import Database
from tests.extracts.written import csv_file, workbook

ME = Actor("R. Delgado", "HHS", "operator")
HEADER = ["LAST_NAME", "FIRST_NAME", "APPR_DT_TIME", "SECTOR", "SUBJECT AFILE#", "GENDER"]
XOL = ["XOL", "ANA", "5/9/2018", "Yuma", "202385792", "F"]
CHUB = ["CHUB", "LUIS", "5/10/2018", "Yuma", "202385793", "M"]


def put_down(path: Path, sender: str = "") -> str:
    from kinkeeper.gateway.waiting import desk

    return desk.put_down(path, path.name, sender=sender, actor=ME)


def after(file_id: str, what: str) -> DeskFile:
    from kinkeeper.jobs.deliveries.desk import work_on

    work_on(file_id, what, ME)
    return get(file_id)


def get(file_id: str) -> DeskFile:
    from kinkeeper.queries.deliveries.desk import get_desk_file

    return get_desk_file(ME, file_id)


def tell(file_id: str, *tellings: Telling, sender: str = "", corrects: str = "") -> None:
    from kinkeeper.gateway.waiting import desk

    desk.tell(file_id, sender=sender, corrects=corrects, tellings=tellings, actor=ME)


def recorded() -> int:
    from kinkeeper.queries.records import list_records

    return len(list_records(ME))


def test_what_a_file_is_stands_there_before_it_is_taken(database: Database, tmp_path: Path) -> None:
    rows = [HEADER, XOL, CHUB, ["", "", "", "Yuma", "", ""], [*XOL[:2], "2/31/2018", *XOL[3:]]]
    looked = after(put_down(csv_file(tmp_path / "june.csv", rows)), "look")
    (table,) = looked.tables
    assert (looked.state, table.layout, table.sure, recorded()) == ("looked", "border_patrol", 100, 0)
    assert (table.rows, table.new, table.known, table.changed, table.refused, table.cells_refused) == (4, 3, 0, 0, 1, 1)
    assert (table.columns[0].header, table.columns[0].field, table.columns[0].samples) == ("LAST_NAME", "surnames", ("XOL", "CHUB"))
    assert [(one.row, one.column, one.why) for one in table.problems] == [
        (4, "", "The row names nobody and tells nothing about a person."),
        (5, "APPR_DT_TIME", "There is no such day."),
    ]
    taken = after(looked.file_id, "take")
    assert (taken.state, recorded()) == ("taken", 3)


def test_spellings_are_clustered_and_told_what_they_mean(database: Database, tmp_path: Path) -> None:
    rows = [
        ["CHILD", "PARENT", "RELATION"],
        ["Luis Xol", "Eva Caal", "apoderada X"],
        ["Ana Xol", "Eva Caal", "Apoderada x"],
        ["Iker Xol", "Eva", "mother"],
    ]
    file_id = put_down(csv_file(tmp_path / "list.csv", rows))
    (table,) = after(file_id, "look").tables
    first = table.clusters[0]
    assert (first.field, set(first.spellings), first.rows, first.read_as) == ("relation", {"apoderada X", "Apoderada x"}, 2, "")
    assert table.cells_refused == 2
    tell(file_id, Telling("", table.layout, {}, {}, {"relation": {first.spellings[0]: "guardian"}}))
    (table,) = after(file_id, "look").tables
    assert table.cells_refused == 0


def test_unknown_headers_are_told_and_the_senders_next_file_is_read_alike(database: Database, tmp_path: Path) -> None:
    header = ["Minderjaehriger", "Elternteil", "Tel"]
    file_id = put_down(csv_file(tmp_path / "june.csv", [header, ["Luis Xol", "Eva Caal", "602-555-0101"]]), sender="Volunteers")
    (table,) = after(file_id, "look").tables
    assert table.layout == ""
    tell(file_id, Telling("", "hand_list", {"child.whole_name": "Minderjaehriger", "adult.whole_name": "Elternteil"}), sender="Volunteers")
    (table,) = after(file_id, "look").tables
    assert (table.layout, table.new) == ("hand_list", 1)
    after(file_id, "take")

    moved = csv_file(tmp_path / "july.csv", [["Elternteil", "Minderjaehriger", "Notiz"], ["Rosa Chub", "Iker Chub", "x"]])
    (table,) = after(put_down(moved, sender="Volunteers"), "look").tables
    assert (table.layout, table.new, table.from_recipe) == ("hand_list", 1, True)
    assert any("'Tel' is gone" in one for one in table.recipe) and any("'Notiz' is new" in one for one in table.recipe)


def test_a_column_that_means_another_day_now_is_said(database: Database, tmp_path: Path) -> None:
    from tests.extracts.written import Rows

    def rows(lag: int) -> Rows:
        header = ["LAST NAME", "FIRST NAME", "DATE_APPREHENDED", "Admission Date", "FACILITY", "A#"]
        return [
            header,
            *([f"XOL {n}", "ANA", f"5/{n + 1}/2018", f"5/{n + 1 + lag}/2018", "Southwest Key", f"2023857{n:02d}"] for n in range(15)),
        ]

    after(put_down(csv_file(tmp_path / "a.csv", rows(1)), sender="ORR"), "take")
    (table,) = after(put_down(csv_file(tmp_path / "b.csv", rows(12)), sender="ORR"), "look").tables
    assert [one for one in table.recipe if "It may mean another day" in one and "1 before, 12 now" in one]


def test_a_file_that_cannot_be_read_says_why_and_the_desk_goes_on(database: Database, tmp_path: Path) -> None:
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04 half")
    looked = after(put_down(tmp_path / "bad.xlsx"), "look")
    assert looked.state == "looked" and "half written" in looked.tables[0].problems[0].why
    file_id = put_down(csv_file(tmp_path / "a.csv", [HEADER, XOL]))
    tell(file_id, corrects="nothing.csv")
    assert "No extract 'nothing.csv'" in after(file_id, "look").failure


# The worker


def worker(database: Database, *options: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"DATABASE_URL": url(database.app), "DATABASE_OWNER_URL": url(database.owner)}
    return subprocess.Popen([sys.executable, "-m", "kinkeeper.cli", "work", *options], env=environment, stdin=subprocess.DEVNULL)


def url(parameters: Any) -> str:
    host = quote(parameters.host, safe="")
    return f"postgresql://{parameters.user}:{parameters.password}@/{parameters.dbname}?host={host}&port={parameters.port}"


def ask_for(file_id: str, what: str) -> None:
    from kinkeeper.jobs.deliveries import queue

    queue.ask_for(file_id, what, ME)


def wait_for(file_id: str, *states: str, seconds: float = 60) -> DeskFile:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if (file := get(file_id)).state in states:
            return file
        time.sleep(0.05)
    raise AssertionError(f"{get(file_id).state} after {seconds} s")


def test_a_worker_does_what_waits_and_ends(database: Database, tmp_path: Path) -> None:
    first = put_down(csv_file(tmp_path / "a.csv", [HEADER, XOL]))
    second = put_down(workbook(tmp_path / "b.xlsx", {"S": [HEADER, CHUB]}))
    for file_id in (first, second):
        ask_for(file_id, "look")
        ask_for(file_id, "take")
    with worker(database, "--once") as process:
        assert process.wait(60) == 0
    assert (get(first).state, get(second).state, recorded()) == ("taken", "taken", 2)


def test_a_killed_workers_job_is_taken_up_again_and_nothing_is_there_twice(database: Database, tmp_path: Path) -> None:
    rows = [[f"XOL {n}", "ANA", "5/9/2018", "Yuma", f"{200_000_000 + n}", "F"] for n in range(16_000)]
    file_id = put_down(csv_file(tmp_path / "large.csv", [HEADER, *rows]))
    ask_for(file_id, "take")
    with worker(database) as process:
        wait_for(file_id, "taking")
        while get(file_id).rows_done < 2_000:
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
    assert get(file_id).state == "taking" and 0 < recorded() < 16_000
    with worker(database) as process:
        taken = wait_for(file_id, "taken", seconds=120)
        process.terminate()
    assert (recorded(), taken.tables[0].rows) == (16_000, 16_000)


@pytest.mark.parametrize("what", ["look", "take"])
def test_nobody_without_the_right_puts_a_file_down(database: Database, tmp_path: Path, what: str) -> None:
    from kinkeeper.domain.errors import NotAllowed
    from kinkeeper.gateway.waiting import desk

    with pytest.raises(NotAllowed):
        desk.put_down(csv_file(tmp_path / "a.csv", [HEADER, XOL]), "a.csv", sender="", actor=Actor("x", "OIG", "inspector"))
