"""`kinkeeper recipes`: how the files of each sender are read, and that as settings for `--config`."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import session
from kinkeeper.domain.errors import NotFound


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("recipes")(recipes)


def recipes(
    sender: Annotated[str, typer.Argument(help="Whose files. Without it: all senders with what is kept of them.")] = "",
    database: Where = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write this sender's recipes as settings for --config.")] = None,
    *,
    json: Json = False,
) -> None:
    """Show how senders' files are read: a recipe is kept by `kinkeeper import --sender`, and replayed on the next file."""
    from kinkeeper.extracts.recipes import setting_of
    from kinkeeper.extracts.settings import settings_text
    from kinkeeper.queries.deliveries.recipes import list_recipes

    with session(database) as viewer:
        found = [one for one in list_recipes(viewer) if sender in ("", one.sender)]
    if sender and not found:
        raise NotFound(f"No recipe of '{sender}' is kept. One is kept when a file is taken: kinkeeper import FILE --sender '{sender}'")
    if out:
        settings = [setting_of(one, "", [column.header for column in one.columns]) | {"match": "*"} for one in found]
        out.write_text(settings_text(settings, out), "utf-8")
    if json:
        print_json({"recipes": [msgspec.to_builtins(one) for one in found]})
        return
    rows = [
        (one.sender, one.layout, column.header, column.field or "kept, not read", _told(one, column.field))
        for one in found
        for column in one.columns
    ]
    print_table("Recipes", ("sender", "read as", "column", "is", "how"), rows)
    if out:
        OUT.print(f"Written to {out}: kinkeeper import FILE --config {out}")


def _told(recipe: Any, field: str) -> str:
    order = {"mdy": "month first", "dmy": "day first"}.get(recipe.orders.get(field, ""), "")
    meant = "; ".join(f"{said} = {meaning}" for said, meaning in recipe.values.get(field, {}).items())
    return "; ".join(filter(None, (order, meant)))
