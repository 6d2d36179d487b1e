"""What a decision about somebody has to know of them: who holds records, and to whom they are assigned."""

from django.db import connection

from kinkeeper.domain.access.accounts import ENFORCES
from kinkeeper.domain.access.decisions import CUSTODY_RECORDS_OF, Subject
from kinkeeper.domain.errors import NotFound


def subject_of(person_id: str) -> Subject:
    """The person of this number, as the rules of access see them. Nobody holds records of a person that there is not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency, own FROM holding WHERE person_id = %s", [person_id])
        held = cursor.fetchall()
        cursor.execute("SELECT account FROM assignment WHERE person_id = %s", [person_id])
        assigned = frozenset(account for (account,) in cursor.fetchall())
        own = frozenset(agency for agency, own in held if own)
        in_custody = bool(own & ENFORCES)
        if not in_custody:
            cursor.execute(_STAYED, {"person": person_id, "custodians": sorted(CUSTODY_RECORDS_OF)})
            in_custody = bool(cursor.fetchone()[0])
    return Subject(own, frozenset(agency for agency, _ in held), assigned, in_custody, person_id)


_STAYED = """
SELECT EXISTS (SELECT FROM public.membership m JOIN public.placement p ON p.source_id = m.record_id AND p.person_id = ''
               WHERE m.person_id = %(person)s AND p.custodian = ANY(%(custodians)s))
"""
"""The tables themselves, whoever looks: a decision is made on all that is known."""


def persons_of(number: str, *, of_all: bool = False) -> list[str]:
    """
    The persons that a number stands for: those of a family now, or the one person; among all there are, where that is asked.

    :raises NotFound: where there is neither.
    """
    where = "public." if of_all else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT person_id FROM {where}family_member WHERE family_id = %(number)s AND until IS NULL "
            f"UNION SELECT person_id FROM {where}person WHERE person_id = %(number)s ORDER BY 1",
            {"number": number},
        )
        found = [person for (person,) in cursor.fetchall()]
    if not found:
        raise NotFound("No family and no person of this number is known.")
    return found
