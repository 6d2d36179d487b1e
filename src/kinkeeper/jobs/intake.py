"""Take a family in: records, persons, ties and the family, all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kinkeeper.domain.access import Actor, require
from kinkeeper.domain.families import UniteFamily
from kinkeeper.domain.handover.needs import Need, RecordNeed
from kinkeeper.domain.handover.tags import GiveTag, Tag
from kinkeeper.domain.intake import Intake, family_of, people_of, person_of, records_of, ties_of
from kinkeeper.domain.records import ReceiveRecords
from kinkeeper.domain.requests import Request
from kinkeeper.gateway import submit
from kinkeeper.jobs.sayings import new_token
from kinkeeper.queries.families import find_family_of
from kinkeeper.queries.requests import find_receipt
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


def recorded_of(intake_id: str, viewer: Actor) -> range:
    """The ledger positions at which an intake was recorded; empty where it was not."""
    records, family = (find_receipt(viewer, f"{intake_id}:{command.__name__}") for command in (ReceiveRecords, UniteFamily))
    return range(records.first, family.first + family.count) if records and family else range(0)


def equip(intake: Intake, needs: Mapping[int, tuple[str, str]], *, tags: bool, actor: Actor) -> None:
    """
    Record what must travel with whom (number of the arrival -> kind and words), and give everybody a tag. Sent twice, it is done once.

    :raises NotAllowed: where the actor may not report.
    :raises Refused: for a need that is none; nothing of this is recorded then, and the family stays taken in.
    """
    persons = [person_of(intake, number) for number in range(len(intake.arrivals))]
    commands: list[tuple[str, object]] = [
        (f"need-{number}", RecordNeed(Need(f"NE-{intake.intake_id.removeprefix('intake-')}-{number}", persons[number], *told, intake.at)))
        for number, told in sorted(needs.items())
        if number < len(persons)
    ]
    # A token is drawn by chance: one that was given under this intake before is kept.
    if tags and not find_receipt(actor, f"{intake.intake_id}:tag-0"):
        commands += [(f"tag-{at}", GiveTag(Tag(new_token(), person, intake.at, intake.place))) for at, person in enumerate(persons)]
    if commands:
        submit([Request(f"{intake.intake_id}:{name}", command) for name, command in commands], actor=actor)


def _family(intake: Intake, actor: Actor) -> str:
    first = people_of(intake).people[0].person_id
    return find_family_of(actor, first, find_standpoint(actor, today=intake.at[:10]))
