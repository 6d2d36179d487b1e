"""`kinkeeper children-apart`: the list that the house exists to make shorter; as a file only with a reason, as an export."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.reconcile import Json, Where, check_day
from kinkeeper.cli.session import looking
from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.exports import Content, Export, ExportState
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.terms import Outcome

LIST = "command children-apart"
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
    out: Annotated[Path | None, typer.Option("--out", help="Write all of them to this file (CSV), as an export; asks for --why.")] = None,
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
    asked = {"outcome": "" if outcome == "any" else outcome, "child_with": child_with.upper(), "adult_with": adult_with.upper()}
    if out:
        _take(out, asked, day, why=why, export=export, database=database, json=json)
    else:
        _show(asked, day, most, database, json=json)


def _show(asked: dict[str, str], day: str, most: int, database: str | None, *, json: bool) -> None:
    from kinkeeper.gateway import clock
    from kinkeeper.queries.separations import list_separations
    from kinkeeper.queries.standpoint import find_standpoint
    from kinkeeper.reports.printing.apart_list import lines_of

    with looking(database, "children-apart") as viewer:
        here = find_standpoint(viewer, today=clock.today().isoformat(), as_of=day)
        found = list_separations(viewer, here, _chosen(asked), size=most)
    lines = lines_of(found.rows)
    if json:
        told = {"as_of": here.as_of, "entries": here.known_at, "children": found.children, "adults": found.adults}
        print_json({**told, "rows": lines})
        return
    print_table("Children apart", SHOWN, [tuple("" if line[name] is None else line[name] for name in SHOWN) for line in lines])
    OUT.print(f"{found.children:,} children on {here.as_of}; {len(found.rows):,} of them shown, those longest apart first.")


def _take(out: Path, asked: dict[str, str], day: str, *, why: str, export: str, database: str | None, json: bool) -> None:
    """The file, where one person lets it go; else its number, by which it is fetched once a second person has."""
    from kinkeeper.gateway.programs.exports import fetch
    from kinkeeper.queries.access.exports import get_export

    with looking(database, "children-apart") as viewer:
        one = get_export(viewer, export) if export else _ask(asked, day, why, viewer)
        written = (
            None
            if one.state is ExportState.WAITING and not export
            else fetch(one.export_id, lambda made: _made(made, viewer), actor=viewer)[1]
        )
    if written is not None:
        out.write_bytes(written)
    if json:
        print_json({"export": one.export_id, "state": one.state.value, "rows": one.rows, "out": str(out) if written else ""})
    elif written is None:
        OUT.print(
            f"{one.rows:,} children are more than one person lets go: a second person runs `kinkeeper exports approve {one.export_id}`,"
        )
        OUT.print(f"then `kinkeeper children-apart --export {one.export_id} --out {out}` fetches the file.")
    else:
        OUT.print(f"{one.rows:,} children written to {out}, as export {one.export_id}.")


def _ask(asked: dict[str, str], day: str, why: str, viewer: Actor) -> Export:
    from kinkeeper.gateway import clock
    from kinkeeper.gateway.programs.exports import ask_for
    from kinkeeper.queries.choosing import choose
    from kinkeeper.queries.standpoint import find_standpoint

    here = find_standpoint(viewer, today=clock.today().isoformat(), as_of=day)
    content = Content(LIST, urlencode(asked), here.as_of, here.known_at, "csv", "en")
    return ask_for(content, len(choose(viewer, here, _chosen(asked))), why, actor=viewer)


def _made(export: Export, viewer: Actor) -> bytes:
    from kinkeeper.queries.separations import list_separations
    from kinkeeper.queries.standpoint import find_standpoint
    from kinkeeper.reports.leaving import check_rows
    from kinkeeper.reports.printing.apart_list import as_csv

    told = export.content
    if told.what != LIST:
        raise Refused(f"{export.export_id} is not of this command: fetch it where it was asked for.")
    here = find_standpoint(viewer, today=told.as_of, known_at=told.entries, as_of=told.as_of)
    chosen = _chosen(dict(parse_qsl(told.asked, keep_blank_values=True)))
    rows = list_separations(viewer, here, chosen, size=None).rows
    check_rows(export, len(rows))
    return as_csv(rows, here, export.mark)


def _chosen(asked: Mapping[str, str]) -> Any:
    from kinkeeper.queries.choosing import Chosen

    return Chosen(asked["outcome"], child_with=asked["child_with"], adult_with=asked["adult_with"])
