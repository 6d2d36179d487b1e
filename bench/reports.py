"""How fast reports answer on a large database: python bench/reports.py FOLDER [ROUNDS]

FOLDER is a database that bench/large.py made, or any other. Beside the reports stands a count of all versions of separations, which
no report can be faster than by reading less.
"""

import statistics
import sys
import time
from collections.abc import Callable
from random import Random
from typing import Any

from kinkeeper.cli.session import session


def timed(what: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    made = what()
    return (time.perf_counter() - started) * 1_000, made


def main(folder: str, rounds: int) -> None:
    with session(folder) as viewer:
        from django.db import connection

        from kinkeeper.queries.standpoint import find_standpoint
        from kinkeeper.reports import printing
        from kinkeeper.reports.making import REPORTS, make_report

        chance, size = Random(5), find_standpoint(viewer, today="2018-08-23").size
        days = [f"2018-0{chance.randint(5, 8)}-{chance.randint(1, 28):02}" for _ in range(rounds)]
        moments = [(day, size - (chance.randint(1, 2_000) if at else 0)) for at, day in enumerate(days)]

        def count() -> None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM separation")

        print(f"{size:,} entries; {rounds} instants each, milliseconds: median, slowest; rows of the largest; then printing it as HTML")
        print(f"{'count of all separation versions':<36} {statistics.median(timed(count)[0] for _ in range(5)):>8.0f}")
        for name in REPORTS:
            times, largest, printed = [], 0, 0.0
            for day, known_at in moments:
                here = find_standpoint(viewer, today=day, as_of=day, known_at=known_at)
                took, made = timed(lambda name=name, here=here: make_report(viewer, name, here))
                times.append(took)
                if made.counted.total >= largest:
                    largest = made.counted.total
                    printed = timed(lambda made=made: printing.write(made, "html"))[0]
            print(f"{name:<36} {statistics.median(times):>8.0f} {max(times):>8.0f} {largest:>8,} {printed:>8.0f}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5)
