"""`kinkeeper clocks` sets the clocks of the orders in force; `kinkeeper due` lists those that run by the time that is left."""

from datetime import timedelta
from typing import Annotated

import msgspec
import typer

from kinkeeper.cli.console import OUT, print_json, print_table, steps
from kinkeeper.cli.reconcile import Json, Where, check_day
from kinkeeper.cli.session import looking, session
from kinkeeper.domain.court.instants import instant_of, utc_text
from kinkeeper.domain.dates import is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.terms import counted


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("clocks")(clocks)
    app.command("due")(due)


def clocks(
    database: Where = None,
    as_of: Annotated[str, typer.Option("--as-of", help="As of this day. Else: today; in practice data its newest day.")] = "",
    *,
    json: Json = False,
) -> None:
    """Set the clocks that the orders in force ask for, from everything known."""
    from kinkeeper.gateway import clock
    from kinkeeper.jobs.court.clocks import set_clocks
    from kinkeeper.queries.standpoint import find_standpoint, hour_of

    check_day(as_of)
    with session(database) as actor, steps() as progress:
        here = find_standpoint(actor, today=clock.today().isoformat())
        day = as_of or hour_of(here, clock.instant()).instant.date().isoformat()
        count = set_clocks(as_of=day, actor=actor, progress=progress)
    if json:
        print_json({"clocks": count, "as_of": day})
    else:
        OUT.print(f"{counted(count, 'clock')}, as of {day}.")


def due(
    database: Where = None,
    owner: Annotated[str, typer.Option("--owner", help="Only what this agency or role must do.")] = "",
    at: Annotated[
        str, typer.Option("--at", help="At this hour, UTC (2018-07-01T14:00). Else: now; in practice data the end of its newest day.")
    ] = "",
    most: Annotated[int, typer.Option("--most", help="How many to list.", min=1, max=10_000)] = 50,
    *,
    json: Json = False,
) -> None:
    """What is due: the clocks that run, those with least time left first."""
    from kinkeeper.gateway import clock
    from kinkeeper.queries.court.due import Page, list_due
    from kinkeeper.queries.standpoint import find_standpoint, hour_of

    if at and (len(at) < 16 or not is_moment(at)):
        raise Refused("Write the hour as 2018-07-01T14:00.")
    with looking(database, "due") as viewer:
        standpoint = find_standpoint(viewer, today=clock.today().isoformat())
        now = instant_of(at) if at else hour_of(standpoint, clock.instant()).instant
        listed = list_due(viewer, standpoint, now, owner=owner, page=Page(1, most))
    if json:
        rows = [msgspec.to_builtins(one.clock) | {"state": one.reading.state.value, "left": words(one.reading.left)} for one in listed.rows]
        print_json(
            {"as_of": utc_text(now), "running": listed.running, "late": listed.late, "within_a_day": listed.within_a_day, "clocks": rows}
        )
        return
    table = [
        (words(one.reading.left), one.reading.state.value, one.clock.owner, one.clock.order_id, one.clock.clock, one.clock.child)
        for one in listed.rows
    ]
    print_table("Due", ("left", "state", "owner", "order", "clock", "child"), table)
    OUT.print(
        f"Clocks that run: {listed.running:,}; late: {listed.late:,}; due within a day: {listed.within_a_day:,}; as of {utc_text(now)}."
    )


def words(left: timedelta) -> str:
    """`2 d 03 h`, `- 5 h 12 min` where it is over."""
    minutes = int(abs(left).total_seconds()) // 60
    days, hours = minutes // 1440, minutes % 1440 // 60
    told = f"{days} d {hours:02} h" if days else f"{hours} h {minutes % 60:02} min"
    return f"- {told}" if left < timedelta() else told
