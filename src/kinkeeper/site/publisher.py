"""The publisher beside the pages: a process of its own, started again when it ends, and ended with whoever started it."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from kinkeeper.site.database import environment_of

AGAIN_SECONDS = 5.0


@contextmanager
def publisher(where: str | Path | None) -> Iterator[None]:
    """Publish what is recorded in a database, for as long as the context lasts."""
    with beside(where, "publish", "--follow", "--while-open"):
        yield


@contextmanager
def beside(where: str | Path | None, *command: str) -> Iterator[None]:
    """Run one of our commands on a database, for as long as the context lasts; again where it ends before."""
    stop = Event()
    watching = Thread(target=_keep, args=(command, environment_of(where), stop), daemon=True)
    watching.start()
    try:
        yield
    finally:
        stop.set()
        watching.join()


def _keep(command: Sequence[str], environment: dict[str, str], stop: Event) -> None:
    words = [sys.executable, "-m", "kinkeeper.cli", *command]
    while not stop.is_set():
        # In a group of its own: Ctrl+C is for us, and it ends when we do, since then its standard input ends.
        with subprocess.Popen(words, stdin=subprocess.PIPE, process_group=0, env=environment) as process:
            while process.poll() is None and not stop.wait(0.2):
                pass
            if process.stdin:
                process.stdin.close()
        stop.wait(AGAIN_SECONDS)
