"""Custody at size: python bench/custody.py [PLACEMENTS]  (1,000,000 without an argument; about 10 minutes then)

Makes families of a child and an adult with two stays each, a tenth of them parted, takes them in through the one door, and measures:
detection of every separation in batch; a separation raised live by the entry that causes it; "where is everyone now", "who is apart now"
and the worklist by deadline. Each question is asked twenty times; the first is named apart.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kinkeeper.domain.access import Actor
from kinkeeper.site.database import open_database
from kinkeeper.site.setup import analyze, configure, migrate

ME = Actor("Bench", "HHS", "operator")
DAY = "2018-07-08"
ROUNDS = 20


def family(number: int) -> tuple[list[Any], list[Any], Any]:
    from kinkeeper.domain.people import Person
    from kinkeeper.domain.records import Record, Stay
    from kinkeeper.domain.ties import Tie

    day = f"2018-{5 + number % 2:02}-{1 + number % 28:02}"
    later = f"2018-{5 + number % 2:02}-{3 + number % 26:02}"
    parted = number % 10 == 0
    child_to, adult_to = ("ORR", "ICE") if parted else ("ICE", "ICE")
    kinds = (("c", "2012-03-04", child_to), ("a", "1990-05-06", adult_to))
    records = [
        Record(
            f"x{number:07}{who}",
            "x",
            f"x.csv#{2 * number + at}",
            "border_patrol",
            2 * number + at + 1,
            given="A",
            born=born,
            encountered=day,
            stays=(Stay("CBP", "McAllen", day, later, "transferred"), Stay(to, "Harlingen", later)),
        )
        for at, (who, born, to) in enumerate(kinds)
    ]
    people = [Person(f"P{number:07}{who}", (f"x{number:07}{who}",)) for who, _, _ in kinds]
    return records, people, Tie(f"P{number:07}c", f"P{number:07}a", "parent", "corroborated", "0.9900", "recorded")


def fill(families: int) -> None:
    from kinkeeper.domain.extracts import Extract, ReceiveExtract
    from kinkeeper.domain.people import IdentifyPeople
    from kinkeeper.domain.records import ReceiveRecords
    from kinkeeper.domain.requests import Request
    from kinkeeper.domain.ties import AssessTies
    from kinkeeper.gateway import submit

    submit([Request("x", ReceiveExtract(Extract("x", "x.csv", "", "00", "border_patrol", 2 * families, 0, DAY)))], actor=ME)
    for begin in range(0, families, 500):
        made = [family(number) for number in range(begin, min(begin + 500, families))]
        submit([Request(f"r{begin}", ReceiveRecords(tuple(one for records, _, _ in made for one in records)))], actor=ME)
        submit([Request(f"p{begin}", IdentifyPeople("bench", tuple(one for _, people, _ in made for one in people)))], actor=ME)
        submit([Request(f"t{begin}", AssessTies("bench", tuple(tie for _, _, tie in made)))], actor=ME)


def timed(name: str, ask: Callable[[], Any]) -> None:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        ask()
        times.append((time.perf_counter() - started) * 1_000)
    print(f"| {name} | {times[0]:.0f} ms first, median {statistics.median(times):.0f} ms, longest {max(times):.0f} ms |", flush=True)


def measure(placements: int) -> None:
    from kinkeeper.jobs.separations import raise_separations
    from kinkeeper.queries.apart import count_children_apart
    from kinkeeper.queries.choosing import Chosen
    from kinkeeper.queries.court.due import list_due
    from kinkeeper.queries.handover.everyone import count_everyone
    from kinkeeper.queries.separations import list_separations
    from kinkeeper.queries.standpoint import find_standpoint

    now = datetime(2018, 7, 8, 12, tzinfo=UTC)
    started = time.perf_counter()
    fill(placements // 4)
    told(f"{placements:,} placements taken in through the one door", started)
    analyze()
    started = time.perf_counter()
    found = raise_separations(None, as_of=DAY, actor=ME, progress=lambda name, done: None)
    told(f"separations detected and recorded in batch ({found.separations:,} found)", started)
    clocks(now)
    live()
    standpoint = find_standpoint(ME, today=DAY)
    timed("where is everyone now (how many with whom)", lambda: count_everyone(ME, standpoint))
    timed("who is apart now (how many children)", lambda: count_children_apart(ME, standpoint))
    timed("who is apart now (the first 25, with all that the list says)", lambda: list_separations(ME, standpoint, Chosen()))
    timed("worklist by deadline (the first 25 of all)", lambda: list_due(ME, standpoint, now))


def told(what: str, started: float) -> None:
    print(f"| {what} | {time.perf_counter() - started:.1f} s |", flush=True)


def clocks(now: datetime) -> None:
    from kinkeeper.domain.court.orders import ApproveOrder, EnterOrder
    from kinkeeper.domain.requests import Request
    from kinkeeper.extracts.court import shipped_orders
    from kinkeeper.gateway import submit
    from kinkeeper.jobs.court.clocks import set_clocks, try_order

    order = next(one for one in shipped_orders() if one.order_id == "ms-l-2018")
    submit([Request("o", EnterOrder(order, ME.name))], actor=ME)
    started = time.perf_counter()
    try_order(order, as_of=DAY, now=now, actor=ME)
    second = Actor("Second", "DOJ", "operator")
    submit([Request("oa", ApproveOrder(order.order_id, 1, second.name))], actor=second)
    count = set_clocks(as_of=DAY, actor=ME, progress=lambda name, done: None)
    told(f"an order tried on everything, and its {count:,} clocks set", started)
    analyze()


def live() -> None:
    from kinkeeper.domain.placements import Placement, ReportPlacement
    from kinkeeper.domain.records import Stay
    from kinkeeper.domain.requests import Request
    from kinkeeper.gateway import submit

    took = []
    for number in range(1, ROUNDS + 1):
        stay = Stay("ORR", "Harlingen", "2018-07-08")
        placement = Placement(f"PL-{number}", f"P{number * 10 + 1:07}c", stay)
        started = time.perf_counter()
        submit([Request(f"l{number}", ReportPlacement(placement))], actor=ME)
        took.append((time.perf_counter() - started) * 1_000)
    median, longest = statistics.median(took), max(took)
    print(f"| a placement that parts a family, with all that follows | median {median:.0f} ms, longest {longest:.0f} ms |", flush=True)


def main() -> None:
    placements = int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, open_database(Path(folder) / "db") as database:
        configure(database)
        migrate()
        print("| what | measured |\n| --- | --- |")
        measure(placements)


if __name__ == "__main__":
    main()
