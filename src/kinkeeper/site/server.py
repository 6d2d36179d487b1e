"""The web server: granian on the loopback address, one process with a few threads."""

import os
from pathlib import Path

from granian.constants import Interfaces
from granian.server import Server

LOOPBACK = "127.0.0.1"
THREADS = 4


def run(port: int, *, database: str | Path | None = None, demonstration: bool = False) -> None:
    """Serve until interrupted. The worker opens the database itself (`kinkeeper.site.wsgi`)."""
    if database is not None:
        os.environ["KINKEEPER_DATABASE"] = str(database)
    os.environ["KINKEEPER_DEMONSTRATION"] = "1" if demonstration else ""
    Server(
        "kinkeeper.site.wsgi:application",
        address=LOOPBACK,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        log_access=False,
    ).serve()
