"""`kinkeeper meeting`: where the lists of a meeting differ now, what is new since it was held, why, and who sees to it."""

from typing import Annotated, Any

import msgspec
import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import looking

SHOWN = 40


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("meeting")(meeting)


def meeting(
    named: Annotated[str, typer.Argument(help="The meeting's name or number; without: which there are.", metavar="[MEETING]")] = "",
    database: Where = None,
    person: Annotated[str, typer.Option("--person", help="Everything that was ever said of this person at the meeting.")] = "",
    owner: Annotated[str, typer.Option("--owner", help="Only what this owner sees to.")] = "",
    known_at: Annotated[int | None, typer.Option("--known-at", help="As known when the ledger had so many entries.")] = None,
    *,
    new: Annotated[bool, typer.Option("--new", help="Only what is new since the meeting was last held.")] = False,
    json: Json = False,
) -> None:
    """Show a meeting's screen. Arranged, explained, taken back and held it is with `kinkeeper say`."""
    from kinkeeper.gateway import clock
    from kinkeeper.queries.deliveries.differences import Part
    from kinkeeper.queries.deliveries.explanations import list_history
    from kinkeeper.queries.deliveries.meeting import get_meeting, get_screen, list_meetings
    from kinkeeper.queries.standpoint import find_standpoint

    with looking(database, "meeting") as viewer:
        here = find_standpoint(viewer, today=clock.today().isoformat(), known_at=known_at)
        if not named:
            _show_all(list_meetings(viewer, here.known_at), json=json)
            return
        one = get_meeting(viewer, named, here.known_at)
        if person:
            _show_history(list_history(viewer, one.meeting_id, person, here.known_at), json=json)
            return
        screen = get_screen(viewer, one, here, Part("new" if new else "", owner))
    if json:
        print_json(
            {
                "meeting": one.meeting_id,
                "held": screen.held_on,
                "open": list(map(_as_json, screen.open)),
                "settled": list(map(_as_json, screen.settled)),
            }
        )
        return
    _show(screen)


def _show_all(meetings: list[Any], *, json: bool) -> None:
    if json:
        print_json({"meetings": [msgspec.to_builtins(one) for one in meetings]})
        return
    rows = [(one.meeting_id, one.name, ", ".join(one.lists), one.held_at or "not yet") for one in meetings]
    print_table("Meetings", ("number", "name", "lists", "last held"), rows)


def _show_history(history: Any, *, json: bool) -> None:
    if json:
        print_json({"said": [{"entry": one.position, "at": one.at, **msgspec.to_builtins(one.explanation)} for one in history]})
        return
    rows = [
        (one.position, one.at, *(getattr(one.explanation, name) for name in ("by", "reason", "owner", "next_step", "words")))
        for one in history
    ]
    print_table("What was said", ("entry", "at (UTC)", "by", "reason", "owner", "next step", "words"), rows)


def _show(screen: Any) -> None:
    shared = [(name, *row) for name, row in zip(screen.side.lists, screen.side.matrix(), strict=True)]
    print_table("Persons that two lists share", ("", *screen.side.lists), shared)
    rows = [
        (
            "new" if line.is_new else "",
            line.person,
            line.name,
            "not on " + ", ".join(line.missing) if line.missing else "differs in " + ", ".join(line.differs),
            line.days_open,
            *(_said(line, name) for name in ("reason", "owner", "next_step")),
            line.suggestion.reason if line.suggestion else "",
        )
        for line in screen.open[:SHOWN]
    ]
    print_table(f"{screen.meeting.name}: open", ("", "person", "name", "how", "days", "reason", "owner", "next step", "suggested"), rows)
    if len(screen.open) > SHOWN:
        OUT.print(f"… and {len(screen.open) - SHOWN:,} more: --json gives all, and so does kinkeeper report list_differences.")
    held = f"the meeting of {screen.held_on}" if screen.held_on else "the first meeting, which was not held yet"
    counts = screen.counts
    OUT.print(f"{counts.open:,} open, {counts.new:,} of them new, {counts.settled:,} settled since {held}.")
    for name in screen.awaited:
        OUT.print(f"{name}: nothing has come in; it is not compared.")


def _said(line: Any, name: str) -> str:
    return getattr(line.explanation, name) if line.explanation else ""


def _as_json(line: Any) -> dict[str, Any]:
    told = msgspec.to_builtins(line)
    if on := told.pop("on", None):
        told["on"] = {name: one["record"] for name, one in on.items()}
    return dict(told)
