"""Kin named in the free text of records: suggestions for people to read, with what is known of whoever they may be."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.records import Claim, Record
from kinkeeper.domain.terms import IdentifierKind
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.moments import COUNTS, ledger_size
from kinkeeper.queries.records import list_records

OPEN, NOBODY = "open", "nobody"
"""A suggestion is open where somebody bears the number and no tie stands, of nobody where no record has it or none is given."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What the text of one record says of one relative."""

    record: str
    person: str
    where: str
    words: str
    relation: str
    name: str
    a_number: str
    bearers: tuple[str, ...]
    """The other persons who have the number."""
    status: str
    """Of the tie with one of them, the best established; else `open` or `nobody`."""


def _whom(found: Iterable["Mentioned"]) -> Iterator[tuple[bool, str]]:
    return ((False, person) for one in found for person in (one.person, *one.bearers))


@shows(FieldGroup.STATEMENT, FieldGroup.IDENTITY, who=_whom)
def list_mentions(viewer: Viewer, *, record_ids: list[str] | None = None) -> tuple[Mentioned, ...]:
    """
    Kin named in free text, in the order of the records.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    said = [(record, claim) for record in list_records(viewer, record_ids=record_ids) for claim in _told_in_text(record)]
    person_of, bearers = _persons({record.record_id for record, _claim in said}, {claim.a_number for _record, claim in said} - {""})
    ties = _ties(person_of.values())
    return tuple(_mentioned(record, claim, (person_of, bearers, ties)) for record, claim in said)


def _told_in_text(record: Record) -> Iterator[Claim]:
    """The claims that a passage makes; those of columns say it by themselves."""
    return (
        claim for claim in record.claims if claim.relation != "none" and not claim.record and claim.words and claim.words in record.remarks
    )


Known = tuple[Mapping[str, str], Mapping[str, tuple[str, ...]], Mapping[tuple[str, str], str]]


def _mentioned(record: Record, claim: Claim, known: Known) -> Mentioned:
    person_of, bearers, ties = known
    person = person_of.get(record.record_id, record.record_id)
    others = tuple(one for one in bearers.get(claim.a_number, ()) if one != person)
    tied = next((status for one in others if (status := ties.get((person, one)) or ties.get((one, person)))), "")
    status = tied or (OPEN if others else NOBODY)
    return Mentioned(record.name, person, claim.where, claim.words, claim.relation, claim.name, claim.a_number, others, status)


def _persons(records: Iterable[str], numbers: Iterable[str]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT record_id, person_id FROM membership WHERE until IS NULL AND record_id = ANY(%s)", [sorted(records)])
        person_of = dict(cursor.fetchall())
        cursor.execute(
            "SELECT DISTINCT i.value, m.person_id FROM identifier i JOIN record r USING (record_id) "
            "JOIN membership m ON m.record_id = i.record_id AND m.until IS NULL "
            f"WHERE i.kind = %(kind)s AND i.value = ANY(%(numbers)s) AND {COUNTS.format('r')} ORDER BY 1, 2",
            {"kind": IdentifierKind.A_NUMBER.value, "numbers": sorted(numbers), "known_at": ledger_size()},
        )
        bearers: dict[str, list[str]] = defaultdict(list)
        for number, person in cursor.fetchall():
            bearers[number].append(person)
    return person_of, {number: tuple(some) for number, some in bearers.items()}


def _ties(persons: Iterable[str]) -> dict[tuple[str, str], str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child, adult, status FROM tie WHERE until IS NULL AND (child = ANY(%(persons)s) OR adult = ANY(%(persons)s))",
            {"persons": sorted(set(persons))},
        )
        return {(child, adult): status for child, adult, status in cursor.fetchall()}
