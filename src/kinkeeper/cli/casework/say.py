"""`kinkeeper say`: what staff say of a person, a separation, a hand-over, a choice; as on the pages, one field after another."""

from typing import Annotated

import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import session
from kinkeeper.domain.errors import Refused


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("say")(say)


def say(
    what: Annotated[str, typer.Argument(help="What is said; all that can be where nothing is named.")] = "",
    parts: Annotated[list[str] | None, typer.Argument(help="field=value, one after another.", metavar="FIELD=VALUE")] = None,
    database: Where = None,
    *,
    json: Json = False,
) -> None:
    """Record what staff say. Without fields: which there are."""
    from kinkeeper.jobs.saying import say as record
    from kinkeeper.jobs.sayings import SAYINGS, saying

    if not what:
        rows = [(name, ", ".join(f if a.needed else f"[{f}]" for f, a in one.asked.items())) for name, one in SAYINGS.items()]
        print_table("What can be said", ("what", "fields ([may stay empty])"), rows)
        return
    asked = saying(what).asked
    if not parts:
        print_table(what, ("field", "needed"), [(name, "yes" if one.needed else "no") for name, one in asked.items()])
        return
    told = {}
    for part in parts:
        name, equals, value = part.partition("=")
        if not equals:
            raise Refused(f"'{part}' is no field=value.")
        told[name] = value
    with session(database) as actor:
        receipt = record(saying(what), told, actor)
    if json:
        print_json({"said": what, "first": receipt.first, "entries": receipt.count})
    else:
        OUT.print(f"Recorded as entry {receipt.first:,}." if receipt.count else "Known already; nothing was recorded.")
