"""What a decision about somebody has to know of them: who holds records, and to whom they are assigned."""

from django.db import connection

from kinkeeper.domain.access.decisions import Subject


def subject_of(person_id: str) -> Subject:
    """The person of this number, as the rules of access see them. Nobody holds records of a person that there is not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency, own FROM holding WHERE person_id = %s", [person_id])
        held = cursor.fetchall()
        cursor.execute("SELECT account FROM assignment WHERE person_id = %s", [person_id])
        assigned = frozenset(account for (account,) in cursor.fetchall())
    return Subject(frozenset(agency for agency, own in held if own), frozenset(agency for agency, _ in held), assigned)
