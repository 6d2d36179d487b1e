"""How fast pages answer among a million persons: python bench/pages.py [FAMILIES [TIMES [FOLDER [WHO]]]] (3,600: 20,000 persons; 1)

Makes an invented season and reconciles it; with TIMES over 1 its read tables are then copied until there are so many times as many persons
(`bench/copies.py`; 50 for a million). Then people of every role ask for lists, families and searches, in this process: what is measured is
the server's time, with all that decides who sees whom and writes down who looked; beside it the processor's, which others on the machine
move less. What is counted once until the ledger grows is forgotten before each page, as if it had grown. FOLDER is kept, and measured
again without being made anew; WHO is one account, for a short run. Each address is asked once before it is measured, as on a server that
has answered before; and as there (`site/wsgi.py`) what is loaded before the first page is not looked through for cycles.

Ends with 1 where a page took longer than it may or asked more.
"""

import gc
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
ROUNDS = 40
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
THEIRS = """
SELECT m.person_id FROM family_member m JOIN (
    SELECT DISTINCT f.family_id FROM separation s JOIN family_member f ON f.person_id = s.child AND f.until IS NULL
    WHERE s.until IS NULL AND s.outcome = 'apart'
) apart USING (family_id)
WHERE m.until IS NULL AND NOT EXISTS (SELECT FROM assignment WHERE account = %(account)s)
ORDER BY m.family_id, m.person_id LIMIT %(persons)s
"""
MOST_MILLISECONDS, MOST_QUESTIONS = 150, 12
BEFORE = "first page, due, list and families, as known before"
FAR_ON = "what is due, far on"
MOST = {BEFORE: 500, FAR_ON: 250}
"""Kind of page -> milliseconds, where it may take others: of what was known before nothing is kept child by child; a page far on is read
from the beginning, and who sees a part may know of one in twenty of the clocks that are due first."""
FEW = 20
"""Families that are looked at."""
LISTS = {
    "list": ("/children-apart/", "/children-apart/?page=20", "/children-apart/?age=0-4&order=youngest"),
    "list by who holds them": ("/children-apart/?child_with=ORR", "/children-apart/?adult_with=ICE&age=0-4"),
    "families": ("/families/", "/families/?page=5"),
    "families narrowed": (
        "/families/?apart=some",
        "/families/?age=0-4&child_with=ORR",
        "/families/?adult_with=ICE",
        "/families/?apart=nobody",
    ),
    "custody": ("/custody/", "/custody/?overdue=yes", "/custody/?with_room=yes"),
    "persons by custodian": (
        *("/custody/persons/?custodian=ICE", "/custody/persons/?custodian=ORR&order=shortest", "/custody/persons/?custodian=NONE"),
        *("/custody/persons/?custodian=RELEASED", "/custody/persons/?custodian=ABROAD&page=20"),
    ),
    "persons by custodian, far on": tuple(
        f"/custody/persons/?custodian={one}" for one in ("ICE&page=200", "ORR&page=99999", "RELEASED&page=100", "ABROAD&page=400")
    ),
    "persons at a place": (
        "/custody/persons/?custodian=ICE&place=at:llano+seco+processing+center",
        "/custody/persons/?custodian=ORR&place=at:puente+nuevo+shelter",
    ),
    "inquiries": ("/inquiries/", "/inquiries/?state=open", "/inquiries/?asker=relative&verified=no"),
    "first page": ("/",),
    "what is due": ("/due/", "/due/?page=3", "/due/?by=clock"),
    FAR_ON: ("/due/?page=400", "/due/?by=clock&page=400"),
    "what is due narrowed": (
        "/due/?child_with=ORR",
        "/due/?age=0-4&left=late",
        "/due/?clock=ms-l-2018:reunite&age=12-17",
        "/due/?child_with=USMS",
        "/due/?left=later&child_with=ICE",
        "/due/?by=clock&left=week",
        "/due/?owner=ORR&child_with=CBP&age=0-4",
        "/due/?child_with=NONE",
    ),
}
TYPED = ("maria lopez hernandez", "marai lopes hernandes", "xitumul", "201957322", "garcia perez juan", "chrsitian gomes", "ana 2012")


ONE_WORD = ("m", "mar", "maria", "lopez")
"""One word, or its beginning, that very many have."""


def browser(account: str) -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    made = Client(SERVER_NAME="localhost")
    made.force_login(get_user_model().objects.get(pk=account))
    return made


def serve_as_servers_do() -> None:
    """What a server does before its first page."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from kinkeeper.site.warming import warm

    get_wsgi_application()
    warm(language for language, _ in settings.LANGUAGES)
    gc.freeze()


def processor() -> float:
    """Milliseconds that this process and its connection's server process have worked; workers beside the latter are not in it."""
    from django.db import connection

    server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat") if connection.connection else None
    theirs = int(server.read_text(encoding="ascii").split()[0]) / 1e6 if server and server.exists() else 0
    return time.process_time() * 1_000 + theirs


def took(ask: Callable[[], Any]) -> tuple[float, float, int]:
    """Milliseconds of one answer by the clock and of the processor, and how many questions it put to the database."""
    from django.db import connection

    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    started, worked = time.perf_counter(), processor()
    with connection.execute_wrapper(note):
        answer = ask()
    spent, worked = (time.perf_counter() - started) * 1_000, processor() - worked
    assert answer.status_code == 200, answer.status_code
    return spent, worked, len(asked)


def pages(one: Any) -> Iterator[tuple[str, list[Callable[[], Any]]]]:
    """What somebody asks for, by kind."""
    for name, addresses in LISTS.items():
        yield name, [lambda address=address: one.get(address) for address in addresses]
    listed = b"".join(one.get(address).content for address in ("/families/", "/families/?page=2", "/children-apart/"))
    families = sorted(set(re.findall(r'href="(/families/KF-[^/"?]+/)', listed.decode())))[:FEW]
    yield "family", [lambda address=address: one.get(address) for address in families]
    yield "family, as known before", [lambda address=address: one.get(f"{address}?known={size() - 1}") for address in families]
    yield (
        BEFORE,
        [lambda address=address: one.get(f"{address}?known={size() - 1}") for address in ("/", "/due/", "/children-apart/", "/families/")],
    )
    for name, typed in (("search", TYPED[-5:]), ("search of one word", ONE_WORD)):
        found = [one.post("/search/", {"text": text})["Location"] for text in typed]
        yield name, [lambda address=address: one.get(address) for address in found]
    within = [one.post("/search/", {"text": text, "within": "families", "child_with": "ORR"})["Location"] for text in TYPED[-5:]]
    yield "families searched within", [lambda address=address: one.get(address) for address in within]
    within_due = [one.post("/search/", {"text": text, "within": "due", "child_with": "ORR"})["Location"] for text in TYPED[-5:]]
    yield "what is due searched within", [lambda address=address: one.get(address) for address in within_due]
    typing = {"HX-Request": "true"}
    yield "while typing", [lambda text=text: one.post("/search/", {"text": text}, headers=typing) for text in TYPED]


def size() -> int:
    from kinkeeper.queries.moments import ledger_size

    return ledger_size()


def asked_anew(ask: Callable[[], Any]) -> tuple[float, float, int]:
    """The same, as if the ledger had grown since the last page: no count is kept from it."""
    from kinkeeper.queries.counts import unchanged

    unchanged.forget()
    return took(ask)


def measure(account: str, role: str) -> Iterator[str]:
    """One line for each kind of page; yields what takes too long or asks too much."""
    for name, asks in pages(browser(account)):
        if not asks:
            continue
        for ask in asks:
            took(ask)
        measured = [asked_anew(ask) for _ in range(max(1, ROUNDS // len(asks))) for ask in asks]
        by_clock, worked, questions = (sorted(column) for column in zip(*measured, strict=True))
        most = int(len(measured) * 0.95)
        spread = statistics.median(by_clock), by_clock[most], statistics.median(worked), worked[most]
        print(f"| {role} | {name} | {' | '.join(f'{one:.0f}' for one in spread)} | {questions[-1]} |", flush=True)
        if by_clock[most] > MOST.get(name, MOST_MILLISECONDS) or questions[-1] > MOST_QUESTIONS:
            yield f"{role}, {name}"


def assign_families(account: str, actor: Any) -> None:
    """Let counsel see whole families of children apart, until they are so many persons."""
    from django.db import connections

    from kinkeeper.gateway.accounts import assign

    with connections["owner"].cursor() as cursor:
        cursor.execute(THEIRS, {"persons": ASSIGNED, "account": account})
        if persons := [person for (person,) in cursor.fetchall()]:
            assign(account, persons, actor=actor)


def make(out: Path, families: str, times: int) -> None:
    """A reconciled season in a folder, with its read tables copied."""
    subprocess.run([COMMAND, "demo", "--no-serve", "--size", families, "--out", out], capture_output=True, check=True)
    if times > 1:
        with session(out / "found" / "database"):
            copy_read_tables(times)


def main() -> None:
    families, times, folder, who = (*sys.argv[1:], *("3600", "1", "", "")[len(sys.argv) - 1 :])
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
                if role == "counsel":
                    assign_families(name, actor)
            serve_as_servers_do()
            print("| who | page | median, ms | 95 of 100 | processor, ms | 95 of 100 | questions |")
            print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)
            measured = [(name, f"{role} of {agency}") for name, agency, role in ACCOUNTS if who in ("", name)]
            over = [page for name, role in measured for page in measure(name, role)]
    if over:
        most = f"{MOST_MILLISECONDS} ms ({MOST[BEFORE]} as known before, {MOST[FAR_ON]} far on)"
        sys.exit(f"Over {most} or {MOST_QUESTIONS} questions: {'; '.join(over)}.")


if __name__ == "__main__":
    main()
