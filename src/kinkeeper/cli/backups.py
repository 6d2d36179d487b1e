"""`kinkeeper backup` and `kinkeeper restore`: everything that cannot be made again, with a manifest that proves it complete."""

from pathlib import Path
from typing import Annotated

import typer

from kinkeeper.cli.console import OUT, print_json, steps
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import session
from kinkeeper.cli.verify import Saved, read_checkpoint
from kinkeeper.domain.errors import LedgerBroken
from kinkeeper.domain.terms import counted
from kinkeeper.site.database import open_database
from kinkeeper.site.setup import analyze, configure

Folder = Annotated[Path, typer.Argument(help="The folder of the backup.", metavar="DIR")]
Digest = Annotated[
    str, typer.Option("--manifest", help="The SHA-256 that `kinkeeper backup` printed, where you kept it.", metavar="SHA256")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(folder: Folder, database: Where = None, *, json: Json = False) -> None:
    """Write a backup into a new folder, while others go on working. Keep the folder closed: it holds everything."""
    from kinkeeper.gateway.backup import backup as write
    from kinkeeper.gateway.backup_files import as_json

    with session(database), steps() as progress:
        manifest, digest = write(folder, progress)
    if json:
        print_json({**as_json(manifest), "manifest": digest})
    else:
        OUT.print(
            f"{folder}: {counted(manifest.size, 'entry', 'entries')}, {counted(len(manifest.tables), 'table')}, as of {manifest.made_at}."
        )
        OUT.print(f"Keep this elsewhere: its manifest has the SHA-256 {digest}.")


def restore(folder: Folder, database: Where = None, checkpoint: Saved = None, manifest: Digest = "", *, json: Json = False) -> None:
    """Prove a backup and restore it into an empty database. Exit status 4 where it is not whole, altered, or behind a checkpoint."""
    from kinkeeper.gateway.backup_files import as_json
    from kinkeeper.gateway.restore import prove
    from kinkeeper.gateway.restore import restore as fill

    saved = [read_checkpoint(path) for path in checkpoint or ()]
    with steps() as progress:
        proven = prove(folder, saved, manifest, progress=progress)
        with open_database(database) as opened:
            configure(opened)
            again = fill(folder, proven, progress=progress)
            analyze()
            _refuse_another_state()
    if json:
        print_json({**as_json(proven), "expunged_again": again})
    else:
        OUT.print(
            f"Restored: {counted(proven.size, 'entry', 'entries')}, as of {proven.made_at}, proven against {len(saved)} saved checkpoints."
        )
        if again:
            OUT.print(f"Parts that stood there and that the ledger says are expunged: {again}. They are destroyed.")


def _refuse_another_state() -> None:
    from django.db import connections

    from kinkeeper.gateway.rebuild import check

    differences = check()
    connections.close_all()
    if differences:
        raise LedgerBroken(f"The read tables are not what the restored ledger says: {differences[0].noun}, {differences[0].words}.")
