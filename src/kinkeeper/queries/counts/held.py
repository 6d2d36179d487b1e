"""Who held whom at an instant, for many persons at once: one look at what was laid out when it came to be known."""

from collections.abc import Collection

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.custody_days import DISPUTED as DISPUTED
from kinkeeper.domain.custody_days import NOBODY as NOBODY_SAYS
from kinkeeper.domain.custody_days import Held as Held
from kinkeeper.domain.terms import Custodian
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.counts.kept import see_kept
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.together import Question

HOLD = (Custodian.CBP, Custodian.ICE, Custodian.USMS, Custodian.ORR)
"""Who holds somebody at a place of custody: where somebody lives is none."""

ON_THE_DAY = "{0}.from_day <= %(as_of)s::date AND {0}.until_day > %(as_of)s::date"
"""SQL: a row of custody_day is of the day asked for. To be filled with the name of the table."""

_HELD = f"""
SELECT h.person_id, h.custodian, h.place FROM {{0}} h
WHERE h.person_id = ANY(%(persons)s) AND {ON_THE_DAY.format("h")} AND {standing("h")}
"""


@shows_nobody("counted; the report says whom its tables name")
def where_held(viewer: Viewer, person_ids: Collection[str], standpoint: Standpoint, *, parted: bool = False) -> dict[str, Held]:
    """
    Person id -> who held the person on the day, for every person asked for.

    `parted`: each of them was said to be apart from somebody, so that the rows kept of those alone are enough.

    :raises NotAllowed: if the viewer may not read.
    :raises NotKnownYet: where what it reads has not been made from the ledger.
    """
    require(viewer, "read")
    see_kept()
    with connection.cursor() as cursor:
        cursor.execute(_HELD.format("apart_day" if parted else "custody_day"), {**standpoint.parameters, "persons": list(person_ids)})
        found = {person: Held(custodian, place) for person, custodian, place in cursor.fetchall()}
    nobody_says = Held()
    return {person: found.get(person, nobody_says) for person in person_ids}


def ask_held(person_ids: Collection[str], standpoint: Standpoint) -> Question:
    """Person, custodian and place on the day, of those of these persons of whom any source had said anything."""
    return Question(_HELD.format("custody_day"), 3, {**standpoint.parameters, "persons": sorted(person_ids)})


__all__ = ["DISPUTED", "HOLD", "NOBODY_SAYS", "ON_THE_DAY", "Held", "ask_held", "where_held"]
