"""Take a family in: records, persons, ties and the family, all or nothing."""

from dataclasses import dataclass, replace

from kinkeeper.domain.access import Actor, require
from kinkeeper.domain.intake import Intake, family_of, people_of, records_of, ties_of
from kinkeeper.domain.requests import Request
from kinkeeper.gateway import submit
from kinkeeper.queries.families import find_family_of
from kinkeeper.queries.standpoint import find_standpoint

DESK = "desk"
"""The role of the intake desk's program, which makes records, persons and ties of what an agent says: no agent sends those alone."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The family as it is known from here on, and the ledger positions at which it was recorded."""

    family_id: str
    positions: range


def take_in(intake: Intake, *, actor: Actor) -> TakenIn:
    """
    Record a family that has arrived. The same intake sent twice is recorded once.

    :raises NotAllowed: where the actor may not report.
    :raises Refused: where the intake cannot be; nothing of it is recorded then.
    """
    require(actor, "report")
    records = records_of(intake)
    commands = (records, people_of(intake), ties_of(intake), family_of(intake))
    requests = [Request(f"{intake.intake_id}:{type(command).__name__}", command) for command in commands]
    receipts = submit(requests, actor=replace(actor, role=DESK))
    first = min(receipt.first for receipt in receipts)
    last = max(receipt.first + receipt.count for receipt in receipts)
    return TakenIn(_family(intake, actor), range(first, last))


def _family(intake: Intake, actor: Actor) -> str:
    first = people_of(intake).people[0].person_id
    return find_family_of(actor, first, find_standpoint(actor, today=intake.at[:10]))
