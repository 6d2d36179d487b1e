"""Who holds each person from day to day: made anew for whoever an entry moves, from everything that stands.

It is what the timeline says, cut into days of which each has one answer, so that "where is everyone now" is one look at one table.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from kinkeeper.domain.custody import Timeline, timeline
from kinkeeper.domain.custody_days import begun_by, holdings
from kinkeeper.domain.deliveries.withdrawals import RecordRestored, RecordWithdrawn
from kinkeeper.domain.people import PersonIdentified
from kinkeeper.domain.placements import Placement, PlacementReported
from kinkeeper.domain.records import Record, Stay
from kinkeeper.projections.versions import Cursor, copy_rows

Said = Sequence[tuple[str, bool, Stay]]
"""What is said of one person: the source, whether staff say it, the stay."""

STAY = 'custodian, place, start, "end", end_reason, end_as_recorded, released_to'
STAYS = f"""
SELECT m.person_id, p.source_id, FALSE, {STAY} FROM membership m JOIN placement p ON p.source_id = m.record_id
WHERE m.person_id = ANY(%(persons)s) AND m.until IS NULL AND p.until IS NULL AND p.person_id = ''
UNION ALL
SELECT person_id, source_id, TRUE, {STAY} FROM placement WHERE person_id = ANY(%(persons)s) AND person_id <> '' AND until IS NULL
"""


def refresh(cursor: Cursor, entries: Sequence[tuple[int, Any]]) -> None:
    """Lay out anew who held the persons whom these entries join, part or place."""
    persons = set(_moved(cursor, entries))
    if not persons:
        return
    asked = {"persons": sorted(persons)}
    cursor.execute(STAYS, asked)
    told: dict[str, list[tuple[str, bool, Stay]]] = {person: [] for person in asked["persons"]}
    for person, source, by_staff, *stay in cursor.fetchall():
        told[person].append((source, by_staff, Stay(*stay)))
    cursor.execute("DELETE FROM custody_day WHERE person_id = ANY(%(persons)s)", asked)
    rows = ((person, *row) for person, said in told.items() for row in _rows(person, said))
    copy_rows(cursor, "custody_day", ("person_id", "from_day", "until_day", "custodian"), rows)


def _moved(cursor: Cursor, entries: Sequence[tuple[int, Any]]) -> Iterable[str]:
    placed: list[str] = []
    touched: list[str] = []
    for _, entry in entries:
        if isinstance(entry, PlacementReported):
            placed.append(entry.placement.placement_id)
        elif isinstance(entry, PersonIdentified):
            touched += entry.person.records
            yield entry.person.person_id
        elif isinstance(entry, RecordWithdrawn | RecordRestored):
            touched += entry.record_ids
    if placed:
        # A report that is said again may be of another person now.
        cursor.execute("SELECT DISTINCT person_id FROM placement WHERE source_id = ANY(%s)", [placed])
        yield from (person for (person,) in cursor.fetchall())
    if touched:
        # Those who lost a record, to another person or because it counts no longer, and those who have it back.
        cursor.execute(
            "SELECT DISTINCT person_id FROM membership WHERE record_id = ANY(%(records)s) "
            "AND (until BETWEEN %(first)s AND %(last)s OR since BETWEEN %(first)s AND %(last)s)",
            {"records": touched, "first": entries[0][0], "last": entries[-1][0]},
        )
        yield from (person for (person,) in cursor.fetchall())


def _rows(person: str, said: Said) -> Iterable[tuple[str, str, str]]:
    def as_of(day: str) -> Timeline:
        begun = ((source, by_staff, begun_by(stay, day)) for source, by_staff, stay in said)
        return _laid_out(person, [(source, by_staff, stay) for source, by_staff, stay in begun if stay])

    for one in holdings(_laid_out(person, said), as_of):
        yield one.from_day or "-infinity", one.until_day or "infinity", one.custodian


def _laid_out(person: str, said: Said) -> Timeline:
    records = [Record(source, "", "", "", 0, stays=(stay,)) for source, by_staff, stay in said if not by_staff]
    return timeline(records, [Placement(source, person, stay) for source, by_staff, stay in said if by_staff])
