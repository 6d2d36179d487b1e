"""Whether waiting tells that somebody hidden is there: python bench/timing.py [TIMES]

Who may not know of a family asks for it and for one that there is not, in turns of random order, through the pages and the API; and for a
name that a hidden person bears and one that nobody does. The two samples of waiting are compared as distributions (Mann-Whitney,
two-sided): where the waiting told anything, p would be near 0. One question of many is below .05 by chance: p after Bonferroni counts.
"""

import contextlib
import io
import math
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from kinkeeper.cli.session import session

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 500
WHO = ("caseworker", "ICE")
PAGES = {
    "page of a family": ("/families/KF-77777/", "/families/KF-66666/"),
    "page of a person": ("/people/Pana/", "/people/Pxyz/"),
    "who looked at a family": ("/families/KF-77777/looks/", "/families/KF-66666/looks/"),
    "file of a person": ("/people/Pana/file/", "/people/Pxyz/file/"),
}
API = {"API, family": ("/families/KF-77777", "/families/KF-66666"), "API, person": ("/people/Pana", "/people/Pxyz")}
NAMES = ("Eva Hidden", "Eva Mabbot")


def different(one: list[float], other: list[float]) -> float:
    """The probability that two samples of one distribution lie as far apart as these (Mann-Whitney U, normal approximation)."""
    both = np.array([*one, *other])
    ranks = both.argsort().argsort() + 1.0
    for value in np.unique(both):
        same = both == value
        ranks[same] = ranks[same].mean()
    n, m = len(one), len(other)
    u = ranks[:n].sum() - n * (n + 1) / 2
    return math.erfc(abs(u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12) / math.sqrt(2))


def waited(ask: tuple[Callable[[], Any], Callable[[], Any]]) -> tuple[list[float], list[float]]:
    """Microseconds that each of two questions took, asked in turns of random order."""
    found: tuple[list[float], list[float]] = ([], [])
    for turn in range(TIMES + 20):
        for at in random.sample((0, 1), 2):
            began = time.perf_counter_ns()
            ask[at]()
            if turn >= 20:
                found[at].append((time.perf_counter_ns() - began) / 1_000)
    return found


def questions() -> dict[str, tuple[Callable[[], Any], Callable[[], Any]]]:
    """What is asked, of the hidden one and of one that is not there."""
    from tests.access.test_wall import hidden
    from tests.api.program import program
    from tests.web.browsing import client
    from tests.web.scene import history, play

    play([*history(), *hidden()])
    browser, asker = client(role=WHO[0], agency=WHO[1]), program(*WHO)
    found = {what: pair(browser.get, *two) for what, two in PAGES.items()} | {what: pair(asker.get, *two) for what, two in API.items()}
    found["search"] = pair(lambda text: browser.post("/search/", {"text": text}, headers={"HX-Request": "true"}), *NAMES)
    found["API, likely persons"] = pair(lambda text: asker.post("/likely-persons", {"whole": text}), *NAMES)
    return found


def pair(ask: Callable[[str], Any], hidden: str, absent: str) -> tuple[Callable[[], Any], Callable[[], Any]]:
    return (lambda: ask(hidden)), (lambda: ask(absent))


def without_limits() -> None:
    """As often as it takes: what notices somebody who tries numbers would answer otherwise."""
    from kinkeeper.api import caller
    from kinkeeper.gateway import limits
    from kinkeeper.web import written_down

    for name in ("ASKED", "OF_AN_AGENCY", "MANY"):
        setattr(caller, name, 10**9)
    for what in written_down.OFTEN:
        written_down.OFTEN[what] = 10**9
    limits.count = lambda *_args, **_more: None  # type: ignore[assignment]


def main() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, session(Path(folder) / "database"):
        without_limits()
        with contextlib.redirect_stderr(io.StringIO()):
            asked = questions()
            print(f"{TIMES} times each, by a caseworker of ICE; milliseconds\n")
            print("| asked | hidden, median | absent, median | p |\n| --- | --- | --- | --- |")
            worst = 1.0
            for what, two in asked.items():
                hidden, absent = waited(two)
                p = different(hidden, absent)
                worst = min(worst, p * len(asked))
                print(f"| {what} | {statistics.median(hidden) / 1e3:.2f} | {statistics.median(absent) / 1e3:.2f} | {p:.2f} |", flush=True)
        print(f"\nSmallest p after Bonferroni: {worst:.2f}. {'No difference is told.' if worst > 0.05 else 'Waiting tells.'}")


if __name__ == "__main__":
    main()
