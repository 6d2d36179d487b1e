"""`kinkeeper reconcile`: a folder of agency extracts in, the families that were parted out."""

import time
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from kinkeeper.cli.console import OUT, print_json, print_table, steps
from kinkeeper.cli.session import session
from kinkeeper.domain.access import Actor
from kinkeeper.domain.errors import BadExtract
from kinkeeper.site.setup import analyze

REFUSED_SOME = 3
"""Exit status (contract): done, but something was refused; see `refused.csv`."""

Json = Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object on the last line.")]
Where = Annotated[str | None, typer.Option("--database", help="A PostgreSQL address or a folder.", metavar="URL|FOLDER")]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("reconcile")(reconcile)


def reconcile(
    extracts: Annotated[Path, typer.Argument(help="A folder of agency extracts as they came.")],
    out: Annotated[Path, typer.Option("--out", help="The folder for what is found; made where missing.")],
    database: Where = None,
    as_of: Annotated[str, typer.Option("--as-of", help="Look for separations as of this day. Else: the day of the extracts.")] = "",
    config: Annotated[Path | None, typer.Option("--config", help="A TOML file that says what a file is.")] = None,
    *,
    json: Json = False,
) -> None:
    """Read a folder of agency extracts and find the families that were parted."""
    from kinkeeper.extracts.folder import files_in

    started = time.monotonic()
    check_day(as_of)
    files_in(extracts)  # What is misspelt is said before a database is made for it.
    out.mkdir(parents=True, exist_ok=True)
    with session(database or out / "database") as actor:
        summary = run(extracts, out, config=config, as_of=as_of, actor=actor)
    summary["seconds"] = round(time.monotonic() - started, 2)
    write_summary(summary, out)
    show(summary, out, json=json)
    if any(summary[what] for what in ("files_refused", "rows_refused", "cells_refused")):
        raise typer.Exit(REFUSED_SOME)


def run(extracts: Path, out: Path, *, config: Path | None, as_of: str, actor: Actor) -> dict[str, Any]:
    """Do the job and write its files. Returns the summary, without the time it took."""
    from kinkeeper.jobs.reconcile import reconcile as job
    from kinkeeper.reports import reconciliation

    with steps() as progress:
        done = job(extracts, config=config, as_of=as_of, actor=actor, progress=progress)
        analyze()
        summary = reconciliation.write(done, out, viewer=actor)
        progress("files written", len(list(out.glob("*.*"))))
    return summary


def write_summary(summary: dict[str, Any], out: Path) -> None:
    """Write the summary that is printed as a file beside the others."""
    from kinkeeper.reports import reconciliation

    reconciliation.write_summary(summary, out / "summary.json")


def show(summary: dict[str, Any], out: Path, *, json: bool) -> None:
    """Print what was found."""
    if json:
        print_json(summary)
        return
    files = [(one["file"], one["layout"] or "not known", one["rows_read"], one["rows_refused"]) for one in summary["files"]]
    print_table("Files", ("file", "read as", "rows read", "refused"), files)
    print_table("Found", ("what", "number"), _found(summary))
    OUT.print(f"{summary['seconds']} s. Written to {out}: report.html, families.xlsx and the tables as CSV.")


def check_day(as_of: str) -> None:
    """See that a day is a day.

    :raises BadExtract: where it is not.
    """
    try:
        if as_of:
            date.fromisoformat(as_of)
    except ValueError as error:
        raise BadExtract(f"'{as_of}' is not a day. Write it as 2018-06-26.") from error


def _found(summary: dict[str, Any]) -> list[tuple[str, int]]:
    ties, separations = summary["ties"], summary["separations"]
    rows = [
        ("rows read", summary["rows_read"]),
        ("rows refused", summary["rows_refused"]),
        ("cells refused, their rows taken", summary["cells_refused"]),
        ("files or sheets refused", summary["files_refused"]),
        ("persons", summary["persons"]),
        ("ties recorded by a source", ties.get("recorded", 0)),
        ("ties recovered", ties.get("recovered", 0)),
        ("ties for a person to review", ties["to_review"]),
        ("separations (child and adult)", separations["listed"]),
        ("children apart, or once apart", separations["children"]),
        ("flags of a separation that nothing bears out", summary["flags_unanswered"]),
    ]
    outcomes = [
        (f"  outcome: {name.replace('_', ' ')}", count) for name, count in separations.items() if name not in ("listed", "children")
    ]
    return rows + outcomes
