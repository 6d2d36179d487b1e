"""Where everybody is on a day: how many are with whom."""

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import Reach, reach_of
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.counts.held import ON_THE_DAY
from kinkeeper.queries.counts.kept import see_kept
from kinkeeper.queries.standpoint import Standpoint, standing

EVERYONE = f"""
SELECT custodian, count(*) FROM custody_day h WHERE {ON_THE_DAY.format("h")} AND {{known}} GROUP BY custodian ORDER BY 2 DESC, 1
"""


SUMMED = """
SELECT custodian, sum(more)::int FROM custody_move WHERE day <= %(as_of)s::date GROUP BY custodian HAVING sum(more) > 0 ORDER BY 2 DESC, 1
"""


@shows_nobody("counts")
def count_everyone(viewer: Viewer, standpoint: Standpoint) -> dict[str, int]:
    """
    Custodian -> how many persons it held on the day, the most first; `NONE` = no source says, `DISPUTED` = sources disagree.

    What is known now comes from sums, for who may know of everybody.

    :raises NotAllowed: if the viewer may not read.
    :raises NotKnownYet: where what it reads has not been made from the ledger.
    """
    require(viewer, "read")
    see_kept()
    summed = not standpoint.is_past and reach_of(viewer) is Reach.EVERYBODY
    # What stands now is found in the index of what stands now; only a look back reads what has ended since.
    known = standing("h") if standpoint.is_past else "h.until IS NULL"
    with connection.cursor() as cursor:
        cursor.execute(SUMMED if summed else EVERYONE.format(known=known), standpoint.parameters)
        return {custodian: count for custodian, count in cursor.fetchall()}
