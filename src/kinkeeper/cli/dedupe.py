"""`kinkeeper dedupe`: the linkage engine alone on a table of people."""

from pathlib import Path
from typing import Annotated, Any

import typer

from kinkeeper.cli.console import print_json, print_table, steps
from kinkeeper.domain.errors import BadExtract

# Where other commands have this, the database's driver comes along, which takes as long as a small table.
Json = Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object on the last line.")]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("dedupe")(dedupe)


def dedupe(
    file: Annotated[Path, typer.Argument(help="A table of people: CSV with a header line, or Parquet.")],
    out: Annotated[
        Path, typer.Option("--out", help="Where the table goes with a column that says who is who (.csv or .parquet).", metavar="FILE")
    ],
    truth: Annotated[str, typer.Option("--truth", help="A column that holds the truth, to be scored against.", metavar="COLUMN")] = "",
    blocking: Annotated[str, typer.Option("--blocking", help="Which pairs are compared: best, std (narrow) or wide.")] = "best",
    spark: Annotated[
        str, typer.Option("--spark", help="Compare on the Spark of this address, as local[2] or spark://HOST:7077.", metavar="MASTER")
    ] = "",
    *,
    json: Json = False,
) -> None:
    """Find which rows of a table are one person: adds a column `person`."""
    from kinkeeper.jobs.dedupe import dedupe_file
    from kinkeeper.linkage.engine.deduplicate import BLOCKING, Setting
    from kinkeeper.linkage.engine.scoring import score
    from kinkeeper.linkage.engine.spark import scorer_on

    if blocking not in BLOCKING:
        raise BadExtract(f"--blocking is one of {', '.join(BLOCKING)}.")
    setting = Setting(blocking, scorer=scorer_on(spark) if spark else score)
    with steps() as progress:
        done = dedupe_file(file, out, truth=truth, setting=setting, progress=progress)
    found: dict[str, Any] = {"rows": done.rows, "persons": done.persons, "seconds": round(done.seconds, 3)}
    found |= {"cpu_seconds": round(done.cpu_seconds, 3), "pairs": done.pairs}
    found["peak_gb"] = round(done.peak_gb, 3)
    if done.right:
        found |= {name: round(getattr(done.right, name), 4) for name in ("precision", "recall", "f1")}
    if json:
        print_json(found)
        return
    print_table("Columns compared", ("column", "as"), [(name, role.replace("_", " ")) for name, role in done.columns.roles.items()])
    if done.columns.left:
        print_table("Columns left out", ("column", "why"), list(done.columns.left.items()))
    print_table(str(out), ("what", "value"), list(found.items()))
