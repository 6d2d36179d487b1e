"""The web server: granian on the loopback address, one process with a few threads."""

import os
from collections.abc import Sequence
from pathlib import Path

from granian.constants import Interfaces
from granian.server import Server

LOOPBACK = "127.0.0.1"


def run(port: int, *, database: str | Path | None = None, demonstration: Sequence[str] = ()) -> None:
    """Serve until interrupted. The worker opens the database itself (`kinkeeper.site.wsgi`).

    `demonstration` names the accounts that may be entered by a click.
    """
    if database is not None:
        os.environ["KINKEEPER_DATABASE"] = str(database)
    os.environ["KINKEEPER_DEMONSTRATION"] = " ".join(demonstration)
    Server(
        "kinkeeper.site.wsgi:served",
        address=LOOPBACK,
        port=port,
        interface=Interfaces.ASGINL,
        websockets=False,
        log_access=False,
    ).serve()
