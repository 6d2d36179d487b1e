"""The clocks that run, each beside its child's birth and who holds the child: copied whenever one of the three changes.

So what is due is narrowed by age, holder and rule in one look at an index, and a child's first clock is known without its others (ADR 40).
"""

from collections.abc import Sequence
from typing import Any

from kinkeeper.domain.court.clocks import ClockSet
from kinkeeper.domain.people import PersonIdentified
from kinkeeper.projections.versions import Cursor

MAKE = """
INSERT INTO running_clock (child, order_id, clock, owner, due_first, due_last, brought, born, held, held_from, is_first)
SELECT c.child, c.order_id, c.clock, c.owner, c.due_first, c.due_last, c.since,
       coalesce((SELECT p.born FROM person p WHERE p.person_id = c.child AND p.until IS NULL), ''), h.custodian, h.from_day,
       row_number() OVER (PARTITION BY c.child ORDER BY c.due_first, c.order_id, c.clock) = 1
FROM clock c LEFT JOIN LATERAL (
    SELECT d.custodian, d.from_day FROM custody_day d
    WHERE d.person_id = c.child AND d.until IS NULL AND d.until_day = 'infinity' LIMIT 1
) h ON TRUE
WHERE c.running AND c.until IS NULL
"""


def refresh(cursor: Cursor, entries: Sequence[tuple[int, Any]], placed: Sequence[str]) -> None:
    """Copy anew the clocks of whoever these entries set one for or know otherwise, and of whose custody they change: `placed`."""
    concerned = {entry.clock.child for _, entry in entries if isinstance(entry, ClockSet)} | {*placed}
    concerned |= {entry.person.person_id for _, entry in entries if isinstance(entry, PersonIdentified)}
    if concerned:
        cursor.execute("DELETE FROM running_clock WHERE child = ANY(%s)", [sorted(concerned)])
        cursor.execute(f"{MAKE} AND c.child = ANY(%s)", [sorted(concerned)])
