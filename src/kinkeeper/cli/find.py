"""`kinkeeper find`: who somebody is of those already known."""

from dataclasses import asdict
from typing import Annotated

import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import looking


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("find")(find)


def find(
    given: Annotated[str, typer.Option("--given", help="Given names, as heard.")] = "",
    surnames: Annotated[str, typer.Option("--surnames", help="One surname or two, as heard.")] = "",
    whole: Annotated[str, typer.Option("--name", help="The name in one piece, its words in any order.")] = "",
    born: Annotated[str, typer.Option("--born", help="Date of birth: YYYY-MM-DD, or the year.")] = "",
    sex: Annotated[str, typer.Option("--sex", help="F or M.")] = "",
    nationality: Annotated[str, typer.Option("--nationality", help="Three letters, as GTM.")] = "",
    a_number: Annotated[str, typer.Option("--a-number", help="The A-number, as read.")] = "",
    most: Annotated[int, typer.Option("--most", min=1, max=50, help="Persons shown at most.")] = 5,
    database: Where = None,
    *,
    json: Json = False,
) -> None:
    """Find a person among all that are known, however badly the name was heard or written; the likeliest first."""
    from kinkeeper.jobs.find import find_person

    told = {"given": given, "surnames": surnames, "whole": whole, "born": born, "sex": sex, "nationality": nationality}
    with looking(database, "find") as actor:
        found = find_person({**told, "a_number": "".join(filter(str.isdigit, a_number))}, most=most, actor=actor)
    if json:
        print_json({"found": [asdict(one) | {"probability": round(one.probability, 4)} for one in found]})
        return
    rows = [(one.person, f"{one.given} {one.surnames}".strip(), one.born, one.record, f"{one.probability:.3f}") for one in found]
    if rows:
        print_table("Most likely", ("person", "name", "born", "record", "probability"), rows)
    else:
        OUT.print("Nobody known is like this person.")
