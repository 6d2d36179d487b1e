"""`kinkeeper import`, `link`, `ties`, `separations`: one step at a time on a running system."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from kinkeeper.cli.console import OUT, print_json, print_table, steps
from kinkeeper.cli.reconcile import REFUSED_SOME, Json, Where, check_day
from kinkeeper.cli.session import session
from kinkeeper.domain.extracts import Extract


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import")(import_files)
    app.command("link")(link)
    app.command("ties")(ties)
    app.command("separations")(separations)


def import_files(
    files: Annotated[list[Path], typer.Argument(help="Extracts: files, or folders of them.")],
    database: Where = None,
    config: Annotated[Path | None, typer.Option("--config", help="A TOML file that says what a file is.")] = None,
    *,
    json: Json = False,
) -> None:
    """Take extracts into the running system."""
    from kinkeeper.jobs.imports import import_files as job

    with session(database) as actor, steps() as progress:
        imported = job(files, config=config, actor=actor, progress=progress)
    found = {
        "files": [
            {"file": one.file, "layout": one.layout, "rows_read": one.rows_read, "said": one.said.splitlines()} for one in imported.extracts
        ],
        "rows_read": imported.rows_read,
        "rows_refused": imported.rows_refused,
        "refusals": [msgspec.structs.asdict(one) for one in imported.refusals],
    }
    if json:
        print_json(found)
    else:
        refused = [(one.file, one.row, one.column, one.value, one.why) for one in imported.refusals]
        print_table("Refused", ("file", "row", "column", "value", "why"), refused)
        print_said(imported.extracts)
        OUT.print(f"{imported.rows_read:,} rows read, {imported.rows_refused:,} refused.")
    if imported.refusals:
        raise typer.Exit(REFUSED_SOME)


def print_said(extracts: Sequence[Extract]) -> None:
    """How each table was read, where that had to be decided."""
    for one in extracts:
        for sentence in one.said.splitlines():
            OUT.print(f"{one.file}{'/' + one.sheet if one.sheet else ''}: {sentence}", markup=False)


def link(database: Where = None, *, json: Json = False) -> None:
    """Find which records are one person."""
    _step("persons", _link, database, json=json)


def ties(database: Where = None, *, json: Json = False) -> None:
    """Find who belongs to whom."""
    _step("ties", _ties, database, json=json)


def separations(
    database: Where = None,
    as_of: Annotated[str, typer.Option("--as-of", help="As of this day. Else: the day of the extracts.")] = "",
    *,
    json: Json = False,
) -> None:
    """See who is apart."""
    check_day(as_of)
    _step("separations", lambda records, **given: _separations(records, as_of, **given), database, json=json)


def _step(name: str, job: Callable[..., int], database: str | None, *, json: bool) -> None:
    from kinkeeper.queries.records import list_records

    with session(database) as actor, steps() as progress:
        count = job(list_records(actor), actor=actor, progress=progress)
    if json:
        print_json({name: count})
    else:
        OUT.print(f"{count:,} {name}.")


def _link(records: Any, **given: Any) -> int:
    from kinkeeper.jobs.link import link_records

    return link_records(records, **given)


def _ties(records: Any, **given: Any) -> int:
    from kinkeeper.jobs.ties import assess_ties

    return assess_ties(records, **given)


def _separations(records: Any, as_of: str, **given: Any) -> int:
    from kinkeeper.jobs.separations import raise_separations
    from kinkeeper.queries.extracts import get_as_of

    return raise_separations(records, as_of=as_of or get_as_of(given["actor"]), **given).separations
