"""Clocks, offers, flags and tasks whose hour came: each version that stood when it did, and how long it stood."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.casework.cases import Case
from kinkeeper.domain.casework.tasks import Task
from kinkeeper.domain.casework.timing import Stood
from kinkeeper.domain.court.clocks import Clock
from kinkeeper.domain.handover.transfers import Transfer
from kinkeeper.queries.access.reading import shows_nobody

Thing = TypeVar("Thing")

WARNED = (
    "EXISTS (SELECT FROM warning w WHERE w.person_id = {person} AND w.until IS NULL "
    "AND w.told->>'rule' = '{rule}' AND w.told->>'other' = {about})"
)
STOOD = """
SELECT t.told, since.recorded_at, until.recorded_at FROM {table} t
JOIN entry since ON since.seq = t.since LEFT JOIN entry until ON until.seq = t.until
WHERE {which} AND (t.until IS NULL OR t.until >= %(size)s) ORDER BY t.since
"""
ABOUT = "concat_ws(' ', t.order_id, t.clock, t.child)"
LATE = (
    "t.running AND t.due_last < %(now)s AND (t.due_last >= %(last)s OR t.since >= %(size)s) "
    f"AND NOT {WARNED.format(person='t.child', rule='clock-late', about=ABOUT)}"
)
SOON = (
    "t.running AND t.order_id = %(order)s AND t.clock = %(clock)s AND t.due_first < %(end)s "
    "AND (t.due_first >= %(last)s OR t.since >= %(size)s) "
    f"AND NOT {WARNED.format(person='t.child', rule='clock-soon', about=ABOUT)}"
)
OVERDUE = f"t.open AND NOT {WARNED.format(person='t.person_id', rule='transfer-overdue', about='t.transfer_id')}"

FLAGGED = "t.open AND t.flagged_from < %(now)s AND (t.flagged_until >= %(last)s OR t.since >= %(size)s)"
DUE = "t.open AND t.due_last < %(now)s AND (t.due_last >= %(last)s OR t.since >= %(size)s)"


NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Looked:
    """The last look: how many entries the ledger had then, and at which instant. As it is made: nobody has looked yet."""

    size: int = 0
    at: datetime = NEVER


@shows_nobody("for the worker")
def clocks_run_out(viewer: Viewer, now: datetime, last: Looked) -> Iterator[tuple[Clock, Stood]]:
    """
    The versions of clocks that ran past their end since the last look and of which nobody is warned yet.

    :raises NotAllowed: if the viewer may not read.
    """
    return _stood(viewer, Clock, STOOD.format(table="clock", which=LATE), _since(now, last))


@shows_nobody("for the worker")
def clocks_running_out(
    viewer: Viewer, now: datetime, last: Looked, warn_hours: Mapping[tuple[str, str], tuple[int, ...]]
) -> Iterator[tuple[Clock, Stood]]:
    """
    The versions of clocks that came nearer to their end than the first of their hours (order and clock -> hours), not warned of yet.

    :raises NotAllowed: if the viewer may not read.
    """
    for (order, clock), hours in warn_hours.items():
        asked = {"order": order, "clock": clock, "end": now + timedelta(hours=max(hours)), "size": last.size, "last": last.at}
        yield from _stood(viewer, Clock, STOOD.format(table="clock", which=SOON), asked)


@shows_nobody("for the worker")
def offers_unanswered(viewer: Viewer, last: Looked) -> Iterator[tuple[Transfer, Stood]]:
    """
    The versions of offers that were open, and of which nobody is warned yet.

    :raises NotAllowed: if the viewer may not read.
    """
    return _stood(viewer, Transfer, STOOD.format(table="transfer", which=OVERDUE), {"size": last.size})


@shows_nobody("for the worker")
def flags_overdue(viewer: Viewer, now: datetime, last: Looked) -> Iterator[tuple[Case, Stood]]:
    """
    The versions of open cases with a flag whose day is over, and one whose day was not at the last look.

    :raises NotAllowed: if the viewer may not read.
    """
    return _stood(viewer, Case, STOOD.format(table="child_case", which=FLAGGED), _since(now, last))


@shows_nobody("for the worker")
def tasks_overdue(viewer: Viewer, now: datetime, last: Looked) -> Iterator[tuple[Task, Stood]]:
    """
    The versions of tasks that were not done and whose day was over since the last look.

    :raises NotAllowed: if the viewer may not read.
    """
    return _stood(viewer, Task, STOOD.format(table="task", which=DUE), _since(now, last))


@shows_nobody("for the worker")
def warnings_that_climb(viewer: Viewer, now: datetime) -> tuple[str, ...]:
    """
    The ids of the warnings of which a step of silence is not recorded yet.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute("SELECT warning_id FROM warning WHERE until IS NULL AND climbs_at <= %s ORDER BY climbs_at, warning_id", [now])
        return tuple(name for (name,) in cursor.fetchall())


@shows_nobody("for the worker")
def warned_of(viewer: Viewer, warning_ids: Sequence[str]) -> frozenset[str]:
    """
    Those of these warnings that were raised already.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute("SELECT warning_id FROM warning WHERE until IS NULL AND warning_id = ANY(%s)", [list(warning_ids)])
        return frozenset(name for (name,) in cursor.fetchall())


def _since(now: datetime, last: Looked) -> dict[str, object]:
    return {"now": now, "size": last.size, "last": last.at}


def _stood(viewer: Viewer, kind: type[Thing], sql: str, asked: Mapping[str, object]) -> Iterator[tuple[Thing, Stood]]:
    require(viewer, "read")
    decoder = msgspec.json.Decoder(kind)
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        rows = cursor.fetchall()
    return ((decoder.decode(told), Stood(since, until)) for told, since, until in rows)
