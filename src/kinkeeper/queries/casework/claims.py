"""Claimed counts beside what the records show: computed from separations, never typed (F-15)."""

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.casework.counts import Compared, CountClaim
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.apart import not_refuted
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.things import list_things

COUNT = f"""
WITH parted AS (
    SELECT DISTINCT s.child FROM separation s
    WHERE {standing("s")} AND {not_refuted("s")} AND s.valid_from BETWEEN %(from_day)s::date AND %(until_day)s::date
    AND (%(place)s = '' OR EXISTS (
        SELECT FROM placement p LEFT JOIN membership m ON m.record_id = p.source_id AND {standing("m")}
        WHERE {standing("p")} AND p.custodian = 'CBP' AND coalesce(nullif(p.person_id, ''), m.person_id) = s.child
        AND strpos(lower(p.place), lower(%(place)s)) > 0))
)
SELECT count(DISTINCT CASE WHEN %(unit)s = 'families' THEN coalesce(f.family_id, child) ELSE child END)
FROM parted LEFT JOIN family_member f ON f.person_id = child AND {standing("f")}
"""


@shows_nobody("counts")
def compare_claims(viewer: Viewer, standpoint: Standpoint) -> list[Compared]:
    """
    Every claimed count with what the records show, by id.

    :raises NotAllowed: if the viewer may not read.
    """
    claims = list_things(viewer, "count_claim", CountClaim, asked={"known_at": standpoint.known_at})
    return [compare_claim(viewer, standpoint, one) for one in sorted(claims, key=lambda one: one.claim_id)]


@shows_nobody("counts")
def compare_claim(viewer: Viewer, standpoint: Standpoint, one: CountClaim) -> Compared:
    """
    A claimed count with what the records show.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    return Compared(one, _count(one, standpoint))


def _count(one: CountClaim, standpoint: Standpoint) -> int:
    asked = {"from_day": one.from_day, "until_day": one.until_day, "place": one.place, "unit": one.unit}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {**standpoint.parameters, **asked})
        return int(cursor.fetchone()[0])
