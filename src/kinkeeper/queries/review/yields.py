"""What reading has brought: the answers of one reader, and what became of the questions."""

from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.reviews import Key, verdict
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.standpoint import Standpoint, standing


@dataclass(frozen=True, slots=True)
class Decided:
    """One answer of one reader, and what holds by now."""

    key: Key
    one: Portrait
    other: Portrait
    answer: str
    reason: str
    at: Moment
    probability: str
    verdict: str
    """What the readers' answers come to; empty where others are still needed."""


@dataclass(frozen=True, slots=True)
class DecidedList:
    """Some of a reader's answers, the newest first, and how many there are."""

    rows: tuple[Decided, ...]
    count: int
    page: int
    pages: int
    first: int


@shows(FieldGroup.KINSHIP)
def list_decided(viewer: Viewer, standpoint: Standpoint, *, page: int = 1, size: int = 25) -> DecidedList:
    """
    What this reader has answered, the newest first.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    parameters = {**standpoint.parameters, "reader": viewer.name}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM judgement j WHERE j.reader = %(reader)s AND {standing('j')}", parameters)
        count = int(cursor.fetchone()[0])
        pages = max(1, -(-count // size))
        page = min(max(page, 1), pages)
        cursor.execute(
            "SELECT j.subject, j.one, j.other, j.answer, j.reason, to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI'), "
            "q.probability::text, q.reunites, "
            "(SELECT array_agg(o.answer) FROM judgement o "
            f"WHERE (o.subject, o.one, o.other) = (j.subject, j.one, j.other) AND {standing('o')}), "
            f"(SELECT m.person_id FROM membership m WHERE m.record_id = j.one AND {standing('m')}), "
            f"(SELECT m.person_id FROM membership m WHERE m.record_id = j.other AND {standing('m')}) "
            "FROM judgement j JOIN entry e ON e.seq = j.since JOIN question q USING (subject, one, other) "
            f"WHERE j.reader = %(reader)s AND {standing('j')} AND {standing('q')} ORDER BY j.since DESC LIMIT %(size)s OFFSET %(start)s",
            {**parameters, "size": size, "start": (page - 1) * size},
        )
        rows = cursor.fetchall()
    portraits = get_portraits(viewer, {person for row in rows for person in row[9:] if person}, standpoint)
    found = tuple(
        Decided(
            (subject, one, other),
            portraits.get(first or "") or Portrait(first or one),
            portraits.get(second or "") or Portrait(second or other),
            answer,
            reason,
            at,
            probability,
            verdict(all_answers, reunites=reunites),
        )
        for subject, one, other, answer, reason, at, probability, reunites, all_answers, first, second in rows
    )
    return DecidedList(found, count, page, pages, (page - 1) * size + 1 if found else 0)
