"""What readers have settled, and what is in question: as the runs need it that come after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.reviews import Draw, Judgement, Question, Reviewed
from kinkeeper.domain.ties import Evidence
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.moments import STANDS, ledger_size


@dataclass(frozen=True, slots=True)
class Verdict:
    """What readers hold two records to be, and who they are."""

    subject: str
    one: str
    other: str
    answer: str
    judgements: tuple[Judgement, ...]


@shows_nobody("for linkage")
def list_verdicts(viewer: Viewer, subject: str, *, known_at: int | None = None) -> list[Verdict]:
    """
    What is settled of one subject, by records.

    :raises NotAllowed: if the viewer may not read.
    """
    reviewed = list_reviewed(viewer, subject, known_at=known_at)
    return [Verdict(subject, one.question.one, one.question.other, one.verdict, one.judgements) for one in reviewed if one.verdict]


@shows_nobody("for linkage")
def list_reviewed(viewer: Viewer, subject: str, *, known_at: int | None = None) -> list[Reviewed]:
    """
    Every question of one subject that stands or that somebody has answered, with what is said of it.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    at = ledger_size() if known_at is None else known_at
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject, one, other, probability::text, why, reunites, relation, evidence, withdrawn FROM question "
            f"WHERE subject = %(subject)s AND {STANDS} ORDER BY one, other",
            {"subject": subject, "known_at": at},
        )
        questions = cursor.fetchall()
        cursor.execute(
            f"SELECT one, other, reader, answer, reason FROM judgement WHERE subject = %(subject)s AND {STANDS} ORDER BY since",
            {"subject": subject, "known_at": at},
        )
        said: dict[tuple[str, str], list[Judgement]] = {}
        for one, other, *judgement in cursor.fetchall():
            said.setdefault((one, other), []).append(Judgement(*judgement))
    found = (_reviewed(row, said.get((row[1], row[2]), ())) for row in questions)
    return [one for one in found if one.judgements or not one.withdrawn]


@shows_nobody("lots")
def list_draws(viewer: Viewer, *, known_at: int | None = None) -> list[Draw]:
    """
    The lots in force, the band nearest the threshold first.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT subject, least, below, population, drawn FROM draw WHERE {STANDS} ORDER BY subject, below::numeric DESC",
            {"known_at": ledger_size() if known_at is None else known_at},
        )
        rows = cursor.fetchall()
    return [
        Draw(subject, least, below, population, msgspec.json.decode(drawn, type=tuple[tuple[str, str], ...]))
        for subject, least, below, population, drawn in rows
    ]


def _reviewed(row: Sequence[Any], said: Sequence[Judgement]) -> Reviewed:
    subject, one, other, probability, why, reunites, relation, evidence, withdrawn = row
    told = msgspec.json.decode(evidence, type=tuple[Evidence, ...])
    return Reviewed(Question(subject, one, other, probability, why, reunites, relation, told), tuple(said), withdrawn)
