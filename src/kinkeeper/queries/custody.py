"""Where persons were and are, by everything that sources and staff had said."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.custody import Period, Timeline, timeline
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.placements import Placement
from kinkeeper.domain.records import Record, Stay
from kinkeeper.queries.access.reading import keys, shows
from kinkeeper.queries.standpoint import Standpoint, stood
from kinkeeper.queries.together import Question, Rows, ask_together

NOTHING_KNOWN = Timeline()
STAY = 'p.custodian, p.place, p.start, p."end", p.end_reason, p.end_as_recorded, p.released_to'


@dataclass(frozen=True, slots=True)
class Custody:
    """One person's custody up to a day."""

    timeline: Timeline = NOTHING_KNOWN
    now: tuple[Period, ...] = ()
    """Where the person is on that day: several where sources disagree; none where nobody says."""
    last: Period | None = None
    """Where the person was last known to be."""


@shows(FieldGroup.CUSTODY, who=keys)
def get_custody(viewer: Viewer, person_ids: Collection[str], standpoint: Standpoint) -> dict[str, Custody]:
    """
    Person id -> custody, for every person asked for. What began after the day is left out; what ended after it is open.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    return custodies_of(ask_together(rows=ask_stays(person_ids, standpoint))["rows"], person_ids, standpoint)


def ask_stays(person_ids: Collection[str], standpoint: Standpoint) -> Question:
    """What was said of where these persons were."""
    return Question(_STAYS.format("%(persons)s"), 10, {**standpoint.parameters, "persons": sorted(person_ids)})


def ask_stays_among(persons: str, standpoint: Standpoint) -> Question:
    """The same of the persons whom this SQL selects."""
    return Question(_STAYS.format(f"ARRAY({persons})"), 10, standpoint.parameters)


_STAYS = f"""
SELECT p.person_id, p.source_id, FALSE, {STAY} FROM stay p
WHERE p.person_id = ANY({{0}}) AND {stood("p")} AND {stood("p", "said_since", "said_until")}
UNION ALL SELECT p.person_id, p.source_id, TRUE, {STAY} FROM placement p
WHERE p.person_id <> '' AND p.person_id = ANY({{0}}) AND {stood("p")}
"""


def custodies_of(rows: Rows, person_ids: Collection[str], standpoint: Standpoint) -> dict[str, Custody]:
    """The custody of each of these persons that is made of what was answered."""
    said: dict[str, list[tuple[str, bool, Stay]]] = defaultdict(list)
    for person_id, source, by_staff, *values in rows:
        stay = until(Stay(*values), standpoint.as_of)
        if stay is not None:
            said[person_id].append((source, by_staff, stay))
    return {person_id: custody_of(person_id, said[person_id], standpoint.as_of) for person_id in person_ids}


def custody_of(person_id: str, said: Sequence[tuple[str, bool, Stay]], day: Moment) -> Custody:
    """One person's custody from what was said: source, whether staff reported it, and the stay as it stood on the day."""
    records = [Record(source, "", "", "", 0, stays=(stay,)) for source, by_staff, stay in said if not by_staff]
    reported = [Placement(source, person_id, stay) for source, by_staff, stay in said if by_staff]
    told = timeline(records, reported)
    return Custody(told, _now(told, day), told.periods[-1] if told.periods else None)


def until(stay: Stay, day: Moment) -> Stay | None:
    """A stay as it stood on a day: not ended if it ended later, None if it had not begun."""
    if stay.start[:10] > day:
        return None
    if stay.end[:10] > day:
        return Stay(stay.custodian, stay.place, stay.start)
    return stay


def _now(told: Timeline, day: Moment) -> tuple[Period, ...]:
    """On the day of a move the person is where the move ended."""
    periods = told.on(day)
    staying = tuple(one for one in periods if one.until[:10] != day) or periods[-1:]
    return staying if any(one.disagreement for one in staying) else staying[-1:]
