"""Adults who were removed while a child of theirs stayed behind."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.casework.decisions import Decision, counts
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.facts import replace
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.apart import separations
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.things import list_things


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A child who stayed behind when an adult was removed, and what had become of the two by the day."""

    adult: str
    child: str
    removed_on: Moment
    separated_on: Moment
    relation: str
    outcome: str
    still: bool
    days_since: int
    choice: str
    """The adult's choice for this child as it was on the day of the removal: `counts`, `flawed`, or `none` on record."""


_LEFT = f"""
WITH s AS MATERIALIZED (SELECT * FROM ({separations()}) one WHERE adult <> ''),
asked AS (SELECT DISTINCT adult FROM s),
gone AS (
    SELECT m.person_id AS adult, CASE WHEN p.custodian = 'ABROAD' THEN p.valid_from ELSE p.valid_until END AS day
    FROM membership m JOIN placement p ON p.source_id = m.record_id AND p.person_id = '' AND {standing("p")}
    WHERE m.person_id = ANY(ARRAY(SELECT adult FROM asked)) AND {standing("m")} AND (p.custodian = 'ABROAD' OR p.end_reason = 'removed')
    UNION SELECT p.person_id, CASE WHEN p.custodian = 'ABROAD' THEN p.valid_from ELSE p.valid_until END
    FROM placement p WHERE p.person_id <> '' AND p.person_id = ANY(ARRAY(SELECT adult FROM asked)) AND {standing("p")}
      AND (p.custodian = 'ABROAD' OR p.end_reason = 'removed')
    UNION SELECT adult, outcome_on::date FROM s WHERE outcome = 'adult_removed' AND length(outcome_on) >= 10
),
left_behind AS (
    SELECT DISTINCT ON (s.adult, s.child) s.adult, s.child, g.day, s.separated_on, s.outcome, s.still
    FROM s JOIN gone g USING (adult)
    WHERE g.day <= %(as_of)s::date AND (s.separated_on = '' OR s.separated_on <= g.day::text)
      AND (s.still OR s.outcome = 'unknown' OR s.outcome_on > g.day::text)
    ORDER BY s.adult, s.child, g.day DESC
)
SELECT l.adult, l.child, l.day::text, l.separated_on, coalesce(t.relation, ''), l.outcome, l.still, %(as_of)s::date - l.day
FROM left_behind l LEFT JOIN tie t ON t.child = l.child AND t.adult = l.adult AND {standing("t")}
ORDER BY l.adult COLLATE "C", l.child COLLATE "C"
"""


@shows_nobody("counted; the report says whom its tables name")
def list_left_behind(viewer: Viewer, standpoint: Standpoint) -> tuple[LeftBehind, ...]:
    """
    Every child left behind by an adult's removal, by adult and child.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, standpoint.parameters)
        rows = cursor.fetchall()
    asked = {"known_at": standpoint.known_at, "adults": sorted({row[0] for row in rows})}
    chosen: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for one in list_things(viewer, "decision", Decision, "adult = ANY(%(adults)s)", asked):
        chosen[one.adult, one.child].append(one)
    return tuple(LeftBehind(*(*row, _choice(chosen.get((row[0], row[1]), ()), row[2]))) for row in rows)


def _choice(decisions: Sequence[Decision], removed_on: Moment) -> str:
    """What was on record of leaving the child, when the adult was removed; what was taken back later counted then."""
    to_part = [one for one in decisions if one.choice == "part" and one.at[:10] <= removed_on]
    if not to_part:
        return "none"
    then = (replace(one, revoked_at="") if one.revoked_at[:10] > removed_on else one for one in to_part)
    return "counts" if any(counts(one) for one in then) else "flawed"
