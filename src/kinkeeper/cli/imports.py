"""`kinkeeper import`: take extracts in, or see beforehand what they would bring; `kinkeeper extracts`: what came in."""

import json as json_text
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from kinkeeper.cli.console import OUT, print_json, print_table, steps
from kinkeeper.cli.deliveries.looks import show_looks
from kinkeeper.cli.reconcile import REFUSED_SOME, Json, Where
from kinkeeper.cli.session import session
from kinkeeper.domain.deliveries.desk import TableLook
from kinkeeper.domain.errors import BadExtract
from kinkeeper.domain.terms import counted
from kinkeeper.extracts import files_in
from kinkeeper.extracts.layouts import layout_named

SHOWN = 20
"""So many refusals and changed rows are printed; `--json` and `--refused` give all."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_files)


def import_files(
    files: Annotated[list[Path], typer.Argument(help="Extracts: files, or folders of them.")],
    database: Where = None,
    config: Annotated[Path | None, typer.Option("--config", help="A TOML file that says what a file is.")] = None,
    layout: Annotated[str, typer.Option("--layout", help="What all of these files are. Else: found from the headers.")] = "",
    sender: Annotated[str, typer.Option("--sender", help="Who sent them.")] = "",
    corrects: Annotated[str, typer.Option("--corrects", help="The earlier file (or its number) of which this is a newer version.")] = "",
    refused: Annotated[Path | None, typer.Option("--refused", help="A folder for the refused rows, as they came, each with why.")] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="See what would be new, known, changed and refused; record nothing.")] = False,
    columns: Annotated[bool, typer.Option("--columns", help="Show what each column was taken for, and the spellings of values.")] = False,
    json: Json = False,
) -> None:
    """Take extracts into the running system."""
    from kinkeeper.jobs.deliveries.looking import look
    from kinkeeper.jobs.deliveries.replaying import changed_since, replayed, save_recipes
    from kinkeeper.jobs.deliveries.taking import Manner, take_files
    from kinkeeper.queries.deliveries.recipes import list_recipes

    paths = [file for path in files for file in files_in(path)]
    with session(database) as actor, steps() as progress, _config(config, layout) as told, replayed(paths, sender, told, actor) as how:
        taken = take_files(paths, config=how, manner=Manner(sender, corrects, dry_run), actor=actor, progress=progress)
        otherwise = changed_since(paths, how, sender, actor)
        recipes = list_recipes(actor) if columns else []
        looks = [one for path in paths if columns for one in look(path, how, taken, sender=sender, recipes=recipes)]
        if not dry_run:
            save_recipes(paths, how, sender, actor)
    if not any(one.extract.layout for one in taken):
        reasons = [_first_reason(taken), *(sentence for some in otherwise.values() for sentence in some)]
        raise BadExtract(f"Nothing in '{files[0]}' could be read. {' '.join(reasons)}")
    if refused:
        _write_refused(refused, paths, taken)
    show(taken, otherwise, looks, dry_run=dry_run, json=json)
    if any(one.refusals for one in taken):
        raise typer.Exit(REFUSED_SOME)


@contextmanager
def _config(config: Path | None, layout: str) -> Iterator[Path | None]:
    """The settings to read by: those given, or one that says that all files are of one layout."""
    if not layout:
        yield config
        return
    if config:
        raise BadExtract("Give --layout or --config, not both: the settings can say the layout of each file.")
    layout_named(layout)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layout.json"
        path.write_text(json_text.dumps({"file": [{"match": "*", "layout": layout}]}), encoding="utf-8")
        yield path


def _first_reason(taken: Sequence[Any]) -> str:
    return next((one.why for table in taken for one in table.refusals), "There are no rows in it.")


def show(
    taken: Sequence[Any], otherwise: Mapping[str, Sequence[str]], looks: Sequence[TableLook] = (), *, dry_run: bool, json: bool
) -> None:
    """Print what came in, or would, what is `otherwise` than in the sender's last file, and what columns were taken for."""
    if json:
        seen = [{"table": one.name, "columns": one.columns, "spellings": one.clusters} for one in looks]
        print_json(as_json(taken, dry_run=dry_run) | {"otherwise": dict(otherwise), "looks": msgspec.to_builtins(seen)})
        return
    show_looks(looks)
    rows = [(one.table, one.extract.layout or "not known", one.new, one.known, one.changed, one.refused) for one in taken]
    print_table("Would be taken" if dry_run else "Taken", ("table", "read as", "new", "known", "changed", "refused"), rows)
    for one in taken:
        for sentence in (*one.extract.said.splitlines(), *_overlaps(one)):
            OUT.print(f"{one.table}: {sentence}", markup=False)
    changed = [(change.name, header, before, after) for one in taken for change in one.changes for header, before, after in change.cells]
    if changed:
        print_table("Changed", ("row", "column", "before", "now"), changed[:SHOWN])
    _show_otherwise(otherwise)
    _show_refused([(one.file, one.row, one.column, one.value, one.why) for table in taken for one in table.refusals])
    read, rows_refused = sum(one.extract.rows_read for one in taken), sum(one.refused for one in taken)
    OUT.print(f"{counted(read, 'row')} read, {rows_refused:,} refused." + (" Nothing was recorded." if dry_run else ""))


def _show_otherwise(otherwise: Mapping[str, Sequence[str]]) -> None:
    if sentences := [(table, sentence) for table, some in otherwise.items() for sentence in some]:
        print_table("Otherwise than in the sender's last file", ("table", "what"), sentences)
    elif otherwise:
        OUT.print("Read by the sender's recipe; nothing is otherwise than in their last file.")


def _show_refused(refused: list[tuple[Any, ...]]) -> None:
    if refused:
        print_table("Refused", ("file", "row", "column", "value", "why"), refused[:SHOWN])
    if len(refused) > SHOWN:
        OUT.print(f"… and {len(refused) - SHOWN:,} more: --refused FOLDER writes all of them.")


def as_json(taken: Sequence[Any], *, dry_run: bool) -> dict[str, Any]:
    """The same as one JSON object."""
    return {
        "dry_run": dry_run,
        "files": [
            {
                "file": one.extract.file,
                "sheet": one.extract.sheet,
                "extract": one.extract.extract_id,
                "layout": one.extract.layout,
                "rows_read": one.extract.rows_read,
                "new": one.new,
                "known": one.known,
                "changed": one.changed,
                "refused": one.refused,
                "no_longer_listed": one.gone,
                "repeated": one.extract.rows_repeated,
                "said": one.extract.said.splitlines(),
                "overlaps": [{"extract": id_, "file": file, "rows": rows} for id_, file, rows in one.overlaps],
                "changes": [{"row": change.name, "cells": change.cells} for change in one.changes],
            }
            for one in taken
        ],
        "rows_read": sum(one.extract.rows_read for one in taken),
        "rows_refused": sum(one.refused for one in taken),
        "refusals": [msgspec.structs.asdict(refusal) for one in taken for refusal in one.refusals],
    }


def _overlaps(one: Any) -> Iterator[str]:
    if repeated := one.extract.rows_repeated:
        same = counted(repeated, "of its rows says", "of its rows say")
        yield f"{same} word for word what another row says; kept and marked: in a list they may be different people."
    for id_, file, rows in one.overlaps:
        same = counted(rows, "of its rows stands", "of its rows stand")
        yield f"{same} word for word in {file} ({id_}). If this is a newer version of that: --corrects {id_}"
    if one.gone:
        gone = counted(one.gone, "row of the earlier version is", "rows of the earlier version are")
        yield f"{gone} not listed any more; what was said there still stands."


def _write_refused(folder: Path, paths: Sequence[Path], taken: Sequence[Any]) -> None:
    from kinkeeper.jobs.deliveries.refused import refused_rows

    folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        for name, content in refused_rows(path, [one for table in taken for one in table.refusals]):
            (folder / name).write_bytes(content)
