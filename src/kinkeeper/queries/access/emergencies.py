"""Emergencies: for whoever opened one, for the owners of the cases that it opened, and for oversight, which reviews every one."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from kinkeeper.domain.access import Viewer, rights_of
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.dates import Moment
from kinkeeper.queries.access.reading import shows

MOST = 100


@dataclass(frozen=True, slots=True)
class Emergency:
    """Who opened whom, why, from when to when (UTC), whose cases they are, and what the second person found."""

    number: str
    account: str
    agency: str
    role: str
    reason: str
    owners: str
    at: Moment
    ends: Moment
    is_open: bool
    is_new: bool
    """Of the last seven days, or not reviewed yet."""
    persons: tuple[str, ...]
    reviewed_by: str
    finding: str


@shows(FieldGroup.IDENTITY)
def list_emergencies(viewer: Viewer) -> list[Emergency]:
    """Those that this viewer opened, those of cases that are theirs, and for oversight all; unreviewed first, then the newest."""
    with connection.cursor() as cursor:
        cursor.execute(_LISTED, {"all": "oversee" in rights_of(viewer), "me": viewer.name, "most": MOST})
        names = [column.name for column in cursor.description or ()]
        return [_emergency(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


_LISTED = """
SELECT number, account, agency, role, reason, owners, at, ends, ends > now() AS is_open,
    at > now() - interval '7 days' OR reviewed_by = '' AS is_new, array_agg(person_id ORDER BY person_id) AS persons, reviewed_by, finding
FROM public.emergency WHERE %(all)s OR account = %(me)s OR %(me)s = ANY(string_to_array(owners, ', '))
GROUP BY number, account, agency, role, reason, owners, at, ends, reviewed_by, finding
ORDER BY reviewed_by = '' DESC, at DESC, number LIMIT %(most)s
"""


def _emergency(row: dict[str, Any]) -> Emergency:
    moments = {name: row[name].strftime("%Y-%m-%dT%H:%M:%S") for name in ("at", "ends")}
    return Emergency(**{**row, **moments, "persons": tuple(row["persons"])})
