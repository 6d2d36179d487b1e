"""How many children were apart at the end of each day, as known at a size of the ledger."""

from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.dates import Moment
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.apart import not_refuted
from kinkeeper.queries.standpoint import Standpoint, standing


@dataclass(frozen=True, slots=True)
class DayApart:
    """One day: who were apart at its end, and of how many it began and ended on it."""

    day: Moment
    began: int
    ended: int
    apart: int


# A child apart from two adults is apart from the first day to the last, once: stretches that touch are one.
_DAYS = f"""
WITH stretch AS (
    SELECT child, coalesce(valid_from, '-infinity'::date) AS began,
           CASE WHEN outcome IN ('apart', 'adult_removed') THEN 'infinity'::date
                WHEN length(outcome_on) > 10 THEN left(outcome_on, 10)::date + 1
                WHEN outcome_on <> '' THEN (outcome_on || right('-01-01', 10 - length(outcome_on)))::date END AS ended
    FROM separation s WHERE {standing("s")} AND (valid_from IS NULL OR valid_from <= %(as_of)s::date) AND {not_refuted("s")}
),
whole AS (SELECT child, unnest(range_agg(daterange(began, ended))) AS days FROM stretch WHERE ended > began GROUP BY child),
first_day AS (
    SELECT coalesce(min(valid_from), %(as_of)s::date) AS day FROM separation s
    WHERE {standing("s")} AND valid_from <= %(as_of)s::date AND {not_refuted("s")}
),
moved AS (
    SELECT greatest(lower(days), (SELECT day FROM first_day)) AS day, 1 AS began, 0 AS ended FROM whole
    UNION ALL SELECT upper(days), 0, 1 FROM whole WHERE upper(days) <> 'infinity'
),
counted AS (SELECT day, sum(began)::int AS began, sum(ended)::int AS ended FROM moved WHERE day <= %(as_of)s::date GROUP BY day),
calendar AS (SELECT day::date FROM generate_series((SELECT day FROM first_day), %(as_of)s::date, interval '1 day') AS day)
SELECT day::text, coalesce(began, 0), coalesce(ended, 0), (sum(coalesce(began, 0) - coalesce(ended, 0)) OVER (ORDER BY day))::int
FROM calendar LEFT JOIN counted USING (day) ORDER BY day
"""


@shows_nobody("counts")
def list_days_apart(viewer: Viewer, standpoint: Standpoint) -> tuple[DayApart, ...]:
    """
    Every day from the first separation to the day of the standpoint.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, standpoint.parameters)
        return tuple(DayApart(*row) for row in cursor.fetchall())
