"""What a decision about somebody has to know of them: who holds records, and to whom they are assigned."""

from collections.abc import Collection

from django.db import connection

from kinkeeper.domain.access.decisions import Subject
from kinkeeper.domain.errors import NotFound


def subject_of(person_id: str) -> Subject:
    """The person of this number, as the rules of access see them. Nobody holds records of a person that there is not."""
    return subjects_of([person_id])[person_id]


def subjects_of(person_ids: Collection[str]) -> dict[str, Subject]:
    """Person -> the person as the rules of access see them, for each of these numbers."""
    with connection.cursor() as cursor:
        cursor.execute(_SUBJECTS, [sorted(person_ids)])
        return {
            person: Subject(frozenset(own), frozenset(held), frozenset(assigned), bool(custody), person, frozenset(custody))
            for person, own, held, assigned, custody in cursor.fetchall()
        }


_SUBJECTS = """
SELECT person, h.own, h.held, ARRAY(SELECT account FROM public.assignment a WHERE a.person_id = person),
    ARRAY(SELECT DISTINCT r.holder FROM public.membership m JOIN public.record r USING (record_id) WHERE m.person_id = person AND r.custody)
FROM unnest(%s::text[]) person, LATERAL (
    SELECT coalesce(array_agg(agency) FILTER (WHERE own), '{}') AS own, coalesce(array_agg(agency) FILTER (WHERE NOT offered), '{}') AS held
    FROM public.holding WHERE person_id = person
) h
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
