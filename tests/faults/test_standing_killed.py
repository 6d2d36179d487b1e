"""Who brings records is killed at any moment, or the server is: no hit of a search that stays open is lost, and none is said twice."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .killing import kill_the_server

KILLS = 12
EVERY = 3
"""Of so many kills one is of the server."""
OTHERS = 50
WHOLE = 10**6

BRING = """
import sys
from pathlib import Path

from kinkeeper.domain.access import Actor
from kinkeeper.domain.casework.inquiries import Inquiry, RecordInquiry
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import ReceiveRecords, Record
from kinkeeper.domain.requests import Request
from kinkeeper.site.database import open_database
from kinkeeper.site.setup import configure, migrate

folder, first, last, others = Path(sys.argv[1]), *map(int, sys.argv[2:])
me, when = Actor("l.ortiz", "HHS", "operator"), "2018-07-08"
LUCIA = {"given": "Ana Lucía", "surnames": "Caal Tzoc", "born": "2011-04-05"}
with open_database(folder) as database:
    configure(database)
    migrate()
    from django.db import connection
    from kinkeeper.gateway import rebuild, submit

    def play(command):
        submit([Request.by_content("test", command)], actor=me)

    def heard(n, given, surnames, born):
        return Record(f"r{n}", "e", f"e.csv#{n}", "hotline", 1, given=given, surnames=surnames, born=born)

    play(RecordInquiry(Inquiry("IN-1", "parent", "Rosa Caal", "by telephone", "her daughter", when, taken_by="l.ortiz", **LUCIA)))
    play(ReceiveRecords(tuple(heard(f"-{n}", f"NOMBRE{n % 26}", f"OTRO{n % 23}", "1990-01-02") for n in range(others))))
    for n in range(first, last):
        play(ReceiveRecords((heard(n, "ANA LUSIA", "KAAL TZOC", "2011-04-05"),)))
        play(IdentifyPeople("run", (Person(f"P{n:06}", (f"r{n}",)),)))
        print(n, flush=True)
    for name, asked in {
        "known": "SELECT person_id FROM person WHERE until IS NULL ORDER BY 1",
        "hits": "SELECT person_id FROM warning WHERE until IS NULL AND told ->> 'rule' = 'sought' ORDER BY 1",
        "said": "SELECT count(*) FROM part WHERE position(convert_to('\\"kind\\":\\"warning.raised\\"', 'UTF8') IN body) > 0",
    }.items():
        with connection.cursor() as cursor:
            cursor.execute(asked)
            print(name, *(one for (one,) in cursor.fetchall()))
    print("wrong", *rebuild.check())
"""


def started(program: str, folder: Path, first: int, last: int = WHOLE) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, str(folder), str(first), str(last), str(OTHERS)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def numbers(lines: list[str]) -> list[int]:
    return [int(line) for line in lines if line.strip().isdigit()]


def killed(program: str, folder: Path, seed: int) -> tuple[dict[str, list[str]], int, int]:
    """What the program says at its end, after it was killed time and again; how far it came; how often the server was killed with it."""
    chance, after, servers = random.Random(seed), 0, 0
    for kill in range(KILLS):
        running = started(program, folder, after)
        assert running.stdout
        first = running.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.12))
        if kill % EVERY == 0:
            servers += kill_the_server(folder, chance)
        running.kill()
        lines, error = running.communicate()
        assert first, error
        # What was not answered is sent once more, as whoever sends it does.
        after = max(numbers([first, *lines.splitlines()])) + 1
    done = started(program, folder, max(after - 3, 0), after + 1)
    lines, error = done.communicate()
    assert not done.returncode, error
    found = {word: rest for word, *rest in map(str.split, lines.splitlines()) if not word.isdigit()}
    return found, after, servers


@pytest.mark.long
def test_no_hit_is_lost_or_said_twice_however_often_who_brings_records_or_the_server_is_killed(tmp_path: Path) -> None:
    found, after, servers = killed(BRING, tmp_path / "database", seed=26)
    print(f"{KILLS} kills, {servers} of the server too: {after + 1} persons, {len(found['hits'])} hits, said {found['said'][0]} times")
    assert servers and after > KILLS
    assert found["known"] == [f"P{number:06}" for number in range(after + 1)]
    assert found["hits"] == found["known"]
    assert found["said"] == [str(after + 1)]
    assert found["wrong"] == []


OPEN = """
import sys
from pathlib import Path

from kinkeeper.domain.access import Actor
from kinkeeper.domain.casework.inquiries import Inquiry, RecordInquiry
from kinkeeper.domain.facts import replace
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import ReceiveRecords, Record
from kinkeeper.domain.requests import Request
from kinkeeper.site.database import open_database
from kinkeeper.site.setup import configure, migrate

folder, first, last = Path(sys.argv[1]), *map(int, sys.argv[2:4])
with open_database(folder) as database:
    configure(database)
    migrate()
    from kinkeeper.gateway import submit

    actor = Actor("l.ortiz", "HHS", "operator")

    def play(*commands):
        submit([Request.by_content("test", command) for command in commands], actor=actor)

    said = {"given": "ANA LUSIA", "surnames": "KAAL TZOC", "born": "2011-04-05"}
    play(ReceiveRecords(tuple(Record(f"r{n}", "e", f"f.csv#{n}", "hotline", n, **said) for n in range(3))))
    play(IdentifyPeople("run", tuple(Person(f"P{n}", (f"r{n}",)) for n in range(3))))
    asked = Inquiry("IN", "parent", "Rosa Caal", "by telephone", "her daughter", "2018-07-08", taken_by="l.ortiz")
    for n in range(first, last):
        play(RecordInquiry(replace(asked, inquiry_id=f"IN-{n}", given="Ana Lucía", surnames="Caal Tzoc", born="2011-04-05")))
        print(n, flush=True)
    if last < 10**6:
        from django.db import connection

        from kinkeeper.domain.casework.warnings import Warning
        from kinkeeper.gateway import rebuild
        from kinkeeper.queries.things import list_things

        found = [one for one in list_things(actor, "warning", Warning) if one.rule == "sought"]
        print("hits", len(found), len({str(one) for one in found}))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sought")
            print("open", *cursor.fetchone())
        print("wrong", *rebuild.check())
"""


@pytest.mark.long
def test_a_search_being_opened_when_its_process_or_the_server_is_killed_has_all_its_answers_or_is_not_there(tmp_path: Path) -> None:
    found, after, servers = killed(OPEN, tmp_path / "database", seed=4)
    print(f"{KILLS} kills, {servers} of the server too: {after + 1} searches, {found['hits'][0]} hits")
    assert servers and after > KILLS
    assert found["open"] == [str(after + 1)]
    assert found["hits"] == [str(3 * (after + 1))] * 2
    assert found["wrong"] == []
