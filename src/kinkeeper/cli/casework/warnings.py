"""`kinkeeper warnings`: warn of what time brought, and list what is open and whose it is by now."""

from typing import Annotated

import msgspec
import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import looking
from kinkeeper.domain.court.instants import instant_of, utc_text
from kinkeeper.domain.dates import is_moment
from kinkeeper.domain.errors import Refused


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("warnings")(warnings)


def warnings(
    database: Where = None,
    at: Annotated[
        str, typer.Option("--at", help="At this hour, UTC (2018-07-01T14:00). Else: now; in practice data the end of its newest day.")
    ] = "",
    *,
    json: Json = False,
) -> None:
    """Warn of late clocks, unanswered transfers and counts that do not hold; list every open warning and to whom it has climbed."""
    from kinkeeper.gateway import clock
    from kinkeeper.jobs.warnings import warn_of_time
    from kinkeeper.queries.casework.warned import list_warnings
    from kinkeeper.queries.standpoint import find_standpoint, hour_of

    if at and (len(at) < 16 or not is_moment(at)):
        raise Refused("Write the hour as 2018-07-01T14:00.")
    with looking(database, "warnings") as actor:
        today = clock.today().isoformat()
        before = find_standpoint(actor, today=today)
        now = instant_of(at) if at else hour_of(before, clock.instant()).instant
        raised = warn_of_time(standpoint=before, now=now, actor=actor)
        found = list_warnings(actor, find_standpoint(actor, today=today), now)
    if json:
        told = [msgspec.to_builtins(one.warning) | {"climbed_to": one.climbed.role, "silent_steps": one.climbed.steps} for one in found]
        print_json({"as_of": utc_text(now), "raised": raised, "open": len(found), "warnings": told})
        return
    rows = [(one.warning.warning_id, one.climbed.role, one.climbed.steps, one.warning.person_id, one.warning.words) for one in found]
    print_table("Open warnings", ("warning", "must answer", "steps of silence", "about", "what"), rows)
    OUT.print(f"{raised:,} raised now, {len(found):,} open, as of {utc_text(now)}.")
