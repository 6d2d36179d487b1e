"""`kinkeeper drill`: an announced policy through the whole system on a copy, and whether it may go ahead."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from kinkeeper.cli.console import print_json, steps
from kinkeeper.cli.reconcile import Json
from kinkeeper.cli.report import show_report, write_report
from kinkeeper.cli.session import session
from kinkeeper.site.setup import analyze

NO_GO = 3
"""Exit status: done, and the policy may not go ahead."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("drill")(drill)


def drill(
    arrivals: Annotated[int, typer.Option("--arrivals", help="Persons in families a day.", min=1, max=50_000)] = 300,
    days: Annotated[int, typer.Option("--days", min=1, max=730)] = 14,
    peak: Annotated[int, typer.Option("--peak", help="So many times the arrivals on the days in the middle.", min=1, max=100)] = 1,
    separated: Annotated[float, typer.Option("--separated", help="Share of families whose adult is prosecuted.", min=0, max=1)] = 0.3,
    beds: Annotated[int, typer.Option("--beds", help="Beds for children.", min=0)] = 600,
    staff: Annotated[int, typer.Option("--staff", help="Who write down why families were parted.", min=0)] = 20,
    per_staff: Annotated[int, typer.Option("--per-staff", help="Separations that one of them looks into in a day.", min=1)] = 8,
    line_down: Annotated[int, typer.Option("--line-down", help="Days from the third on without the stations' line.", min=0)] = 0,
    seed: Annotated[int, typer.Option("--seed", help="Another number makes other families.")] = 1,
    out: Annotated[Path | None, typer.Option("--out", help="The report as a file: .html, .pdf, .xlsx, .csv or .json.")] = None,
    *,
    json: Json = False,
) -> None:
    """Try an announced policy or surge on the whole system: go or no go, where it breaks first, what it would take. Exit 3: no go."""
    from kinkeeper.season.surge import Policy

    policy = Policy(arrivals, days, peak, separated, beds, staff, per_staff, line_down, seed)
    place = tempfile.TemporaryDirectory(prefix="kinkeeper-drill-", ignore_cleanup_errors=True)
    with place as folder, session(Path(folder) / "database") as actor, steps() as progress:
        from kinkeeper.gateway import clock
        from kinkeeper.jobs.drill import play
        from kinkeeper.queries.standpoint import find_standpoint
        from kinkeeper.reports import drill as report

        def after_a_day(name: str, done: int) -> None:
            progress(name, done)
            analyze()

        outcome = play(policy, actor=actor, progress=after_a_day)
        made = report.make(actor, outcome, find_standpoint(actor, today=clock.today().isoformat()))
        failures = report.broken(outcome)
    if out:
        write_report(made, out)
    if json:
        lines = [line for one in made.counted.breakdowns for line in one.figures]
        figures = {line.key: line.count if isinstance(line.count, int) else str(line.count) for line in lines}
        print_json({"go": not failures, "because": [{"day": day, "words": str(words)} for day, words in failures], **figures})
    else:
        show_report(made)
    if failures:
        raise typer.Exit(NO_GO)
