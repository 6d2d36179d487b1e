"""How long a meeting, kin in free text and their files take at size: python bench/meeting.py [DIFFERENCES [MENTIONS]] (100,000; 50,000)

Two invented lists that share nobody come in, so that everybody on them is a difference; as many remarks as MENTIONS name kin with
a number. Then a coordinator asks for the pages in this process. Seconds are of the wall clock, and in brackets of the
processors, which others slow less: of this process, and of the one of the database that answers it.
"""

import csv
import gc
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kinkeeper.cli.session import session

HEADER = ("LAST_NAME", "FIRST_NAME", "SUBJECT AFILE#", "BIRTH_DATE", "APPR_DT_TIME", "SECTOR", "Remarks")


def write(path: Path, first: int, rows: int, mentions: int) -> Path:
    chance = random.Random(first)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for at in range(first, first + rows):
            kin = f"Traveling with sister ANA XOL A{203_000_000 + first + (at + 7) % rows}." if at - first < mentions else ""
            born = f"{chance.randint(1, 12)}/{chance.randint(13, 28)}/{chance.randint(2004, 2016)}"
            writer.writerow((f"XOL{at}", "ANA", 203_000_000 + at, born, "5/9/2018 03:10", "Yuma", kin))
    return path


def busy() -> tuple[float, float]:
    """Seconds for which a processor was busy with this process, and with the one of the database that answers it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [answering] = cursor.fetchone()
    user, system = Path(f"/proc/{answering}/stat").read_text().rpartition(")")[2].split()[11:13]
    return time.process_time(), (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def timed(name: str, ask: Callable[[], Any]) -> Any:
    began, before = time.perf_counter(), busy()
    answer = ask()
    here, database = (after - was for after, was in zip(busy(), before, strict=True))
    print(f"{name:44} {time.perf_counter() - began:7.2f} s ({here:.2f} s of this process, {database:.2f} s of the database)", flush=True)
    return answer


def main(differences: int, mentions: int) -> None:
    with tempfile.TemporaryDirectory(prefix="kinkeeper-", ignore_cleanup_errors=True) as folder, session(f"{folder}/database") as actor:
        from django.contrib.auth import get_user_model
        from django.test import Client

        from kinkeeper.domain.access.accounts import Account
        from kinkeeper.gateway.accounts import open_account
        from kinkeeper.jobs.imports import import_files
        from kinkeeper.jobs.saying import say
        from kinkeeper.jobs.sayings import saying
        from kinkeeper.queries.deliveries.meeting import list_meetings
        from kinkeeper.queries.moments import ledger_size
        from kinkeeper.queries.standpoint import find_standpoint
        from kinkeeper.reports.listings.listing import Asked
        from kinkeeper.reports.listings.making import make_sheet
        from kinkeeper.reports.listings.making import write as as_file

        half = differences // 2
        files = [write(Path(folder) / f"{name}.csv", at * half, half, mentions // 2) for at, name in enumerate(("ours", "theirs"))]
        timed("two lists imported", lambda: import_files(files, config=None, actor=actor, progress=lambda _name, _done: None))
        say(saying("arrange-meeting"), {"name": "Thursday", "lists": "ours.csv, theirs.csv", "role": "everybody"}, actor)
        [meeting] = list_meetings(actor, ledger_size())
        open_account(Account("a.coordinator", "TASK_FORCE", "coordinator", "A coordinator"), actor=actor, password="correct horse battery")
        browser = Client(SERVER_NAME="localhost")
        gc.collect()
        gc.freeze()  # as the served process does (`site/wsgi.py`)
        browser.force_login(get_user_model().objects.get(pk="a.coordinator"))
        page = f"/meetings/{meeting.meeting_id}/"
        for name, address in (
            ("the meeting, compared for the first time", page),
            ("the meeting", page),
            ("its page 1,000", f"{page}?page=1000"),
            ("its new ones", f"{page}?show=new"),
            ("kin in free text, the first time", "/mentions/?show=all"),
            ("kin in free text", "/mentions/?show=all"),
            ("its page 1,000", "/mentions/?show=all&page=1000"),
            ("those that wait", "/mentions/"),
        ):
            answer = timed(name, lambda address=address: browser.get(address))
            assert answer.status_code == 200, answer.status_code
        here = find_standpoint(actor, today="2018-07-09")
        for name, asked in (("differences", Asked()), ("mentions", Asked({"show": "all"}))):
            sheet = timed(f"{name} as rows", lambda name=name, asked=asked: make_sheet(actor, name, here, asked=asked))
            print(f"  {len(sheet.rows):,} rows")
            for form in ("csv", "parquet", "xlsx"):
                timed(f"{name} as {form}", lambda sheet=sheet, form=form: as_file(sheet, form))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, int(sys.argv[2]) if len(sys.argv) > 2 else 50_000)
