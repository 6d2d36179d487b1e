"""See who is apart: from where everybody is held, whoever reports it or not."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from kinkeeper.domain.access import Actor
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.divergence import find_separations
from kinkeeper.domain.placements import Placement
from kinkeeper.domain.records import Record
from kinkeeper.domain.separations import RaiseSeparations
from kinkeeper.domain.whereabouts import whereabouts
from kinkeeper.jobs.runs import run_name, submit_slices
from kinkeeper.queries.findings import list_ties
from kinkeeper.queries.people import get_person_of
from kinkeeper.queries.placements import list_reported_placements

Progress = Callable[[str, int], None]


def raise_separations(records: Sequence[Record], *, as_of: Moment, actor: Actor, progress: Progress) -> int:
    """Compare the custody of every child with that of every tied adult, and record what shows. Returns how many."""
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
    return len(found)
