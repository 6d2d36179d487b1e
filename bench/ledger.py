"""How fast the ledger takes entries: python bench/ledger.py [--large]

The ledger's own part of the one door (`gateway.ledger_writer`: the turn, bodies, salts, commitments, leaves, tree, head), without rules and
read tables, beside what PostgreSQL alone does with the same bytes in the same seconds: COPY of finished rows into tables of the same shape
and keys, the same as one row an entry, and one INSERT a transaction. Rounds alternate, because the disk's speed changes by the second;
medians are compared. Then sixteen processes at once, the rate of appending as the ledger grows tenth by tenth, to a million entries, or to
ten million with --large (16 GB on the disk, taken away at the end), and single commits again at that size.
"""

import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from kinkeeper.domain.access import Actor
from kinkeeper.domain.records import Identifier, ReceiveRecords, Record, RecordReceived, Stay
from kinkeeper.domain.requests import Request
from kinkeeper.domain.statements import Statement
from kinkeeper.site.database import open_database
from kinkeeper.site.setup import configure, migrate

BATCH, ROUNDS = 10_000, 9
SINGLES, SINGLES_A_ROUND, SINGLE_ROUNDS = 150, 12, 120
"""Rounds of a few: a disk that answers in .25 ms for a second and in 4 for the next falls on all ways of a round alike."""
WRITERS, SECONDS = 16, 8
TENTHS = 10
AT = "2026-07-01T12:00:00.000Z"
CELLS = {f"COLUMN {at}": "some value of it" for at in range(12)}


def statements(first: int, how_many: int) -> list[Statement]:
    """What an import makes of so many rows."""
    return [
        Statement(
            RecordReceived(
                Record(
                    f"f{at:08d}",
                    "e12",
                    f"ice_detention.csv#{at}",
                    "ice_detention",
                    at,
                    given="Ana María",
                    surnames="López García",
                    born="1987-03-02",
                    identifiers=(Identifier("a_number", f"{at:09d}", f"A{at:09d}"),),
                    cells=CELLS,
                )
            ),
            "R. Delgado",
            "HHS",
            f"import:{first:032d}",
            AT,
        )
        for at in range(first, first + how_many)
    ]


def append(some: Sequence[Statement]) -> None:
    from django.db import connection, transaction

    from kinkeeper.gateway import heads, ledger_writer

    with transaction.atomic(durable=True), connection.cursor() as cursor:
        ledger_writer.append(cursor, heads.lock(cursor, heads.LEDGER), some)


def append_alone(some: Sequence[Statement]) -> None:
    """As `gateway.access_log` writes down a look: nothing is asked before."""
    from kinkeeper.gateway import heads, ledger_writer

    heads.append_alone(heads.LEDGER, partial(ledger_writer.entries, some))


def timed(work: Callable[..., object], *given: Any) -> float:
    started = time.perf_counter()
    work(*given)
    return time.perf_counter() - started


# What PostgreSQL alone does

SHAPES = {
    "raw_part": ("(LIKE part INCLUDING ALL)", "SELECT seq, k, salt, body, expunged_by FROM part WHERE seq < {0}"),
    "raw_entry": ("(LIKE entry INCLUDING ALL)", "SELECT seq, leaf, recorded_at FROM entry WHERE seq < {0}"),
    "raw_row": (
        "(seq bigint PRIMARY KEY, leaf bytea, salts bytea, core bytea, detail bytea)",
        "SELECT e.seq, e.leaf, c.salt || d.salt, c.body, d.body FROM entry e JOIN part c ON c.seq = e.seq AND c.k = 1 "
        "JOIN part d ON d.seq = e.seq AND d.k = 2 WHERE e.seq < {0}",
    ),
}


INSERT = "INSERT INTO raw_row VALUES (%s, %s, %s, %s, %s)"


class Bare:
    """Tables beside the ledger, and the bytes of one batch for them; the ledger holds that batch already."""

    def __init__(self) -> None:
        from django.db import connection, connections

        with connections["owner"].cursor() as cursor:
            for table, (columns, _) in SHAPES.items():
                cursor.execute(f"CREATE TABLE {table} {columns}")
                cursor.execute(f"GRANT ALL ON {table} TO kinkeeper_app")
        self.bytes = {}
        with connection.cursor() as cursor:
            for table, (_, select) in SHAPES.items():
                with cursor.copy(f"COPY ({select.format(BATCH)}) TO STDOUT (FORMAT BINARY)") as copy:
                    self.bytes[table] = b"".join(bytes(some) for some in copy)
        self.numbers = count()
        # An application without Django: the same driver, and what it does best.
        own = connection.connection.info
        self.driver = psycopg.connect(own.dsn, password=own.password, autocommit=True)

    def servers(self) -> list[int]:
        """The server's processes that work for us."""
        from django.db import connection

        return [connection.connection.info.backend_pid, self.driver.info.backend_pid]

    def empty(self) -> None:
        from django.db import connections

        with connections["owner"].cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(SHAPES)}")

    def copy(self, *tables: str) -> None:
        from django.db import connection, transaction

        with transaction.atomic(durable=True), connection.cursor() as cursor:
            for table in tables:
                with cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
                    copy.write(self.bytes[table])

    def row(self) -> list[Any]:
        return [next(self.numbers), bytes(66), bytes(64), bytes(240), bytes(700)]

    def insert_prepared(self) -> None:
        self.driver.execute(INSERT, self.row(), prepare=True)

    def insert(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(INSERT, self.row())

    def insert_in_transaction(self) -> None:
        from django.db import transaction

        with transaction.atomic(durable=True):
            self.insert()


# The measurements


def batches(bare: Bare, some: Sequence[Statement]) -> None:
    rounds = []
    for _ in range(ROUNDS):
        bare.empty()
        rounds.append((timed(append, some), timed(bare.copy, "raw_part", "raw_entry"), timed(bare.copy, "raw_row")))
    ours, same, one_row = (BATCH / statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"{ours:,.0f} entries/s at {BATCH:,} a batch; raw COPY of the same rows {same:,.0f}/s, ratio {ours / same:.2f}", end="; ")
    print(f"as one row an entry {one_row:,.0f}/s, ratio {ours / one_row:.2f}")


def singles(bare: Bare, made: Iterator[list[Statement]]) -> None:
    """Ours beside the INSERTs an application could write, the best of which is prepared and by itself."""
    bare.empty()
    ways: dict[str, Callable[[Any], object]] = {
        "alone": append_alone,
        "in a turn": append,
        "prepared": lambda _: bare.insert_prepared(),
        "by itself": lambda _: bare.insert(),
        "in a transaction": lambda _: bare.insert_in_transaction(),
    }
    rounds: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(SINGLE_ROUNDS):
        for way, work in ways.items():
            some = [next(made) for _ in range(SINGLES_A_ROUND)]
            # Who was just disturbed, by another way or by another writer, is measured apart: "in a turn".
            for one in some[:2]:
                work(one)
            rounds[way].append(timed(lambda work=work, some=some: [work(one) for one in some[2:]]) / (SINGLES_A_ROUND - 2))
    print(f"at one a commit, on a disk of {syncs():,.0f} syncs/s of one written page:")
    for ours in ("alone", "in a turn"):
        print(f"  {1 / statistics.median(rounds[ours]):,.0f} entries/s {ours}", end="")
        for way in list(ways)[2:]:
            ratio = statistics.median(bare / mine for bare, mine in zip(rounds[way], rounds[ours], strict=True))
            print(f"; bare INSERT {way} {1 / statistics.median(rounds[way]):,.0f}/s, ratio {ratio:.2f}", end="")
        print()


def processor_times(bare: Bare, some: Sequence[Statement]) -> None:
    """What one entry costs both sides together, whatever else the machine does and however slow its disk is."""
    numbers = count()
    works: dict[str, Callable[[], object]] = {
        "an entry alone": lambda: append_alone(some),
        "in a turn": lambda: append(some),
        "bare INSERT prepared": bare.insert_prepared,
        "by itself": bare.insert,
        "in a transaction": bare.insert_in_transaction,
        "a record through the one door, rules and read tables included": lambda: through_the_door(next(numbers)),
    }
    rounds = [[both_sides(bare, work) for work in works.values()] for _ in range(ROUNDS)]
    costs = (statistics.median(column) * 1e6 for column in zip(*rounds, strict=True))
    print("processor time of both sides, one a commit: " + "; ".join(f"{of} {cost:,.0f} us" for of, cost in zip(works, costs, strict=True)))


def both_sides(bare: Bare, work: Callable[[], object]) -> float:
    servers = bare.servers()
    before = time.process_time() + sum(map(of_server, servers))
    for _ in range(SINGLES):
        work()
    return (time.process_time() + sum(map(of_server, servers)) - before) / SINGLES


def of_server(process: int) -> float:
    """Seconds that a process has had a processor, to the nanosecond; /proc/PID/stat counts hundredths."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


def through_the_door(at: int) -> None:
    from kinkeeper.gateway import submit

    name, stay = f"d{at}", Stay("ORR", "Chicago", "2018-05-17")
    record = Record(name, "e", f"f.csv#{at}", "layout", at, given="Ana", identifiers=(Identifier("a_number", name, name),), stays=(stay,))
    submit([Request(name, ReceiveRecords((record,)))], actor=Actor("R. Delgado", "HHS", "operator"))


def syncs() -> float:
    with tempfile.TemporaryFile() as file:
        started = time.perf_counter()
        for _ in range(SINGLES):
            file.write(bytes(8192))
            file.flush()
            os.fdatasync(file.fileno())
        return SINGLES / (time.perf_counter() - started)


@contextmanager
def opened(folder: str | Path) -> Iterator[None]:
    """A database as a command has it, of which nothing is signed at the end."""
    with open_database(folder) as database:
        configure(database)
        migrate()
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()


def write_on(folder: str, name: int, ready: Any, took: Any) -> None:
    """One of the sixteen: it appends one entry a commit and says how long each took."""
    with opened(folder):
        some, waits = statements(name, 1), []
        append_alone(some)
        ready.wait()
        until = time.perf_counter() + SECONDS
        while time.perf_counter() < until:
            waits.append(timed(append_alone, some))
        took.put(waits)


def concurrent(folder: str) -> None:
    from django.db import connection

    processes = multiprocessing.get_context("spawn")
    ready, took = processes.Barrier(WRITERS), processes.Queue()
    writers = [processes.Process(target=write_on, args=(folder, name, ready, took)) for name in range(WRITERS)]
    for writer in writers:
        writer.start()
    waits = sorted(wait for _ in writers for wait in took.get())
    for writer in writers:
        writer.join()
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(seq) = 0 AND max(seq) = count(*) - 1 AND count(*) = (SELECT size FROM head) FROM entry")
        assert cursor.fetchone() == (True,), "the ledger has a gap"
    middle, worst = (1e3 * waits[int(len(waits) * part)] for part in (0.5, 0.99))
    print(f"{WRITERS} writers: {len(waits) / SECONDS:,.0f} entries/s at one a commit, gapless; median {middle:.0f} ms, p99 {worst:.0f} ms")


def growth(bare: Bare, some: Sequence[Statement], entries: int) -> None:
    """Tenth by tenth, each tenth batch beside the same raw COPY, so that what else the machine does falls on both."""
    tenth = entries // BATCH // TENTHS
    medians = []
    for nth in range(1, TENTHS + 1):
        started, beside = time.perf_counter(), []
        for at in range(tenth):
            if at % max(1, tenth // 10) == 0:
                beside.append(_beside_raw(bare, some))
            else:
                append(some)
        ours, ratio = (statistics.median(column) for column in zip(*beside, strict=True))
        medians.append((ours, ratio))
        print(f"  at {nth * tenth * BATCH:>10,}: {BATCH / ours:,.0f} entries/s, {ratio:.2f} of raw COPY beside it", end="; ")
        print(f"the tenth took {time.perf_counter() - started:,.0f} s", flush=True)
    (first, first_ratio), *_, (last, last_ratio) = medians
    fall, beside_raw = first / last - 1, last_ratio / first_ratio - 1
    print(f"the last tenth of {entries:,} entries against the first: {fall:+.0%}; as a ratio to raw COPY {beside_raw:+.0%}")


def _beside_raw(bare: Bare, some: Sequence[Statement]) -> tuple[float, float]:
    """How long a batch took, and its rate as a ratio to raw COPY."""
    bare.empty()
    ours, raw = timed(append, some), timed(bare.copy, "raw_part", "raw_entry")
    return ours, raw / ours


def main() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, opened(Path(folder) / "database"):
        some = statements(0, BATCH)
        append(some)
        bare, made = Bare(), (statements(at, 1) for at in count())
        batches(bare, some)
        singles(bare, made)
        processor_times(bare, some[:1])
        concurrent(str(Path(folder) / "database"))
        growth(bare, some, 10_000_000 if "--large" in sys.argv else 1_000_000)
        singles(bare, made)
        bare.driver.close()


if __name__ == "__main__":
    main()
