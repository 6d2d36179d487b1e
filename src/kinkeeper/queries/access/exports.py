"""Which files were asked for, by whom, and how it stands with each."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from kinkeeper.domain.access import Viewer, rights_of
from kinkeeper.domain.access.exports import Content, Export, ExportState
from kinkeeper.domain.errors import NotFound
from kinkeeper.queries.access.reading import shows_nobody

MOST = 200
_EXPORT = """
SELECT export_id, account, agency, role, purpose, why, what, asked, as_of, entries, form, language, rows, state,
       asked_at, expires_at, answered_by, answered_at, fetched FROM export
"""
_MINE = "(account = %(name)s OR %(all)s OR (%(approves)s AND agency = %(agency)s))"


@shows_nobody("what was asked for, not whom it names")
def list_exports(viewer: Viewer, *, waiting: bool = False) -> list[Export]:
    """
    The viewer's own exports; of who approves, those of the agency; of oversight, all. The newest first, at most 200.
    """
    with connection.cursor() as cursor:
        state = "AND state = 'waiting'" if waiting else ""
        cursor.execute(f"{_EXPORT} WHERE {_MINE} {state} ORDER BY asked_at DESC, export_id LIMIT {MOST}", _whose(viewer))
        return [_export(row) for row in cursor.fetchall()]


@shows_nobody("what was asked for, not whom it names")
def get_export(viewer: Viewer, export_id: str, *, lock: bool = False) -> Export:
    """
    One export, where the viewer may know of it; `lock` holds it against others who answer or fetch.

    :raises NotFound: where there is none, or it is not the viewer's to know.
    """
    with connection.cursor() as cursor:
        held = "FOR UPDATE" if lock else ""
        asked = {**_whose(viewer), "export": export_id.replace("\0", "")}
        cursor.execute(f"{_EXPORT} WHERE export_id = %(export)s AND {_MINE} {held}", asked)
        row = cursor.fetchone()
    if row is None:
        raise NotFound("No export of this number is known.")
    return _export(row)


def _whose(viewer: Viewer) -> dict[str, Any]:
    rights = rights_of(viewer)
    everything = viewer.role == "operator" or "oversee" in rights
    return {"name": viewer.name, "agency": viewer.agency, "all": everything, "approves": "approve" in rights}


def _export(row: Sequence[Any]) -> Export:
    export_id, account, agency, role, purpose, why, what, asked, as_of, entries, form, language, rows, state, *rest = row
    asked_at, expires_at, answered_by, answered_at, fetched = rest
    content = Content(what, asked, as_of, entries, form, language)
    told = export_id, account, agency, role, purpose, why, content, rows, ExportState(state)
    return Export(*told, _moment(asked_at), _moment(expires_at), answered_by, _moment(answered_at), fetched)


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else ""
