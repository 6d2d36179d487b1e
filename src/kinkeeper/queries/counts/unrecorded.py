"""Ties that no agency recorded and that the evidence makes probable."""

from dataclasses import dataclass

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.ties import Evidence
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.apart import separations
from kinkeeper.queries.standpoint import Standpoint, standing


@dataclass(frozen=True, slots=True)
class ProbableTie:
    """The likeliest tie of a child that no source records, and how many more there are."""

    child: str
    adult: str
    relation: str
    status: str
    probability: str
    evidence: tuple[Evidence, ...]
    others: int
    recorded_elsewhere: bool
    """Whether a source records a tie of the child with somebody else."""
    apart: str
    """`still` apart from that adult on the day, `ended`, or empty: never seen apart."""


_PROBABLE = f"""
WITH live AS MATERIALIZED (
    SELECT child, adult, relation, status, probability, basis, since FROM tie t
    WHERE {standing("t")} AND probability >= 0.5 AND status <> 'refuted'
),
best AS (
    SELECT DISTINCT ON (child) child, adult, relation, status, probability, since FROM live WHERE basis = 'recovered'
    ORDER BY child, probability DESC, adult
),
whole AS (
    SELECT child, count(*) FILTER (WHERE basis = 'recovered')::int - 1 AS others, bool_or(basis <> 'recovered') AS elsewhere
    FROM live WHERE child IN (SELECT child FROM best) GROUP BY child
),
s AS (SELECT child, adult, still FROM ({separations()}) one WHERE child = ANY(ARRAY(SELECT child FROM best)))
SELECT b.child, b.adult, b.relation, b.status, b.probability::text, t.evidence, w.others, w.elsewhere,
       CASE WHEN s.still THEN 'still' WHEN s.still IS NULL THEN '' ELSE 'ended' END
FROM best b JOIN whole w USING (child) JOIN tie t ON t.child = b.child AND t.adult = b.adult AND t.since = b.since
LEFT JOIN s ON s.child = b.child AND s.adult = b.adult
ORDER BY b.probability DESC, b.child COLLATE "C"
"""


@shows_nobody("counted; the report says whom its tables name")
def list_probable_ties(viewer: Viewer, standpoint: Standpoint) -> tuple[ProbableTie, ...]:
    """
    Every child with a probable tie that no source records, the likeliest first.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(_PROBABLE, standpoint.parameters)
        rows = cursor.fetchall()
    return tuple(ProbableTie(*(*row[:5], _evidence(row[5]), *row[6:])) for row in rows)


def _evidence(told: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(**one) for one in msgspec.json.decode(told))
