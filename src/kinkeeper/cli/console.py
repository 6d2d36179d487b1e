"""What a command prints: progress to standard error, results to standard output, errors as one sentence."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

BEFORE_SHOWING: list[Callable[[], None]] = []
"""What must have been done before anything is shown."""


class Shown(Console):
    """Standard output."""

    def print(self, *objects: Any, **how: Any) -> None:
        """Print, once what must have been done before is done."""
        about_to_show()
        super().print(*objects, **how)


OUT = Shown(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 120)
ERROR = Console(stderr=True, highlight=False, soft_wrap=True)


class Steps:
    """Progress that counts: one line a file or step, with how much of it is done and for how long."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._lines: dict[str, Any] = {}

    def __call__(self, name: str, done: int) -> None:
        """So many more of `name` are done."""
        if name not in self._lines:
            self._lines[name] = self._progress.add_task(name, total=None)
        self._progress.advance(self._lines[name], done)


@contextmanager
def steps() -> Iterator[Steps]:
    """Progress on standard error while the work goes on; plain where that is not a terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=ERROR, transient=not ERROR.is_terminal) as progress:
        yield Steps(progress)


@contextmanager
def steps_of_an_upgrade() -> Iterator[Callable[[str, int], None]]:
    """The same from the first step on, with what it is for; nothing where there is no step."""
    shown: list[Steps] = []
    with ExitStack() as stack:

        def progress(name: str, done: int) -> None:
            if not shown:
                print_error("This database is of an earlier version: its read tables are made anew from the ledger. Others wait meanwhile.")
                shown.append(stack.enter_context(steps()))
            shown[0](name, done)

        yield progress


def about_to_show() -> None:
    """Do what must have been done before anything is shown."""
    for act in BEFORE_SHOWING:
        act()


def print_json(value: Mapping[str, Any]) -> None:
    """One JSON object on one line, the last of standard output."""
    about_to_show()
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()


def print_table(title: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """A table; columns of numbers stand to the right."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for at, column in enumerate(columns):
        number = bool(rows) and all(isinstance(row[at], int | float) for row in rows)
        table.add_column(column, justify="right" if number else "left")
    for row in rows:
        table.add_row(*(Text(f"{cell:,}" if isinstance(cell, int) else str(cell)) for cell in row))
    OUT.print(table)


def print_error(sentence: str) -> None:
    """What went wrong and what to do, as one line on standard error."""
    sys.stderr.write(f"kinkeeper: {sentence}\n")
