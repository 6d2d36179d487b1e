"""Persons of a table that grows: python bench/growing.py PEOPLE.parquet

PEOPLE.parquet is made by make_people.py. All but the last thousand records are taken in, then that thousand, then one, then all at once
under the same version, which must give the same persons.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import polars as pl

from kinkeeper.jobs.dedupe import score_persons
from kinkeeper.linkage.engine.growing import GrowingPeople, learn_version

LATE = 1_000


def timed(what: str, work):
    """What the work gives; said with the processor time that it took."""
    started = time.process_time()
    done = work()
    print(f"{what}: {time.process_time() - started:.3f} s of processor time; {done if hasattr(done, 'scored') else ''}", flush=True)
    return done


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("people", type=Path)
    people = pl.read_parquet(parser.parse_args().people)
    people = people[np.random.default_rng(1).permutation(people.height)]
    columns = people.drop("entity_id", "unique_id", strict=False)
    version = timed("learning", lambda: learn_version(columns))
    grown, at_once = GrowingPeople(version), GrowingPeople(version)
    timed(f"the first {people.height - LATE:,}", lambda: grown.take_in(columns[:-LATE]))
    timed(f"{LATE:,} more", lambda: grown.take_in(columns[-LATE:]))
    one = timed("one more", lambda: grown.take_in(columns[:1].with_columns(given_name=pl.lit("XIOMARA"))))
    timed("that one withdrawn", lambda: grown.withdraw(one.records))
    timed("all at once", lambda: at_once.take_in(columns))
    print("the same persons:", np.array_equal(grown.first[: people.height], at_once.first))
    print(f"F1 {score_persons(at_once.first, people['entity_id'].cast(pl.String)).f1:.4f}")


if __name__ == "__main__":
    main()
