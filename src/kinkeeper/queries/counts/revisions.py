"""The list of each order's class as it stands, and every revision that led to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.court.members import Member
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.standpoint import Standpoint, standing

INCLUDED = "included"


@dataclass(frozen=True, slots=True)
class Revision:
    """Entries about one list that follow each other: how many children came in and went out, and how many are included after it."""

    first: int
    last: int
    recorded_on: str
    came_in: int
    went_out: int
    included: int

    @property
    def row(self) -> tuple[object, ...]:
        """As a table has it."""
        return self.first, self.last, self.recorded_on, self.came_in, self.went_out, self.included

    @property
    def words(self) -> dict[str, object]:
        """What a line says of it."""
        return {"first": self.first, "last": self.last, "day": self.recorded_on}

    @property
    def change(self) -> str:
        """From the list before it to the list after it."""
        return f"+{self.came_in} −{self.went_out} → {self.included}"


@dataclass(slots=True)
class Listed:
    """
    The list of one order.

    `members`: child, standing, reason, by hand, version, entry. `changes`: entry, child, standing before and after, reason.
    """

    order_id: str
    members: list[tuple[Any, ...]] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    changes: list[tuple[Any, ...]] = field(default_factory=list)


_VERSIONS = f"""
SELECT m.order_id, m.since, to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), m.told, {standing("m")}
FROM class_member m JOIN entry e ON e.seq = m.since WHERE m.since < %(known_at)s ORDER BY m.order_id COLLATE "C", m.since
"""


@shows_nobody("counted; the report says whom its tables name")
def list_revisions(viewer: Viewer, standpoint: Standpoint) -> tuple[Listed, ...]:
    """
    Every list as it stood, by order.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS, standpoint.parameters)
        rows = cursor.fetchall()
    decoder = msgspec.json.Decoder(Member)
    told = [(order, at, on, decoder.decode(member), stands) for order, at, on, member, stands in rows]
    return tuple(_listed(order, list(some)) for order, some in groupby(told, itemgetter(0)))


def _listed(order: str, versions: Sequence[tuple[str, int, str, Member, bool]]) -> Listed:
    found = Listed(order)
    known: dict[str, str] = {}
    for run in _runs(versions):
        before = dict(known)
        for _, at, _, one, stands in run:
            found.changes.append((at, one.child, known.get(one.child, ""), one.standing, one.reason))
            known[one.child] = one.standing
            if stands:
                found.members.append((one.child, one.standing, one.reason, "yes" if one.by_hand else "no", one.version, at))
        touched = {one.child for _, _, _, one, _ in run}
        came = sum(known[child] == INCLUDED != before.get(child) for child in touched)
        went = sum(before.get(child) == INCLUDED != known[child] for child in touched)
        included = sum(standing == INCLUDED for standing in known.values())
        found.revisions.append(Revision(run[0][1], run[-1][1], run[-1][2], came, went, included))
    found.members.sort()
    return found


def _runs(versions: Iterable[tuple[str, int, str, Member, bool]]) -> Iterable[list[tuple[str, int, str, Member, bool]]]:
    run: list[tuple[str, int, str, Member, bool]] = []
    for one in versions:
        if run and one[1] != run[-1][1] + 1:
            yield run
            run = []
        run.append(one)
    if run:
        yield run
