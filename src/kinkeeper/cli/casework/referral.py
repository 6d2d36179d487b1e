"""`kinkeeper referral`: what goes with a person on a hand-over, for the receiving agency's program."""

from typing import Annotated

import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import looking


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("referral")(referral)


def referral(
    transfer_id: Annotated[str, typer.Argument(help="The number of the hand-over.")],
    database: Where = None,
    *,
    json: Json = False,
) -> None:
    """Say who is handed over, what must travel with the person, and who the person's family are and where they are."""
    from kinkeeper.gateway import clock
    from kinkeeper.queries.handover.referral import get_referral
    from kinkeeper.queries.standpoint import find_standpoint

    with looking(database, "referral") as viewer:
        found = get_referral(viewer, transfer_id, find_standpoint(viewer, today=clock.today().isoformat()))
    needs = [{"need": one.need_id, "kind": one.kind, "words": one.words} for one in found.needs]
    kin = [
        {
            "person": one.portrait.person_id,
            "name": one.portrait.name,
            "relation": "child" if one.is_child else one.relation,
            "status": one.status,
            "probability": one.probability,
            "with": [period.custodian for period in one.custody.now],
        }
        for one in found.relatives
    ]
    apart = [{"person": one.adult, "since": one.separated_on, "reason": one.reason_code} for one in found.apart if one.still]
    if json:
        person = {"person": found.person.person_id, "name": found.person.name, "born": found.person.born}
        print_json({"transfer": found.transfer.transfer_id, **person, "needs": needs, "family": kin, "apart_from": apart})
        return
    OUT.print(f"{found.transfer.transfer_id}: {found.person.name}, born {found.person.born or 'not known'}")
    if needs:
        print_table("Must travel with the person", ("need", "kind", "in words"), [tuple(one.values()) for one in needs])
    else:
        OUT.print("No need is on record.")
    rows = [(one["name"], one["relation"], one["status"], one["probability"], ", ".join(one["with"]) or "-") for one in kin]
    if rows:
        print_table("Family", ("name", "relation", "status", "probability", "with"), rows)
    else:
        OUT.print("Kin are shown to whoever has taken this person over." if found.is_only_asked else "No family is known.")
