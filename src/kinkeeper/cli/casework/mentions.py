"""`kinkeeper mentions`: kin named in remarks and case notes, each with the words, for people to read."""

from collections import Counter
from typing import Annotated

import msgspec
import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import looking

SHOWN = 40
MARKS = ("[", "]")


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("mentions")(mentions)


def mentions(
    database: Where = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Those too of whom a tie stands, and those whose number nobody has.")] = False,
    json: Json = False,
) -> None:
    """List kin named in free text: open suggestions, the words [marked]. None is believed before a person or other evidence says so."""
    from kinkeeper.queries.review.mentions import OPEN, list_mentions

    with looking(database, "mentions") as viewer:
        found = list_mentions(viewer)
    listed = [one for one in found if every or one.status == OPEN]
    if json:
        print_json({"mentions": [msgspec.to_builtins(one) for one in listed]})
        return
    rows = [
        (one.record or one.where, one.person, one.relation, one.name, one.a_number, ", ".join(one.bearers), one.status, marked(one.words))
        for one in listed
    ]
    print_table("Named in free text", ("record", "person", "kin", "name", "A-number", "who has it", "tie", "words"), rows[:SHOWN])
    if len(rows) > SHOWN:
        OUT.print(f"… and {len(rows) - SHOWN:,} more: --json gives all.")
    told = Counter(one.status for one in found)
    OUT.print(f"{len(found):,} named: " + ", ".join(f"{count:,} {status}" for status, count in sorted(told.items())) + ".")


def marked(words: str) -> str:
    """The passage with what it mentions in brackets."""
    from kinkeeper.extracts.mentions import runs

    return "".join(f"{MARKS[0]}{run.text}{MARKS[1]}" if run.kind else run.text for run in runs(words))
