"""The command as a user calls it: a process of its own, its exit status, what it printed and wrote."""

import csv
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    """Run `kinkeeper` to its end."""
    done = subprocess.run(
        [COMMAND, *map(str, arguments)], capture_output=True, text=True, env=os.environ | environment, timeout=240, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


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
