"""From where one looks: what the ledger had then, and the day in the world that is asked about."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.dates import Moment
from kinkeeper.queries.access.prepared import prepared
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.moments import SPEAKS_OF_WHAT_WAS, size_at

PRACTICE = "Kinkeeper: practice data, everybody in it is invented"
"""The comment on a database that is a demonstration's."""


class Taken(StrEnum):
    """How the hour was taken by which clocks are read."""

    NOW = "now"
    DAY = "day"
    """The end of a day that was asked for."""
    ENTRY = "entry"
    """When the last entry was recorded of what was known then."""
    PRACTICE = "practice"
    """The end of the newest day of which files speak, in a database of invented people."""


@dataclass(frozen=True, slots=True)
class Hour:
    """The instant by which clocks are read, and how it was taken."""

    instant: datetime
    taken: Taken


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
    day_asked: bool = False
    """Whether somebody asked for the day `as_of`; else it is the newest of the extracts, or today."""
    is_practice: bool = False
    """Whether everybody in the database is invented, and lives in another year."""
    hour: Hour | None = None
    """The instant by which clocks are read from here, where a page has settled it."""
    edge: str = field(default="", compare=False, repr=False)
    """The ledger's right edge, which tells this ledger as it is from every other. Empty: not asked."""

    @property
    def is_past(self) -> bool:
        """Whether more is known by now."""
        return self.known_at < self.size

    @property
    def parameters(self) -> dict[str, object]:
        """What the SQL of `standing` asks for."""
        return {"known_at": self.known_at, "as_of": self.as_of}


def standing(table: str, known_at: str = "%(known_at)s") -> str:
    """SQL: this version of a row of `table` stood when the ledger had %(known_at)s entries, or as many as another place says."""
    return f"{table}.since < {known_at} AND ({table}.until IS NULL OR {table}.until >= {known_at})"


def stood(table: str, since: str = "since", until: str = "until") -> str:
    """SQL: the same of rows that are found by something else: no index of entries is looked into beside, as the planner would."""
    return f"{table}.{since} + 0 < %(known_at)s AND ({table}.{until} IS NULL OR {table}.{until} + 0 >= %(known_at)s)"


@shows_nobody("a moment")
def find_standpoint(viewer: Viewer, *, today: Moment, known_at: int | None = None, recorded_by: str = "", as_of: Moment = "") -> Standpoint:
    """
    Where somebody stands who asks what was known.

    `known_at` is a size of the ledger; `recorded_by` a moment with its zone, up to which entries are known; neither: now.
    Without `as_of`, the day is the newest one of which the extracts known then speak, else `today`. It is one day for everybody, also for
    who is shown no extract of it: two people who speak of one morning must mean the same one, and a day tells of nobody.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    if known_at is None and recorded_by:
        known_at = size_at(recorded_by)
    with prepared() as cursor:
        cursor.execute(
            "WITH here AS (SELECT size, encode(frontier, 'hex') AS edge, least(coalesce(%s, size), size) AS known_at "
            "FROM head WHERE id = 1) "
            "SELECT known_at, size, (SELECT recorded_at FROM entry WHERE seq = known_at - 1), "
            f"(SELECT max(as_of) FROM public.extract x WHERE as_of <> '' AND since < known_at AND {SPEAKS_OF_WHAT_WAS}), "
            "(SELECT shobj_description(oid, 'pg_database') = %s FROM pg_database WHERE datname = current_database()), edge FROM here",
            [known_at, PRACTICE],
        )
        position, size, recorded_at, newest, is_practice, edge = cursor.fetchone()
    newest_day = (newest or "")[:10]
    known_to = recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") if recorded_at else ""
    return Standpoint(position, as_of or newest_day or today, size, known_to, newest_day, bool(as_of), bool(is_practice), edge=edge)


def hour_of(standpoint: Standpoint, now: datetime) -> Hour:
    """
    The instant by which clocks are read: one rule for pages, commands and the worker (ADR 24).

    It is now, unless somebody asks for another day or for what was known before, or everybody is invented.
    """
    if standpoint.day_asked and standpoint.as_of[:10] != now.date().isoformat():
        return Hour(_end(standpoint.as_of), Taken.DAY)
    if standpoint.is_practice and standpoint.newest_day:
        return Hour(_end(standpoint.newest_day), Taken.PRACTICE)
    if standpoint.is_past and standpoint.known_to:
        return Hour(datetime.fromisoformat(standpoint.known_to).replace(tzinfo=UTC), Taken.ENTRY)
    return Hour(now, Taken.NOW)


def _end(day: Moment) -> datetime:
    return datetime.fromisoformat(day[:10] + "T23:59:59").replace(tzinfo=UTC)
