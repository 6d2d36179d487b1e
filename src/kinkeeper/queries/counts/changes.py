"""What was recorded about some persons between two sizes of the ledger, and which entries did it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.queries.access.reading import shows_nobody

LINKED, SPLIT, RAISED, CORRECTED, TIED, REFUTED, MOVED, REPORTED = (
    "linked",
    "split",
    "raised",
    "corrected",
    "tied",
    "refuted",
    "moved",
    "reported",
)
"""A record joined the person; left it; a separation was first stated; stated anew; a tie was stated; refuted; a stay came to be known;
an extract came in that tells of the person."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that was recorded about a person, and the position of its entry."""

    what: str
    position: int


_BETWEEN = "since BETWEEN %(first)s AND %(last)s - 1"
_ENDED = "until BETWEEN %(first)s AND %(last)s - 1"


def _of_separations(who: str) -> str:
    earlier = "SELECT 1 FROM separation b WHERE b.child = s.child AND b.adult = s.adult AND b.since < s.since"
    return (
        f"SELECT s.{who}, CASE WHEN EXISTS ({earlier}) THEN '{CORRECTED}' ELSE '{RAISED}' END, s.since "
        f"FROM separation s WHERE s.{who} <> '' AND s.{who} = ANY(%(persons)s) AND s.{_BETWEEN}"
    )


def _of_ties(who: str) -> str:
    return (
        f"SELECT t.{who}, CASE t.status WHEN 'refuted' THEN '{REFUTED}' ELSE '{TIED}' END, t.since "
        f"FROM tie t WHERE t.{who} = ANY(%(persons)s) AND t.{_BETWEEN}"
    )


_CHANGES = " UNION ALL ".join(
    (
        f"SELECT person_id, '{LINKED}', since FROM membership WHERE person_id = ANY(%(persons)s) AND {_BETWEEN}",
        f"SELECT m.person_id, '{SPLIT}', m.until FROM membership m WHERE m.person_id = ANY(%(persons)s) AND m.{_ENDED} AND NOT EXISTS "
        "(SELECT 1 FROM membership n WHERE n.record_id = m.record_id AND n.since = m.until AND n.person_id = m.person_id)",
        _of_separations("child"),
        _of_separations("adult"),
        _of_ties("child"),
        _of_ties("adult"),
        f"SELECT person_id, '{MOVED}', since FROM placement WHERE person_id <> '' AND person_id = ANY(%(persons)s) AND {_BETWEEN}",
        f"SELECT m.person_id, '{REPORTED}', r.since FROM membership m JOIN record r ON r.record_id = m.record_id "
        f"WHERE m.person_id = ANY(%(persons)s) AND r.{_BETWEEN}",
    )
)
_IN_ORDER = f"SELECT person, what, position FROM ({_CHANGES}) AS changes (person, what, position) ORDER BY position, what"


@shows_nobody("counted; the report says whom its tables name")
def list_changes(viewer: Viewer, persons: Collection[str], first: int, last: int) -> dict[str, tuple[Happened, ...]]:
    """
    Person -> what was recorded about them at the positions from `first` up to `last`, in order.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    found: dict[str, dict[Happened, None]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_IN_ORDER, {"persons": list(persons), "first": first, "last": last})
        for person, what, position in cursor.fetchall():
            found[person][Happened(what, position)] = None
    return {person: tuple(happened) for person, happened in found.items()}
