"""`kinkeeper receipt`: proof that a statement was made, for whoever made it."""

from pathlib import Path
from typing import Annotated

import typer

from kinkeeper.cli.console import OUT, print_json
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import session
from kinkeeper.domain.errors import BadExtract


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("receipt")(receipt)


def receipt(
    position: Annotated[int, typer.Argument(help="The number of the entry.", min=0)],
    out: Annotated[Path | None, typer.Option("--out", help="Where to write it. Else: RECEIPT-NUMBER.tlog-proof here.")] = None,
    database: Where = None,
    *,
    without_names: Annotated[bool, typer.Option("--without-names", help="Without what was said: it proves as much.")] = False,
    json: Json = False,
) -> None:
    """Write the receipt of an entry as a file (.tlog-proof), and print the number that goes on paper."""
    from kinkeeper.queries.log.receipts import make_receipt

    with session(database) as viewer:
        made = make_receipt(viewer, position, with_bodies=not without_names)
    path = out or Path(f"{made.number}.tlog-proof")
    try:
        path.write_text(str(made.receipt), encoding="utf-8")
    except OSError as error:
        raise BadExtract(f"{path} cannot be written: {error.strerror}.") from error
    if json:
        print_json({"number": str(made.number), "position": position, "entries": made.published.checkpoint.size, "file": str(path)})
    else:
        OUT.print(f"{made.number}\nWritten to {path}.", markup=False)
