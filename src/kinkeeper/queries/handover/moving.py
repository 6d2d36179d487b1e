"""Who is being handed over, where there is room, and who waits for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.dates import age_on
from kinkeeper.domain.handover.capacity import Beds, Waiting, forecast, place_children
from kinkeeper.domain.handover.needs import Need
from kinkeeper.domain.handover.tags import TagFile, read_token
from kinkeeper.domain.handover.transfers import Transfer, is_overdue
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.custody import ask_stays, custodies_of
from kinkeeper.queries.portraits import ask_portraits, portraits_of
from kinkeeper.queries.standpoint import Standpoint, standing, stood
from kinkeeper.queries.things import list_things
from kinkeeper.queries.together import Question, ask_together


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


@shows_nobody("whose page is opened next, which is written down when it is read")
def moved_person(viewer: Viewer, transfer_id: str, tag: str) -> str:
    """
    The person of a transfer or of a tag, as far as the viewer may know of them; else nothing.

    :raises NotAllowed: if the viewer may not read.
    """
    asked = {"id": transfer_id, "tag": read_token(tag) if tag else ""}
    transfers = list_things(viewer, "transfer", Transfer, "transfer_id = %(id)s", asked) if transfer_id else []
    tags = list_things(viewer, "tag", TagFile, "tag = %(tag)s", asked) if tag else []
    return next(iter((*(one.person_id for one in transfers), *(one.tag.person_id for one in tags))), "")


@shows(FieldGroup.IDENTITY, FieldGroup.CUSTODY)
def get_capacity(viewer: Viewer, standpoint: Standpoint) -> Capacity:
    """
    The beds that programs reported last, against the children at stations who have not been placed.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    told = ask_together(
        beds=Question(_BEDS, 1, standpoint.parameters),
        at_stations=Question(_AT_STATIONS, 2, standpoint.parameters),
        arrivals=Question(_ARRIVALS, 2, standpoint.parameters),
    )
    reported = [msgspec.json.decode(one, type=Beds) for (one,) in told["beds"]]
    newest = {one.program: one for one in sorted(reported, key=lambda one: (one.at, one.beds_id))}
    waiting = _waiting({person: family for person, family in told["at_stations"] if person}, standpoint)
    beds = tuple(newest[name] for name in sorted(newest))
    return Capacity(beds, waiting, place_children(waiting, beds), forecast([count for _, count in told["arrivals"]], 3))


_BEDS = f"SELECT told::text FROM beds b WHERE {standing('b')} ORDER BY since"
_AT_STATIONS = f"""
SELECT DISTINCT coalesce(nullif(p.person_id, ''), m.person_id), coalesce(f.family_id, '') FROM placement p
LEFT JOIN membership m ON m.record_id = p.source_id AND {stood("m")}
LEFT JOIN family_member f ON f.person_id = coalesce(nullif(p.person_id, ''), m.person_id) AND {stood("f")}
WHERE p.custodian = 'CBP' AND p.valid_from BETWEEN %(as_of)s::date - 14 AND %(as_of)s::date AND {stood("p")}
AND (p.valid_until IS NULL OR p.valid_until > %(as_of)s::date) ORDER BY 1
"""
"""Who is at a station on the day, with their family."""
_ARRIVALS = f"""
WITH came AS (
    SELECT p.valid_from AS day, count(*) AS people FROM placement p
    WHERE p.custodian = 'ORR' AND p.valid_from BETWEEN %(as_of)s::date - 6 AND %(as_of)s::date AND {stood("p")} GROUP BY 1
)
SELECT d::date, coalesce(c.people, 0) FROM generate_series(%(as_of)s::date - 6, %(as_of)s::date, interval '1 day') d
LEFT JOIN came c ON c.day = d::date ORDER BY 1
"""
"""How many came into the care of ORR on each of the last seven days."""
_NEEDS = f"SELECT told::text FROM need n WHERE n.person_id = ANY(%(persons)s) AND {standing('n')} ORDER BY since"


def _waiting(family_of: Mapping[str, str], standpoint: Standpoint) -> tuple[Waiting, ...]:
    """Those of them who are under 18; brothers and sisters of one family are one party."""
    told = ask_together(
        records=ask_portraits(family_of, standpoint),
        stays=ask_stays(family_of, standpoint),
        needs=Question(_NEEDS, 1, {**standpoint.parameters, "persons": sorted(family_of)}),
    )
    portraits, custody = portraits_of(told["records"]), custodies_of(told["stays"], family_of, standpoint)
    needs: dict[str, list[str]] = {}
    for (one,) in told["needs"]:
        need = msgspec.json.decode(one, type=Need)
        if not need.ended:
            needs.setdefault(need.person_id, []).append(need.kind)
    found = []
    for person, family in sorted(family_of.items()):
        portrait = portraits.get(person)
        age = age_on(portrait.born, standpoint.as_of) if portrait else None
        if portrait and age is not None and age < 18 and any(one.custodian == "CBP" for one in custody[person].now):
            found.append(Waiting(person, age, portrait.sex, tuple(sorted(needs.get(person, ()))), family))
    return tuple(found)
