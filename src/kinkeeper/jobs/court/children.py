"""Everything that orders ask about, for all children or some."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.casework.designations import Designation
from kinkeeper.domain.casework.milestones import Milestone
from kinkeeper.domain.court.knowledge import Known
from kinkeeper.domain.court.running import Around
from kinkeeper.domain.dates import Moment, age_on
from kinkeeper.domain.placements import Placement
from kinkeeper.domain.records import Record
from kinkeeper.domain.separations import Separation
from kinkeeper.domain.terms import Custodian
from kinkeeper.domain.whereabouts import Whereabouts, whereabouts
from kinkeeper.extracts.codes import code_list
from kinkeeper.queries.casework.said import list_designations, list_milestones
from kinkeeper.queries.court.orders import list_adjustments
from kinkeeper.queries.findings import list_raised, list_ties
from kinkeeper.queries.people import get_person_of
from kinkeeper.queries.placements import list_reported_placements
from kinkeeper.queries.records import list_records


@dataclass(frozen=True, slots=True)
class Children:
    """The children known, and what is around them."""

    known: tuple[Known, ...]
    around: Around


def zone_of_place(place: str) -> str:
    """The time zone of a place as recorded; empty where the list of places does not say."""
    return code_list("place_zones").find(place) or "" if place else ""


def gather(viewer: Viewer, as_of: Moment, only: Collection[str] | None = None) -> Children:
    """
    All children, or those of these persons who are children, with what is known of them on a day.

    :raises NotAllowed: if the viewer may not read.
    """
    separations: dict[str, list[Separation]] = defaultdict(list)
    for one in list_raised(viewer):
        separations[one.child].append(one)
    wanted = None if only is None else {*only, *(one.adult for child in only for one in separations.get(child, ()))}
    people, referred = _people(viewer, wanted)
    designated: dict[str, list[Designation]] = defaultdict(list)
    for designation in list_designations(viewer, wanted):
        designated[designation.person_id].append(designation)
    reached: dict[str, list[Milestone]] = defaultdict(list)
    for milestone in list_milestones(viewer, wanted):
        reached[milestone.person_id].append(milestone)
    known = tuple(
        Known(person, referred.get(name, ()), tuple(separations.get(name, ())), tuple(designated[name]), tuple(reached[name]))
        for name, person in sorted(people.items())
        if (only is None or name in only) and (name in separations or designated[name] or reached[name] or _is_child(person))
    )
    relations = {(tie.child, tie.adult): tie.relation for tie in list_ties(viewer)}
    return Children(known, Around(people, relations, zone_of_place, list_adjustments(viewer), as_of))


def _people(viewer: Viewer, wanted: set[str] | None) -> tuple[dict[str, Whereabouts], dict[str, tuple[Moment, ...]]]:
    person_of = get_person_of(viewer)
    ids = None if wanted is None else [record for record, person in person_of.items() if person in wanted]
    held: dict[str, list[Record]] = defaultdict(list)
    for record in list_records(viewer, record_ids=ids):
        if record.record_id in person_of:
            held[person_of[record.record_id]].append(record)
    reported: dict[str, list[Placement]] = defaultdict(list)
    for placement in list_reported_placements(viewer):
        if wanted is None or placement.person_id in wanted:
            reported[placement.person_id].append(placement)
    names = sorted({*held, *reported} if wanted is None else {*held, *reported, *wanted})
    people = {name: whereabouts(name, held[name], reported[name]) for name in names if name}
    return people, {name: _referred(theirs) for name, theirs in held.items()}


def _referred(records: Sequence[Record]) -> tuple[Moment, ...]:
    return tuple(sorted({record.referred for record in records if record.referred}))


def _is_child(person: Whereabouts) -> bool:
    """Whether orders about children may ask of a person: under 18 when first heard of, or ever in the care of ORR."""
    periods = person.custody.periods
    if any(one.custodian == Custodian.ORR for one in periods):
        return True
    first = min([*person.encountered, *(one.start[:10] for one in periods)], default="")
    age = age_on(person.born, first)
    return age is not None and age < 18
