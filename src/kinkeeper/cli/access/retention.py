"""`kinkeeper retention`: what is held how long, what is due, and doing it."""

from typing import Annotated

import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import session


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("retention")(retention)


def retention(
    database: Where = None,
    *,
    carry_out: Annotated[bool, typer.Option("--carry-out", help="Do what is due and needs nobody's decision any more.")] = False,
    json: Json = False,
) -> None:
    """List what is held how long, what of it is due and who decides; with --carry-out do what a worker does every night."""
    from kinkeeper.gateway import clock
    from kinkeeper.jobs.retention import hold_no_longer
    from kinkeeper.queries.access.retention import list_due
    from kinkeeper.site.setup import scrub

    with session(database) as actor:
        found = list_due(actor, clock.today().isoformat())
        done = hold_no_longer(actor=actor, scrub=scrub) if carry_out else []
    if json:
        told = [{"rule": one.rule.name, "held": one.rule.held, "due": one.count, "which": list(one.which)} for one in found]
        print_json({"rules": told, "done": {one.rule.name: one.count for one in done}})
        return
    rows = [(one.rule.of, one.rule.held, one.rule.then, str(one.rule.decides), one.count, ", ".join(one.which)) for one in found]
    print_table("What is held how long", ("what", "held", "then", "decides", "due", "which"), rows)
    for one in done:
        OUT.print(f"Done: {one.count} {one.rule.of}.")
