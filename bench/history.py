"""Ten years of a border, and how fast any day of it is counted: python bench/history.py FOLDER [ENTRIES [TIMES [PAIRS]]] (10,000,000 1 100)

Makes families of a child and an adult month by month from 2014 to 2023, one in twenty parted for half a year on average, and takes them in
through the one door, later months after earlier ones: four records of four stays, two persons, a tie and a family each; a parted child's
separation when it begins, and stated anew when it ends. Then the tree is published. FOLDER is kept: a second run only measures, and a run
that was ended before goes on where it was. With TIMES over 1, what was made of so many entries is then copied in the read tables until
there is so many times as much, each copy with persons of its own: tables as large, in minutes instead of an hour.

Measured: the census of PAIRS random (as of, known at), half of them as known at the time, half as known at some later time; then the court
report of the same. Each is asked twice, and both times count. Before the first, the server starts anew and the system is asked to forget
the database's files, so that the first is one of which nothing is in memory but what the ones before it brought there.
"""

import os
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from kinkeeper.cli.session import session
from kinkeeper.domain.access import Viewer
from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import ReceiveRecords, Record, Stay
from kinkeeper.domain.requests import Request
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.domain.ties import AssessTies, Tie

FIRST, MONTHS = date(2014, 1, 1), 120
ENTRIES_A_FAMILY = 8.1
AT_ONCE = 500
PLACES = ("McAllen", "El Paso", "Yuma", "Rio Grande City", "Tucson")
SHELTERS = ("Casa Padre", "Tornillo", "Harlingen", "Homestead")


def month_begins(month: int) -> date:
    return date(FIRST.year + month // 12, month % 12 + 1, 1)


def family(number: int, on: date, chance: Random) -> tuple[list[Record], list[Person], Tie, Separation | None]:
    """A child and an adult, taken into custody on a day; one pair in twenty is parted two days later."""
    child, adult, later = f"P{number:08}c", f"P{number:08}a", (on + timedelta(days=2)).isoformat()
    parted, place = number % 20 == 0, PLACES[number % len(PLACES)]
    gone = on + timedelta(days=3 + int(chance.expovariate(1 / 180)))
    told = {"born": f"{on.year - chance.randint(1, 17)}-03-0{chance.randint(1, 9)}", "nationality": chance.choice(("GTM", "HND", "SLV"))}
    station = Stay("CBP", place, on.isoformat(), later, "transferred")
    shelter = Stay("ORR" if parted else "ICE", SHELTERS[number % len(SHELTERS)], later, gone.isoformat(), "released_to_sponsor")
    center = Stay("ICE", "Eloy", later, gone.isoformat(), "released")
    records = [
        Record(f"x{number:08}1", "x", "b.csv", "border_patrol", 1, encountered=on.isoformat(), stays=(station,), **told),
        Record(f"x{number:08}2", "x", "o.csv", "orr_children", 2, stays=(shelter,), **told),
        Record(f"x{number:08}3", "x", "b.csv", "border_patrol", 3, born="1988-05-06", stays=(station,)),
        Record(f"x{number:08}4", "x", "i.csv", "ice_detention", 4, born="1988-05-06", stays=(center,)),
    ]
    people = [Person(child, (f"x{number:08}1", f"x{number:08}2")), Person(adult, (f"x{number:08}3", f"x{number:08}4"))]
    tie = Tie(child, adult, "parent", "corroborated", "0.9900", "recorded")
    reason = chance.choice(("", "PROSECUTION", "CRIMINAL_HISTORY"))
    ended = "reunited" if chance.random() < 0.8 else "released_to_other"
    apart = Separation(child, adult, later, "", reason, "recorded", "0.9900", "", "", ended, gone.isoformat()) if parted else None
    return records, people, tie, apart


def batches(families: int, chance: Random) -> Iterator[tuple[date, list[Any]]]:
    """What is said, in the order in which it came to be known: each month those who arrived, then the separations that ended."""
    ending: dict[int, list[Separation]] = {}
    number = 0
    for month in range(MONTHS):
        begins, last = month_begins(month), families * (month + 1) // MONTHS
        while number < last:
            some = range(number, min(number + AT_ONCE, last))
            made = [family(at, begins + timedelta(days=chance.randrange(28)), chance) for at in some]
            number = some.stop
            apart = [one for *_, one in made if one]
            for one in apart:
                ended = date.fromisoformat(one.outcome_on)
                ending.setdefault((ended.year - FIRST.year) * 12 + ended.month - 1, []).append(one)
            yield begins, said(made, apart)
        if ended_now := ending.pop(month, []):
            yield begins, [RaiseSeparations(f"ended {month}", tuple(sorted(ended_now, key=lambda one: one.key)))]


def said(made: Sequence[tuple[list[Record], list[Person], Tie, Any]], apart: Sequence[Separation]) -> list[Any]:
    begun = [
        Separation(one.child, one.adult, one.separated_on, "", one.reason_code, "recorded", "0.9900", "", "", "apart", "") for one in apart
    ]
    families = [Family("KF-" + tie.child[1:-1], (tie.child, tie.adult)) for _, _, tie, _ in made]
    return [
        ReceiveRecords(tuple(one for records, *_ in made for one in records)),
        IdentifyPeople("history", tuple(one for _, people, *_ in made for one in people)),
        AssessTies("history", tuple(tie for _, _, tie, _ in made)),
        FormFamilies("history", tuple(families)),
        *([RaiseSeparations("history", tuple(begun))] if begun else []),
    ]


def fill(families: int, actor: Any) -> None:
    """Take everything in; what an earlier run had recorded is made again, so that chance goes on as it did, and not sent."""
    from django.db import connections

    from kinkeeper.gateway import submit
    from kinkeeper.queries.moments import ledger_size

    started, began, told = time.perf_counter(), ledger_size(), 0.0
    done = batches_done()
    submit([Request("x", ReceiveExtract(Extract("x", "x.csv", "", "00", "border_patrol", families, 0, "2023-12-31")))], actor=actor)
    for at, (day, commands) in enumerate(batches(families, Random(2014))):
        if at < done:
            continue
        submit([Request(f"{at}-{n}", command) for n, command in enumerate(commands)], actor=actor)
        if (spent := time.perf_counter() - started) - told > 30:
            told, size = spent, ledger_size()
            rate = (size - began) / spent
            whole = families * ENTRIES_A_FAMILY
            left = max(whole - size, 0) / rate / 60
            print(f"  {day}: {size:,} entries, {size / whole:.0%}, {rate:,.0f}/s, {left:.0f} min left", flush=True)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"made in {time.perf_counter() - started:.0f} s", flush=True)


def batches_done() -> int:
    """How many batches an earlier run recorded: one is recorded whole or not at all."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(split_part(request_id, '-', 1)::int) + 1, 0) FROM request WHERE request_id ~ '^[0-9]+-[0-9]+$'")
        return int(cursor.fetchone()[0])


def publish_it(folder: str) -> None:
    """Have the tree's tiles kept, as the publisher does while a house is open."""
    from kinkeeper.jobs.publish import publish, publishers_turn
    from kinkeeper.site.signing import open_signer

    started = time.perf_counter()
    with open_signer(Path(folder)) as signer, publishers_turn():
        assert signer
        publish(signer)
    print(f"published in {time.perf_counter() - started:.0f} s", flush=True)


COPIED = ("person", "family_member", "tie", "custody_day", "separation", "apart_person", "apart_member", "apart_day")
NAMES = {"person_id", "family_id", "child", "adult"}


def multiply(times: int) -> None:
    """Copy what counts read, so many times less one, with names of their own."""
    from django.db import connections

    started = time.perf_counter()
    with connections["owner"].cursor() as cursor:
        for table in COPIED:
            cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s", [table])
            columns = [name for (name,) in cursor.fetchall()]
            told = ", ".join(f"t.{one} || '~' || k" if one in NAMES else f't."{one}"' for one in columns)
            names = ", ".join(f'"{one}"' for one in columns)
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {told} FROM {table} t, generate_series(2, %s) k", [times])
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE")
    print(f"copied in {time.perf_counter() - started:.0f} s", flush=True)


def forget(folder: str) -> None:
    """Ask the system to keep nothing of the database's files in memory. The server is not running."""
    for path in (one for one in Path(folder, "data").rglob("*") if one.is_file()):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def instants(size: int, pairs: int) -> list[tuple[str, int]]:
    """(as of, known at): as known then, and as known at any later time."""
    chance = Random(7)
    found = []
    for at in range(pairs):
        day = FIRST + timedelta(days=chance.randrange(180, MONTHS * 30))
        share = (day - FIRST).days / (MONTHS * 30.4)
        found.append((day.isoformat(), int(size * (share if at % 2 else chance.uniform(share, 1)))))
    return found


def measure(viewer: Viewer, name: str, moments: Sequence[tuple[str, int]]) -> None:
    from kinkeeper.queries.standpoint import find_standpoint
    from kinkeeper.reports.making import make_report

    took: list[tuple[float, float, int, str]] = []
    server = server_process()
    for day, known_at in moments:
        here = find_standpoint(viewer, today=day, as_of=day, known_at=known_at)
        for _ in range(2):
            started, used = time.perf_counter(), processor_time(server)
            rows = make_report(viewer, name, here).counted.total
            told = f"{day} as known at {known_at:,}"
            took.append(((time.perf_counter() - started) * 1_000, (processor_time(server) - used) * 1_000, rows, told))
    first, again = sorted(took[::2]), sorted(took[1::2])
    rows = [one for _, _, one, _ in took]
    a_row = statistics.median(one / max(count, 1) * 1_000 for one, _, count, _ in took)
    print(
        f"| {name}, {len(moments)} pairs | asked first: {spread(first)}; again: {spread(again)}; processor time, ours and the server's: "
        f"median {statistics.median(used for _, used, _, _ in took):.0f} ms, longest {max(used for _, used, _, _ in took):.0f} "
        f"| {min(rows):,} to {max(rows):,} rows, {a_row:.0f} microseconds a row |\n  slowest: "
        + "; ".join(f"{one:.0f} ms {told} ({count:,} rows)" for one, _, count, told in sorted(took)[-3:]),
        flush=True,
    )


def server_process() -> Path:
    """Where the system says how long the server's process that answers us has run."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return Path(f"/proc/{cursor.fetchone()[0]}/schedstat")


def processor_time(server: Path) -> float:
    """Seconds of processor time of both sides until now: what a machine that others slow down does not change much."""
    return time.process_time() + int(server.read_text().split()[0]) / 1e9


def spread(took: Sequence[tuple[float, float, int, str]]) -> str:
    times = [one for one, *_ in took]
    return f"median {statistics.median(times):.0f} ms, 95 of 100 within {times[len(times) * 95 // 100]:.0f}, longest {times[-1]:.0f}"


def main() -> None:
    folder, entries = sys.argv[1], int(sys.argv[2].replace(",", "")) if len(sys.argv) > 2 else 10_000_000
    times = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    pairs = int(sys.argv[4]) if len(sys.argv) > 4 else 100
    with session(folder) as actor:
        make(folder, entries, times, actor)
    forget(folder)
    with session(folder) as actor:
        from kinkeeper.queries.moments import ledger_size

        size = ledger_size()
        print(f"{size:,} entries\n| report | measured | size |\n| --- | --- | --- |", flush=True)
        for name in ("census", "court"):
            measure(actor, name, instants(size, pairs))


def make(folder: str, entries: int, times: int, actor: Any) -> None:
    """Whatever of it is not there yet. `made` in the folder says that all is."""
    made = Path(folder, "made")
    if made.exists():
        return
    fill(int(entries / ENTRIES_A_FAMILY), actor)
    publish_it(folder)
    if times > 1:
        multiply(times)
    made.touch()


if __name__ == "__main__":
    main()
