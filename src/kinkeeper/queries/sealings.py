"""Orders to seal and expunge: what was proposed and done, and which entries are about a record or a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.errors import NotFound


@dataclass(frozen=True, slots=True)
class Sealing:
    """A proposal as it stands, and the position of the entry that says so."""

    proposal_id: str
    effect: str
    positions: tuple[int, ...]
    order: str
    reason: str
    proposed_by: str
    standing: str
    since: int


def list_sealings(viewer: Viewer) -> list[Sealing]:
    """
    Every proposal, the newest first.

    :raises NotAllowed: if the viewer may not carry out orders.
    """
    require(viewer, "seal")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proposal_id, effect, ARRAY(SELECT (one ->> 0)::bigint FROM jsonb_array_elements(parts) one), "
            '"order", reason, proposed_by, standing, since FROM sealing WHERE until IS NULL ORDER BY since DESC'
        )
        return [Sealing(proposal, effect, tuple(positions), *rest) for proposal, effect, positions, *rest in cursor.fetchall()]


def find_positions(viewer: Viewer, *, records: Sequence[str] = (), persons: Sequence[str] = ()) -> list[int]:
    """
    Where the ledger speaks of these records (by name, FILE#ROW) and persons (by id): of a person also ties, families, stays, separations.

    :raises NotAllowed: if the viewer may not carry out orders.
    :raises NotFound: for a record or a person that nobody knows.
    """
    require(viewer, "seal")
    found: set[int] = set()
    with connection.cursor() as cursor:
        for name in records:
            cursor.execute("SELECT since FROM record WHERE name = %s", [name])
            found |= _some(cursor.fetchall(), f"No record is called {name}.")
        for person in persons:
            cursor.execute(_ABOUT, {"person": person})
            found |= _some(cursor.fetchall(), f"No person {person} is known.")
    return sorted(found)


_ABOUT = """
SELECT r.since FROM membership m JOIN record r ON r.record_id = m.record_id WHERE m.person_id = %(person)s
UNION SELECT since FROM person WHERE person_id = %(person)s
UNION SELECT since FROM tie WHERE %(person)s IN (child, adult)
UNION SELECT f.since FROM family_member m JOIN family f ON f.family_id = m.family_id WHERE m.person_id = %(person)s
UNION SELECT since FROM placement WHERE person_id = %(person)s
UNION SELECT since FROM separation WHERE %(person)s IN (child, adult)
"""


def _some(rows: Sequence[tuple[int]], otherwise: str) -> set[int]:
    if not rows:
        raise NotFound(otherwise)
    return {position for (position,) in rows}
