"""Who somebody is of those already known: for the intake desk, and for a relative who asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.errors import NotFound, Refused
from kinkeeper.domain.records import Record
from kinkeeper.domain.terms import IdentifierKind
from kinkeeper.linkage.engine.columns import Recognised, Role
from kinkeeper.linkage.engine.full_names import split_name
from kinkeeper.linkage.engine.online import KnownPeople
from kinkeeper.queries.access.reading import note, note_search, unseen
from kinkeeper.queries.people import get_person_of
from kinkeeper.queries.records import list_records

COLUMNS = {
    "given": Role.GIVEN,
    "surnames": Role.SURNAME,
    "born": Role.BORN,
    "sex": Role.SEX,
    "nationality": Role.COUNTRY,
    "a_number": Role.NUMBER,
}
"""What can be told of a person, and what it is."""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody known who may be the person asked for: the record that fits best, and how likely it is."""

    person: str
    record: str
    given: str
    surnames: str
    born: str
    probability: float


def find_person(told: Mapping[str, str], *, most: int, actor: Actor) -> list[FoundPerson]:
    """The persons known that are most likely the one told of (`COLUMNS`), the likeliest first.

    :raises Refused: where nothing is told of the person.
    :raises NotFound: where nobody is known yet.
    """
    if not any(told.get(name) for name in COLUMNS):
        raise Refused("Say at least a name, a date of birth or a number of the person.")
    with unseen():
        records = list_records(actor)
    if not records:
        raise NotFound("Nobody is known yet: take in extracts first (kinkeeper import).")
    person_of = get_person_of(actor)
    table = pl.DataFrame([_row(record) for record in records], schema=dict.fromkeys(COLUMNS, pl.String))
    known = KnownPeople(table, Recognised(COLUMNS, {}), room=1)
    found = _by_person(records, person_of, [(one.record, one.probability) for one in known.find(told, 8 * most)])[:most]
    note_search(" ".join(filter(None, told.values())))
    note([one.person or one.record for one in found], FieldGroup.IDENTITY)
    return found


def _row(record: Record) -> dict[str, str | None]:
    given, surnames = (record.given, record.surnames) if record.given or record.surnames else split_name(record.whole_name)
    number = next((one.value for one in record.identifiers if one.kind == IdentifierKind.A_NUMBER), "")
    row = {"given": given, "surnames": surnames, "born": record.born[:10], "sex": record.sex}
    row |= {"nationality": record.nationality, "a_number": number}
    return {name: value or None for name, value in row.items()}


def _by_person(records: Sequence[Record], person_of: Mapping[str, str], found: list[tuple[int, float]]) -> list[FoundPerson]:
    """The best record of each person."""
    best: dict[str, FoundPerson] = {}
    for row, probability in found:
        record = records[row]
        person = person_of.get(record.record_id, "")
        given, surnames, born = (str(_row(record)[name] or "") for name in ("given", "surnames", "born"))
        best.setdefault(person or record.record_id, FoundPerson(person, record.name, given, surnames, born, probability))
    return list(best.values())
