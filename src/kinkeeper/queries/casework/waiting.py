"""What waits for one person: cases and hand-overs offered, tasks, own cases, and removals that are stopped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.casework.caseloads import Caseload
from kinkeeper.domain.casework.cases import Case
from kinkeeper.domain.casework.departures import Departure
from kinkeeper.domain.casework.tasks import Task
from kinkeeper.domain.handover.transfers import Transfer
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.standpoint import Standpoint, standing

KINDS: dict[str, tuple[type[Any], str]] = {
    "caseload": (Caseload, "t.open AND t.to_owner = %(me)s"),
    "transfer": (Transfer, "t.open AND t.to_custodian = %(agency)s"),
    "task": (Task, "t.open AND t.owner = %(me)s"),
    "child_case": (Case, "t.open AND t.owner = %(me)s"),
    "departure": (Departure, "t.told->>'stand' = 'stopped' AND t.told->>'planned_at' >= %(today)s"),
}
"""Table -> what stands in it whole, and which of it waits for this person, or for everybody."""

_ALL = " UNION ALL ".join(
    f"SELECT '{table}' AS of, t.told::text AS told, t.since FROM {table} t WHERE {which} AND {standing('t')}"
    for table, (_, which) in KINDS.items()
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits, by kind, the oldest first; `cases` are one's own that are open."""

    caseloads: tuple[Caseload, ...]
    transfers: tuple[Transfer, ...]
    tasks: tuple[Task, ...]
    cases: tuple[Case, ...]
    stopped: tuple[Departure, ...]

    @property
    def persons(self) -> frozenset[str]:
        """Everybody who is named in what waits, but for the children of cases."""
        named = {one.person_id for one in self.transfers} | {one.about for one in self.tasks} | {one.adult for one in self.stopped}
        return frozenset(named | {child for one in self.stopped for child in one.children})


@shows(FieldGroup.STATEMENT)
def list_waiting(viewer: Viewer, standpoint: Standpoint, now: datetime) -> Waiting:
    """
    What waits for the viewer at an instant.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    asked = {"me": viewer.name, "agency": viewer.agency, "today": now.date().isoformat(), "known_at": standpoint.known_at}
    found: dict[str, list[Any]] = {table: [] for table in KINDS}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT of, told FROM ({_ALL}) w ORDER BY since", asked)
        for table, told in cursor.fetchall():
            found[table].append(msgspec.json.decode(told, type=KINDS[table][0]))
    caseloads, transfers, tasks, cases, stopped = (tuple(found[table]) for table in KINDS)
    return Waiting(caseloads, transfers, tasks, cases, stopped)
