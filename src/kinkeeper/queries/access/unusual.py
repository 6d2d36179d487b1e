"""Reading that was more than usual: for oversight all, for the owner of a case what was read of it."""

from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, rights_of
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.dates import Moment
from kinkeeper.queries.access.reading import shows

MOST = 50


@dataclass(frozen=True, slots=True)
class UnusualReading:
    """Who, of which agency and role, what there was more of than usual and how many, when last, and whom of it the viewer may know of."""

    account: str
    agency: str
    role: str
    what: str
    many: int
    at: Moment
    persons: tuple[str, ...]


@shows(FieldGroup.IDENTITY)
def list_unusual(viewer: Viewer) -> list[UnusualReading]:
    """What was noticed in the last seven days, the newest first: for oversight all, else what was read of cases that are the viewer's."""
    with connection.cursor() as cursor:
        cursor.execute(_LISTED, {"all": "oversee" in rights_of(viewer), "me": viewer.name, "most": MOST})
        return [
            UnusualReading(account, agency, role, what, many, at.strftime("%Y-%m-%dT%H:%M:%S"), tuple(persons or ()))
            for account, agency, role, what, many, at, persons in cursor.fetchall()
        ]


_LISTED = """
SELECT account, agency, role, what, max(many), max(at), array_agg(DISTINCT person_id ORDER BY person_id) FILTER (WHERE person_id <> '')
FROM public.unusual_reading u
WHERE at > now() - interval '7 days' AND account <> %(me)s AND (%(all)s OR EXISTS (
    SELECT FROM public.child_case c WHERE c.child = u.person_id AND c.until IS NULL AND c.owner = %(me)s))
GROUP BY account, agency, role, what ORDER BY max(at) DESC, account, what LIMIT %(most)s
"""
