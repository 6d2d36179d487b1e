"""What stands against records and placements, and whom they are about."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.casework.objections import Objection
from kinkeeper.queries.access.reading import shows_nobody


@dataclass(frozen=True, slots=True)
class Standing:
    """An objection, and the position of the entry that makes it."""

    objection: Objection
    position: int


@shows_nobody("for what follows from an objection")
def find_persons_of(viewer: Viewer, keys: Collection[tuple[str, str]]) -> set[str]:
    """
    Whom these records and placements (subject, id) are about, or were before they were taken away.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    if not keys:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_WHOSE, {kind: [id_ for subject, id_ in keys if subject == kind] for kind in ("record", "placement")})
        return {person for (person,) in cursor.fetchall()}


_WHOSE = """
SELECT person_id FROM (
    SELECT DISTINCT ON (record_id) person_id FROM membership WHERE record_id = ANY(%(record)s) ORDER BY record_id, since DESC
) m
UNION SELECT person_id FROM placement WHERE person_id <> '' AND source_id = ANY(%(placement)s)
"""


@shows_nobody("marks of statements, which are shown with these")
def list_objections(viewer: Viewer, *, entries: Collection[int] | None = None, known_at: int | None = None) -> dict[int, Standing]:
    """
    Position of a statement -> what stands against it, or stood at a size of the ledger: of these statements, or of all.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject, id, kind, entry, why, by, instead, since FROM objection WHERE (%(entries)s::bigint[] IS NULL OR entry = "
            "ANY(%(entries)s)) AND (%(known_at)s::bigint IS NULL OR since < %(known_at)s) AND (until IS NULL OR until >= %(known_at)s)",
            {"entries": None if entries is None else list(entries), "known_at": known_at},
        )
        return {row[3]: Standing(Objection(*row[:7]), row[7]) for row in cursor.fetchall()}


@shows_nobody("a number for a row that was named")
def find_record_id(viewer: Viewer, name: str) -> str:
    """
    The id of the record of this name (FILE#ROW); the text itself where none has it.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(record_id) FROM record WHERE name = %s HAVING count(*) = 1", [name])
        row = cursor.fetchone()
    return str(row[0]) if row else name
