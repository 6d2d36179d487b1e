"""What staff and the rules said of several persons' ways, for the page of their family: clocks, steps, choices, calls, documents."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.casework.cases import Case
from kinkeeper.domain.casework.contacts import ContactPoint
from kinkeeper.domain.casework.decisions import Decision
from kinkeeper.domain.casework.departures import Departure
from kinkeeper.domain.casework.documents import Document
from kinkeeper.domain.casework.milestones import Milestone
from kinkeeper.domain.casework.parentage import Proof
from kinkeeper.domain.court.clocks import Clock, read_clock
from kinkeeper.domain.court.orders import OrderVersion
from kinkeeper.domain.court.wording import Order
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.court.due import Due
from kinkeeper.queries.standpoint import Standpoint, standing

KINDS: dict[str, tuple[type[Any], str]] = {
    "clock": (Clock, "t.child = ANY(%(persons)s)"),
    "child_case": (Case, "t.child = ANY(%(persons)s)"),
    "decision": (Decision, "t.child = ANY(%(persons)s) AND t.adult = ANY(%(persons)s)"),
    "departure": (Departure, "t.adult = ANY(%(persons)s)"),
    "milestone": (Milestone, "t.person_id = ANY(%(persons)s)"),
    "proof": (Proof, "t.child = ANY(%(persons)s) AND t.adult = ANY(%(persons)s)"),
    "contact": (ContactPoint, "t.person_id = ANY(%(persons)s)"),
    "document": (Document, "t.about = ANY(%(persons)s)"),
    "court_order": (OrderVersion, f"EXISTS (SELECT FROM clock c WHERE c.child = ANY(%(persons)s) AND {standing('c')})"),
}
"""Table -> what stands in it whole, and which of it is about these persons; orders where one sets a clock for any of them."""

_ALL = " UNION ALL ".join(
    f"SELECT '{table}' AS of, t.told::text AS told, t.since FROM {table} t WHERE {whose} AND {standing('t')}"
    for table, (_, whose) in KINDS.items()
)


@dataclass(frozen=True, slots=True)
class Way:
    """What was said, by kind, in the order in which it was recorded; clocks as they stand now, and the orders that set them."""

    clocks: tuple[Due, ...] = ()
    cases: tuple[Case, ...] = ()
    decisions: tuple[Decision, ...] = ()
    departures: tuple[Departure, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    proofs: tuple[Proof, ...] = ()
    contacts: tuple[ContactPoint, ...] = ()
    documents: tuple[Document, ...] = ()
    orders: dict[str, Order] = field(default_factory=dict)
    """Each order in its newest version, by id."""

    def case_of(self, child: str) -> Case | None:
        """The case of a child; None where none is open or was."""
        return next((one for one in self.cases if one.child == child), None)


@shows(FieldGroup.CUSTODY, FieldGroup.STATEMENT)
def get_way(viewer: Viewer, person_ids: Collection[str], standpoint: Standpoint, now: datetime) -> Way:
    """
    Everything of these persons' ways that was known, clocks read as of `now`.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    found: dict[str, list[Any]] = {table: [] for table in KINDS}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT of, told FROM ({_ALL}) w ORDER BY since", {**standpoint.parameters, "persons": list(person_ids)})
        for table, told in cursor.fetchall():
            found[table].append(msgspec.json.decode(told, type=KINDS[table][0]))
    clocks = tuple(Due(one, read_clock(one, now)) for one in found["clock"])
    versions = sorted(found["court_order"], key=lambda one: (one.order.order_id, one.order.version))
    return Way(
        clocks=clocks,
        cases=tuple(found["child_case"]),
        decisions=tuple(found["decision"]),
        departures=tuple(found["departure"]),
        milestones=tuple(one for one in found["milestone"] if not one.withdrawn),
        proofs=tuple(found["proof"]),
        contacts=tuple(found["contact"]),
        documents=tuple(found["document"]),
        orders={one.order.order_id: one.order for one in versions},
    )
