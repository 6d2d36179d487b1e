"""See who is apart: from where everybody is held, whoever reports it or not."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kinkeeper.domain.access import Actor
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.divergence import UnansweredFlag, find_separations, find_unanswered_flags
from kinkeeper.domain.placements import Placement
from kinkeeper.domain.records import Record
from kinkeeper.domain.separations import RaiseSeparations
from kinkeeper.domain.whereabouts import whereabouts
from kinkeeper.jobs.runs import run_name, submit_slices
from kinkeeper.queries.findings import list_ties
from kinkeeper.queries.people import get_person_of
from kinkeeper.queries.placements import list_reported_placements

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Raised:
    """How many separations show, and what sources say of a separation that nothing bears out."""

    separations: int
    unanswered: list[UnansweredFlag]


def raise_separations(records: Sequence[Record], *, as_of: Moment, actor: Actor, progress: Progress) -> Raised:
    """Compare the custody of every child with that of every tied adult, and record what shows."""
    person_of = get_person_of(actor)
    held: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.record_id in person_of:
            held[person_of[record.record_id]].append(record)
    reported: dict[str, list[Placement]] = defaultdict(list)
    for placement in list_reported_placements(actor):
        reported[placement.person_id].append(placement)
    people = {person: whereabouts(person, theirs, reported[person]) for person, theirs in held.items()}
    found = find_separations(people, list_ties(actor), as_of)
    run = run_name("separations")
    submit_slices(found, lambda some: RaiseSeparations(run, some), run=run, actor=actor)
    progress("separations", len(found))
    return Raised(len(found), find_unanswered_flags(people, found))
