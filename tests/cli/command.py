"""The command as a user calls it: a process of its own, its exit status, what it printed and wrote."""

import atexit
import csv
import json
import os
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("kinkeeper")


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    status: int
    out: str
    error: str

    @property
    def summary(self) -> dict[str, Any]:
        """The JSON object on the last line."""
        return dict(json.loads(self.out.splitlines()[-1]))


def run(*arguments: str | Path, **environment: str) -> Ran:
    """Run `kinkeeper` to its end: in a process of its own, that one beside it has forked (`kept.py`)."""
    call = {"words": [str(COMMAND), *map(str, arguments)], "environment": os.environ | environment, "folder": str(Path.cwd())}
    with Path(os.devnull).open("rb") as nothing, tempfile.TemporaryFile("w+b") as out, tempfile.TemporaryFile("w+b") as error:
        with socket.socket(socket.AF_UNIX) as asking:
            asking.settimeout(240)
            asking.connect(_kept())
            socket.send_fds(asking, [json.dumps(call).encode()], [file.fileno() for file in (nothing, out, error)])
            status = int(asking.recv(16))
        return Ran(status, _read(out), _read(error))


@cache
def _kept() -> str:
    """Where the process listens that forks for each call. It ends with this one."""
    place = str(Path(tempfile.mkdtemp()) / "kept")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(place)
        listening.listen()
        number = listening.fileno()
        kept = subprocess.Popen([sys.executable, "-m", "tests.cli.kept", str(number)], cwd=ROOT, stdin=subprocess.PIPE, pass_fds=[number])
    atexit.register(kept.communicate)
    return place


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV file the command wrote."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def partition(records: list[dict[str, str]]) -> set[frozenset[str]]:
    """Which records are one person, whatever the person is called."""
    groups: dict[str, set[str]] = {}
    for row in records:
        groups.setdefault(row["person"], set()).add(row["record"])
    return {frozenset(group) for group in groups.values()}
