"""Server, writers, publisher and signer under load, killed at random and started again, and what was acknowledged meanwhile."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from kinkeeper.site.database import environment_of

RECORDS_A_REQUEST = 20
PATIENCE_SECONDS = 20
MOST_IDLE = 15
"""Waits in vain, one after the other, after which the house does not work any more: five minutes."""
REPORTED = 50
WRITERS = 3
CHANCES = {"server": 4, "publisher": 5, "signer": 5, **{f"writer{number}": 2 for number in range(WRITERS)}}

WRITE = """
import sys, time
from pathlib import Path
from django.db import Error, connections
from kinkeeper.domain.access import Actor
from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.domain.records import ReceiveRecords, Record
from kinkeeper.domain.requests import Request
from kinkeeper.site.database import open_database
from kinkeeper.site.setup import configure

folder, name, number, size = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
me, ready = Actor("R. Delgado", "HHS", "operator"), False
while True:
    try:
        with open_database(folder) as database:
            if not ready:
                configure(database)
                ready = True
            from kinkeeper.gateway import submit
            while True:
                ids = [f"{name}:{number}:{at}" for at in range(size)]
                records = tuple(Record(one, "e", f"{one}.csv#1", "layout", 1, given="Ana", cells={"NAME": "Ana"}) for one in ids)
                [receipt] = submit([Request(f"{name}:{number}", ReceiveRecords(records))], actor=me)
                print(number, receipt.first, receipt.count, flush=True)
                number += 1
    except (Error, KinkeeperError, OSError):
        # The server was killed. What was not acknowledged is sent again, as a sender may.
        connections.close_all() if ready else None
        time.sleep(0.05)
"""


def kill_the_server(folder: Path, chance: random.Random) -> bool:
    """The first of its processes, or any other. Whether one lived."""
    with suppress(FileNotFoundError, ProcessLookupError, IndexError, ValueError):
        first = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        if str(folder) not in Path("/proc", str(first), "cmdline").read_text():
            return False
        children = Path("/proc", str(first), "task", str(first), "children").read_text().split()
        victim = first if chance.random() < 0.5 or not children else int(chance.choice(children))
        os.kill(victim, signal.SIGKILL)
        return True
    return False


@dataclass
class Part:
    """One process of the house, started again whenever it ends."""

    words: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[str] | None = None
    started: float = 0.0
    """When, in seconds since 1970."""

    def start(self, *, heard: bool) -> None:
        """`heard`: somebody reads what it prints, and closes that. Nobody reads the others: a full pipe would stop them."""
        self.started = time.time()
        stdout = subprocess.PIPE if heard else subprocess.DEVNULL
        self.process = subprocess.Popen(
            self.words, env=self.environment, stdin=subprocess.PIPE, stdout=stdout, stderr=subprocess.DEVNULL, text=True
        )

    def kill(self) -> bool:
        """Whether it lived."""
        lived = self.process is not None and self.process.poll() is None
        if self.process:
            self.process.kill()
        self.end()
        return lived

    def end(self) -> None:
        if self.process:
            self.process.wait()
            if self.process.stdin:
                with suppress(OSError):
                    self.process.stdin.close()
            self.process = None


@dataclass
class House:
    """All that writes to one database, and what it acknowledged."""

    folder: Path
    chance: random.Random
    acknowledged: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)
    """(writer, request) -> first position and count, as the receipt said."""
    killed: Counter[str] = field(default_factory=Counter)
    twice: list[str] = field(default_factory=list)
    """Receipts that a request got, and others before."""
    checkpoints: int = 0
    """How many were signed, seen at the end."""
    _next: dict[str, int] = field(default_factory=dict)
    _acknowledged: dict[str, float] = field(default_factory=dict)
    """Writer -> when it was told last that something stands."""
    _parts: dict[str, Part] = field(default_factory=dict)
    _readers: list[threading.Thread] = field(default_factory=list)

    def open(self) -> None:
        socket = self.folder.parent / "signer.socket"
        environment = environment_of(self.folder) | {"KINKEEPER_SIGNER": str(socket)}
        kinkeeper = [sys.executable, "-m", "kinkeeper.cli"]
        signer = [*kinkeeper, "signer", str(self.folder.parent / "signer"), "--name", "kinkeeper.example/log", "--socket", str(socket)]
        self._parts["signer"] = Part(signer, environment)
        self._parts["publisher"] = Part([*kinkeeper, "publish", "--follow"], environment)
        for name in self.writers:
            self._parts[name] = Part([], environment)
        for name in self._parts:
            self._start(name)

    @property
    def writers(self) -> list[str]:
        return [f"writer{number}" for number in range(WRITERS)]

    def _start(self, name: str) -> None:
        part = self._parts[name]
        if name in self.writers:
            part.words = [sys.executable, "-c", WRITE, str(self.folder), name, str(self._next.get(name, 0)), str(RECORDS_A_REQUEST)]
        part.start(heard=name in self.writers)
        if name in self.writers:
            reader = threading.Thread(target=self._read, args=(name, part.process), daemon=True)
            reader.start()
            self._readers.append(reader)

    def _read(self, name: str, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        with process.stdout as lines:
            for line in lines:
                if line.endswith("\n"):
                    number, first, count = map(int, line.split())
                    known = self.acknowledged.setdefault((name, number), (first, count))
                    if known != (first, count):
                        self.twice.append(line)
                    self._next[name], self._acknowledged[name] = number + 1, time.time()

    def kill_one(self) -> None:
        """
        Kill something that is at work, and start it again; the server, which is started by whoever needs it, while something is signed.

        Else a busy machine, on which it takes long to start anything, would see the server killed again before anything was signed.
        """
        working = {name: weight for name, weight in CHANCES.items() if self._works("publisher" if name == "server" else name)}
        if not working:
            self._start_what_ended()
            return
        [which] = self.chance.choices(list(working), list(working.values()))
        if which == "server":
            self.killed["server"] += self._kill_the_server()
        else:
            part = self._parts[which]
            self.killed[which.rstrip("0123456789")] += part.kill()
            self._start(which)
        self._start_what_ended()

    def _start_what_ended(self) -> None:
        self._readers = [reader for reader in self._readers if reader.is_alive()]
        for name, part in self._parts.items():
            if part.process is not None and part.process.poll() is not None:
                part.end()
                self._start(name)

    def _works(self, name: str) -> bool:
        """Whether it did something since it was started, and is not just being loaded: wrote, or had something signed."""
        signed = [memory.stat().st_mtime for memory in (self.folder.parent / "signer").glob("?" * 64)]
        return self._parts[name].started < (self._acknowledged.get(name, 0) if name in self.writers else max(signed, default=0))

    def _kill_the_server(self) -> bool:
        return kill_the_server(self.folder, self.chance)

    def close(self) -> None:
        for part in self._parts.values():
            part.kill()
        for reader in self._readers:
            reader.join(2)

    def wait_for_work(self) -> bool:
        """Until something more is acknowledged, so that each kill meets a house at work; but not for ever. Whether something was."""
        before, give_up = len(self.acknowledged), time.monotonic() + PATIENCE_SECONDS
        while len(self.acknowledged) == before and time.monotonic() < give_up:
            time.sleep(0.01)
        return len(self.acknowledged) > before

    @contextmanager
    def only_signer(self) -> Iterator[None]:
        """The signer alone, which knows how far the ledger has to have come."""
        self._start("signer")
        try:
            yield
        finally:
            self.close()

    @property
    def statements(self) -> int:
        return sum(count for _, count in self.acknowledged.values())


def kill_many(house: House, kills: int, pause: tuple[float, float], statements: int = 0) -> None:
    """Go on killing until so many were killed, and so many statements acknowledged: on a busy machine that takes more kills."""
    house.open()
    started, idle = time.monotonic(), 0
    try:
        while sum(house.killed.values()) < kills or house.statements < statements:
            idle = 0 if house.wait_for_work() else idle + 1
            assert idle < MOST_IDLE, f"Nothing was acknowledged for {idle * PATIENCE_SECONDS} seconds, though all was started again."
            time.sleep(house.chance.uniform(*pause))
            house.kill_one()
            killed = sum(house.killed.values())
            if killed % REPORTED == 0:
                print(f"{time.monotonic() - started:6.0f} s: {killed} killed, {house.statements} statements acknowledged", flush=True)
        # The last ones get the time to acknowledge.
        house.wait_for_work()
    finally:
        house.close()
