"""What waits for one person: cases and hand-overs offered, tasks, own cases, removals that are stopped, warnings; all in one question."""

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
from kinkeeper.domain.casework.warnings import Warning
from kinkeeper.domain.court.orders import OrderVersion
from kinkeeper.domain.court.wording import Order
from kinkeeper.domain.handover.transfers import Transfer
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.casework.warned import Warned, in_turn
from kinkeeper.queries.moments import STOOD_BEFORE
from kinkeeper.queries.standpoint import Standpoint, standing

KINDS: dict[str, tuple[type[Any], str]] = {
    "caseload": (Caseload, "t.open AND t.to_owner = %(me)s"),
    "transfer": (Transfer, "t.open AND t.to_custodian = %(agency)s"),
    "task": (Task, "t.open AND t.owner = %(me)s"),
    "child_case": (Case, "t.open AND t.owner = %(me)s"),
    "departure": (Departure, "t.told->>'stand' = 'stopped' AND t.told->>'planned_at' >= %(today)s"),
    "warning": (Warning, "t.open"),
    "court_order": (OrderVersion, "TRUE"),
}
"""Table -> what stands in it whole, and which of it waits for this person, or for everybody; and the orders that set clocks."""

_OWN_CHILD = f"c.child IN (SELECT t.child FROM child_case t WHERE {KINDS['child_case'][1]} AND {standing('t')})"
CLOCKS = {"mine": _OWN_CHILD, "ours": "c.owner = %(agency)s"}
"""Whose clocks are looked for: those of one's own children, and of one's agency."""

_ALL = " UNION ALL ".join(
    f"SELECT '{table}' AS of, t.told::text AS told, t.since FROM {table} t WHERE {which} AND {standing('t')}"
    for table, (_, which) in KINDS.items()
)


def _running(standpoint: Standpoint) -> str:
    """SQL: for whom of `CLOCKS` any runs. What runs now is found in an index of what stands now; what has ended since, in another."""
    stands = STOOD_BEFORE if standpoint.is_past else ("until IS NULL",)

    def runs(which: str) -> str:
        return " OR ".join(f"EXISTS (SELECT FROM clock c WHERE c.running AND {which} AND {one})" for one in stands)

    return " UNION ALL ".join(f"SELECT '{whose}', 'true', 0 WHERE {runs(which)}" for whose, which in CLOCKS.items())


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits, by kind, the oldest first; `cases` are one's own that are open."""

    caseloads: tuple[Caseload, ...]
    transfers: tuple[Transfer, ...]
    tasks: tuple[Task, ...]
    cases: tuple[Case, ...]
    stopped: tuple[Departure, ...]
    warnings: tuple[Warned, ...]
    """Those that are open, whoever must answer."""
    orders: dict[str, Order]
    """Each order in its newest version, by id."""
    running: frozenset[str]
    """For whom of `CLOCKS` any runs."""

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
    found: dict[str, list[tuple[Any, int]]] = {table: [] for table in (*KINDS, *CLOCKS)}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT of, told, since FROM ({_ALL} UNION ALL {_running(standpoint)}) w ORDER BY since", asked)
        for table, told, since in cursor.fetchall():
            found[table].append((_DECODERS[table].decode(told), since))

    def of(table: str) -> tuple[Any, ...]:
        return tuple(one for one, _ in found[table])

    versions = sorted(of("court_order"), key=lambda one: (one.order.order_id, one.order.version))
    return Waiting(
        caseloads=of("caseload"),
        transfers=of("transfer"),
        tasks=of("task"),
        cases=of("child_case"),
        stopped=of("departure"),
        warnings=tuple(in_turn(found["warning"], now)),
        orders={one.order.order_id: one.order for one in versions},
        running=frozenset(whose for whose in CLOCKS if found[whose]),
    )


_DECODERS = {table: msgspec.json.Decoder(kind) for table, (kind, _) in KINDS.items()} | dict.fromkeys(CLOCKS, msgspec.json.Decoder(bool))
