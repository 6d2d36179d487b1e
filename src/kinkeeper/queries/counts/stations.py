"""Where children were first held: the place of the earliest stay with CBP, as far as a source says."""

from collections.abc import Collection

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.standpoint import Standpoint, standing


def first_held(children: str) -> str:
    """SQL: child and place, for the children that a query names."""
    return f"""
    SELECT DISTINCT ON (m.person_id) m.person_id AS child, p.place
    FROM membership m JOIN placement p ON p.source_id = m.record_id AND p.person_id = '' AND {standing("p")}
    WHERE m.person_id = ANY(ARRAY({children})) AND {standing("m")} AND p.custodian = 'CBP' AND p.place <> ''
      AND p.start <> '' AND p.valid_from IS NOT NULL AND p.valid_from <= %(as_of)s::date
    ORDER BY m.person_id, p.start, p.place COLLATE "C"
    """


@shows_nobody("counted; the report says whom its tables name")
def list_stations(viewer: Viewer, children: Collection[str], standpoint: Standpoint) -> dict[str, str]:
    """
    Child -> where it was first held; without those of whom no source says.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(first_held("SELECT unnest(%(children)s::text[])"), {**standpoint.parameters, "children": list(children)})
        return {child: place for child, place in cursor.fetchall()}
