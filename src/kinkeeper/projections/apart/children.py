"""Who is apart, child by child: made anew for whoever an entry parts, joins or knows otherwise, from the separations that stand.

It is what `queries/apart.py` says of a child whose separations all lie before the day that is asked about, so that a list of many thousand
children is one look at one table.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from kinkeeper.domain.access.agencies import ENFORCES
from kinkeeper.domain.deliveries.withdrawals import RecordRestored, RecordWithdrawn
from kinkeeper.domain.families import FamilyFormed
from kinkeeper.domain.handover.transfers import TransferAcknowledged
from kinkeeper.domain.people import PersonIdentified
from kinkeeper.domain.records import RecordReceived
from kinkeeper.domain.separations import SeparationRaised
from kinkeeper.domain.ties import TieAssessed, TieDisputed, TieRefuted, TieVerified
from kinkeeper.projections.apart import pairs
from kinkeeper.projections.versions import Cursor

MAKE = """
WITH stands AS (
    SELECT {whose}s.*, outcome IN ('apart', 'adult_removed') AS still,
           outcome_on <> '' AND outcome IN ('reunited', 'released_to_other', 'turned_18') AS ended FROM separation s {concerned}
    WHERE child = ANY(%(children)s) AND until IS NULL AND NOT EXISTS (
        SELECT FROM tie t WHERE t.child = s.child AND t.adult = s.adult AND t.status = 'refuted' AND t.until IS NULL)
)
INSERT INTO {table} ({whose}child, still, since_day, ended_days, loose_day, adults, adults_still, removed, no_reason, detected, reunited,
                         first_on, ended_on, newest, born)
SELECT {whose}child, bool_or(still), min(valid_from) FILTER (WHERE still),
       max(valid_until - valid_from) FILTER (WHERE ended),
       min(valid_from) FILTER (WHERE NOT still AND NOT ended),
       array_agg(adult ORDER BY adult), coalesce(array_agg(adult ORDER BY adult) FILTER (WHERE still), '{{}}'),
       coalesce(bool_or(outcome = 'adult_removed'), FALSE), coalesce(bool_or(still AND reason_code = ''), FALSE),
       coalesce(bool_or(still AND basis = 'detected'), FALSE), coalesce(bool_or({reunited}), FALSE),
       min(separated_on) FILTER (WHERE still),
       max(outcome_on) FILTER (WHERE NOT still AND outcome <> 'unknown' AND separated_on < outcome_on),
       max(greatest(coalesce(valid_from::text, ''), outcome_on)),
       coalesce((SELECT born FROM person p WHERE p.person_id = child AND p.until IS NULL), '')
FROM stands GROUP BY {whose}child
"""
ARREST = ", ".join(f"'{agency}'" for agency in sorted(ENFORCES))
CONCERNED = f"""JOIN holding h ON h.person_id = s.child AND NOT h.offered AND (h.custody OR h.agency NOT IN ({ARREST}))
    AND (s.adult = '' OR EXISTS (SELECT FROM holding a WHERE a.person_id = s.adult AND a.agency = h.agency AND NOT a.offered
         AND (a.custody OR a.agency NOT IN ({ARREST}))))"""
REUNITED = "outcome = 'reunited'"
TABLES = {
    "child_apart": MAKE.format(table="child_apart", whose="", concerned="", reunited=REUNITED),
    "agency_apart": MAKE.format(
        table="agency_apart", whose="agency, ", concerned=CONCERNED, reunited=f"{REUNITED} AND agency NOT IN ({ARREST})"
    ),
}
"""The table of all, and that of each agency: of the separations of which its people may know, as the wall has it (`gateway/wall.py`).

An agency that arrests knows of those of whom there is a record of custody, and not that a child went to somebody (`gateway/parted.py`).
"""

TOUCHED = """
WITH named AS (
    SELECT unnest(%(known)s::text[]) AS person_id
    UNION SELECT person_id FROM membership WHERE record_id = ANY(%(records)s)
    UNION SELECT person_id FROM transfer WHERE transfer_id = ANY(%(transfers)s)
),
concerned AS (
    SELECT person_id FROM named
    UNION SELECT kin.person_id FROM named JOIN family_member f USING (person_id) JOIN family_member kin ON kin.family_id = f.family_id
)
SELECT s.child FROM separation s JOIN concerned c ON c.person_id = s.child
UNION SELECT s.child FROM separation s JOIN concerned c ON c.person_id = s.adult
"""
"""Most ties and persons are of nobody who was ever apart. By a record of one, or one taken over, an agency is concerned with the family."""
PLACED = """
SELECT child FROM separation WHERE child = ANY(%(placed)s) UNION SELECT child FROM separation WHERE adult = ANY(%(placed)s)
"""
"""Of whom it is kept who holds them, or the adult whom they are apart from."""


def refresh(cursor: Cursor, entries: Sequence[tuple[int, Any]], placed: Sequence[str]) -> None:
    """
    Lay out anew the children whose separations, refuted ties or birth these entries may have changed.

    `placed`: whom `custody_days.py` found that they concern, whose records came in only now or whose custody is another.
    """
    raised, known = set(_parted(entries)), set(_known(entries))
    if any(isinstance(entry, RecordReceived) for _, entry in entries):
        known.update(placed)
    touched = [record for _, entry in entries if isinstance(entry, RecordWithdrawn | RecordRestored) for record in entry.record_ids]
    taken_over = [entry.transfer_id for _, entry in entries if isinstance(entry, TransferAcknowledged)]
    if known or touched or taken_over:
        cursor.execute(TOUCHED, {"known": list(known), "records": touched, "transfers": taken_over})
        raised |= {child for (child,) in cursor.fetchall()}
    if placed:
        cursor.execute(PLACED, {"placed": list(placed)})
        raised |= {child for (child,) in cursor.fetchall()}
    if raised:
        _make(cursor, sorted(raised))


def _make(cursor: Cursor, children: Sequence[str]) -> None:
    before = pairs.clear(cursor, children)
    for table, make in TABLES.items():
        cursor.execute(f"DELETE FROM {table} WHERE child = ANY(%(children)s)", {"children": children})
        cursor.execute(make, {"children": children})
    pairs.make(cursor, before)


def _parted(entries: Sequence[tuple[int, Any]]) -> Iterable[str]:
    return (entry.separation.child for _, entry in entries if isinstance(entry, SeparationRaised))


def _known(entries: Sequence[tuple[int, Any]]) -> Iterable[str]:
    for _, entry in entries:
        if isinstance(entry, TieRefuted | TieVerified | TieDisputed):
            yield entry.child
        elif isinstance(entry, TieAssessed):
            yield entry.tie.child
        elif isinstance(entry, PersonIdentified):
            yield entry.person.person_id
        elif isinstance(entry, FamilyFormed):
            yield from entry.family.members
