"""`kinkeeper document`: keep a document about a person, as the form on the person's file does."""

from pathlib import Path
from typing import Annotated

import typer

from kinkeeper.cli.console import OUT, print_json
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import looking
from kinkeeper.domain.errors import Refused


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("document")(document)


def document(
    file: Annotated[Path, typer.Argument(help="The file: PDF, PNG, JPEG, TIFF or plain text.", metavar="FILE")],
    about: Annotated[str, typer.Option("--about", help="The person it is about, by id.")],
    title: Annotated[str, typer.Option("--title", help="What it is: birth certificate.")],
    on: Annotated[str, typer.Option("--on", help="The day of the document, as 2018-07-08.")] = "",
    source: Annotated[str, typer.Option("--source", help="From whom it came.")] = "",
    database: Where = None,
    *,
    json: Json = False,
) -> None:
    """Keep a document about a person, once for the same bytes. It is withdrawn with: kinkeeper say withdraw-document."""
    from kinkeeper.domain.casework.documents import Document
    from kinkeeper.jobs.documents import add_document
    from kinkeeper.queries.portraits import get_portraits
    from kinkeeper.queries.standpoint import find_standpoint

    if not file.is_file():
        raise Refused(f"{file} is not a file.")
    with looking(database, "document") as actor:
        if about not in get_portraits(actor, [about], find_standpoint(actor, today="")):
            raise Refused(f"No person {about} is known.")
        receipt = add_document(file, Document("", about, title, on, file.name, "", 0, "", source), actor=actor)
    if json:
        print_json({"entry": receipt.first, "entries": receipt.count})
    else:
        OUT.print(f"Recorded as entry {receipt.first:,}.")
