"""What has become of children and their kin since somebody last looked."""

from dataclasses import dataclass
from datetime import UTC

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.dates import Moment
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.standpoint import Standpoint


@dataclass(frozen=True, slots=True)
class Changed:
    """A separation that was raised, or of which something else is known since."""

    child: Portrait
    adult: Portrait | None
    outcome: str
    is_new: bool
    """Whether nothing was known of this separation before."""
    recorded_at: Moment
    """UTC, to the minute."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The newest changes, and how many there are."""

    rows: tuple[Changed, ...]
    count: int


_SINCE = "s.since >= %(seen)s AND s.since < %(known_at)s AND (s.until IS NULL OR s.until >= %(known_at)s)"

_CHANGED = f"""
SELECT s.child, s.adult, s.outcome, NOT EXISTS (
           SELECT FROM separation b WHERE b.child = s.child AND b.adult = s.adult AND b.since < %(seen)s
       ), e.recorded_at
FROM separation s JOIN entry e ON e.seq = s.since
WHERE {_SINCE}
ORDER BY s.since DESC LIMIT %(most)s
"""


@shows(FieldGroup.CUSTODY)
def list_changes(viewer: Viewer, standpoint: Standpoint, seen: int, *, most: int = 8) -> Changes:
    """
    The separations that changed from position `seen` of the ledger on, the newest first.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    asked = {"seen": seen, "known_at": standpoint.known_at, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, asked)
        rows = cursor.fetchall()
        cursor.execute(f"SELECT count(*) FROM separation s WHERE {_SINCE}", asked)
        count = int(cursor.fetchone()[0])
    portraits = get_portraits(viewer, {person for child, adult, *_ in rows for person in (child, adult) if person}, standpoint)
    return Changes(
        tuple(
            Changed(
                portraits.get(child) or Portrait(child),
                (portraits.get(adult) or Portrait(adult)) if adult else None,
                outcome,
                is_new,
                at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M"),
            )
            for child, adult, outcome, is_new, at in rows
        ),
        count,
    )
