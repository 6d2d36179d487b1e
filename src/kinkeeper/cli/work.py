"""`kinkeeper work`: carry out what waits on the import desk, and warn of what time brings. `kinkeeper serve` starts one."""

import select
import sys
from typing import Annotated

import typer

from kinkeeper.cli.reconcile import Where
from kinkeeper.cli.session import session


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("work")(work)


def work(
    database: Where = None,
    *,
    once: Annotated[bool, typer.Option("--once", help="End when nothing waits any more.")] = False,
    while_open: Annotated[bool, typer.Option("--while-open", help="End when standard input does.", hidden=True)] = False,
) -> None:
    """Carry out what waits on the import desk, also what a killed worker left, and warn each minute of what time brought."""
    from kinkeeper.jobs.deliveries import queue

    with session(database):
        queue.work(wait=not once, is_over=_input_has_ended if while_open else lambda: False)


def _input_has_ended() -> bool:
    ready, _, _ = select.select([sys.stdin], [], [], 0)
    return bool(ready) and not sys.stdin.read(1)
