"""The queue of questions that wait for readers: what matters most first, the same for everybody but for what oneself has answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Any

import msgspec

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.errors import NotFound
from kinkeeper.domain.records import Record
from kinkeeper.domain.reviews import Judgement, Key, Subject, Why
from kinkeeper.domain.ties import Evidence
from kinkeeper.queries.access.prepared import prepared
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.apart import list_apart_of
from kinkeeper.queries.custody import Custody, get_custody
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.records import list_records
from kinkeeper.queries.standpoint import Standpoint, standing

CONTROL_EVERY = 8
"""One question in so many is one on which the lot fell, as long as there are any."""
USUAL_SECONDS = 90
"""What a question takes before anything is known of a reader's pace."""
A_PAUSE = 600
"""Seconds after which the next answer tells nothing of the pace."""
ADULT = 18

_SAID = f"""
SELECT subject, one, other, count(*) FILTER (WHERE answer = 'same') AS same, count(*) FILTER (WHERE answer = 'different') AS different,
       bool_or(reader = %(reader)s) AS mine, array_agg(reader ORDER BY since) AS readers
FROM judgement j WHERE {standing("j")} GROUP BY subject, one, other
"""
_WAITING = f"""
FROM question q LEFT JOIN ({_SAID}) s USING (subject, one, other)
WHERE {standing("q")} AND (NOT q.withdrawn OR s.readers IS NOT NULL) AND NOT coalesce(s.mine, FALSE)
AND (s.same IS NULL OR s.same = s.different
     OR greatest(s.same, s.different) < CASE WHEN q.reunites OR (s.same > 0 AND s.different > 0) THEN 2 ELSE 1 END)
"""
"""SQL: the questions that this reader may answer: those without a `reviews.verdict`, which a test holds against this."""
MANY = 100
HOW_MANY_WAIT = f"(SELECT count(*) FROM (SELECT {_WAITING} LIMIT {MANY}) w)"
"""SQL: how many they are, for `reader`; nobody needs to know by how many they are more than so many."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question in the queue: whom it is about, and why it stands where it does."""

    key: Key
    probability: str
    why: str
    reunites: bool
    relation: str
    readers: int
    """How many have answered."""
    one: Portrait
    other: Portrait
    child: Portrait | None
    age: int | None
    """The child's, in years."""
    apart: bool
    """Whether the child is apart from somebody now."""
    due: Moment
    """By when an order wants the child reunited, or whatever else of it that runs; empty where no clock runs."""

    @property
    def order(self) -> tuple[Any, ...]:
        """What comes first: where a reunion hangs on it, the nearest deadline, a child who is apart, the youngest, the greatest doubt."""
        hangs = not self.reunites, self.due or "9999", not self.apart
        return *hangs, self.age is None, self.age or 0, abs(float(self.probability) - 0.5), self.key


@dataclass(frozen=True, slots=True)
class Progress:
    """What one reader has answered today, and how long the rest will take."""

    same: int
    different: int
    unsure: int
    left: int
    seconds_each: float
    minutes_at_it: int
    """Since the reader began without a pause."""
    last: Key | None
    """The reader's last answer, which can be undone."""

    @property
    def decided(self) -> int:
        """How many were answered today."""
        return self.same + self.different + self.unsure

    @property
    def minutes(self) -> int:
        """How long the rest is expected to take."""
        return max(1, round(self.left * self.seconds_each / 60)) if self.left else 0


@dataclass(frozen=True, slots=True)
class Compared:
    """A question with everything that a reader compares."""

    waiting: Waiting
    evidence: tuple[Evidence, ...]
    records: tuple[Record, Record]
    """The two that the question is known by."""
    all_records: tuple[tuple[Record, ...], tuple[Record, ...]]
    """Of each of the two persons."""
    custody: tuple[Custody, Custody]
    persons: tuple[str, str]
    judgements: tuple[Judgement, ...]
    """What the reader may see of others' answers: nothing before answering, but for whom two readers who differ are shown to."""
    mine: Judgement | None


@shows(FieldGroup.KINSHIP)
def list_queue(viewer: Viewer, standpoint: Standpoint) -> tuple[Waiting, ...]:
    """
    The questions that wait for this reader, what matters most first, with those on which the lot fell among them.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with prepared() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} {_WAITING}", _at(viewer, standpoint))
        rows = cursor.fetchall()
    found = sorted(_waiting(viewer, standpoint, rows), key=lambda one: one.order)
    return tuple(_among([one for one in found if one.why != Why.CONTROL], [one for one in found if one.why == Why.CONTROL]))


@shows_nobody("counts")
def get_progress(viewer: Viewer, standpoint: Standpoint, *, today: Moment, now: Moment, left: int) -> Progress:
    """
    What this reader has answered today. `now` tells how long the reader has been at it.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with prepared() as cursor:
        cursor.execute(
            "SELECT j.answer, e.recorded_at, j.subject, j.one, j.other FROM judgement j JOIN entry e ON e.seq = j.since "
            f"WHERE j.reader = %(reader)s AND {standing('j')} AND e.recorded_at >= %(today)s::date ORDER BY j.since",
            {**_at(viewer, standpoint), "today": today},
        )
        rows = cursor.fetchall()
    answers = [row[0] for row in rows]
    moments = [row[1] for row in rows]
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    brisk = [gap for gap in gaps if gap < A_PAUSE]
    return Progress(
        same=answers.count("same"),
        different=answers.count("different"),
        unsure=answers.count("unsure"),
        left=left,
        seconds_each=median(brisk) if len(brisk) >= 3 else USUAL_SECONDS,
        minutes_at_it=_minutes_at_it(moments, now),
        last=rows[-1][2:] if rows else None,
    )


@shows(FieldGroup.KINSHIP, FieldGroup.STATEMENT)
def get_compared(viewer: Viewer, standpoint: Standpoint, key: Key) -> Compared:
    """
    One question with its two records and their persons.

    :raises NotAllowed: if the viewer may not read.
    :raises NotFound: where no such question was asked.
    """
    require(viewer, "read")
    parameters = {**_at(viewer, standpoint), **dict(zip(("subject", "first", "second"), key, strict=True))}
    of_it = "q.subject = %(subject)s AND q.one = %(first)s AND q.other = %(second)s"
    with prepared() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS}, q.evidence FROM question q LEFT JOIN ({_SAID}) s USING (subject, one, other) "
            f"WHERE {standing('q')} AND {of_it}",
            parameters,
        )
        row = cursor.fetchone()
        cursor.execute(
            f"SELECT reader, answer, reason FROM judgement q WHERE {standing('q')} AND {of_it} ORDER BY since",
            parameters,
        )
        said = [Judgement(*one) for one in cursor.fetchall()]
    if row is None:
        raise NotFound("This pair is not in question. Open the list of questions anew.")
    [waiting] = _waiting(viewer, standpoint, [row[:-1]])
    persons = waiting.one.person_id, waiting.other.person_id
    records = {one.record_id: one for one in list_records(viewer, record_ids=[*waiting.one.records, *waiting.other.records, *key[1:]])}
    custody = get_custody(viewer, set(persons), standpoint)
    mine = next((one for one in said if one.reader == viewer.name), None)
    return Compared(
        waiting=waiting,
        evidence=msgspec.json.decode(row[-1], type=tuple[Evidence, ...]),
        records=(_of(records, key[1]), _of(records, key[2])),
        all_records=(_all(records, waiting.one, key[1]), _all(records, waiting.other, key[2])),
        custody=(custody[persons[0]], custody[persons[1]]),
        persons=persons,
        judgements=tuple(said) if mine or len({one.answer for one in said}) > 1 else (),
        mine=mine,
    )


_COLUMNS = (
    "q.subject, q.one, q.other, q.probability::text, q.why, q.reunites, q.relation, coalesce(cardinality(s.readers), 0), "
    f"(SELECT m.person_id FROM membership m WHERE m.record_id = q.one AND {standing('m')}), "
    f"(SELECT m.person_id FROM membership m WHERE m.record_id = q.other AND {standing('m')})"
)


def _at(viewer: Viewer, standpoint: Standpoint) -> dict[str, object]:
    return {**standpoint.parameters, "reader": viewer.name}


def _waiting(viewer: Viewer, standpoint: Standpoint, rows: Sequence[Sequence[Any]]) -> list[Waiting]:
    persons = {person for row in rows for person in row[8:10] if person}
    portraits = get_portraits(viewer, persons, standpoint) if persons else {}
    apart = list_apart_of(viewer, persons, standpoint) if persons else {}
    due = _due(standpoint, persons)
    found = []
    for subject, one, other, probability, why, reunites, relation, readers, first, second in rows:
        ends = [portraits.get(person or "") or Portrait(person or record) for person, record in ((first, one), (second, other))]
        child, age = _child(subject, ends, standpoint.as_of)
        still = child is not None and any(held.still for held in apart.get(child.person_id, ()))
        by = due.get(child.person_id, "") if child else ""
        key = (subject, one, other)
        found.append(Waiting(key, probability, why, reunites, relation, readers, ends[0], ends[1], child, age, still, by))
    return found


def _due(standpoint: Standpoint, persons: Collection[str]) -> dict[str, Moment]:
    """Person -> the day by which an order wants reunion; where no such clock runs, the nearest of those that do."""
    if not persons:
        return {}
    with prepared() as cursor:
        cursor.execute(
            # A clock ends with a day somewhere in the country; seen from its west it has not become the next day yet.
            "SELECT c.child, to_char(coalesce(min(c.due_first) FILTER (WHERE c.clock = 'reunite'), min(c.due_first)) "
            "AT TIME ZONE 'America/Los_Angeles', 'YYYY-MM-DD') "
            f"FROM clock c WHERE c.running AND c.child = ANY(%(persons)s) AND {standing('c')} GROUP BY c.child",
            {**standpoint.parameters, "persons": list(persons)},
        )
        return dict(cursor.fetchall())


def _child(subject: str, ends: Sequence[Portrait], day: Moment) -> tuple[Portrait | None, int | None]:
    """The child whom a question is about: of a tie the first, of two records whichever is a child's."""
    told = [(one, one.age(day)) for one in (ends[:1] if subject == Subject.TIE else ends)]
    children = [(one, age) for one, age in told if subject == Subject.TIE or (age is not None and age < ADULT)]
    return min(children, key=lambda one: (one[1] is None, one[1] or 0), default=(None, None))


def _among(doubts: list[Waiting], drawn: list[Waiting]) -> list[Waiting]:
    """One of those drawn after every few in doubt; what is left of either at the end."""
    mixed: list[Waiting] = []
    waiting = iter(drawn)
    for place, one in enumerate(doubts, 1):
        mixed.append(one)
        if place % (CONTROL_EVERY - 1) == 0:
            mixed.extend(next_one for next_one in [next(waiting, None)] if next_one)
    return [*mixed, *waiting]


def _minutes_at_it(moments: Sequence[datetime], now: Moment) -> int:
    if not moments:
        return 0
    end = datetime.fromisoformat(now)
    began = end
    for moment in reversed(moments):
        if (began - moment).total_seconds() > A_PAUSE:
            break
        began = moment
    return int((end - began).total_seconds() // 60)


def _of(records: dict[str, Record], record_id: str) -> Record:
    """The record; where its content was sealed or destroyed, one that says nothing."""
    return records.get(record_id) or Record(record_id, "", "", "", 0)


def _all(records: dict[str, Record], portrait: Portrait, record_id: str) -> tuple[Record, ...]:
    return tuple(_of(records, one) for one in portrait.records or (record_id,))
