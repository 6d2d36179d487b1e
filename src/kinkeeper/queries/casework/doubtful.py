"""The reports of a person's custody in which something does not fit."""

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.casework.custody_doubts import Doubtful, doubtful
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.records import Stay
from kinkeeper.queries.access.reading import note, shows_nobody
from kinkeeper.queries.custody import STAY
from kinkeeper.queries.portraits import get_portraits
from kinkeeper.queries.standpoint import Standpoint, standing


@shows_nobody("whom is noted where something is handed out")
def list_doubtful(viewer: Viewer, person: str, standpoint: Standpoint, today: Moment) -> list[Doubtful]:
    """
    Every report of a person's custody in which something does not fit, those of the future too; `source` is a record's or a placement's id.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.source_id, {STAY} FROM membership m JOIN placement p ON p.source_id = m.record_id AND p.person_id = '' "
            f"AND {standing('p')} WHERE m.person_id = %(person)s AND {standing('m')} "
            f"UNION ALL SELECT p.source_id, {STAY} FROM placement p WHERE p.person_id = %(person)s AND {standing('p')}",
            {**standpoint.parameters, "person": person},
        )
        said = [(source, Stay(*values)) for source, *values in cursor.fetchall()]
    born = next((one.born for one in get_portraits(viewer, [person], standpoint).values()), "")
    found = doubtful(said, born, today)
    if found:
        note([person], FieldGroup.CUSTODY)
    return found
