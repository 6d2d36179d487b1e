"""One person among a million, asked through PostgreSQL: python bench/find_database.py PEOPLE.parquet [--database DIR] [--splink PYTHON]

PEOPLE.parquet is made by make_people.py. Records whose person has others are held back and asked for as they are written, which is noisy:
what is found is right where it is of the same person. The others are brought into the read tables as the projections bring them, without
the ledger (about ten minutes a million; kept in DIR and used again where one is named). Then some are added through the one door.
PYTHON is an interpreter with Splink 5, which is asked for a few of the same records by `predict_between`, in turns with the same questions
to Kinkeeper.
"""

import argparse
import json
import subprocess
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from kinkeeper.domain.access import Actor
from kinkeeper.domain.facts import replace
from kinkeeper.domain.records import ReceiveRecords, Record, RecordReceived
from kinkeeper.domain.requests import Request
from kinkeeper.site.database import open_database
from kinkeeper.site.setup import analyze, configure, migrate

ME = Actor("Bench", "HHS", "operator")
ASKED, ADDED, PEER = 2_000, 300, 20
"""Records asked for, added, and asked for of the peer as well."""
LATE = "late-"
"""How the ids of records begin that are added."""
EVER = 2**40
"""A position after all."""


def record_of(row: dict[str, Any]) -> Record:
    number = row["unique_id"]
    surnames = f"{row['surname1'] or ''} {row['surname2'] or ''}".strip()
    told = {name: row[column] or "" for name, column in (("given", "given_name"), ("born", "dob"), ("sex", "sex"), ("nationality",) * 2)}
    return Record(f"b{number:09}", "b", f"b.csv#{number}", "hotline", number, surnames=surnames, **told)


def fill(people: pl.DataFrame) -> None:
    """Records and persons into the read tables."""
    from django.db import connection, transaction

    from kinkeeper import projections

    at, started = 0, time.perf_counter()
    rows = people.iter_rows(named=True)
    while some := list(islice(rows, 10_000)):
        records = [record_of(row) for row in some]
        with transaction.atomic(), connection.cursor() as cursor:
            projections.apply(cursor, [(at + n, RecordReceived(one)) for n, one in enumerate(records)])
            cursor.execute(
                "INSERT INTO membership (record_id, person_id, since) SELECT r, p, %s FROM unnest(%s::text[], %s::text[]) AS t(r, p)",
                [at, [one.record_id for one in records], [f"P{row['entity_id']:09}" for row in some]],
            )
        at += len(records)
    print(f"{at:,} records brought in, {time.perf_counter() - started:.0f} s", flush=True)


def told_ms(took: list[float], what: str) -> None:
    p50, p99 = np.percentile(np.array(took) * 1000, [50, 99])
    print(f"{what}: median {p50:.2f} ms, 99th percentile {p99:.2f} ms, slowest {max(took) * 1000:.2f} ms", flush=True)


def server_seconds() -> float:
    """What the server process of this connection has worked so far, where the system tells."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    ticks = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(ticks[11]) + int(ticks[12])) / 100


def told_of(row: dict[str, Any]) -> Any:
    from kinkeeper.queries.likely import Told

    one = record_of(row)
    return Told(given=one.given, surnames=one.surnames, born=one.born, sex=one.sex, nationality=one.nationality)


def ask(held: pl.DataFrame, still: set[int], *, what: str) -> None:
    """Ask for each, and say how long it took and how often it was right."""
    from kinkeeper.queries.likely import find_likely
    from kinkeeper.queries.standpoint import Standpoint

    standpoint = Standpoint(EVER, "2018-07-08")
    took, worked, first, five, asked = [], [], 0, 0, 0
    served = server_seconds()
    for row in held.iter_rows(named=True):
        told, truth = told_of(row), f"P{row['entity_id']:09}"
        at, busy = time.perf_counter(), time.thread_time()
        found = find_likely(ME, told, standpoint)
        took.append(time.perf_counter() - at)
        worked.append(time.thread_time() - busy)
        if row["entity_id"] in still:
            asked += 1
            right = [one.person_id == truth for one in found]
            first, five = first + any(right[:1]), five + any(right)
    told_ms(took, f"{what}, as a clock sees it")
    told_ms(worked, f"{what}, this side's part as the core sees it")
    print(f"{what}, the server's part in the mean: {(server_seconds() - served) / len(took) * 1000:.2f} ms of a core", flush=True)
    print(f"of {asked:,} persons asked for, {first / asked:.4f} stand first, {five / asked:.4f} among the first five", flush=True)


def beside_splink(python: str | None, kept: pl.DataFrame, asked: pl.DataFrame) -> None:
    """The same questions to Splink, right after ours."""
    from kinkeeper.queries.likely import find_likely
    from kinkeeper.queries.standpoint import Standpoint

    if not python:
        print("Splink was not measured: name an interpreter that has it with --splink PYTHON", flush=True)
        return
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder, "kept.parquet"), Path(folder, "asked.parquet")
        for people, file in zip((kept, asked), files, strict=True):
            people.write_parquet(file)
        program = [python, str(Path(__file__).with_name("splink_find.py")), *map(str, files)]
        done = subprocess.run(program, capture_output=True, text=True, check=True)
    theirs = json.loads(done.stdout.splitlines()[-1])
    ours = []
    for row in asked.iter_rows(named=True):
        at = time.perf_counter()
        find_likely(ME, told_of(row), Standpoint(EVER, "2018-07-08"))
        ours.append((time.perf_counter() - at) * 1000)
    told_ms([one / 1000 for one in theirs["ms"]], f"Splink predict_between, {theirs['five']} of {theirs['asked']} among the first five")
    print(f"ratio of medians, Splink to ours through PostgreSQL: {np.median(theirs['ms']) / np.median(ours):.0f}", flush=True)


def add(held: pl.DataFrame) -> None:
    """Add records one by one through the one door."""
    from kinkeeper.gateway import submit

    took, now = [], time.time_ns()
    for row in held.iter_rows(named=True):
        one = replace(record_of(row), record_id=f"{LATE}{now}-{row['unique_id']}")
        at = time.perf_counter()
        submit([Request(f"add {one.record_id}", ReceiveRecords((one,)))], actor=ME)
        took.append(time.perf_counter() - at)
    told_ms(took, "a record added through the one door, ledger and all read tables, as a clock sees it")


def sizes() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('findable'), pg_indexes_size('findable'), pg_total_relation_size('findable_value')")
        table, index, values = cursor.fetchone()
    print(f"findable {table / 1e6:.0f} MB, of that its indexes {index / 1e6:.0f}; findable_value {values / 1e6:.0f} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("people", type=Path)
    parser.add_argument("--database", type=Path)
    parser.add_argument("--splink", help="an interpreter with Splink 5")
    parser.add_argument("--asked", type=int, default=ASKED)
    given = parser.parse_args()
    people = pl.read_parquet(given.people)
    entity = people["entity_id"].to_numpy()
    several = np.flatnonzero(np.bincount(entity)[entity] > 1)
    held = np.random.default_rng(7).choice(several, ASKED, replace=False)
    kept = np.setdiff1d(np.arange(people.height), held)
    with tempfile.TemporaryDirectory() as folder, open_database(given.database or Path(folder)) as database:
        configure(database)
        migrate()
        from django.db import connection

        with connection.cursor() as cursor:
            # What an earlier run added would stand before all others.
            cursor.execute("DELETE FROM findable WHERE record_id LIKE %s", [f"{LATE}%"])
            cursor.execute("SELECT count(*) FROM findable")
            [(there,)] = cursor.fetchall()
        if there < len(kept):
            fill(people[kept])
            analyze()
        sizes()
        asked = people[held[: given.asked]]
        ask(asked[:100], set(entity[kept].tolist()), what="the first hundred")
        ask(asked, set(entity[kept].tolist()), what="find")
        beside_splink(given.splink, people[kept], asked[:PEER])
        add(people[held[:ADDED]])


if __name__ == "__main__":
    main()
