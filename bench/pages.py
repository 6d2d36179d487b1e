"""How fast pages answer among a million persons: python bench/pages.py [FAMILIES [TIMES [FOLDER]]] (3,600, which are 20,000 persons; 1)

Makes an invented season and reconciles it; with TIMES over 1 its read tables are then copied until there are so many times as many persons
(`bench/copies.py`; 50 for a million). Then people of three roles ask for lists, families and searches, in this process: what is measured is
the server's time, with all that decides who sees whom and writes down who looked. FOLDER is kept, and measured again without
being made anew. Each address is asked once before it is measured, as on a server that has answered before.
"""

import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from copies import copy_read_tables

from kinkeeper.cli.session import session

COMMAND = Path(sys.executable).with_name("kinkeeper")
ROUNDS = 20
ACCOUNTS = (
    ("a.coordinator", "TASK_FORCE", "coordinator"),
    ("an.inspector", "COURT", "inspector"),
    ("a.caseworker", "ORR", "caseworker"),
    ("an.ice", "ICE", "caseworker"),
    ("ice.officer", "ICE", "officer"),
    ("a.cbp", "CBP", "caseworker"),
    ("cbp.officer", "CBP", "officer"),
    ("a.counsel", "COUNSEL", "counsel"),
)
ASSIGNED = 400
"""Persons whom counsel is given, in whole families."""
MOST_MILLISECONDS, MOST_QUESTIONS = 150, 12
LISTS = {
    "list": ("/children-apart/", "/children-apart/?page=20", "/children-apart/?age=0-4&order=youngest"),
    "list by who holds them": ("/children-apart/?child_with=ORR", "/children-apart/?adult_with=ICE&age=0-4"),
    "families": ("/families/", "/families/?page=5"),
    "first page": ("/",),
    "what is due": ("/due/",),
}
TYPED = ("maria lopez hernandez", "marai lopes hernandes", "xitumul", "201957322", "garcia perez juan", "chrsitian gomes", "ana 2012")


def browser(account: str) -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    made = Client(SERVER_NAME="localhost")
    made.force_login(get_user_model().objects.get(pk=account))
    return made


def took(ask: Callable[[], Any]) -> tuple[float, int]:
    """Milliseconds of one answer, and how many questions it put to the database."""
    from django.db import connection

    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    started = time.perf_counter()
    with connection.execute_wrapper(note):
        answer = ask()
    spent = (time.perf_counter() - started) * 1_000
    assert answer.status_code == 200, answer.status_code
    return spent, len(asked)


def pages(one: Any) -> Iterator[tuple[str, list[Callable[[], Any]]]]:
    """What somebody asks for, by kind."""
    for name, addresses in LISTS.items():
        yield name, [lambda address=address: one.get(address) for address in addresses]
    listed = one.get("/families/").content + one.get("/families/?page=2").content
    families = sorted(set(re.findall(r'href="(/families/KF-[^/"?]+/)', listed.decode())))[:ROUNDS]
    yield "family", [lambda address=address: one.get(address) for address in families]
    found = [one.post("/search/", {"text": text})["Location"] for text in TYPED[-5:]]
    yield "search", [lambda address=address: one.get(address) for address in found]
    typing = {"HX-Request": "true"}
    yield "while typing", [lambda text=text: one.post("/search/", {"text": text}, headers=typing) for text in TYPED]


def measure(account: str, role: str) -> None:
    """One line for each kind of page."""
    for name, asks in pages(browser(account)):
        if not asks:
            continue
        for ask in asks:
            took(ask)
        measured = [took(ask) for _ in range(max(1, ROUNDS // len(asks))) for ask in asks]
        times = sorted(spent for spent, _ in measured)
        spread = statistics.median(times), times[int(len(times) * 0.95)], times[-1]
        row = " | ".join([*(f"{one:.0f}" for one in spread), str(max(count for _, count in measured))])
        print(f"| {role} | {name} | {row} |", flush=True)


def make(out: Path, families: str, times: int) -> None:
    """A reconciled season in a folder, with its read tables copied."""
    subprocess.run([COMMAND, "demo", "--no-serve", "--size", families, "--out", out], capture_output=True, check=True)
    if times > 1:
        with session(out / "found" / "database"):
            copy_read_tables(times)


def main() -> None:
    families, times, folder = (*sys.argv[1:], *("3600", "1", "")[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        out = Path(folder or temporary) / "demo"
        if not out.exists():
            make(out, families, int(times))
        with session(out / "found" / "database") as actor:
            from kinkeeper.domain.access.accounts import Account
            from kinkeeper.gateway.accounts import open_account
            from kinkeeper.queries.access.accounts import get_account

            for name, agency, role in ACCOUNTS:
                if not get_account(name):
                    open_account(Account(name, agency, role), actor=actor)
            print("| who | page | median, ms | 95 of 100 | longest | questions |\n| --- | --- | --- | --- | --- | --- |")
            for name, agency, role in ACCOUNTS:
                measure(name, f"{role} of {agency}")


if __name__ == "__main__":
    main()
