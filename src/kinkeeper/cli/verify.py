"""`kinkeeper verify`: is the ledger whole, and is it the one that saved checkpoints are of."""

from pathlib import Path
from typing import Annotated

import typer

from kinkeeper.cli.console import OUT, print_json, steps
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import session
from kinkeeper.domain.errors import BadExtract, LedgerBroken
from kinkeeper.ledger.checkpoint import Checkpoint, read_saved
from kinkeeper.ledger.lines import Unreadable, to_base64

Saved = Annotated[
    list[Path] | None,
    typer.Option("--checkpoint", help="A checkpoint that was saved, or typed from paper. May be given more than once.", metavar="FILE"),
]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("verify")(verify)


def verify(
    checkpoint: Saved = None,
    database: Where = None,
    *,
    ledger_only: Annotated[bool, typer.Option("--ledger-only", help="Leave the read tables out.")] = False,
    record: Annotated[bool, typer.Option("--record", help="Keep the result for the page “Proof”.")] = False,
    json: Json = False,
) -> None:
    """Prove the ledger: every entry is there, unchanged, in its place, and the read tables say what it says. Exit status 4 where not."""
    from kinkeeper.gateway.inspections import keep_inspection
    from kinkeeper.queries.ledger import verify_ledger

    saved = [read_checkpoint(path) for path in checkpoint or ()]
    with session(database) as viewer, steps() as progress:
        verified = verify_ledger(viewer, saved, progress=progress)
        if record:
            keep_inspection(verified)
        if not (verified.fault or ledger_only):
            refuse_other_tables()
    if json:
        wrong = {"position": verified.fault.position, "words": verified.fault.words} if verified.fault else None
        root = to_base64(verified.root)
        print_json({"entries": verified.size, "root": root, "checkpoints": len(saved), "whole": not wrong, "first_wrong": wrong})
    if verified.fault:
        raise LedgerBroken(f"The ledger is broken. {verified.fault}")
    if not json:
        OUT.print(f"The ledger is whole: {verified.size:,} entries, root {to_base64(verified.root)}.")
        for one in saved:
            OUT.print(f"It begins with the {one.size:,} entries of the checkpoint of {one.origin}.")
        if not saved:
            OUT.print("Without a checkpoint that was saved elsewhere (--checkpoint), entries rewritten together with the head go unseen.")


def refuse_other_tables() -> None:
    """
    See that the read tables say what the ledger says.

    :raises LedgerBroken: naming the first thing that differs.
    """
    from kinkeeper.gateway.rebuild import check

    for first in check():
        raise LedgerBroken(f"The read tables are not what the ledger says. {first.noun}, {first.words}. Run: kinkeeper rebuild")


def read_checkpoint(path: Path) -> Checkpoint:
    """The checkpoint in a file.

    :raises BadExtract: where the file cannot be read as one.
    """
    try:
        return Checkpoint.parse(read_saved(path.read_text(encoding="utf-8")).text)
    except (OSError, UnicodeDecodeError) as error:
        raise BadExtract(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not text in UTF-8'}.") from error
    except Unreadable as error:
        raise Unreadable(f"{path}: {error}") from error
