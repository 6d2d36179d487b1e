"""`kinkeeper seal`, `unseal`, `expunge`, and `approve-`, `carry-out-`, `reject-sealing`, `sealings`: a court's order, by two."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import session
from kinkeeper.domain.access import Actor
from kinkeeper.domain.sealings import ApproveSealing, CarryOutSealing, Effect, ProposeSealing, RejectSealing, Standing
from kinkeeper.domain.terms import counted

Positions = Annotated[list[int] | None, typer.Argument(help="Positions of entries in the ledger.", metavar="POSITION…")]
Records = Annotated[list[str] | None, typer.Option("--record", help="What this record says: FILE#ROW. May be given more than once.")]
Persons = Annotated[list[str] | None, typer.Option("--person", help="All that is said of this person, by id. May be given more than once.")]
Files = Annotated[
    list[str] | None, typer.Option("--file", help="A kept file that goes whole, by the SHA-256 of its bytes. May be given more than once.")
]
Order = Annotated[str, typer.Option("--order", help="The court, the docket number and the day.")]
Reason = Annotated[str, typer.Option("--reason", help="What the order says.")]
AtOnce = Annotated[
    str, typer.Option("--at-once", help="The order's words that ask for it at once. Without them an expungement waits 14 days.")
]
Proposed = Annotated[str, typer.Argument(help="The id of the proposal, as `kinkeeper sealings` lists it.", metavar="PROPOSAL")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    for effect, does in ((Effect.SEAL, "Hide"), (Effect.UNSEAL, "Show again"), (Effect.EXPUNGE, "Destroy")):
        app.command(str(effect), help=f"{does} what entries say of persons, on a court's order: proposes it, another person approves.")(
            _proposer(effect)
        )
    app.command("approve-sealing")(approve)
    app.command("carry-out-sealing")(carry_out)
    app.command("reject-sealing")(reject)
    app.command("sealings")(list_all)


def _proposer(effect: Effect) -> Any:
    def propose(
        positions: Positions = None,
        record: Records = None,
        person: Persons = None,
        file: Files = None,
        order: Order = "",
        reason: Reason = "",
        database: Where = None,
        *,
        json: Json = False,
    ) -> None:
        from kinkeeper.queries.sealings import find_elsewhere, find_positions, list_sealings

        with session(database) as actor:
            found = find_positions(actor, records=record or (), persons=person or ())
            proposal_id = f"S-{len(list_sealings(actor)) + 1}"
            named = tuple(sorted({*found, *(positions or ())}))
            _give(ProposeSealing(proposal_id, str(effect), named, order, reason, actor.name, tuple(file or ())), actor)
            elsewhere = find_elsewhere(actor, named)
        also = {"entries": list(elsewhere.positions), "files": list(elsewhere.files)}
        if json:
            print_json({"proposal": proposal_id, "effect": str(effect), "positions": list(named), "also_named_in": also})
            return
        told = counted(len(named), "entry", "entries")
        OUT.print(f"{proposal_id} proposed: to {effect} {told}. Somebody else runs: kinkeeper approve-sealing {proposal_id}")
        if elsewhere.positions:
            others = counted(len(elsewhere.positions), "other entry", "other entries")
            OUT.print(f"The same names and numbers stand in {others}: {shorten(elsewhere.positions)}.")
        if elsewhere.files:
            OUT.print(f"They stand in {counted(len(elsewhere.files), 'kept file')} of which no entry speaks: {', '.join(elsewhere.files)}.")
        if elsewhere.positions or elsewhere.files:
            OUT.print(f"Where the order reaches these too: kinkeeper reject-sealing {proposal_id}, and propose again with them.")

    return propose


def shorten(positions: Sequence[int], most: int = 20) -> str:
    """Some positions in words."""
    told = ", ".join(map(str, positions[:most]))
    return f"{told} and {len(positions) - most} more" if len(positions) > most else told


def approve(proposal: Proposed, at_once: AtOnce = "", database: Where = None, *, json: Json = False) -> None:
    """Approve what somebody else proposed: you have read the order. An expungement waits; once carried out it cannot be taken back."""
    _further(ApproveSealing, proposal, at_once, database=database, json=json)


def carry_out(proposal: Proposed, database: Where = None, *, json: Json = False) -> None:
    """Carry out an expungement whose days of waiting are over."""
    _further(CarryOutSealing, proposal, database=database, json=json)


def _further(command: Any, proposal: str, at_once: str = "", *, database: Any, json: bool) -> None:
    from kinkeeper.queries.sealings import list_sealings
    from kinkeeper.site.setup import scrub

    with session(database) as actor:
        told = (proposal,) if command is CarryOutSealing else (proposal, actor.name, at_once)
        position = _give(command(*told), actor)
        now = next(one for one in list_sealings(actor) if one.proposal_id == proposal)
        if now.effect == Effect.EXPUNGE and now.standing == Standing.DONE:
            scrub()
    if json:
        told_of = {"effect": now.effect, "positions": list(now.positions), "entry": position, "standing": now.standing, "due": now.due}
        print_json({"proposal": proposal, **told_of})
    elif now.standing == Standing.APPROVED:
        OUT.print(f"{proposal} is approved, by entry {position}. From {now.due} on: kinkeeper carry-out-sealing {proposal}")
        OUT.print(f"Until then it can be stopped: kinkeeper reject-sealing {proposal}")
    else:
        OUT.print(f"{proposal} is done: {now.effect} {counted(len(now.positions), 'entry', 'entries')}, by entry {position}.")


def reject(proposal: Proposed, reason: Reason = "", database: Where = None, *, json: Json = False) -> None:
    """Say that a proposal does not stand on the order it names, or that the order was lifted: also after it was approved."""
    with session(database) as actor:
        position = _give(RejectSealing(proposal, reason, actor.name), actor)
    if json:
        print_json({"proposal": proposal, "entry": position})
    else:
        OUT.print(f"{proposal} is rejected, by entry {position}.")


def list_all(database: Where = None, *, json: Json = False) -> None:
    """List what was proposed, rejected and done."""
    from dataclasses import asdict

    from kinkeeper.queries.sealings import list_sealings

    with session(database) as actor:
        found = list_sealings(actor)
    if json:
        print_json({"sealings": [asdict(one) for one in found]})
    else:
        rows = [(one.proposal_id, one.effect, len(one.positions), one.order, one.proposed_by, one.standing, one.due) for one in found]
        print_table("Sealings", ("proposal", "order to", "entries", "order", "proposed by", "standing", "from"), rows)


def _give(command: Any, actor: Actor) -> int:
    """Hand one command to the gateway; the position of its entry."""
    from kinkeeper.domain.requests import Request
    from kinkeeper.gateway import submit

    return submit([Request.by_content(actor.name, command)], actor=actor)[0].first
