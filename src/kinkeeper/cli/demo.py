"""`kinkeeper demo`: an invented border season, reconciled, scored against its own truth, and shown."""

import csv
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from kinkeeper.cli import reconcile
from kinkeeper.cli.console import ERROR, OUT, print_json, print_table
from kinkeeper.cli.reconcile import Json
from kinkeeper.cli.serve import Port, serve_pages
from kinkeeper.cli.session import session
from kinkeeper.season import SeasonScore, make_season, score_season


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    size: Annotated[int, typer.Option("--size", help="How many families the season has.", min=10, max=100_000)] = 400,
    seed: Annotated[int, typer.Option("--seed", help="Another number makes another season.")] = 1,
    port: Port = 8000,
    *,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the pages afterwards.")] = True,
    json: Json = False,
) -> None:
    """Make the extracts of an invented border season, reconcile them, say what was found, and serve the pages."""
    with tempfile.TemporaryDirectory(prefix="kinkeeper-demo-") as folder:
        extracts, out = Path(folder) / "extracts", Path(folder) / "found"
        extracts.mkdir()
        out.mkdir()
        ERROR.print(f"Making the extracts of an invented season of {size:,} families in {extracts}")
        season = make_season(extracts, families=size, seed=seed)
        started = time.monotonic()
        with session(out / "database") as actor:
            summary = reconcile.run(extracts, out, config=None, as_of=season.as_of.isoformat(), actor=actor)
            summary["seconds"] = round(time.monotonic() - started, 2)
            score = score_season(season, _persons(out), _ties(out))
            _show(summary, score, out, json=json)
            if serve:
                serve_pages(port, out / "database", demonstration=True)


def _persons(out: Path) -> dict[str, str]:
    return {row["record"]: row["person"] for row in _rows(out / "records.csv")}


def _ties(out: Path) -> list[tuple[str, str, float]]:
    return [(row["child"], row["adult"], float(row["probability"])) for row in _rows(out / "ties.csv")]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _show(summary: dict[str, Any], score: SeasonScore, out: Path, *, json: bool) -> None:
    if json:
        print_json(summary | {"score": asdict(score)})
        return
    reconcile.show(summary, out, json=False)
    rows = [
        ("families parted, with no family number left on either side", score.lost_families),
        ("  found, used without waiting for a person (probability 0.9 and more)", score.lost_families_sure),
        ("  found, counting those a person reviews (0.5 and more)", score.lost_families_likely),
        ("children taken from everybody they came with", score.children_apart),
        ("  with at least one of their own found (0.9 and more)", score.children_apart_sure),
        ("children truly alone", score.alone),
        ("  given an adult in error (0.9 and more)", score.alone_given_adult),
    ]
    print_table("Against the season's truth (a show, not a proof of accuracy)", ("what", "number"), rows)
    OUT.print(f"{score.lost_families_sure} of {score.lost_families} lost families were found.")
