"""Persons as the rules see them: custody day by day, from their records and from what staff reported."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.placements import Placement
from kinkeeper.domain.records import Record, Stay
from kinkeeper.domain.whereabouts import Whereabouts, whereabouts
from kinkeeper.queries.people import get_person_of
from kinkeeper.queries.placements import list_reported_placements
from kinkeeper.queries.records import list_records


@dataclass(frozen=True, slots=True)
class People:
    """Persons by id, and when agencies referred each to ORR."""

    people: dict[str, Whereabouts]
    referred: dict[str, tuple[Moment, ...]]


def get_people(viewer: Viewer, only: Collection[str] | None = None) -> People:
    """
    Everybody, or these persons.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    held: dict[str, list[Record]] = defaultdict(list)
    person_of = get_person_of(viewer) if only is None else _records_of(only)
    for record in list_records(viewer, record_ids=None if only is None else list(person_of)):
        if record.record_id in person_of:
            held[person_of[record.record_id]].append(record)
    reported: dict[str, list[Placement]] = defaultdict(list)
    for placement in list_reported_placements(viewer) if only is None else _reported(only):
        reported[placement.person_id].append(placement)
    names = sorted({*held, *reported, *(only or ())})
    people = {name: whereabouts(name, held.get(name, []), reported.get(name, [])) for name in names if name}
    return People(people, {name: _referred(theirs) for name, theirs in held.items()})


def _records_of(only: Collection[str]) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT record_id, person_id FROM membership WHERE until IS NULL AND person_id = ANY(%s)", [list(only)])
        return dict(cursor.fetchall())


def _reported(only: Collection[str]) -> list[Placement]:
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT source_id, person_id, custodian, place, start, "end", end_reason, end_as_recorded, released_to '
            "FROM placement WHERE person_id <> '' AND until IS NULL AND person_id = ANY(%s) ORDER BY source_id",
            [list(only)],
        )
        return [Placement(source, person, Stay(*stay)) for source, person, *stay in cursor.fetchall()]


def _referred(records: Sequence[Record]) -> tuple[Moment, ...]:
    return tuple(sorted({record.referred for record in records if record.referred}))
