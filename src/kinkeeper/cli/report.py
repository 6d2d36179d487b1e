"""`kinkeeper report`: how many, where, since when, as known on which day."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from kinkeeper.cli.console import OUT, about_to_show, print_table
from kinkeeper.cli.reconcile import Where, check_day
from kinkeeper.cli.session import looking
from kinkeeper.domain.access import Viewer
from kinkeeper.domain.dates import end_of, is_moment
from kinkeeper.domain.errors import BadExtract
from kinkeeper.domain.terms import counted
from kinkeeper.gateway import clock

if TYPE_CHECKING:
    from kinkeeper.queries.standpoint import Standpoint
    from kinkeeper.reports.report import Report

BINARY = ("xlsx", "pdf", "parquet")
AsOf = Annotated[str, typer.Option("--as-of", help="The day in the world. Else: the newest day of which the extracts speak.")]
KnownAt = Annotated[str, typer.Option("--known-at", help="As known on a day, at a moment (UTC), or at a number of entries. Else: now.")]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("report")(report)


def report(
    name: Annotated[str, typer.Argument(help="Which report; without it, all are listed with their definitions.")] = "",
    database: Where = None,
    as_of: AsOf = "",
    known_at: KnownAt = "",
    against: Annotated[str, typer.Option("--against", help="Explain the difference from the printing as known then, row by row.")] = "",
    form: Annotated[str, typer.Option("--format", help="html, csv, xlsx, pdf, json, parquet (tables: a zip). Else: by --out.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="The file to write. Else: standard output.")] = None,
    language: Annotated[str, typer.Option("--language", help="en or es.")] = "en",
    *,
    public: Annotated[
        bool, typer.Option("--public", help="For everybody: no rows, and no count by which a family could be found.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="The list, or the report, as JSON.")] = False,
) -> None:
    """Print a report, with its definition and what proves it; without NAME, list them."""
    check_day(as_of)
    if language not in ("en", "es"):
        raise BadExtract(f"'{language}' is not a language of the reports. Known: en, es.")
    form = form or (form_of(out) if out else "") or ("json" if json else "")
    if form in BINARY and out is None and sys.stdout.isatty():
        raise BadExtract(f"A {form} file is not for the screen. Name a file with --out.")
    with looking(database, "report") as viewer:
        if not name:
            _list(json=json)
            return
        from django.utils.translation import override

        with override(language):
            made = _make(viewer, name, (as_of, known_at), against)
            made = _for_everybody(made) if public else made
            _write_down(made, form, viewer)
            _print(made, form, out, language)


def stand(viewer: Viewer, as_of: str, known_at: str) -> "Standpoint":
    """
    The standpoint asked for.

    :raises BadExtract: where `known_at` is no moment, or more entries than there are.
    """
    from kinkeeper.queries.standpoint import find_standpoint

    entries = int(known_at) if known_at.isascii() and known_at.isdigit() else None
    if known_at and entries is None and (len(known_at) < 10 or not is_moment(known_at)):
        raise BadExtract(f"'{known_at}' is neither a day (2018-07-10), nor a moment (2018-07-10T09:40), nor a number of entries.")
    recorded_by = end_of(known_at) if known_at and entries is None else ""
    here = find_standpoint(viewer, today=clock.today().isoformat(), known_at=entries, recorded_by=recorded_by, as_of=as_of)
    if entries is not None and entries > here.size:
        raise BadExtract(f"The ledger has {here.size:,} entries, not {entries:,}.")
    return here


def _make(viewer: Viewer, name: str, asked: tuple[str, str], against: str) -> "Report":
    from kinkeeper.reports.difference import compare
    from kinkeeper.reports.making import make_report

    here = stand(viewer, *asked)
    made = make_report(viewer, name, here)
    if not against:
        return made
    earlier = stand(viewer, here.as_of, against)
    return compare(viewer, make_report(viewer, name, earlier), made)


def _write_down(made: "Report", form: str, viewer: Viewer) -> None:
    """Before it is given out: what, of which day, as known when, and the total it tells."""
    from kinkeeper.gateway import access_log
    from kinkeeper.reports import printing

    access_log.write_down([printing.printed(made, form or "screen")], viewer)


def _for_everybody(made: "Report") -> "Report":
    from kinkeeper.reports.public import make_public

    return make_public(made)


def _list(*, json: bool) -> None:
    from kinkeeper.reports.making import definitions

    if json:
        told = [{**one.told(), "definition": str(one.words)} for one in definitions()]
        sys.stdout.write(msgspec.json.encode(told).decode() + "\n")
        return
    for one in definitions():
        OUT.print(f"[bold]{one.name}[/bold]  {one.title}", highlight=False)
        OUT.print(f"    Unit: {one.unit}. {one.words}\n", highlight=False)


def _print(made: "Report", form: str, out: Path | None, language: str) -> None:
    if not form:
        show_report(made)
    elif out is None:
        from kinkeeper.reports import printing

        written = printing.write(made, form, language)
        about_to_show()
        sys.stdout.buffer.write(written)
        sys.stdout.flush()
    else:
        write_report(made, out, form, language)


def write_report(made: "Report", out: Path, form: str = "", language: str = "en") -> None:
    """
    Write a report into a file, in the format named or else in that of the file's ending.

    :raises BadExtract: where the file cannot be written.
    """
    from kinkeeper.reports import printing

    form = form or form_of(out)
    written = printing.write(made, form, language)
    if printing.ending(made, form) == printing.PACKED and out.suffix != ".zip":
        tables = len(made.counted.tables)
        raise BadExtract(f"This report has {tables} tables, and a Parquet file holds one: name an archive of them, {out.stem}.parquet.zip.")
    about_to_show()
    try:
        out.write_bytes(written)
    except OSError as error:
        raise BadExtract(f"{out} cannot be written: {error.strerror}.") from error


def form_of(out: Path) -> str:
    """The format that the name of a file says: `.parquet.zip` is an archive of Parquet files."""
    return (out.with_suffix("") if out.suffixes[-2:] == [".parquet", ".zip"] else out).suffix.removeprefix(".")


def show_report(made: "Report") -> None:
    """Print a report's figures, with its definition and what proves it."""
    told, found = made.definition, made.counted
    OUT.print(f"[bold]{told.title}[/bold]: {found.total:,} {told.unit}", highlight=False)
    OUT.print(f"{told.words}")
    OUT.print(f"As of {made.standpoint.as_of}, as known at {counted(made.proof.entries, 'entry', 'entries')}. Root: {made.proof.root}")
    for one in found.breakdowns:
        rows: list[tuple[Any, ...]] = [("  " * (line.level - 1) + str(line.words), line.count) for line in one.figures]
        print_table(str(one.title), ("what", "number"), rows)
    for line in found.coverage:
        OUT.print(f"Not seen: {line}")
