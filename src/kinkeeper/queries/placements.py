"""Placements that staff reported. The stays that records state are on the records."""

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.placements import Placement
from kinkeeper.domain.records import Stay
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.moments import STANDS, ledger_size


@shows(FieldGroup.CUSTODY)
def list_reported_placements(viewer: Viewer, *, known_at: int | None = None) -> list[Placement]:
    """
    Every placement that staff reported, by id.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT source_id, person_id, custodian, place, start, "end", end_reason, end_as_recorded, released_to '
            f"FROM placement WHERE person_id <> '' AND {STANDS} ORDER BY source_id",
            {"known_at": ledger_size() if known_at is None else known_at},
        )
        return [Placement(source, person, Stay(*stay)) for source, person, *stay in cursor.fetchall()]


@shows_nobody("for the rules")
def find_holder_before(viewer: Viewer, moved: Placement) -> str:
    """
    The custodian who has the person when this placement begins, by what began last; none where nobody says, or where that had ended.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    asked = {"person": moved.person_id, "this": moved.placement_id, "start": moved.stay.start}
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, asked)
        return next((custodian for custodian, end in cursor.fetchall() if not end or end >= moved.stay.start), "")


_BEFORE = """
SELECT custodian, "end" FROM (
    SELECT custodian, start, "end", since FROM placement WHERE person_id = %(person)s AND source_id <> %(this)s AND until IS NULL
    UNION ALL SELECT custodian, start, "end", since FROM stay WHERE person_id = %(person)s AND until IS NULL AND said_until IS NULL
) known WHERE start <> '' AND start <= %(start)s ORDER BY start DESC, since DESC LIMIT 1
"""
