"""`kinkeeper seal`, `unseal`, `expunge`, `approve-sealing`, `reject-sealing`, `sealings`: a court's order, carried out by two."""

from typing import Annotated, Any

import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import session
from kinkeeper.domain.access import Actor
from kinkeeper.domain.sealings import ApproveSealing, Effect, ProposeSealing, RejectSealing

Positions = Annotated[list[int] | None, typer.Argument(help="Positions of entries in the ledger.", metavar="POSITION…")]
Records = Annotated[list[str] | None, typer.Option("--record", help="What this record says: FILE#ROW. May be given more than once.")]
Persons = Annotated[list[str] | None, typer.Option("--person", help="All that is said of this person, by id. May be given more than once.")]
Order = Annotated[str, typer.Option("--order", help="The court, the docket number and the day.")]
Reason = Annotated[str, typer.Option("--reason", help="What the order says.")]
Proposed = Annotated[str, typer.Argument(help="The id of the proposal, as `kinkeeper sealings` lists it.", metavar="PROPOSAL")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    for effect, does in ((Effect.SEAL, "Hide"), (Effect.UNSEAL, "Show again"), (Effect.EXPUNGE, "Destroy")):
        app.command(str(effect), help=f"{does} what entries say of persons, on a court's order: proposes it, another person approves.")(
            _proposer(effect)
        )
    app.command("approve-sealing")(approve)
    app.command("reject-sealing")(reject)
    app.command("sealings")(list_all)


def _proposer(effect: Effect) -> Any:
    def propose(
        positions: Positions = None,
        record: Records = None,
        person: Persons = None,
        order: Order = "",
        reason: Reason = "",
        database: Where = None,
        *,
        json: Json = False,
    ) -> None:
        from kinkeeper.queries.sealings import find_positions, list_sealings

        with session(database) as actor:
            found = find_positions(actor, records=record or (), persons=person or ())
            proposal_id = f"S-{len(list_sealings(actor)) + 1}"
            named = tuple(sorted({*found, *(positions or ())}))
            _give(ProposeSealing(proposal_id, str(effect), named, order, reason, actor.name), actor)
        if json:
            print_json({"proposal": proposal_id, "effect": str(effect), "positions": list(named)})
        else:
            OUT.print(
                f"{proposal_id} proposed: to {effect} {len(named)} entries. Somebody else runs: kinkeeper approve-sealing {proposal_id}"
            )

    return propose


def approve(proposal: Proposed, database: Where = None, *, json: Json = False) -> None:
    """Carry out what somebody else proposed: you have read the order. An expungement cannot be taken back."""
    from kinkeeper.queries.sealings import list_sealings
    from kinkeeper.site.setup import scrub

    with session(database) as actor:
        position = _give(ApproveSealing(proposal, actor.name), actor)
        done = next(one for one in list_sealings(actor) if one.proposal_id == proposal)
        if done.effect == Effect.EXPUNGE:
            scrub()
    if json:
        print_json({"proposal": proposal, "effect": done.effect, "positions": list(done.positions), "entry": position})
    else:
        OUT.print(f"{proposal} is done: {done.effect} {len(done.positions)} entries, by entry {position}.")


def reject(proposal: Proposed, reason: Reason = "", database: Where = None, *, json: Json = False) -> None:
    """Say that a proposal does not stand on the order it names."""
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
        rows = [(one.proposal_id, one.effect, len(one.positions), one.order, one.proposed_by, one.standing) for one in found]
        print_table("Sealings", ("proposal", "order to", "entries", "order", "proposed by", "standing"), rows)


def _give(command: Any, actor: Actor) -> int:
    """Hand one command to the gateway; the position of its entry."""
    from kinkeeper.domain.requests import Request
    from kinkeeper.gateway import submit

    return submit([Request.by_content(actor.name, command)], actor=actor)[0].first
