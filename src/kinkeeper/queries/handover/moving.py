"""Who is being handed over, where there is room, and who waits for it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.dates import age_on
from kinkeeper.domain.handover.capacity import Beds, Waiting, forecast, place_children
from kinkeeper.domain.handover.needs import Need
from kinkeeper.domain.handover.transfers import Transfer, is_overdue
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.custody import get_custody
from kinkeeper.queries.portraits import get_portraits
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.things import list_things


@dataclass(frozen=True, slots=True)
class Offered:
    """An open offer, and whether nobody answered it in time."""

    transfer: Transfer
    overdue: bool


@dataclass(frozen=True, slots=True)
class Capacity:
    """What programs have, the children who wait for a bed, where each could go, and how many more are to be expected in 72 hours."""

    beds: tuple[Beds, ...]
    waiting: tuple[Waiting, ...]
    placed: dict[str, str]
    expected: int

    @property
    def without(self) -> int:
        """For how many who wait there is no bed."""
        return len(self.waiting) - len(self.placed)


@shows(FieldGroup.CUSTODY)
def list_offers(viewer: Viewer, standpoint: Standpoint, now: datetime) -> list[Offered]:
    """
    The offers that nobody has answered, overdue ones first.

    :raises NotAllowed: if the viewer may not read.
    """
    found = [
        Offered(one, is_overdue(one, now)) for one in list_things(viewer, "transfer", Transfer, "open", {"known_at": standpoint.known_at})
    ]
    return sorted(found, key=lambda one: (not one.overdue, one.transfer.answer_by))


@shows(FieldGroup.IDENTITY, FieldGroup.CUSTODY)
def get_capacity(viewer: Viewer, standpoint: Standpoint) -> Capacity:
    """
    The beds that programs reported last, against the children at stations who have not been placed.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    reported = list_things(viewer, "beds", Beds, asked={"known_at": standpoint.known_at})
    newest = {one.program: one for one in sorted(reported, key=lambda one: (one.at, one.beds_id))}
    waiting = _waiting(viewer, standpoint)
    beds = tuple(newest[name] for name in sorted(newest))
    return Capacity(beds, waiting, place_children(waiting, beds), forecast(_arrivals(standpoint), 3))


def _waiting(viewer: Viewer, standpoint: Standpoint) -> tuple[Waiting, ...]:
    """The children under 18 who are at a station on the day; brothers and sisters of one family are one party."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT coalesce(nullif(p.person_id, ''), m.person_id), coalesce(f.family_id, '') FROM placement p "
            f"LEFT JOIN membership m ON m.record_id = p.source_id AND {standing('m')} "
            f"LEFT JOIN family_member f ON f.person_id = coalesce(nullif(p.person_id, ''), m.person_id) AND {standing('f')} "
            f"WHERE p.custodian = 'CBP' AND p.valid_from BETWEEN %(as_of)s::date - 14 AND %(as_of)s::date AND {standing('p')} "
            "AND (p.valid_until IS NULL OR p.valid_until > %(as_of)s::date) ORDER BY 1",
            standpoint.parameters,
        )
        family_of = {person: family for person, family in cursor.fetchall() if person}
    portraits = get_portraits(viewer, sorted(family_of), standpoint)
    custody = get_custody(viewer, sorted(family_of), standpoint)
    asked = {"known_at": standpoint.known_at, "persons": sorted(family_of)}
    needs: dict[str, list[str]] = {}
    for need in list_things(viewer, "need", Need, "person_id = ANY(%(persons)s)", asked):
        if not need.ended:
            needs.setdefault(need.person_id, []).append(need.kind)
    found = []
    for person, family in sorted(family_of.items()):
        portrait = portraits.get(person)
        age = age_on(portrait.born, standpoint.as_of) if portrait else None
        if portrait and age is not None and age < 18 and any(one.custodian == "CBP" for one in custody[person].now):
            found.append(Waiting(person, age, portrait.sex, tuple(sorted(needs.get(person, ()))), family))
    return tuple(found)


def _arrivals(standpoint: Standpoint) -> list[int]:
    """How many came into the care of ORR on each of the last seven days."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d::date, count(p.source_id) FROM generate_series(%(as_of)s::date - 6, %(as_of)s::date, interval '1 day') d "
            f"LEFT JOIN placement p ON p.custodian = 'ORR' AND p.valid_from = d::date AND {standing('p')} GROUP BY 1 ORDER BY 1",
            standpoint.parameters,
        )
        return [int(count) for _, count in cursor.fetchall()]
