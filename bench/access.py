"""What access control costs the pages that list: python bench/access.py [--growing] [FAMILIES [PAGE ...]]

Each list, looked at by each kind of viewer, in turns in one process: with all that decides and writes down who looks, and without the wall
and the writing down, as a program would answer that gave no thought to access (then everybody sees what a coordinator sees). Signing in is
in both. Measured is the processor time of the page and of its server together, and the time until the answer is there, the median of each;
a ratio of 1.20 is the goal. A viewer who is shown a part has fewer rows on some pages, so the rows are counted beside it. Whose turn it is
changes from round to round: else what the interpreter does now and then, as to look for garbage, falls to the same viewer each time.

With --growing an entry is recorded before each round: nothing that was counted before the entry is used after it.
"""

import contextlib
import io
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kinkeeper.cli.session import session

COMMAND = Path(sys.executable).with_name("kinkeeper")
PAGES = ("/children-apart/", "/families/", "/review/queue/", "/warnings/", "/due/", "/custody/")
ROUNDS = 40
OURS = ("kinkeeper.web.middleware.Wall", "kinkeeper.web.written_down.WrittenDown")
WITHOUT = "without"
VIEWERS = {
    "coordinator": ("TASK_FORCE", "coordinator"),
    "data officer": ("TASK_FORCE", "data_officer"),
    "records officer of ORR": ("ORR", "records_officer"),
    "inspector": ("OIG", "inspector"),
    "caseworker of ORR": ("ORR", "caseworker"),
    "caseworker of CBP": ("CBP", "caseworker"),
    "officer of ICE": ("ICE", "officer"),
    "counsel of 60 families": ("COUNSEL", "counsel"),
    "counsel, to whom all are assigned": ("COUNSEL", "counsel"),
}
ASSIGNED = {"counsel of 60 families": 60, "counsel, to whom all are assigned": None}
"""Counsel -> of how many families, those longest apart first; None: of everybody there is, which no counsel is."""
ASSIGN = """
INSERT INTO assignment SELECT %s, person_id FROM family_member WHERE until IS NULL AND family_id IN (
    SELECT family_id FROM family_member f LEFT JOIN child_apart c ON c.child = f.person_id AND c.still WHERE f.until IS NULL
    GROUP BY family_id ORDER BY min(c.since_day) NULLS LAST, family_id LIMIT %s)
"""
ASSIGN_ALL = "INSERT INTO assignment SELECT %s, person_id FROM person WHERE until IS NULL"
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Spent:
    """What each of one viewer's turns at one page took: until the answer, and processor time (milliseconds)."""

    waited: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    rows: int = 0


def browser(account: str) -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    made = Client(SERVER_NAME="localhost")
    made.force_login(get_user_model().objects.get(pk=account))
    return made


def worked(server: int) -> float:
    """Processor time so far of this process and of the server's that answers it, in seconds."""
    told = Path(f"/proc/{server}/schedstat").read_text().split()
    return time.process_time() + int(told[0]) / 1e9


def look(one: Any, page: str, server: int, spent: Spent | None) -> None:
    """One turn."""
    before, started = worked(server), time.perf_counter()
    answer = one.get(page)
    waited, after = time.perf_counter() - started, worked(server)
    assert answer.status_code == 200, (page, answer.status_code, answer.content[:2_000])
    if spent is not None:
        spent.waited.append(waited * 1_000)
        spent.worked.append((after - before) * 1_000)
        spent.rows = answer.content.count(b"<tr")


def grow(actor: Any, turn: int) -> None:
    """Record an entry that changes no list."""
    from kinkeeper.domain.handover.capacity import Beds, ReportBeds
    from kinkeeper.domain.requests import Request
    from kinkeeper.gateway import submit

    submit([Request(f"beds-{time.time_ns()}", ReportBeds(Beds("beds", "Casa", "2018-05-22", turn)))], actor=actor)


def measured(browsers: dict[str, Any], page: str, server: int, growing: Any) -> dict[str, Spent]:
    """Every viewer's turns at a page, one after another; whoever may not see the page is left out."""
    may = {name: one for name, one in browsers.items() if one.get(page).status_code == 200}
    spent: dict[str, Spent] = {name: Spent() for name in may}
    chance = random.Random(1)
    for turn in range(ROUNDS + 8):
        turns = list(may.items())
        chance.shuffle(turns)
        if growing is not None:
            grow(growing, turn)
        for name, one in turns:
            look(one, page, server, spent[name] if turn >= 8 else None)
    return spent


def name_of(viewer: str) -> str:
    """The account of one of the viewers."""
    agency, role = VIEWERS[viewer]
    return f"{'b' if ASSIGNED.get(viewer) else 'a'}.{role}.{agency}".lower().replace("_", "-")


def opened(actor: Any) -> dict[str, Any]:
    """A browser for each viewer, and one without what is measured."""
    from django.conf import settings
    from django.db import connection

    from kinkeeper.domain.access.accounts import Account
    from kinkeeper.gateway.accounts import open_account

    found = {}
    for name, (agency, role) in VIEWERS.items():
        account = name_of(name)
        open_account(Account(account, agency, role), actor=actor)
        found[name] = browser(account)
        with connection.cursor() as cursor:
            if families := ASSIGNED.get(name):
                cursor.execute(ASSIGN, [account, families])
            elif name in ASSIGNED:
                cursor.execute(ASSIGN_ALL, [account])
    whole = settings.MIDDLEWARE
    settings.MIDDLEWARE = [name for name in whole if name not in OURS]
    without = browser("a.coordinator.task-force")
    assert without.get(PAGES[0]).status_code == 200  # it keeps these middlewares from here on
    settings.MIDDLEWARE = whole
    return {WITHOUT: without, **found}


def main() -> None:
    asked = [one for one in sys.argv[1:] if one != "--growing"]
    families, *pages = asked or ["1000"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        out = Path(folder) / "demo"
        subprocess.run([COMMAND, "demo", "--no-serve", "--size", families, "--out", out], capture_output=True, check=True)
        with session(out / "found" / "database") as actor:
            from django.db import connection

            browsers = opened(actor)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                [server] = cursor.fetchone()
            print(f"{families} families, {ROUNDS} rounds; processor: of the page and its server together; medians")
            print("| page | viewer | rows | processor, ms | ratio | waited, ms | ratio |\n| --- | --- | --- | --- | --- | --- | --- |")
            for page in pages or PAGES:
                with contextlib.redirect_stderr(io.StringIO()):
                    spent = measured(browsers, page, server, actor if "--growing" in sys.argv else None)
                tell(page, spent)


def tell(page: str, spent: dict[str, Spent]) -> None:
    """The lines of a page."""
    floor, wait = statistics.median(spent[WITHOUT].worked), statistics.median(spent[WITHOUT].waited)
    for name, one in spent.items():
        waited, work = statistics.median(one.waited), statistics.median(one.worked)
        print(f"| {page} | {name} | {one.rows} | {work:.1f} | {work / floor:.2f} | {waited:.1f} | {waited / wait:.2f} |", flush=True)


if __name__ == "__main__":
    main()
