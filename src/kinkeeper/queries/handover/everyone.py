"""Where everybody is on a day: how many are with whom."""

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.queries.counts.held import where_held
from kinkeeper.queries.standpoint import Standpoint, standing

NOW = """
SELECT custodian, count(*) FROM custody_day WHERE until_day > %(as_of)s::date AND from_day <= %(as_of)s::date
GROUP BY custodian ORDER BY 2 DESC, 1
"""
PERSONS = f"""
SELECT DISTINCT person_id FROM (
    SELECT m.person_id FROM membership m WHERE {standing("m")}
    UNION ALL SELECT p.person_id FROM placement p WHERE p.person_id <> '' AND {standing("p")}
) known
"""


def count_everyone(viewer: Viewer, standpoint: Standpoint) -> dict[str, int]:
    """
    Custodian -> how many persons it held on the day, the most first; `NONE` = no source says, `DISPUTED` = sources disagree.

    What is known now is one look at one table; what was known earlier is laid out person by person.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        if not standpoint.is_past:
            cursor.execute(NOW, standpoint.parameters)
            return {custodian: count for custodian, count in cursor.fetchall()}
        cursor.execute(PERSONS, standpoint.parameters)
        persons = [person for (person,) in cursor.fetchall()]
    counted: dict[str, int] = {}
    for held in where_held(viewer, persons, standpoint).values():
        counted[held.custodian] = counted.get(held.custodian, 0) + 1
    return dict(sorted(counted.items(), key=lambda one: (-one[1], one[0])))
