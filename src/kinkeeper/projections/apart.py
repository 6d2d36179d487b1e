"""Who is apart, child by child: made anew for whoever an entry parts, joins or knows otherwise, from the separations that stand.

It is what `queries/apart.py` says of a child whose separations all lie before the day that is asked about, so that a list of many thousand
children is one look at one table.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from kinkeeper.domain.deliveries.withdrawals import RecordRestored, RecordWithdrawn
from kinkeeper.domain.people import PersonIdentified
from kinkeeper.domain.separations import SeparationRaised
from kinkeeper.domain.ties import TieAssessed, TieDisputed, TieRefuted, TieVerified
from kinkeeper.projections.versions import Cursor

MAKE = """
WITH stands AS (
    SELECT *, outcome IN ('apart', 'adult_removed') AS still,
           outcome_on <> '' AND outcome IN ('reunited', 'released_to_other', 'turned_18') AS ended FROM separation s
    WHERE child = ANY(%(children)s) AND until IS NULL AND NOT EXISTS (
        SELECT FROM tie t WHERE t.child = s.child AND t.adult = s.adult AND t.status = 'refuted' AND t.until IS NULL)
)
INSERT INTO child_apart (child, still, since_day, ended_days, loose_day, adults, adults_still, removed, no_reason, detected, reunited,
                         first_on, ended_on, newest, born)
SELECT child, bool_or(still), min(valid_from) FILTER (WHERE still),
       max(valid_until - valid_from) FILTER (WHERE ended),
       min(valid_from) FILTER (WHERE NOT still AND NOT ended),
       array_agg(adult ORDER BY adult), coalesce(array_agg(adult ORDER BY adult) FILTER (WHERE still), '{}'),
       coalesce(bool_or(outcome = 'adult_removed'), FALSE), coalesce(bool_or(still AND reason_code = ''), FALSE),
       coalesce(bool_or(still AND basis = 'detected'), FALSE), coalesce(bool_or(outcome = 'reunited'), FALSE),
       min(separated_on) FILTER (WHERE still),
       max(outcome_on) FILTER (WHERE NOT still AND outcome <> 'unknown' AND separated_on < outcome_on),
       max(greatest(coalesce(valid_from::text, ''), outcome_on)),
       coalesce((SELECT born FROM person p WHERE p.person_id = child AND p.until IS NULL), '')
FROM stands GROUP BY child
"""


def refresh(cursor: Cursor, entries: Sequence[tuple[int, Any]]) -> None:
    """Lay out anew the children whose separations, refuted ties or birth these entries may have changed."""
    raised, known = set(_parted(entries)), set(_known(entries))
    if known:
        # Most ties and persons are of nobody who was ever apart.
        cursor.execute("SELECT DISTINCT child FROM separation WHERE child = ANY(%s)", [list(known)])
        raised |= {child for (child,) in cursor.fetchall()}
    touched = [record for _, entry in entries if isinstance(entry, RecordWithdrawn | RecordRestored) for record in entry.record_ids]
    if touched:
        cursor.execute("SELECT DISTINCT person_id FROM membership WHERE record_id = ANY(%s)", [touched])
        raised |= {person for (person,) in cursor.fetchall()}
    if raised:
        asked = {"children": sorted(raised)}
        cursor.execute("DELETE FROM child_apart WHERE child = ANY(%(children)s)", asked)
        cursor.execute(MAKE, asked)


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
