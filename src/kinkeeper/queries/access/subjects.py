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
    return Subject(frozenset(agency for agency, own in held if own), frozenset(agency for agency, _ in held), assigned)


def persons_of(number: str) -> list[str]:
    """
    The persons that a number stands for: those of a family now, or the one person.

    :raises NotFound: where there is neither.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id FROM family_member WHERE family_id = %(number)s AND until IS NULL "
            "UNION SELECT person_id FROM person WHERE person_id = %(number)s ORDER BY 1",
            {"number": number},
        )
        found = [person for (person,) in cursor.fetchall()]
    if not found:
        raise NotFound("No family and no person of this number is known.")
    return found
