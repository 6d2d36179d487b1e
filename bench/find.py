"""How fast one person is found among a million, and how surely: python bench/find.py PEOPLE.parquet

PEOPLE.parquet is made by make_people.py. Records whose person has others are held back and asked for as they are written: what is
found is right where it is of the same person. Then they are added one by one.
"""

import sys
import time

import numpy as np
import polars as pl

from kinkeeper.linkage.engine.columns import recognise
from kinkeeper.linkage.engine.online import KnownPeople

TRUTH = ("unique_id", "entity_id", "family_id", "role", "source", "enc_date")
ASKED = 2_000


def main() -> None:
    people = pl.read_parquet(sys.argv[1])
    entity = people["entity_id"].to_numpy()
    several = np.flatnonzero(np.bincount(entity)[entity] > 1)
    held = np.random.default_rng(7).choice(several, ASKED, replace=False)
    kept = np.setdiff1d(np.arange(people.height), held)
    columns = people.drop(TRUTH)
    started = time.perf_counter()
    known = KnownPeople(columns[kept], recognise(columns.columns))
    print(f"{len(known):,} records taken in, in {time.perf_counter() - started:.1f} s")
    truth, still = entity[kept], set(entity[kept].tolist())
    asked, took, worked, first, five = 0, [], [], 0, 0
    for row in held.tolist():
        told = columns.row(row, named=True)
        at, busy = time.perf_counter(), time.thread_time()
        found = known.find(told, 5)
        took.append(time.perf_counter() - at)
        worked.append(time.thread_time() - busy)
        if int(entity[row]) in still:
            asked += 1
            right = [truth[one.record] == entity[row] for one in found]
            first, five = first + any(right[:1]), five + any(right)
    told_ms(took, "find, as a clock sees it")
    told_ms(worked, "find, as the core sees it")
    print(f"of {asked:,} persons asked for, {first / asked:.4f} stand first, {five / asked:.4f} among the first five")
    took, worked = [], []
    for row in held.tolist():
        told = columns.row(row, named=True)
        at, busy = time.perf_counter(), time.thread_time()
        known.add(told)
        took.append(time.perf_counter() - at)
        worked.append(time.thread_time() - busy)
    told_ms(took, "add, as a clock sees it")
    told_ms(worked, "add, as the core sees it")
    grown = known.first.copy()
    known.cluster_anew()
    print(f"persons grown one by one equal those of all pairs together: {np.array_equal(grown, known.first)}")


def told_ms(took: list[float], what: str) -> None:
    p50, p99 = np.percentile(np.array(took) * 1000, [50, 99])
    print(f"{what}: median {p50:.3f} ms, 99th percentile {p99:.3f} ms, slowest {max(took) * 1000:.2f} ms")


if __name__ == "__main__":
    main()
