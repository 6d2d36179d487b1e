"""Emergencies: opened, ended, reviewed; each written into the access log in the same transaction. The database ends them by its clock."""

from datetime import timedelta
from secrets import token_hex

from django.db import connection, transaction

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.emergencies import A_DAY, check_opening, check_review
from kinkeeper.domain.access.log import EmergencyEnded, EmergencyOpened, EmergencyReviewed
from kinkeeper.domain.errors import NotFound
from kinkeeper.gateway import access_log, clock, limits
from kinkeeper.queries.access.subjects import persons_of

_OWNERS = """
SELECT DISTINCT owner FROM public.child_case c WHERE c.until IS NULL AND owner <> '' AND c.child IN (
    SELECT g.person_id FROM public.family_member f JOIN public.family_member g ON g.family_id = f.family_id AND g.until IS NULL
    WHERE f.until IS NULL AND f.person_id = ANY(%(persons)s) UNION SELECT unnest(%(persons)s::text[])) ORDER BY 1
"""
_OPEN = "INSERT INTO emergency (number, person_id, account, agency, role, reason, owners, at, ends, reviewed_by, finding) "


def open_in_emergency(asked: str, reason: str, minutes: int, *, actor: Actor) -> str:
    """
    Open a person, or everybody of a family, to this actor for some minutes. Their cases' owners and oversight are told. Returns its number.

    :raises NotAllowed: where the actor may not, or did so too often today.
    :raises Refused: without a reason, or for longer than it may be.
    :raises NotFound: where nobody has this number; that it was tried is counted too.
    """
    check_opening(actor, reason, minutes)
    limits.count("emergency", actor.name, most=A_DAY, seconds=24 * 3600)
    number, now = f"E-{token_hex(6)}", clock.instant()
    ends = now + timedelta(minutes=minutes)
    with transaction.atomic(), connection.cursor() as cursor:
        persons = persons_of(asked, of_all=True)
        cursor.execute(_OWNERS, {"persons": persons})
        owners = tuple(owner for (owner,) in cursor.fetchall())
        said = EmergencyOpened(number, asked, tuple(persons), reason, ends.isoformat(timespec="seconds"), owners)
        access_log.append(cursor, [said], actor, persons)
        told = [number, actor.name, actor.agency, actor.role, reason, ", ".join(owners), now, ends]
        cursor.executemany(
            f"{_OPEN} VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '', '')", [(told[0], person, *told[1:]) for person in persons]
        )
    return number


def end_emergency(number: str, *, actor: Actor) -> None:
    """
    Close again what this actor opened.

    :raises NotFound: where this actor has no such open emergency.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE emergency SET ends = now() WHERE number = %s AND account = %s AND ends > now()", [number, actor.name])
        if not cursor.rowcount:
            raise NotFound("You have no open emergency %(number)s.", number=number)
        access_log.append(cursor, [EmergencyEnded(number)], actor)


def review_emergency(number: str, finding: str, words: str, *, actor: Actor) -> None:
    """
    Say as a second person whether it was one.

    :raises NotAllowed: where the actor is not of oversight, or opened it.
    :raises Refused: for a finding that is none, or without words.
    :raises NotFound: where there is none of this number that was not reviewed.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT account FROM emergency WHERE number = %s AND reviewed_by = '' FOR UPDATE", [number])
        row = cursor.fetchone()
        if row is None:
            raise NotFound("There is no emergency %(number)s that waits for a review.", number=number)
        check_review(actor, row[0], finding, words)
        access_log.append(cursor, [EmergencyReviewed(number, finding, words)], actor)
        cursor.execute("UPDATE emergency SET reviewed_by = %s, finding = %s WHERE number = %s", [actor.name, finding, number])
