"""Where the linkage engine's time goes: python bench/linkage_steps.py PEOPLE.parquet [best|std|wide] [TURNS]

Milliseconds of each step by the clock and of the processor (all threads; of that the kernel's, mostly new memory), the lowest of some
turns in one process, and how many cores a step keeps busy. What is lowest has its memory at hand; the first turn, as `kinkeeper dedupe`
has it, waits for new memory as well and stands in the last column.
"""

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from kinkeeper.jobs.dedupe import _read
from kinkeeper.linkage.engine import rules
from kinkeeper.linkage.engine.coding import code_column
from kinkeeper.linkage.engine.columns import recognise
from kinkeeper.linkage.engine.counting import learn_model
from kinkeeper.linkage.engine.deduplicate import BLOCKING, LEAST_KEPT
from kinkeeper.linkage.engine.frequencies import count_values
from kinkeeper.linkage.engine.native import side_by_side
from kinkeeper.linkage.engine.persons import find_persons
from kinkeeper.linkage.engine.plan import make_plan
from kinkeeper.linkage.engine.scoring import score
from kinkeeper.linkage.engine.table import Table, rows_of

Took = tuple[float, float, float]
taken: dict[str, list[Took]] = {}


def timed(step: str, work: Callable[[], Any]) -> Any:
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    answer = work()
    after, ended = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    user, system = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
    taken.setdefault(step, []).append((ended - started, user + system, system))
    return answer


def turn(file: Path, named: tuple[tuple[str, ...], ...]) -> None:
    recognised = recognise(FIELDS)
    people = timed("read", lambda: _read(file, list(recognised.roles)))
    columns = list(recognised.roles.items())
    room = np.empty((len(columns), people.height), dtype=np.int32)
    work = list(zip(columns, room, strict=True))
    coded = timed("code columns", lambda: side_by_side(lambda one: (one[0][1], code_column(people[one[0][0]], one[1])), work))
    plan = timed("fold and number texts", lambda: make_plan(dict(zip(recognised.roles, coded, strict=True)), people.height))
    rows = timed("lay out rows", lambda: rows_of(plan))
    timed("count values (beside the blocks)", lambda: count_values(plan, rows))
    made = rules.make_rules(plan, named)
    ways, starts = rules.make_ways([rule for _, rule in made])
    makers = rules.block_makers(made, starts, rows, rules.most_pairs(named, people.height))
    table = Table(plan, rows, timed("sort into blocks", lambda: side_by_side(lambda one: one(), makers)), ways)
    model = timed("learn", lambda: learn_model(table))
    scored = timed("compare pairs", lambda: score(table, model, LEAST_KEPT))
    timed("persons", lambda: find_persons(table, model, scored))


FIELDS = ["given_name", "surname1", "surname2", "dob", "sex", "nationality", "birth_place"]


def main() -> None:
    file, blocking, turns = Path(sys.argv[1]), (sys.argv[2:] or ["std"])[0], int((sys.argv[3:] or ["4"])[0])
    for _ in range(turns):
        turn(file, BLOCKING[blocking])
    print("| step | by the clock | processor (kernel) | cores | first turn, processor |\n| --- | --- | --- | --- | --- |")
    for step, each in taken.items():
        clock, (worked, system) = min(one[0] for one in each), min(one[1:] for one in each)
        print(f"| {step} | {clock * 1e3:.0f} | {worked * 1e3:.0f} ({system * 1e3:.0f}) | {worked / clock:.1f} | {each[0][1] * 1e3:.0f} |")


if __name__ == "__main__":
    main()
