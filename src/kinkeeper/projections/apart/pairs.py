"""Who is still apart from whom, pair by pair, and how many are alike: what lists count, kept so that no page counts everybody.

Made from the rows child by child (`children.py`), whenever these are. Counts are kept as what is added and taken away: a list that asks for
nothing special is counted without a look at its children.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kinkeeper.projections.versions import Cursor

COLUMNS = (
    *("child", "still", "since_day", "ended_days", "loose_day", "adults", "adults_still"),
    *("removed", "no_reason", "detected", "reunited", "first_on", "ended_on", "newest", "born"),
)
OF_ALL_AND_EACH = f"""
(SELECT '' AS agency, {", ".join(COLUMNS)} FROM child_apart UNION ALL SELECT agency, {", ".join(COLUMNS)} FROM agency_apart) r
"""
FOR_EVER = """
LEFT JOIN LATERAL (
    SELECT h.custodian, h.from_day FROM custody_day h WHERE h.person_id = {0} AND h.until IS NULL AND h.until_day = 'infinity' LIMIT 1
) {1} ON TRUE
"""
MAKE = f"""
INSERT INTO apart_pair (agency, adult, child, is_first, since_day, born, child_held, child_from, adult_held, adult_from, family_id, loosely)
SELECT r.agency, a.adult, r.child, a.at = 1, r.since_day, r.born, c.custodian, c.from_day, w.custodian, w.from_day, f.family_id,
       CASE WHEN r.since_day IS NULL THEN nullif(r.first_on, '') END
FROM {OF_ALL_AND_EACH} CROSS JOIN LATERAL unnest(r.adults_still) WITH ORDINALITY AS a (adult, at)
{FOR_EVER.format("r.child", "c")} {FOR_EVER.format("a.adult", "w")}
LEFT JOIN family_member f ON f.person_id = r.child AND f.until IS NULL
WHERE r.child = ANY(%(children)s) AND r.still
"""
ALIKE = f"""
SELECT r.agency, t.what, t.day, t.ended, count(*) FROM {OF_ALL_AND_EACH} CROSS JOIN LATERAL (VALUES
    ('apart', '', '', r.still),
    ('began', coalesce(r.first_on, ''), coalesce(r.ended_on, ''), r.still),
    ('born', r.born, '', r.still AND r.born <> ''),
    ('removed', '', '', r.still AND r.removed),
    ('no_reason', '', '', r.still AND r.no_reason),
    ('detected', '', '', r.still AND r.detected),
    ('reunited', '', '', r.reunited),
    ('ended', r.ended_on, '', NOT r.still AND r.ended_on <> '')
) t (what, day, ended, counts)
WHERE r.child = ANY(%(children)s) AND t.counts GROUP BY 1, 2, 3, 4
"""
"""The children are counted one by one; adults, of whom several children may be apart, once."""
ADULTS = """
SELECT adult FROM separation WHERE child = ANY(%(children)s) AND adult <> '' UNION
SELECT adult FROM apart_pair WHERE child = ANY(%(children)s) AND adult <> ''
"""
ALONE = "SELECT agency, 'adults', '', '', count(DISTINCT adult) FROM apart_pair WHERE adult = ANY(%(adults)s) GROUP BY agency"
ADD = """
INSERT INTO apart_tally (agency, what, day, ended, count)
SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::int[])
ON CONFLICT (agency, what, day, ended) DO UPDATE SET count = apart_tally.count + excluded.count
"""

Tally = Counter[tuple[str, str, str, str]]


@dataclass(frozen=True, slots=True)
class Before:
    """Children whose rows are about to be made anew, all adults whom they are or were apart from, and how many were alike of these."""

    children: Sequence[str]
    adults: Sequence[str]
    alike: Tally


def clear(cursor: Cursor, children: Sequence[str]) -> Before:
    """Take away the pairs of these children, whose rows still stand."""
    cursor.execute(ADULTS, {"children": children})
    adults = [adult for (adult,) in cursor.fetchall()]
    before = Before(children, adults, _count(cursor, children, adults))
    cursor.execute("DELETE FROM apart_pair WHERE child = ANY(%s)", [children])
    return before


def make(cursor: Cursor, before: Before) -> None:
    """Lay out the pairs of these children, whose rows were made anew, and keep by how many the counts changed."""
    cursor.execute(MAKE, {"children": before.children})
    changed = _count(cursor, before.children, before.adults)
    changed.subtract(before.alike)
    rows = sorted((*name, many) for name, many in changed.items() if many)
    if rows:
        cursor.execute(ADD, [list(column) for column in zip(*rows, strict=True)])
        cursor.execute("DELETE FROM apart_tally WHERE count = 0")


def _count(cursor: Cursor, children: Sequence[str], adults: Sequence[str]) -> Tally:
    told: Tally = Counter()
    for question in (ALIKE, ALONE):
        cursor.execute(question, {"children": children, "adults": adults})
        told.update({(agency, what, day, ended): many for agency, what, day, ended, many in cursor.fetchall()})
    return told
