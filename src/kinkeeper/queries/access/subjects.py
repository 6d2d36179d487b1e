"""What a decision about somebody has to know of them: who holds records, and to whom they are assigned."""

from django.db import connection

from kinkeeper.domain.access.decisions import Subject
from kinkeeper.domain.errors import NotFound


def subject_of(person_id: str) -> Subject:
    """The person of this number, as the rules of access see them. Nobody holds records of a person that there is not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency, own FROM holding WHERE person_id = %s", [person_id])
        held = cursor.fetchall()
        cursor.execute("SELECT account FROM assignment WHERE person_id = %s", [person_id])
        assigned = frozenset(account for (account,) in cursor.fetchall())
        cursor.execute(_IN_CUSTODY, [person_id])
        in_custody = bool(cursor.fetchone()[0])
    own, theirs = (frozenset(agency for agency, its in held if its or not only) for only in (True, False))
    return Subject(own, theirs, assigned, in_custody, person_id)


_IN_CUSTODY = "SELECT EXISTS (SELECT FROM public.membership m JOIN public.record r USING (record_id) WHERE m.person_id = %s AND r.custody)"
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
