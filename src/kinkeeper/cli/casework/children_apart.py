"""`kinkeeper children-apart`: the list that the house exists to make shorter; as a file only with a reason, as an export."""

from pathlib import Path
from typing import Annotated

import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.programs.taking import ListWanted, take_list
from kinkeeper.cli.reconcile import Json, Where, check_day
from kinkeeper.cli.session import looking
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.terms import Outcome, counted

LIST = "children-apart"
SHOWN = ("child", "name", "age", "with", "adult_name", "relation", "adult_with", "separated_on", "days", "outcome")


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("children-apart")(children_apart)


def children_apart(
    database: Where = None,
    outcome: Annotated[str, typer.Option("--outcome", help=f"{', '.join(Outcome)}; `any` for all.")] = Outcome.APART,
    child_with: Annotated[str, typer.Option("--child-with", help="With whom the child is: ORR, CBP …; NONE: nobody says.")] = "",
    adult_with: Annotated[str, typer.Option("--adult-with", help="With whom an adult is: ICE, USMS …; NONE: nobody says.")] = "",
    day: Annotated[str, typer.Option("--day", help="As it was on this day. Else: today; in practice data its newest day.")] = "",
    most: Annotated[int, typer.Option("--most", min=1, max=10_000, help="Children shown at most, those longest apart first.")] = 50,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write all to this file (.csv, .xlsx, .parquet, .json), as an export."),
    ] = None,
    why: Annotated[str, typer.Option("--why", help="What the file is needed for. It stands in the file and on the record.")] = "",
    export: Annotated[str, typer.Option("--export", help="Fetch the file of this number, after it was let go.")] = "",
    *,
    json: Json = False,
) -> None:
    """List children apart: who each is, where, from which adult, where that one is, since when; those longest apart first."""
    check_day(day)
    if outcome not in {*Outcome, "any"}:
        raise Refused(f"There is no such outcome. There are: {', '.join(Outcome)}, any.")
    if (why or export) and not out:
        raise Refused("Say with --out where the file is to go.")
    asked = {"outcome": outcome, "child_with": child_with.upper(), "adult_with": adult_with.upper()}
    if out:
        take_list(ListWanted(LIST, asked, day, command=LIST), out, why=why, export=export, database=database, json=json)
    else:
        _show(asked, day, most, database, json=json)


def _show(asked: dict[str, str], day: str, most: int, database: str | None, *, json: bool) -> None:
    from kinkeeper.gateway import clock
    from kinkeeper.queries.separations import list_separations
    from kinkeeper.queries.standpoint import find_standpoint
    from kinkeeper.reports.listings.apart_by import chosen_by
    from kinkeeper.reports.listings.making import listing_named
    from kinkeeper.reports.printing.apart_list import lines_of

    with looking(database, "children-apart") as viewer:
        here = find_standpoint(viewer, today=clock.today().isoformat(), as_of=day)
        found = list_separations(viewer, here, chosen_by(listing_named(LIST).check(asked)), size=most)
    lines = lines_of(found.rows)
    if json:
        told = {"as_of": here.as_of, "entries": here.known_at, "children": found.children, "adults": found.adults}
        print_json({**told, "rows": lines})
        return
    print_table("Children apart", SHOWN, [tuple("" if line[name] is None else line[name] for name in SHOWN) for line in lines])
    OUT.print(
        f"{counted(found.children, 'child', 'children')} on {here.as_of}; {len(found.rows):,} of them shown, those longest apart first."
    )
