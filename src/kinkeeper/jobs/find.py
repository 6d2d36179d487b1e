"""Who somebody is of those already known, for the command line and the inquiries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kinkeeper.domain.access import Actor
from kinkeeper.domain.errors import NotFound, Refused
from kinkeeper.domain.records import Record
from kinkeeper.gateway import clock
from kinkeeper.jobs.learnt import run_by
from kinkeeper.linkage.finding.learning import learn_weights
from kinkeeper.linkage.finding.records import lasting_of
from kinkeeper.linkage.finding.weights import STEP
from kinkeeper.queries.access.reading import note_search
from kinkeeper.queries.likely import Told, find_likely
from kinkeeper.queries.standpoint import find_standpoint

PARTS = ("given", "surnames", "whole", "born", "sex", "nationality", "a_number")
"""What can be told of a person."""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody known who may be the person asked for: the record that fits best, and how likely it is."""

    person: str
    record: str
    given: str
    surnames: str
    born: str
    probability: float


def find_person(told: Mapping[str, str], *, most: int, actor: Actor) -> list[FoundPerson]:
    """The persons known that are most likely the one told of (`PARTS`), the likeliest first.

    :raises Refused: where nothing is told of the person.
    :raises NotFound: where nobody is known yet.
    """
    said = {part: told[part].strip() for part in PARTS if told.get(part, "").strip()}
    if not said:
        raise Refused("Say at least a name, a date of birth or a number of the person.")
    standpoint = find_standpoint(actor, today=clock.today().isoformat())
    if not standpoint.size:
        raise NotFound("Nobody is known yet: take in extracts first (kinkeeper import).")
    note_search(" ".join(said.values()))
    return [
        FoundPerson(one.person_id, one.record, one.given, one.surnames, one.born, one.probability)
        for one in find_likely(actor, Told(**said), standpoint, most=most)
    ]


def learn_to_find(records: Sequence[Record], *, actor: Actor) -> None:
    """Keep what these records teach about agreement, where they are enough, as a version of the model that questions go by."""
    weights = learn_weights(lasting_of(record) for record in records)
    if weights:
        run_by(STEP, weights.as_facts(), actor=actor)
