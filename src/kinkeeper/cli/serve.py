"""`kinkeeper serve`: the web application on this computer."""

import os
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from kinkeeper.cli.console import ERROR
from kinkeeper.cli.reconcile import Where
from kinkeeper.cli.session import session

Port = Annotated[int, typer.Option("--port", help="The port on this computer.", min=1, max=65535)]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(database: Where = None, port: Port = 8000) -> None:
    """Serve the pages on this computer, until interrupted. People sign in with accounts (kinkeeper account open)."""
    with session(database):
        from kinkeeper.gateway.access.identities import providers

        providers()  # a file that cannot be used is refused before anybody is let in
        serve_pages(port, database)


def serve_pages(port: int, database: str | Path | None, *, demonstration: Sequence[str] = ()) -> None:
    """Serve the pages of a database on the loopback address, until interrupted. A demonstration says so on every page.

    `demonstration` names the accounts that may be entered by a click.
    """
    from django.db import connections

    from kinkeeper.site.publisher import publisher
    from kinkeeper.site.server import run
    from kinkeeper.site.signing import has_signer
    from kinkeeper.site.worker import worker

    connections.close_all()  # the worker is a fork of this process; the two must not speak over one connection
    ERROR.print(f"Kinkeeper is at http://127.0.0.1:{port}/  (Ctrl+C ends it)")
    os.environ["KINKEEPER_DEMONSTRATION"] = " ".join(demonstration)  # the worker beside the pages hears of it too
    with worker(database), publisher(database) if has_signer(database) else nullcontext():
        run(port, database=database, demonstration=demonstration)
