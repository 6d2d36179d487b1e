"""The list of a class as known at a moment, and what its last revision changed."""

from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.court.members import Member, Revision, compare
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.things import list_things

OF_ORDER = "order_id = %(order)s"


@dataclass(frozen=True, slots=True)
class ClassList:
    """A list: its members, how many stand how, and what changed since the list before its last change; None where there is none."""

    members: tuple[Member, ...]
    counts: dict[str, int]
    revision: Revision | None


@shows(FieldGroup.CUSTODY)
def list_members(viewer: Viewer, order_id: str, known_at: int) -> list[Member]:
    """
    How children stood to the class of an order when the ledger had so many entries.

    :raises NotAllowed: if the viewer may not read.
    """
    found = list_things(viewer, "class_member", Member, OF_ORDER, {"order": order_id, "known_at": known_at})
    return sorted(found, key=lambda one: (one.standing, one.child))


@shows(FieldGroup.CUSTODY)
def get_class_list(viewer: Viewer, order_id: str, standpoint: Standpoint) -> ClassList:
    """
    The list at a standpoint.

    :raises NotAllowed: if the viewer may not read.
    """
    now = list_members(viewer, order_id, standpoint.known_at)
    before = _before(order_id, standpoint.known_at)
    revision = compare(list_members(viewer, order_id, before), now) if before else None
    counts = {standing: sum(one.standing == standing for one in now) for standing in ("included", "excluded", "indicated")}
    return ClassList(tuple(now), counts, revision)


@shows(FieldGroup.CUSTODY)
def revise(viewer: Viewer, order_id: str, earlier: int, later: int) -> Revision:
    """
    What changed of a list between two sizes of the ledger.

    :raises NotAllowed: if the viewer may not read.
    """
    return compare(list_members(viewer, order_id, earlier), list_members(viewer, order_id, later))


def _before(order_id: str, known_at: int) -> int:
    """The size of the ledger before the last run of changes of the list; 0 where the list had not been made before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH changed AS (SELECT DISTINCT since FROM class_member WHERE order_id = %s AND since < %s), "
            "runs AS (SELECT since, since - lag(since) OVER (ORDER BY since) AS gap FROM changed) "
            "SELECT max(since) FILTER (WHERE gap IS NULL OR gap > 1), min(since) FROM runs",
            [order_id, known_at],
        )
        begun, first = cursor.fetchone()
    return int(begun) if begun is not None and begun != first else 0
