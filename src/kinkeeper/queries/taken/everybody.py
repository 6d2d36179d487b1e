"""What lists of everybody are made of: whom the viewer may know of, and the numbers that sources give them."""

from collections.abc import Collection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.records import Identifier
from kinkeeper.queries.access.prepared import prepared
from kinkeeper.queries.access.reading import keys, shows, shows_nobody
from kinkeeper.queries.standpoint import Standpoint, standing


@shows_nobody("numbers of our own; whoever is shown more of them is noted there")
def list_everybody(viewer: Viewer, standpoint: Standpoint, most: int) -> list[str]:
    """
    The numbers of the persons known, at most so many.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with prepared() as cursor:
        sql = f"SELECT DISTINCT m.person_id FROM membership m WHERE {standing('m')} ORDER BY m.person_id LIMIT %(most)s"
        cursor.execute(sql, {**standpoint.parameters, "most": most})
        return [person for (person,) in cursor.fetchall()]


@shows_nobody("numbers of our own; whoever is shown more of them is noted there")
def list_members_of(viewer: Viewer, families: Collection[str], standpoint: Standpoint) -> list[str]:
    """
    The persons of these families.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with prepared() as cursor:
        sql = f"SELECT DISTINCT f.person_id FROM family_member f WHERE f.family_id = ANY(%(families)s) AND {standing('f')}"
        cursor.execute(sql, {**standpoint.parameters, "families": sorted(families)})
        return [person for (person,) in cursor.fetchall()]


@shows(FieldGroup.IDENTITY, who=keys)
def get_identifiers(viewer: Viewer, person_ids: Collection[str], standpoint: Standpoint) -> dict[str, tuple[Identifier, ...]]:
    """
    Person -> the numbers that sources give, each once, by kind and value. Persons without a number are left out.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    found: dict[str, list[Identifier]] = {}
    with prepared() as cursor:
        cursor.execute(_IDENTIFIERS, {**standpoint.parameters, "persons": sorted(person_ids)})
        for person, *told in cursor.fetchall():
            found.setdefault(person, []).append(Identifier(*told))
    return {person: tuple(numbers) for person, numbers in found.items()}


_IDENTIFIERS = f"""
SELECT m.person_id, i.kind, i.value, min(i.raw) FROM membership m JOIN identifier i ON i.record_id = m.record_id
WHERE m.person_id = ANY(%(persons)s) AND {standing("m")} GROUP BY m.person_id, i.kind, i.value ORDER BY m.person_id, i.kind, i.value
"""
