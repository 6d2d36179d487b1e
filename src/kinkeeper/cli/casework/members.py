"""`kinkeeper members`: who is in the class of each order in force, by its criteria; and what changed of a list."""

from typing import Annotated

import typer

from kinkeeper.cli.console import OUT, print_json, print_table, steps
from kinkeeper.cli.reconcile import Json, Where, check_day
from kinkeeper.cli.session import looking


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("members")(members)


def members(
    database: Where = None,
    as_of: Annotated[str, typer.Option("--as-of", help="As of this day. Else: the day of the extracts.")] = "",
    order: Annotated[str, typer.Option("--order", help="Say what changed of this order's list instead.")] = "",
    since: Annotated[int, typer.Option("--since", help="With --order: since the ledger had so many entries.", min=0)] = 0,
    *,
    json: Json = False,
) -> None:
    """List the class of every order in force. Of whom something is not known is looked into, not left out."""
    from kinkeeper.gateway import clock
    from kinkeeper.jobs.court.members import revise_lists
    from kinkeeper.queries.court.members import revise
    from kinkeeper.queries.extracts import get_as_of
    from kinkeeper.queries.moments import ledger_size

    check_day(as_of)
    with looking(database, "members") as actor, steps() as progress:
        if order:
            revision = revise(actor, order, since, ledger_size())
        else:
            day = as_of or get_as_of(actor) or clock.today().isoformat()
            found = revise_lists(as_of=day, actor=actor, progress=progress)
    if order:
        told = {"before": revision.before, "after": revision.after, "added": revision.added, "removed": revision.removed}
        if json:
            print_json({"order": order} | told)
            return
        rows = [("+", child, why) for child, why in revision.added.items()] + [("-", child, why) for child, why in revision.removed.items()]
        print_table("Changed", ("", "child", "why"), rows)
        OUT.print(f"{revision.before:,} + {len(revision.added):,} - {len(revision.removed):,} = {revision.after:,}.")
        return
    if json:
        print_json({"lists": found})
    else:
        print_table("Lists", ("order", "included", "excluded", "to be looked into"), [(name, *one.values()) for name, one in found.items()])
