"""Persons as the rules see them: custody day by day, from their records and from what staff reported."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.placements import Placement
from kinkeeper.domain.records import Record, Stay
from kinkeeper.domain.whereabouts import Whereabouts, whereabouts
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.people import get_person_of
from kinkeeper.queries.placements import list_reported_placements
from kinkeeper.queries.records import list_records


@dataclass(frozen=True, slots=True)
class People:
    """Persons by id, and when agencies referred each to ORR."""

    people: dict[str, Whereabouts]
    referred: dict[str, tuple[Moment, ...]]


@shows_nobody("for jobs")
def get_people(viewer: Viewer, only: Collection[str] | None = None, records: Iterable[Record] | None = None) -> People:
    """
    Everybody, or these persons; from records at hand, else from the ledger.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    held: dict[str, list[Record]] = defaultdict(list)
    person_of = get_person_of(viewer) if only is None else _records_of(only)
    for record in list_records(viewer, record_ids=None if only is None else list(person_of)) if records is None else records:
        if record.record_id in person_of:
            held[person_of[record.record_id]].append(record)
    reported: dict[str, list[Placement]] = defaultdict(list)
    for placement in list_reported_placements(viewer) if only is None else _reported(only):
        reported[placement.person_id].append(placement)
    names = sorted({*held, *reported, *(only or ())})
    people = {name: whereabouts(name, held.get(name, []), reported.get(name, [])) for name in names if name}
    return People(people, {name: _referred(theirs) for name, theirs in held.items()})


@shows_nobody("numbers, for jobs")
def find_who_can_be_parted(viewer: Viewer, records: Iterable[Record] | None = None) -> set[str]:
    """
    Who can be a separated child: everybody ever in the care of ORR, and everybody whom a source says was separated.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(IN_CARE)
        found = {person for (person,) in cursor.fetchall()}
        if records is None:
            cursor.execute(FLAGGED)
        else:
            cursor.execute(WHOSE, [[record.record_id for record in records if record.separation]])
        return found | {person for (person,) in cursor.fetchall()}


IN_CARE = """
SELECT m.person_id FROM placement p JOIN membership m ON m.record_id = p.source_id AND m.until IS NULL
WHERE p.custodian = 'ORR' AND p.until IS NULL AND p.person_id = ''
UNION SELECT person_id FROM placement WHERE custodian = 'ORR' AND until IS NULL AND person_id <> ''
"""
WHOSE = "SELECT person_id FROM membership WHERE until IS NULL AND record_id = ANY(%s)"
FLAGGED = """
SELECT m.person_id FROM record r JOIN part d ON d.seq = r.since AND d.k = 2 AND position('"separation":'::bytea IN d.body) > 0
JOIN membership m ON m.record_id = r.record_id AND m.until IS NULL
"""
"""A record's body is JSON whose empty members are left out: one without a flag does not hold the word as a name."""


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
