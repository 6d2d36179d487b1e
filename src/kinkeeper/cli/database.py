"""`kinkeeper rebuild`: the read tables from the ledger."""

from typing import Annotated

import typer

from kinkeeper.cli.console import OUT, print_json
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import session
from kinkeeper.domain.errors import LedgerBroken


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

    with session(database):
        entries = 0 if check else gateway.rebuild()
        differences = gateway.check()
    if differences:
        first = differences[0]
        raise LedgerBroken(f"The read tables are not what the ledger says. {first.noun}, {first.words}. Run: kinkeeper rebuild")
    if json:
        print_json({"entries": entries, "differences": 0})
    else:
        OUT.print("The read tables are what the ledger says." if check else f"{entries:,} entries applied; the read tables agree.")
