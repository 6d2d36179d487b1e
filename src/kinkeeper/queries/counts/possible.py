"""Possible children of a class: every child of whom a separation had begun, one row each, with what had become of it."""

from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.dates import Moment
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.apart import separations
from kinkeeper.queries.standpoint import Standpoint, standing


@dataclass(frozen=True, slots=True)
class PossibleChild:
    """A child and its separations together. `apart_from` are the adults it was still apart from, empty text for one nobody names."""

    child: str
    separated_on: Moment
    """Of the earliest; empty where a day is not known."""
    adults: int
    days: int | None
    """Of the longest; None where no day is known."""
    under_five: bool
    """Whether it was under five years old when one of them began."""
    reunited: bool
    left_otherwise: bool
    """Whether one ended by release to somebody else or by the eighteenth birthday."""
    apart_from: tuple[str, ...]


_POSSIBLE = f"""
SELECT s.child, min(separated_on), count(*)::int, max(days),
       coalesce(bool_or(length(separated_on) >= 10 AND length(born) >= 10
                        AND left(born, 10) > (left(separated_on, 10)::date - interval '5 years')::date::text), FALSE),
       bool_or(outcome = 'reunited'), bool_or(outcome IN ('released_to_other', 'turned_18', 'left_custody')),
       array_agg(s.adult ORDER BY s.adult) FILTER (WHERE still)
FROM ({separations()}) s LEFT JOIN apart_person p ON p.person_id = s.child AND {standing("p")}
GROUP BY s.child ORDER BY s.child COLLATE "C"
"""


@shows_nobody("counted; the report says whom its tables name")
def list_possible_children(viewer: Viewer, standpoint: Standpoint) -> tuple[PossibleChild, ...]:
    """
    Every child of whom a separation was known to have begun by the day, by child.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(_POSSIBLE, standpoint.parameters)
        return tuple(PossibleChild(*(*row[:-1], tuple(row[-1] or ()))) for row in cursor.fetchall())
