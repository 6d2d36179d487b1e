"""What access control costs the pages that list: python bench/access.py [--growing] [FAMILIES [PAGE ...]]

Each list, looked at by each kind of viewer, in turns in one process: with all that decides and writes down who looks, and without the wall
and the writing down, as a program would answer that gave no thought to access. Without, the same account is shown the same page: of who is
shown a part, the read tables are copied that hold this part and no more, so that nothing has to be decided; every answer is compared, and
the bench ends where one differs. Signing in is in both. Measured is the processor time of the page and of its server together, and the time
until the answer is there, the median of each; a ratio of 1.20 is the goal. The last ratio is beside what a coordinator is shown without,
which may be more rows or others. Whose turn it is changes from round to round: else what the interpreter does now and then, as to look for
garbage, falls to the same viewer each time. Requests have room for their calls, as those of the server have.

With --growing an entry is recorded before each round: nothing that was counted before the entry is used after it.
"""

import contextlib
import io
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kinkeeper.cli.session import session
from kinkeeper.site.room import with_room

COMMAND = Path(sys.executable).with_name("kinkeeper")
PAGES = ("/children-apart/", "/families/", "/review/queue/", "/warnings/", "/due/", "/custody/")
ROUNDS = 40
OURS = ("kinkeeper.web.middleware.Wall", "kinkeeper.web.written_down.WrittenDown")
MARK = re.compile(rb'csrfmiddlewaretoken" value="[^"]*"|[\w-]{16,}=*"')
"""What differs from request to request: the tokens of forms."""
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


@dataclass(frozen=True, slots=True)
class Turn:
    """One viewer's browser, with or without what is measured; through which path a connection looks without."""

    browser: Any
    path: str = ""

    def look(self, page: str) -> Any:
        """The page as it is answered."""
        from kinkeeper.web import viewer

        if not self.path:
            return with_room(lambda: self.browser.get(page))
        looks = viewer.look_as
        viewer.look_as = lambda who: undecided(who, self.path)
        try:
            return with_room(lambda: self.browser.get(page))
        finally:
            viewer.look_as = looks


def undecided(who: Any, path: str) -> None:
    """Have the connection look through a path without asking what is opened, in one statement as for who sees everybody."""
    from django.db import connection

    from kinkeeper.domain.access.decisions import Reach, reach_of
    from kinkeeper.gateway import wall
    from kinkeeper.gateway.conversation import say
    from kinkeeper.queries.access.prepared import Looking, looks_through

    told = (path, path, reach_of(who).value, who.agency, who.name, who.purpose)
    say(connection, [replace(wall._LOOKS[Reach.EVERYBODY], values=[one.encode() for one in told])])
    looks_through(Looking(path, "", is_settled=True))


def copied(who: Any, schema: str) -> str:
    """Copy the read tables with what this viewer is shown, and their indexes. Returns the path of who looks at the copies."""
    from django.conf import settings
    from django.db import connection, connections

    from kinkeeper.gateway.access.joined import JOINED
    from kinkeeper.gateway.wall import SETTINGS, look_as, look_no_more
    from kinkeeper.store.tables import READ_TABLES

    look_as(who)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('{name}')" for name in SETTINGS))
        told = dict(zip(SETTINGS, cursor.fetchone(), strict=True))
    look_no_more()
    if told["search_path"] == "public":
        return "public"
    with connections["owner"].cursor() as cursor:
        for name in SETTINGS:
            cursor.execute("SELECT set_config(%s, %s, FALSE)", [name, told[name]])
        cursor.execute(f"CREATE SCHEMA {schema}")
        for table in (*READ_TABLES, "part"):
            cursor.execute(f'CREATE TABLE {schema}."{table}" (LIKE public."{table}" INCLUDING ALL EXCLUDING GENERATED EXCLUDING IDENTITY)')
            cursor.execute(f'INSERT INTO {schema}."{table}" SELECT * FROM "{table}"')
            cursor.execute(f'ANALYZE {schema}."{table}"')
        for name, (of_views, _) in JOINED.items():
            cursor.execute(f"CREATE VIEW {schema}.{name} AS {of_views.format(schema=schema)}")
        role = connections["owner"].ops.quote_name(settings.APPLICATION_ROLE)
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}")
        for name in SETTINGS:
            cursor.execute(f"RESET {name}")
    return f"{schema}, public"


def take(one: Turn, page: str, server: int, spent: Spent | None) -> bytes:
    """One turn; returns what was answered, but for what differs from request to request."""
    before, started = worked(server), time.perf_counter()
    answer = one.look(page)
    waited, after = time.perf_counter() - started, worked(server)
    assert answer.status_code == 200, (page, answer.status_code, answer.content[:2_000])
    if spent is not None:
        spent.waited.append(waited * 1_000)
        spent.worked.append((after - before) * 1_000)
        spent.rows = answer.content.count(b"<tr")
    return MARK.sub(b"", answer.content)


def grow(actor: Any, turn: int) -> None:
    """Record an entry that changes no list."""
    from kinkeeper.domain.handover.capacity import Beds, ReportBeds
    from kinkeeper.domain.requests import Request
    from kinkeeper.gateway import submit

    submit([Request(f"beds-{time.time_ns()}", ReportBeds(Beds("beds", "Casa", "2018-05-22", turn)))], actor=actor)


def measured(turns: dict[tuple[str, bool], Turn], page: str, server: int, growing: Any) -> dict[tuple[str, bool], Spent]:
    """Every viewer's turns at a page, one after another; whoever may not see the page is left out."""
    may = {key: one for key, one in turns.items() if turns[key[0], True].look(page).status_code == 200}
    spent = {key: Spent() for key in may}
    chance = random.Random(1)
    for turn in range(ROUNDS + 8):
        order = list(may)
        chance.shuffle(order)
        if growing is not None:
            grow(growing, turn)
        told = {key: take(may[key], page, server, spent[key] if turn >= 8 else None) for key in order}
        other = [name for name, _ in may if growing is None and told[name, True] != told[name, False]]
        assert not other, (page, "is not the same page without", other)
    return spent


def name_of(viewer: str) -> str:
    """The account of one of the viewers."""
    agency, role = VIEWERS[viewer]
    return f"{'b' if ASSIGNED.get(viewer) else 'a'}.{role}.{agency}".lower().replace("_", "-")


def opened(actor: Any) -> dict[tuple[str, bool], Turn]:
    """Viewer, and whether with what is measured -> a browser."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.db import connection

    from kinkeeper.domain.access.accounts import Account
    from kinkeeper.gateway.accounts import open_account
    from kinkeeper.queries.access.accounts import account_in

    found, whole = {}, settings.MIDDLEWARE
    for name, (agency, role) in VIEWERS.items():
        account = name_of(name)
        open_account(Account(account, agency, role), actor=actor)
        with connection.cursor() as cursor:
            if families := ASSIGNED.get(name):
                cursor.execute(ASSIGN, [account, families])
            elif name in ASSIGNED:
                cursor.execute(ASSIGN_ALL, [account])
    for number, account in enumerate(map(name_of, VIEWERS)):
        found[account, True] = Turn(browser(account))
        settings.MIDDLEWARE = [one for one in whole if one not in OURS]
        path = copied(account_in(get_user_model().objects.get(pk=account)).actor, f"shown_{number}")
        found[account, False] = Turn(browser(account), path)
        assert found[account, False].look(PAGES[0]).status_code in (200, 403)  # it keeps these middlewares from here on
        settings.MIDDLEWARE = whole
    return {(name, has): found[name_of(name), has] for name in VIEWERS for has in (True, False)}


def main() -> None:
    asked = [one for one in sys.argv[1:] if one != "--growing"]
    families, *pages = asked or ["1000"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        out = Path(folder) / "demo"
        subprocess.run([COMMAND, "demo", "--no-serve", "--size", families, "--out", out], capture_output=True, check=True)
        subprocess.run([COMMAND, "warnings", "--database", out / "found" / "database"], capture_output=True, check=True)
        with session(out / "found" / "database") as actor:
            from django.db import connection

            turns = opened(actor)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                [server] = cursor.fetchone()
            print(f"{families} families, {ROUNDS} rounds; processor: of the page and its server together; medians")
            print("| page | viewer | rows | without, ms | with, ms | ratio | waited, ratio | beside a coordinator's |\n|" + " --- |" * 8)
            for page in pages or PAGES:
                with contextlib.redirect_stderr(io.StringIO()):
                    spent = measured(turns, page, server, actor if "--growing" in sys.argv else None)
                tell(page, spent)


def tell(page: str, spent: dict[tuple[str, bool], Spent]) -> None:
    """The lines of a page."""
    first = statistics.median(spent["coordinator", False].worked)
    for name in (name for name, has in spent if has):
        one, without = spent[name, True], spent[name, False]
        work, floor = statistics.median(one.worked), statistics.median(without.worked)
        wait = statistics.median(one.waited) / statistics.median(without.waited)
        print(
            f"| {page} | {name} | {one.rows} | {floor:.1f} | {work:.1f} | {work / floor:.2f} | {wait:.2f} | {work / first:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
