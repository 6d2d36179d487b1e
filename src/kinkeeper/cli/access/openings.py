"""`kinkeeper agreements`, `emergencies`: what opens more than a role does, tried before it counts, and reviewed after it was used."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import looking, session
from kinkeeper.domain.access.agreements import Agreement, EndAgreement
from kinkeeper.domain.access.emergencies import FINDINGS
from kinkeeper.domain.errors import BadExtract
from kinkeeper.domain.terms import counted

TRY = "A TOML file that states an agreement: giver, reader, groups, purposes, first_day, last_day, why. Nothing is recorded."
FINDING = Annotated[str, typer.Option("--finding", help=f"With --review: {' or '.join(FINDINGS)}.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("agreements")(agreements)
    app.command("emergencies")(emergencies)


def agreements(
    stated: Annotated[Path | None, typer.Option("--try", help=TRY)] = None,
    day: Annotated[str, typer.Option("--day", help="The day whose looks it is tried on; without it yesterday.")] = "",
    end: Annotated[str, typer.Option("--end", help="End this agreement. They are made on the page, by somebody of each agency.")] = "",
    because: Annotated[str, typer.Option("--because", help="With --end: why.")] = "",
    database: Where = None,
    *,
    json: Json = False,
) -> None:
    """List what agencies agreed to share; try an agreement on the looks of a day before anybody signs it; or end one."""
    one = read_agreement(stated) if stated else None
    with session(database) as actor:
        from kinkeeper.domain.requests import Request
        from kinkeeper.gateway import clock, submit
        from kinkeeper.queries.access.openings import list_agreements
        from kinkeeper.queries.access.trying import try_agreement

        if end:
            submit([Request(f"end:{end}", EndAgreement(end, because, actor.name, actor.agency))], actor=actor)
        tried = try_agreement(actor, one, _day(day) if day else clock.today() - timedelta(days=1)) if one else None
        found = list_agreements(actor)
    if json:
        print_json({"agreements": [msgspec.to_builtins(one) for one in found], "tried": msgspec.to_builtins(tried) if tried else None})
    elif tried:
        rows = [
            (t.role, t.purpose, t.door, t.persons, t.shown, t.with_it, ", ".join(t.opened), ", ".join(t.refused_by)) for t in tried.lines
        ]
        print_table(
            f"{tried.day}: {counted(tried.looks, 'look')}",
            ("role", "purpose", "door", "persons", "shown", "with it", "opens", "closed by"),
            rows,
        )
    else:
        rows = [_row(one) for one in found]
        print_table("Agreements", ("number", "gives", "reads", "fields", "for", "first day", "last day", "signed by", "state"), rows)


def _row(one: Agreement) -> tuple[Any, ...]:
    state = "ended" if one.ended_by else "signed" if one.counts else "proposed"
    signed = ", ".join(filter(None, (one.proposed_by, one.signed_by)))
    return (
        *(one.agreement_id, one.giver, one.reader, ", ".join(one.groups), ", ".join(one.purposes), one.first_day, one.last_day),
        *(signed, state),
    )


def read_agreement(path: Path) -> Agreement:
    """
    An agreement as a file states it.

    :raises BadExtract: where the file cannot be read, or says something that an agreement has no room for.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert({"agreement_id": "tried", **told}, Agreement)
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise BadExtract(f"{path} does not state an agreement: {error}. It says giver, reader, groups, purposes, days and why.") from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadExtract("Write the day as 2018-07-08.") from error


def emergencies(
    review: Annotated[str, typer.Option("--review", help="The number of one that waits for a second person.")] = "",
    finding: FINDING = "",
    words: Annotated[str, typer.Option("--words", help="With --review: what you found.")] = "",
    database: Where = None,
    *,
    json: Json = False,
) -> None:
    """Whom somebody opened in an emergency, why and how long, what the review says; with --review, say it as a second person."""
    with looking(database, "emergencies") as actor:
        from kinkeeper.gateway.emergencies import review_emergency
        from kinkeeper.queries.access.emergencies import list_emergencies

        if review:
            review_emergency(review, finding, words, actor=actor)
        found = list_emergencies(actor)
    if json:
        print_json({"emergencies": [msgspec.to_builtins(one) for one in found]})
        return
    heads = ("number", "who", "agency", "why", "from", "until", "persons", "told", "review")
    rows = [
        (e.number, e.account, e.agency, e.reason, e.at, e.ends, ", ".join(e.persons), e.owners, e.finding or "waits for a second person")
        for e in found
    ]
    print_table("Emergencies", heads, rows)
    OUT.print(f"{sum(not one.reviewed_by for one in found)} wait for a second person.")
