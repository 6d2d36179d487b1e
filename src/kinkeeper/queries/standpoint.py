"""From where one looks: what the ledger had then, and the day in the world that is asked about."""

from dataclasses import dataclass
from datetime import UTC

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.dates import Moment
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.moments import size_at


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What was known when the ledger had `known_at` entries, of the day `as_of` in the world."""

    known_at: int
    as_of: Moment
    size: int = 0
    """How many entries the ledger has by now."""
    known_to: Moment = ""
    """When the last entry that is known from here was recorded: UTC, to the second. Empty: nothing was known."""
    newest_day: Moment = ""
    """The last day of which the extracts known then speak. Empty: no extract says."""

    @property
    def is_past(self) -> bool:
        """Whether more is known by now."""
        return self.known_at < self.size

    @property
    def parameters(self) -> dict[str, object]:
        """What the SQL of `standing` asks for."""
        return {"known_at": self.known_at, "as_of": self.as_of}


def standing(table: str) -> str:
    """SQL: this version of a row of `table` stood when the ledger had %(known_at)s entries."""
    return f"{table}.since < %(known_at)s AND ({table}.until IS NULL OR {table}.until >= %(known_at)s)"


@shows_nobody("a moment")
def find_standpoint(viewer: Viewer, *, today: Moment, known_at: int | None = None, recorded_by: str = "", as_of: Moment = "") -> Standpoint:
    """
    Where somebody stands who asks what was known.

    `known_at` is a size of the ledger; `recorded_by` a moment with its zone, up to which entries are known; neither: now.
    Without `as_of`, the day is the newest one of which the extracts known then speak, else `today`.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    if known_at is None and recorded_by:
        known_at = size_at(recorded_by)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH here AS (SELECT size, least(coalesce(%s, size), size) AS known_at FROM head WHERE id = 1) "
            "SELECT known_at, size, (SELECT recorded_at FROM entry WHERE seq = known_at - 1), "
            "(SELECT max(as_of) FROM extract WHERE as_of <> '' AND since < known_at) FROM here",
            [known_at],
        )
        position, size, recorded_at, newest = cursor.fetchone()
    newest_day = (newest or "")[:10]
    known_to = recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") if recorded_at else ""
    return Standpoint(position, as_of or newest_day or today, size, known_to, newest_day)
