"""Kin named in free text, of records and of staff's notes: suggestions for people to read, with what is known of whoever they may be."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.casework.aftercare import Aftercare
from kinkeeper.domain.casework.mentions import Dismissal
from kinkeeper.domain.casework.tasks import Task
from kinkeeper.domain.records import Claim, Record
from kinkeeper.domain.terms import IdentifierKind, TieStatus
from kinkeeper.extracts.remarks import claims_in
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.moments import COUNTS, ledger_size
from kinkeeper.queries.records import list_records
from kinkeeper.queries.things import Wanted, list_of_many

OPEN, NOBODY, DISMISSED = "open", "nobody", "dismissed"
"""A suggestion is open where somebody bears the number and no tie stands, of nobody where no record has it or none is given."""
ACCEPTED, TIED = "accepted", "tied"
STATES = (OPEN, ACCEPTED, TIED, DISMISSED, NOBODY)
"""How a mention can stand: a tie was proven of it, or stands by other evidence, besides."""
WANTED = (Wanted("task", Task), Wanted("aftercare", Aftercare), Wanted("mention", Dismissal))
NOTE = "note"
"""Where a passage stands that staff wrote here."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What a text says of one relative."""

    record: str
    """The name of the record; empty where it is a note."""
    person: str
    where: str
    words: str
    relation: str
    name: str
    a_number: str
    bearers: tuple[str, ...]
    """The other persons who have the number."""
    status: str
    """Of the tie with one of them, the best established; else `dismissed`, `open` or `nobody`."""
    mention_id: str = ""
    dismissal: Dismissal | None = None
    """Why it is followed up no further, where somebody said so."""

    @property
    def state(self) -> str:
        """How it stands: what was made of it, or that it is open."""
        if self.status in (OPEN, NOBODY, DISMISSED):
            return self.status
        return ACCEPTED if self.status == TieStatus.VERIFIED else TIED


@dataclass(frozen=True, slots=True)
class Passage:
    """One claim of a text: whose, of which record or note, and the claim."""

    source: str
    record: str
    person: str
    claim: Claim

    @property
    def mention_id(self) -> str:
        """Made of where it stands and of what it says: the same on every day."""
        told = self.claim
        return "MN-" + sha256("\0".join((self.source, told.where, told.relation, told.name, told.a_number)).encode()).hexdigest()[:12]


def _whom(found: Iterable["Mentioned"]) -> Iterator[tuple[bool, str]]:
    return ((False, person) for one in found for person in (one.person, *one.bearers))


@shows(FieldGroup.STATEMENT, FieldGroup.IDENTITY, who=_whom)
def list_mentions(viewer: Viewer, *, record_ids: list[str] | None = None, known_at: int | None = None) -> tuple[Mentioned, ...]:
    """
    Kin named in free text: in records, in their order, and in what staff wrote.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    here = ledger_size() if known_at is None else known_at
    told = list_of_many(viewer, WANTED, {"known_at": here})
    records = list_records(viewer, known_at=here, record_ids=record_ids, with_text=True)
    said = [(record, claim) for record in records for claim in _told_in_text(record)]
    person_of = _person_of({record.record_id for record, _claim in said})
    found = [Passage(one.record_id, one.name, person_of.get(one.record_id, one.record_id), claim) for one, claim in said]
    found += () if record_ids else _in_notes(told)
    bearers = _bearers({one.claim.a_number for one in found} - {""}, here)
    known = bearers, _ties({one.person for one in found}), {one.mention_id: one for one, _ in told["mention"]}
    return tuple(_mentioned(one, known) for one in found)


def _told_in_text(record: Record) -> Iterator[Claim]:
    """The claims that a passage makes; those of columns say it by themselves."""
    return (
        claim for claim in record.claims if claim.relation != "none" and not claim.record and claim.words and claim.words in record.remarks
    )


def _in_notes(told: Mapping[str, list[tuple[Any, int]]]) -> Iterator[Passage]:
    """The same of tasks, notes and what was told after a release."""
    texts = [(one.task_id, one.about, text) for one, _ in told["task"] for text in (one.words, one.done_words)]
    texts += [(one.aftercare_id, one.child, one.words) for one, _ in told["aftercare"]]
    for source, person, text in texts:
        for claim in claims_in(text, NOTE) if text else ():
            if claim.relation != "none":
                yield Passage(source, "", person, claim)


Known = tuple[Mapping[str, tuple[str, ...]], Mapping[tuple[str, str], str], Mapping[str, Dismissal]]


def _mentioned(one: Passage, known: Known) -> Mentioned:
    bearers, ties, dismissals = known
    told = one.claim
    others = tuple(other for other in bearers.get(told.a_number, ()) if other != one.person)
    tied = next((status for other in others if (status := ties.get((one.person, other)) or ties.get((other, one.person)))), "")
    dismissal = dismissals.get(one.mention_id)
    dismissal = dismissal if dismissal and dismissal.why else None
    status = tied or (DISMISSED if dismissal else OPEN if others else NOBODY)
    said = told.where, told.words, told.relation, told.name, told.a_number
    return Mentioned(one.record, one.person, *said, others, status, one.mention_id, dismissal)


def _person_of(records: Iterable[str]) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT record_id, person_id FROM membership WHERE until IS NULL AND record_id = ANY(%s)", [sorted(records)])
        return dict(cursor.fetchall())


def _bearers(numbers: Iterable[str], known_at: int) -> dict[str, tuple[str, ...]]:
    bearers: dict[str, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT i.value, m.person_id FROM identifier i JOIN record r USING (record_id) "
            "JOIN membership m ON m.record_id = i.record_id AND m.until IS NULL "
            f"WHERE i.kind = %(kind)s AND i.value = ANY(%(numbers)s) AND {COUNTS.format('r')} ORDER BY 1, 2",
            {"kind": IdentifierKind.A_NUMBER.value, "numbers": sorted(numbers), "known_at": known_at},
        )
        for number, person in cursor.fetchall():
            bearers[number].append(person)
    return {number: tuple(some) for number, some in bearers.items()}


def _ties(persons: Iterable[str]) -> dict[tuple[str, str], str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child, adult, status FROM tie WHERE until IS NULL AND (child = ANY(%(persons)s) OR adult = ANY(%(persons)s))",
            {"persons": sorted(set(persons))},
        )
        return {(child, adult): status for child, adult, status in cursor.fetchall()}
