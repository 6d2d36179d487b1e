"""Everything that orders ask about, for all children or some."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.casework.designations import Designation
from kinkeeper.domain.casework.milestones import Milestone
from kinkeeper.domain.court.knowledge import Known
from kinkeeper.domain.court.running import Around
from kinkeeper.domain.dates import Moment, age_on
from kinkeeper.domain.separations import Separation
from kinkeeper.domain.terms import Custodian
from kinkeeper.domain.whereabouts import Whereabouts
from kinkeeper.extracts.court import zone_of_place
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.casework.said import list_designations, list_milestones
from kinkeeper.queries.court.orders import list_adjustments
from kinkeeper.queries.findings import list_raised, list_ties
from kinkeeper.queries.whereabouts import get_people


@dataclass(frozen=True, slots=True)
class Children:
    """The children known, and what is around them."""

    known: tuple[Known, ...]
    around: Around


@shows_nobody("for clocks")
def gather(
    viewer: Viewer,
    as_of: Moment,
    only: Collection[str] | None = None,
    new: Sequence[Separation] = (),
    gone: Collection[tuple[str, str]] = (),
) -> Children:
    """
    All children, or those of these persons who are children, with what is known of them on a day.

    `new` are separations that are about to be recorded, `gone` those about to be withdrawn.

    :raises NotAllowed: if the viewer may not read.
    """
    separations: dict[str, list[Separation]] = defaultdict(list)
    raised = {one.key: one for one in (*list_raised(viewer, only), *new)}
    for one in (one for key, one in raised.items() if key not in gone):
        separations[one.child].append(one)
    wanted = None if only is None else {*only, *(one.adult for some in separations.values() for one in some)} - {""}
    found = get_people(viewer, wanted)
    designated: dict[str, list[Designation]] = defaultdict(list)
    for designation in list_designations(viewer, wanted):
        designated[designation.person_id].append(designation)
    reached: dict[str, list[Milestone]] = defaultdict(list)
    for milestone in list_milestones(viewer, wanted):
        reached[milestone.person_id].append(milestone)
    known = tuple(
        Known(person, found.referred.get(name, ()), tuple(separations.get(name, ())), tuple(designated[name]), tuple(reached[name]))
        for name, person in sorted(found.people.items())
        if (only is None or name in only) and (name in separations or designated[name] or reached[name] or _is_child(person))
    )
    relations = {(tie.child, tie.adult): tie.relation for tie in list_ties(viewer, only)}
    return Children(known, Around(found.people, relations, zone_of_place, list_adjustments(viewer), as_of))


@shows_nobody("for clocks")
def gather_separated(viewer: Viewer, as_of: Moment) -> Children:
    """
    The children of whom a separation is known: all that an order about separated children asks of.

    :raises NotAllowed: if the viewer may not read.
    """
    return gather(viewer, as_of, {one.child for one in list_raised(viewer)})


@shows_nobody("counts")
def count_children(viewer: Viewer) -> int:
    """
    How many children `gather` finds, without reading what is known of each.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
        return int(cursor.fetchone()[0])


COUNT = """
WITH stays AS (
    SELECT m.person_id, p.custodian, left(coalesce(nullif(p.start, ''), p."end"), 10) AS first
    FROM placement p JOIN membership m ON m.record_id = p.source_id AND m.until IS NULL WHERE p.until IS NULL AND p.person_id = ''
    UNION ALL
    SELECT person_id, custodian, left(coalesce(nullif(start, ''), "end"), 10) FROM placement WHERE until IS NULL AND person_id <> ''
),
heard AS (
    SELECT person_id, custodian = 'ORR' AS in_care, first FROM stays WHERE first <> ''
    UNION ALL
    SELECT m.person_id, FALSE, left(r.encountered, 10) FROM membership m JOIN record r ON r.record_id = m.record_id
    WHERE m.until IS NULL AND length(r.encountered) >= 10
),
people AS (SELECT person_id, bool_or(in_care) AS in_care, min(first) AS first FROM heard GROUP BY person_id),
children AS (
    SELECT p.person_id FROM people p LEFT JOIN person b ON b.person_id = p.person_id AND b.until IS NULL
    WHERE p.in_care OR (length(p.first) = 10 AND length(b.born) = 10 AND
        left(p.first, 4)::int - left(b.born, 4)::int - (substr(p.first, 6) < substr(b.born, 6))::int < 18)
),
told AS (
    SELECT child AS person_id FROM separation WHERE until IS NULL
    UNION SELECT person_id FROM designation WHERE until IS NULL UNION SELECT person_id FROM milestone WHERE until IS NULL
),
known AS (SELECT person_id FROM membership WHERE until IS NULL UNION SELECT person_id FROM stays)
SELECT count(*) FROM (SELECT person_id FROM children UNION SELECT person_id FROM told JOIN known USING (person_id)) found
"""


def _is_child(person: Whereabouts) -> bool:
    """Whether orders about children may ask of a person: under 18 when first heard of, or ever in the care of ORR."""
    periods = person.custody.periods
    if any(one.custodian == Custodian.ORR for one in periods):
        return True
    first = min([*person.encountered, *(one.start[:10] for one in periods)], default="")
    age = age_on(person.born, first)
    return age is not None and age < 18
