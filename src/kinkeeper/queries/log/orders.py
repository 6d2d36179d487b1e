"""Which orders to seal and expunge there are, for everybody to see: numbers and days. It names nobody, so it asks for no viewer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

DOCKET = re.compile(r"\b(?:\d:)?\d{2}(?:\d{2})?-(?:cv|cr|mc|md|mj|ap|bk)-\d{1,6}\b", re.IGNORECASE)
"""The docket number of a federal case. Of what else stands in an order's title nothing is shown: it may name a child."""

_VERSIONS = """
SELECT s.proposal_id, s.effect, jsonb_array_length(s.parts), jsonb_array_length(s.files), s."order",
    s.standing, s.due, s.since, e.recorded_at
FROM public.sealing s JOIN entry e ON e.seq = s.since ORDER BY s.since
"""
# The table itself: of its views the wall shows the public nothing, and what is shown here is less than a view can leave out.


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order as it stands: its number here, the docket, what it does to how many entries and files, since when, and by which entry."""

    number: str
    docket: str
    effect: str
    entries: int
    files: int
    standing: str
    proposed: datetime
    changed: datetime
    due: str
    position: int


def list_orders() -> Sequence[OrderLine]:
    """Every order that was proposed, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS)
        found: dict[str, OrderLine] = {}
        for number, effect, entries, files, order, standing, due, since, at in cursor.fetchall():
            first = found[number].proposed if number in found else at
            docket = DOCKET.search(order)
            found[number] = OrderLine(number, docket.group() if docket else "", effect, entries, files, standing, first, at, due, since)
    return sorted(found.values(), key=lambda one: one.proposed, reverse=True)
