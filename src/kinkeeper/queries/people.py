"""Whose record a record is held to be."""

from collections.abc import Collection

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.moments import STANDS, ledger_size


@shows_nobody("numbers, for jobs")
def get_person_of(viewer: Viewer, *, known_at: int | None = None) -> dict[str, str]:
    """
    Record id -> person id.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT record_id, person_id FROM membership WHERE {STANDS}", _at(known_at))
        return dict(cursor.fetchall())


@shows_nobody("numbers, for the rules")
def get_persons_of(viewer: Viewer, records: Collection[str]) -> dict[str, str]:
    """
    Record id -> person id, of these records as held now.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute("SELECT record_id, person_id FROM membership WHERE until IS NULL AND record_id = ANY(%s)", [sorted(records)])
        return dict(cursor.fetchall())


def _at(known_at: int | None) -> dict[str, int]:
    return {"known_at": ledger_size() if known_at is None else known_at}
