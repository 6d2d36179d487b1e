"""`kinkeeper rebuild`: the read tables from the ledger."""

from typing import Annotated

import typer

from kinkeeper.cli.console import OUT, print_json, steps
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import session
from kinkeeper.cli.verify import refuse_other_tables
from kinkeeper.domain.terms import counted


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("rebuild")(rebuild)


def rebuild(
    database: Where = None,
    *,
    check: Annotated[bool, typer.Option("--check", help="Compare, and change nothing.")] = False,
    json: Json = False,
) -> None:
    """Make the read tables from the ledger again; with --check, see whether they are what it says."""
    from kinkeeper.gateway import rebuild as gateway

    with session(database), steps() as progress:
        entries = 0 if check else gateway.rebuild(progress)
        refuse_other_tables()
    if json:
        print_json({"entries": entries, "differences": 0})
    else:
        OUT.print(
            "The read tables are what the ledger says."
            if check
            else f"{counted(entries, 'entry', 'entries')} applied; the read tables agree."
        )
