"""`kinkeeper exports`: which files were asked for; let one go, or not; take a list away; what its columns mean."""

from typing import Annotated

import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.programs.taking import exchange, show_dictionary, take
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import session

exports = typer.Typer(help="Files with rows of persons: taken, listed, let go, or not.", no_args_is_help=True)
Which = Annotated[str, typer.Argument(help="The export's number, as in kinkeeper exports list.")]
Why = Annotated[str, typer.Option("--why", help="The reason, for the access log.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    exports.command("take")(take)
    exports.command("exchange")(exchange)
    exports.command("dictionary")(show_dictionary)
    app.add_typer(exports, name="exports")


@exports.command("list")
def list_all(
    database: Where = None, *, waiting: Annotated[bool, typer.Option("--waiting", help="Only those that wait.")] = False, json: Json = False
) -> None:
    """The files asked for last: who, of which agency, what, how many rows, what for, and how it stands."""
    with session(database) as actor:
        from kinkeeper.queries.access.exports import list_exports

        found = list_exports(actor, waiting=waiting)
    heads = ("export", "asked", "account", "agency", "what", "form", "rows", "for", "state", "fetched")
    rows = [
        (
            *(one.export_id, one.asked_at[:16], one.account, one.agency, one.content.what, one.content.form),
            *(one.rows, f"{one.purpose}: {one.why}", one.state.value, one.fetched),
        )
        for one in found
    ]
    if json:
        print_json({"exports": [dict(zip(heads, row, strict=True)) for row in rows]})
    else:
        print_table("Exports", heads, rows)


@exports.command("approve")
def approve(export: Which, why: Why = "", database: Where = None, *, json: Json = False) -> None:
    """Let a file of many rows go: whoever asked for it can fetch it for a day."""
    _answer(export, why, database, approved=True, json=json)


@exports.command("refuse")
def refuse(export: Which, why: Why = "", database: Where = None, *, json: Json = False) -> None:
    """Do not let a file go."""
    _answer(export, why, database, approved=False, json=json)


def _answer(export: str, why: str, database: str | None, *, approved: bool, json: bool) -> None:
    with session(database) as actor:
        from kinkeeper.gateway.programs.exports import answer

        answered = answer(export, approved=approved, why=why, actor=actor)
    if json:
        print_json({"export": export, "state": answered.state.value, "until": answered.expires_at})
    else:
        OUT.print(f"{export} can be fetched until {answered.expires_at[:16]} UTC." if approved else f"{export} was not let go.")
