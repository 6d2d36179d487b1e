"""What was said of differences between lists: by whom, when, and what stood before."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.deliveries.differences import Explanation
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.standpoint import standing
from kinkeeper.queries.together import Question, Rows

_SAID = (
    "SELECT d.told::text, d.since, coalesce(to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI'), '') "
    "FROM difference d LEFT JOIN public.entry e ON e.seq = d.since WHERE {0} ORDER BY d.since"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a difference, by which entry, and when that was recorded (UTC)."""

    explanation: Explanation
    position: int
    at: Moment


@shows_nobody("a question")
def ask_said(meeting_id: str, known_at: int) -> Question:
    """What stands said at a meeting, taken back or not."""
    asked = {"meeting": meeting_id, "known_at": known_at}
    return Question(_SAID.format(f"d.meeting_id = %(meeting)s AND {standing('d')}"), 3, asked)


@shows(FieldGroup.STATEMENT)
def said_of(rows: Rows) -> list[Said]:
    """What was answered, in order."""
    decoder = msgspec.json.Decoder(Explanation)
    return [Said(decoder.decode(told), since, at) for told, since, at in rows]


@shows(FieldGroup.STATEMENT)
def list_explained(viewer: Viewer, known_at: int) -> list[Said]:
    """
    What stands said at any meeting of persons of whom the viewer may know, the newest first.

    :raises NotAllowed: if the viewer may not read.
    """
    found = _ask(viewer, standing("d"), {"known_at": known_at})
    return [one for one in reversed(found) if not one.explanation.is_empty]


@shows(FieldGroup.STATEMENT)
def list_history(viewer: Viewer, meeting_id: str, person: str, known_at: int) -> Sequence[Said]:
    """
    Everything that was ever said of one person at a meeting, in order.

    :raises NotAllowed: if the viewer may not read.
    """
    asked = {"meeting": meeting_id, "person": person, "known_at": known_at}
    return _ask(viewer, "d.meeting_id = %(meeting)s AND d.person_id = %(person)s AND d.since < %(known_at)s", asked)


def _ask(viewer: Viewer, where: str, asked: dict[str, object]) -> list[Said]:
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(_SAID.format(where), asked)
        return said_of(cursor.fetchall())
