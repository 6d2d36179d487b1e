"""The peer's script with the processor seconds of its timed steps: python bench/splink_steps.py SPLINK_RUN.py PEOPLE.parquet …

The script times each step with two readings of the clock, and prints their sum as its seconds. Here each reading takes the processor's
clock (all threads) as well, so that its processor time is of the same span as its seconds, and as ours: no start, no loading, no scoring.
"""

import contextlib
import io
import json
import runpy
import sys
import time

readings: list[float] = []
by_clock = time.perf_counter


def read_both() -> float:
    readings.append(time.process_time())
    return by_clock()


def main() -> None:
    sys.argv = sys.argv[1:]
    time.perf_counter = read_both
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        runpy.run_path(sys.argv[0], run_name="__main__")
    spans = [later - earlier for earlier, later in zip(readings[::2], readings[1::2], strict=True)]
    print(json.dumps(json.loads(said.getvalue().splitlines()[-1]) | {"cpu_seconds": round(sum(spans), 3)}))


if __name__ == "__main__":
    main()
