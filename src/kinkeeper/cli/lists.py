"""`kinkeeper lists`: two lists or more side by side, for the meeting at which they are brought together."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import looking
from kinkeeper.domain.terms import counted

SHOWN = 30
NAMED = "Lists that came in, by file name or number; `apart`: our own list of children apart."


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("lists")(lists)


def lists(
    named: Annotated[list[str], typer.Argument(help=NAMED)],
    database: Where = None,
    role: Annotated[str, typer.Option("--role", help="Compare only who stands there as `child` or `adult`.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Write the lines as a workbook with columns for reason and owner.")] = None,
    *,
    json: Json = False,
) -> None:
    """Lay lists side by side: who stands only here, only there, or in both but described otherwise; and how far they overlap."""
    from kinkeeper.queries.deliveries.lists import compare_lists

    with looking(database, "lists") as viewer:
        found = compare_lists(viewer, named, role=role)
    if out:
        from kinkeeper.reports.side_by_side import workbook

        out.write_bytes(workbook(found))
    if json:
        print_json(as_json(found))
        return
    shared = [(name, *row) for name, row in zip(found.lists, found.matrix(), strict=True)]
    print_table("Persons that two lists share", ("", *found.lists), shared)
    rows = [(line.person, *_records(line, found.lists), ", ".join(line.differs)) for line in found.lines]
    print_table("Not everywhere alike", ("person", *found.lists, "differs in"), rows[:SHOWN])
    alike = counted(found.everywhere_alike, "person stands", "persons stand")
    OUT.print(f"{alike} in all lists alike, {counted(len(found.lines), 'does not', 'do not')}.")
    if out:
        OUT.print(f"Written to {out}.")


def _records(line: Any, lists: Sequence[str]) -> list[str]:
    return [line.on[name].record if name in line.on else "–" for name in lists]


def as_json(found: Any) -> dict[str, Any]:
    """The same as one JSON object."""
    return {
        "lists": found.lists,
        "matrix": found.matrix(),
        "everywhere_alike": found.everywhere_alike,
        "lines": [_line(line) for line in found.lines],
    }


def _line(line: Any) -> dict[str, Any]:
    on = {name: one.record for name, one in line.on.items()}
    return {"person": line.person, "on": on, "missing": line.missing, "differs": line.differs}
