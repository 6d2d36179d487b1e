"""What counts read of those who were ever said to be apart, kept together: copies of rows that stand among everybody's elsewhere.

One in twenty is ever apart. Read among all the others, each person costs a page of each table; here a page holds a hundred of them, so that
a census asked for the first time, with nothing in memory, reads hundreds of pages and not thousands (ADR 22).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from kinkeeper.domain.families import FamilyFormed
from kinkeeper.domain.separations import SeparationRaised
from kinkeeper.projections.versions import Cursor

COPIES = {
    "apart_person": ("person", "person_id, born, nationality, since, until"),
    "apart_member": ("family_member", "person_id, family_id, since, until"),
    "apart_day": ("custody_day", "person_id, from_day, until_day, custodian, place, since, until"),
}
"""Copy -> the table it is of, and the columns that counts read."""

EVER_APART = "SELECT child FROM separation WHERE child = ANY(%(who)s) UNION SELECT adult FROM separation WHERE adult = ANY(%(who)s)"
LEFT = "SELECT DISTINCT person_id FROM family_member WHERE family_id = ANY(%s) AND until >= %s"


def refresh(cursor: Cursor, entries: Sequence[tuple[int, Any]], placed: Iterable[str]) -> None:
    """Copy anew the rows of those whom these entries part, of `placed`, and of whoever joins or leaves a family, if ever apart."""
    named = {*placed, *_parted(entries), *_joined(cursor, entries)} - {""}
    if not named:
        return
    cursor.execute(EVER_APART, {"who": list(named)})
    persons = sorted(person for (person,) in cursor.fetchall())
    if not persons:
        return
    for copy, (table, columns) in COPIES.items():
        cursor.execute(f"DELETE FROM {copy} WHERE person_id = ANY(%s)", [persons])
        # In the order of persons, each with its versions together: a page holds those who came in the same days.
        cursor.execute(
            f"INSERT INTO {copy} ({columns}) SELECT {columns} FROM {table} WHERE person_id = ANY(%s) ORDER BY person_id, since", [persons]
        )


def _parted(entries: Sequence[tuple[int, Any]]) -> Iterable[str]:
    for _, entry in entries:
        if isinstance(entry, SeparationRaised):
            yield from entry.separation.key


def _joined(cursor: Cursor, entries: Sequence[tuple[int, Any]]) -> Iterable[str]:
    formed = [entry.family for _, entry in entries if isinstance(entry, FamilyFormed)]
    for family in formed:
        yield from family.members
    if formed:
        cursor.execute(LEFT, [[family.family_id for family in formed], entries[0][0]])
        yield from (person for (person,) in cursor.fetchall())
