"""Who says what of a transfer: each of its two custodians for itself. An offer opens a person to who is asked, so nobody else makes one."""

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.decisions import FieldGroup, Reach, decide, reach_of
from kinkeeper.domain.errors import NotAllowed, Refused
from kinkeeper.domain.handover.transfers import OfferTransfer, RefuseTransfer, TransferCommand, TransferState
from kinkeeper.queries.access.subjects import subject_of


def require_party(actor: Actor, state: TransferState, command: TransferCommand) -> None:
    """
    Let whoever has a person offer them and withdraw the offer, and whoever is asked take them over or refuse.

    Who may know of everybody speaks for custodians that have no accounts: hospitals, jails, sponsors.

    :raises NotAllowed: for a person whom the actor does not see or who is not the own agency's to offer, and for the other side's answer.
    :raises Refused: for a transfer of others, as for one that there is not.
    """
    if reach_of(actor) is Reach.EVERYBODY:
        return
    if isinstance(command, OfferTransfer):
        # By the role's reach alone: who was only asked, or was lent something, has nobody to pass on.
        seen = decide(actor, subject_of(command.person_id), FieldGroup.IDENTITY).allowed
        if actor.agency != command.transfer.from_custodian or not seen:
            raise NotAllowed("You offer whom you see, and for your own agency alone: its name stands as from_custodian.", rule="transfer")
        return
    known = state.transfers.get((command.transfer_id,))
    if known is None or actor.agency not in (known.from_custodian, known.to_custodian):
        raise Refused("No offer %(transfer_id)s is open.", transfer_id=command.transfer_id)
    withdraws = isinstance(command, RefuseTransfer) and command.withdrawn
    if actor.agency != (known.from_custodian if withdraws else known.to_custodian):
        raise NotAllowed("Who is asked takes a person over or refuses; who offered withdraws the offer.", rule="transfer")
