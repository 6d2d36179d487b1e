"""`kinkeeper witness`: what courts, counsel and inspectors run, so that nothing can be taken out of the ledger again unseen."""

from pathlib import Path
from typing import Annotated

import typer

from kinkeeper.cli.console import ERROR
from kinkeeper.witness.cosigner import make_witness, parse_address, read_logs, run


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("witness")(witness)


def witness(
    folder: Annotated[Path, typer.Argument(help="Where key and memory are kept. Never restore it from a backup.")],
    log: Annotated[list[str], typer.Option("--log", help="A log's key, or a file with it (log.key). More than once for more logs.")],
    name: Annotated[str, typer.Option("--name", help="Of a new key: this witness's name, such as court.example.gov/witness.")] = "",
    listen: Annotated[str, typer.Option("--listen", help="Where it answers.", metavar="HOST:PORT")] = "127.0.0.1:8340",
) -> None:
    """Sign a log's checkpoints as a witness, until interrupted: only those that contain what was signed before."""
    logs, address = read_logs(log), parse_address(listen)
    key = make_witness(folder, name)
    words = key.name.replace("/", "_")
    ERROR.print(f"Its line for a policy:\nwitness {words} {key.verifier} http://{listen}", markup=False)
    run(folder, logs, address)
