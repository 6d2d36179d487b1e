"""`kinkeeper link`, `ties`, `separations`: one step at a time on a running system."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from kinkeeper.cli.console import OUT, print_error, print_json, steps
from kinkeeper.cli.reconcile import Json, Where, check_day
from kinkeeper.cli.session import session


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("link")(link)
    app.command("ties")(ties)
    app.command("separations")(separations)


def link(
    database: Where = None,
    *,
    anew: Annotated[bool, typer.Option("--anew", help="Link all records and learn from them anew, not only what came since.")] = False,
    json: Json = False,
) -> None:
    """Find which records are one person: of what came since the last time."""
    _step("persons", lambda records, **given: _link(anew=anew, **given), database, json=json, whole=False)


def ties(database: Where = None, *, json: Json = False) -> None:
    """Find who belongs to whom."""
    _step("ties", _ties, database, json=json)


def separations(
    database: Where = None,
    as_of: Annotated[str, typer.Option("--as-of", help="As of this day. Else: the day of the extracts.")] = "",
    *,
    json: Json = False,
) -> None:
    """See who is apart."""
    check_day(as_of)
    _step("separations", lambda records, **given: _separations(as_of, **given), database, json=json, whole=False)


def _step(name: str, job: Callable[..., int], database: str | None, *, json: bool, whole: bool = True) -> None:
    from kinkeeper.queries.records import list_records

    with session(database) as actor, steps() as progress:
        count = job(list_records(actor) if whole else None, actor=actor, progress=progress)
    if json:
        print_json({name: count})
    else:
        OUT.print(f"{count:,} {name}.")


def _link(**given: Any) -> int:
    from kinkeeper.jobs.link import link_what_came

    return link_what_came(**given, warn=print_error)


def _ties(records: Any, **given: Any) -> int:
    from kinkeeper.jobs.ties import assess_ties

    return assess_ties(records, **given)


def _separations(as_of: str, **given: Any) -> int:
    from kinkeeper.jobs.separations import raise_separations
    from kinkeeper.queries.extracts import get_as_of

    return raise_separations(None, as_of=as_of or get_as_of(given["actor"]), **given).separations
