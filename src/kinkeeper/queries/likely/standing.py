"""Searches that are kept open: which of them a record may answer, and the other way round.

An inquiry that nobody has answered is such a search. It has keys as a record has, in the read table `sought`, so that new records meet the
searches they share a key with, however many are open, and each such pair is compared as every question is.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from django.db.backends.utils import CursorWrapper

from kinkeeper.domain.access import Viewer, require
from kinkeeper.linkage.finding import Candidates, Told, agreement, score
from kinkeeper.linkage.finding.keys import of_line
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.likely.persons import count, rank

LEAST = 0.2
"""How likely it must be that a record is of the person looked for, to say so: a doubt is worth a look."""
MOST = 5
"""Persons that one search is answered by at most when it is opened."""

_MEETING = """
SELECT s.inquiry_id, s.given, s.surnames, s.born, s.a_number, f.record_id, f.line
FROM findable f JOIN sought s ON s.keys && f.keys WHERE f.record_id = ANY(%s) ORDER BY 1, f.record_id
"""
_OPEN = """
SELECT inquiry_id, given, surnames, born, a_number FROM sought WHERE inquiry_id = ANY(%s) ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Met:
    """A record that may be of the person whom an inquiry looks for, how likely that is, and what agrees."""

    inquiry_id: str
    record_id: str
    probability: float
    agrees: dict[str, str]
    """Field -> `same`, `near` or `other`; what either does not say is left out."""


@shows_nobody("what the rules warn of")
def list_met(viewer: Viewer, records: Collection[str]) -> list[Met]:
    """
    The open searches that these records may answer, by search and record.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    if not records:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM sought)")
        if cursor.fetchone() == (False,):
            return []
        cursor.execute(_MEETING, [sorted(records)])
        meeting: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        for row in cursor.fetchall():
            meeting.setdefault(row[:5], []).append(row[5:])
        found = []
        for (inquiry_id, *told), candidates in meeting.items():
            found += _compared(cursor, inquiry_id, _told(told), candidates)
    return found


@shows_nobody("what the rules warn of")
def list_answers(viewer: Viewer, inquiries: Collection[str]) -> list[Met]:
    """
    The records known that may answer these searches, by search, the likeliest first.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    found: list[Met] = []
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [sorted(inquiries)])
        for inquiry_id, *said in cursor.fetchall():
            told = _told(said)
            [asked] = told.readings()
            found += [
                Met(inquiry_id, record, _probability(odds), agreement(asked, of_line(line)))
                for record, odds, line in rank(cursor, told, thoroughly=True)
                if _probability(odds) >= LEAST
            ][:MOST]
    return found


def _told(said: Sequence[str]) -> Told:
    given, surnames, born, a_number = said
    return Told(given=given, surnames=surnames, born=born, a_number=a_number)


def _compared(cursor: CursorWrapper, inquiry_id: str, told: Told, candidates: list[tuple[str, str]]) -> list[Met]:
    counted = count(cursor, told)
    [asked] = told.readings()
    odds = score(told, Candidates([line for _, line in candidates], counted.counts, counted.known), counted.weights)
    return [
        Met(inquiry_id, record, _probability(bits), agreement(asked, of_line(line)))
        for (record, line), bits in zip(candidates, odds.tolist(), strict=True)
        if _probability(bits) >= LEAST
    ]


def _probability(odds: float) -> float:
    return float(1 / (1 + np.exp2(-odds)))
