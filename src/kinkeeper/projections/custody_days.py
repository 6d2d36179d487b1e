"""Who holds each person from day to day, as known from position to position: made anew for whoever an entry moves.

It is what the timeline says, cut into days of which each has one answer, so that "where was everyone, as known then" is one look at one
table. A row stands for as long as everything that stands gives it; what an entry changes ends and begins at its position, however many
entries come at once, so that tables made anew have the same rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kinkeeper.domain.casework.objections import ObjectionLifted, StatementRetracted, StatementSuperseded, Subject
from kinkeeper.domain.custody import Timeline, timeline
from kinkeeper.domain.custody_days import holdings
from kinkeeper.domain.deliveries.withdrawals import RecordRestored, RecordWithdrawn
from kinkeeper.domain.people import PersonIdentified
from kinkeeper.domain.placements import Placement, PlacementReported
from kinkeeper.domain.records import RecordReceived, Stay
from kinkeeper.projections.versions import Cursor, add_rows

Said = Sequence[Sequence[str]]
"""The stays that are said of one person, value by value."""
Row = tuple[str, str, str, str]
"""From which day, until which day, who holds the person, where."""

COLUMNS = ("person_id", "from_day", "until_day", "custodian", "place", "since", "until")
STAY = 'p.custodian, p.place, p.start, p."end", p.end_reason, p.end_as_recorded, p.released_to'
STAYS = f"""
SELECT m.person_id, m.since, m.until, FALSE, '', '', '', '', '', '', '' FROM membership m
WHERE m.person_id = ANY(%(persons)s) AND (m.until IS NULL OR m.until >= %(first)s)
UNION ALL
SELECT m.person_id, greatest(m.since, p.since), least(m.until, p.until), TRUE, {STAY}
FROM membership m JOIN placement p ON p.source_id = m.record_id AND p.person_id = ''
WHERE m.person_id = ANY(%(persons)s) AND (m.until IS NULL OR m.until >= %(first)s) AND (p.until IS NULL OR p.until >= %(first)s)
UNION ALL
SELECT p.person_id, p.since, p.until, TRUE, {STAY} FROM placement p
WHERE p.person_id = ANY(%(persons)s) AND p.person_id <> '' AND (p.until IS NULL OR p.until >= %(first)s)
"""
"""Everything said of these persons that stands or ended no earlier than these entries; without a stay, that the person is known."""
STANDING = """
SELECT person_id, from_day::text, until_day::text, custodian, place, since FROM custody_day WHERE person_id = ANY(%s) AND until IS NULL
"""
END = """
UPDATE custody_day t SET until = w.until
FROM unnest(%s::text[], %s::date[], %s::bigint[], %s::bigint[]) AS w(person_id, from_day, since, until)
WHERE t.person_id = w.person_id AND t.from_day = w.from_day AND t.since = w.since
"""
OF_REPORTS = "SELECT DISTINCT person_id FROM placement WHERE source_id = ANY(%(ids)s)"
"""A report that is said again may be of another person now."""
OF_RECORDS = "SELECT DISTINCT person_id FROM membership WHERE record_id = ANY(%(ids)s) AND (until IS NULL OR until >= %(first)s)"
"""Those who have a record, or lost it with these entries, to another person or because it counts no longer."""


@dataclass(slots=True)
class Changes:
    """Rows to be ended (person, day, since, until) and rows to be added."""

    ended: list[tuple[str, str, int, int]] = field(default_factory=list)
    added: list[tuple[Any, ...]] = field(default_factory=list)


def refresh(cursor: Cursor, entries: Sequence[tuple[int, Any]]) -> Sequence[str]:
    """Lay out anew who held the persons whom these entries join, part or place. Returns who they are."""
    persons = sorted(set(_moved(cursor, entries))) if entries else []
    if not persons:
        return persons
    first, last = entries[0][0], entries[-1][0]
    cursor.execute(STAYS, {"persons": persons, "first": first})
    said: dict[str, list[tuple[Any, ...]]] = {person: [] for person in persons}
    for person, *told in cursor.fetchall():
        said[person].append(tuple(told))
    cursor.execute(STANDING, [persons])
    stood: dict[str, dict[Row, int]] = {person: {} for person in persons}
    for person, *row, since in cursor.fetchall():
        stood[person][tuple(row)] = since
    changes = Changes()
    for person in persons:
        _follow(person, said[person], stood[person], range(first, last + 1), changes)
    if changes.ended:
        cursor.execute(END, [list(column) for column in zip(*changes.ended, strict=True)])
    add_rows(cursor, "custody_day", COLUMNS, changes.added)
    return persons


def _follow(person: str, told: Sequence[tuple[Any, ...]], stood: dict[Row, int], positions: range, changes: Changes) -> None:
    """What changes of a person's rows at each of these positions at which something said begins or ends."""
    before = set(stood)
    for at in sorted({moment for since, until, *_ in told for moment in (since, until) if moment is not None and moment in positions}):
        standing = [one for one in told if one[0] <= at and (one[1] is None or one[1] > at)]
        rows = set(_rows([stay for _, _, said, *stay in standing if said])) if standing else set()
        for row in stood.keys() - rows:
            since = stood.pop(row)
            if row in before:
                before.remove(row)
                changes.ended.append((person, row[0], since, at))
            else:
                changes.added.append((person, *row, since, at))
        stood.update(dict.fromkeys(rows - stood.keys(), at))
    changes.added += [(person, *row, since, None) for row, since in stood.items() if row not in before]


def _moved(cursor: Cursor, entries: Sequence[tuple[int, Any]]) -> Iterator[str]:
    placed: list[str] = []
    touched: list[str] = []
    for _, entry in entries:
        if isinstance(entry, RecordReceived):  # first, because most are
            # Somebody may have been said to be a person of records that come in only now.
            touched.append(entry.record.record_id)
        elif placement_id := _placement_of(entry):
            placed.append(placement_id)
        elif isinstance(entry, PersonIdentified):
            touched += entry.person.records
            yield entry.person.person_id
        elif isinstance(entry, RecordWithdrawn | RecordRestored):
            touched += entry.record_ids
    yield from _named(cursor, OF_REPORTS, placed, entries[0][0])
    yield from _named(cursor, OF_RECORDS, touched, entries[0][0])


def _named(cursor: Cursor, question: str, ids: Sequence[str], first: int) -> Iterator[str]:
    if ids:
        cursor.execute(question, {"ids": list(ids), "first": first})
        yield from (person for (person,) in cursor.fetchall())


def _placement_of(entry: Any) -> str:
    """The report that an entry makes, takes away or brings back."""
    if isinstance(entry, PlacementReported):
        return entry.placement.placement_id
    if isinstance(entry, ObjectionLifted):
        return entry.id if entry.subject == Subject.PLACEMENT else ""
    taken = isinstance(entry, StatementRetracted | StatementSuperseded) and entry.objection.subject == Subject.PLACEMENT
    return entry.objection.id if taken else ""


def _rows(said: Said) -> Iterable[Row]:
    def laid_out(some: Sequence[Stay]) -> Timeline:
        return timeline((), [Placement(str(number), "", stay) for number, stay in enumerate(some)])

    for one in holdings([Stay(*stay) for stay in said], laid_out):
        yield one.from_day or "-infinity", one.until_day or "infinity", one.custodian, one.place
