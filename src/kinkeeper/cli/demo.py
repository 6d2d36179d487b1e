"""`kinkeeper demo`: an invented border season, reconciled, scored against its own truth, and shown."""

import csv
import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kinkeeper.cli import reconcile
from kinkeeper.cli.console import ERROR, OUT, print_json, print_table, steps
from kinkeeper.cli.reconcile import Json
from kinkeeper.cli.serve import Port, serve_pages
from kinkeeper.cli.session import session
from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.accounts import Account, Agency
from kinkeeper.domain.court.instants import instant_of
from kinkeeper.domain.errors import BadExtract
from kinkeeper.domain.terms import counted
from kinkeeper.site.setup import mark_as_practice

if TYPE_CHECKING:
    from kinkeeper.season import SeasonScore

CAST = (
    Account("ana.coordinator", Agency.TASK_FORCE, "coordinator", "Ana Coordinator"),
    Account("rosa.caseworker", Agency.ORR, "caseworker", "Rosa Caseworker"),
    Account("dan.data", Agency.TASK_FORCE, "data_officer", "Dan Data"),
    Account("ivan.inspector", Agency.OIG, "inspector", "Ivan Inspector"),
    Account("otto.officer", Agency.ICE, "officer", "Otto Officer"),
    Account("carla.counsel", Agency.COUNSEL, "counsel", "Carla Counsel"),
    Account("ada.administrator", Agency.ORR, "administrator", "Ada Administrator"),
)
"""One account of each role: invented people for an invented season."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    size: Annotated[int, typer.Option("--size", help="How many families the season has.", min=10, max=100_000)] = 400,
    seed: Annotated[int, typer.Option("--seed", help="Another number makes another season.")] = 1,
    out: Annotated[Path, typer.Option("--out", help="The folder for the extracts and what is found; emptied first.")] = Path("out/demo"),
    port: Port = 8000,
    *,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the pages afterwards.")] = True,
    json: Json = False,
) -> None:
    """Make the extracts of an invented border season, reconcile them, say what was found, and serve the pages."""
    from kinkeeper.season import make_season, score_season

    with _emptied(out):
        extracts, found = out / "extracts", out / "found"
        extracts.mkdir(exist_ok=True)
        found.mkdir(exist_ok=True)
        ERROR.print(f"Making the extracts of an invented season of {counted(size, 'family', 'families')} in {extracts}")
        season = make_season(extracts, families=size, seed=seed)
        started = time.monotonic()
        with session(found / "database") as actor:
            summary = reconcile.run(extracts, found, config=None, as_of=season.as_of.isoformat(), actor=actor)
            summary["seconds"] = round(time.monotonic() - started, 2)
            reconcile.write_summary(summary, found)
            mark_as_practice()
            _enact(actor, season.as_of.isoformat())
            _show(summary, score_season(season, _persons(found), _ties(found)), found, json=json)
            if serve:
                serve_pages(port, found / "database", demonstration=_let_in(actor))


def _let_in(actor: Actor) -> list[str]:
    """Open an account of each role for the pages, and print its password. Returns the names."""
    from kinkeeper.gateway.accounts import open_account

    rows = [(account.name, open_account(account, actor=actor), account.role, account.agency) for account in CAST]
    print_table("Accounts of this demonstration (or enter with one click)", ("name", "password", "role", "agency"), rows)
    return [account.name for account in CAST]


def _enact(actor: Actor, as_of: str) -> None:
    """Let the orders that were in force on the season's day count, so that their clocks run and their classes are listed."""
    from kinkeeper.jobs.court.enacting import enact_for_show

    with steps() as progress:
        enact_for_show(actor, as_of=as_of, now=instant_of(f"{as_of}T23:59:59"), progress=progress)


@contextmanager
def _emptied(out: Path) -> Iterator[None]:
    """The folder, emptied of an earlier demo, while no other demo uses it.

    :raises BadExtract: where one does, or where the folder holds something else.
    """
    out.mkdir(parents=True, exist_ok=True)
    if {path.name for path in out.iterdir()} - {"extracts", "found", "demo.lock"}:
        raise BadExtract(f"{out} holds other files. Name another folder with --out.")
    with (out / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BadExtract(f"Another demo is running in {out}. Name another folder with --out.") from error
        for earlier in ("extracts", "found"):
            shutil.rmtree(out / earlier, ignore_errors=True)
        yield


def _persons(out: Path) -> dict[str, str]:
    return {row["record"]: row["person"] for row in _rows(out / "records.csv")}


def _ties(out: Path) -> list[tuple[str, str, float]]:
    return [(row["child"], row["adult"], float(row["probability"])) for row in _rows(out / "ties.csv")]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _show(summary: dict[str, Any], score: "SeasonScore", out: Path, *, json: bool) -> None:
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
