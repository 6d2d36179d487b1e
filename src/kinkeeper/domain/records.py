"""A record: one row from one source about one person, kept as received beside what was read from it.

A row that names several people gives one record each. A row that could not be read is refused by
name and stays listed: read + refused always adds up to the rows of the extract.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.dates import Moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact

# What was read


class Identifier(Fact, frozen=True):
    """A number somebody gave a person, a group or an event: canonical beside as received."""

    kind: str
    value: str
    raw: str


class Stay(Fact, frozen=True):
    """One stay with one custodian, as one row states it. `end` empty = not ended when the extract was made."""

    custodian: str
    place: str
    start: Moment
    end: Moment = ""
    end_reason: str = ""
    end_as_recorded: str = ""
    released_to: str = ""


class Claim(Fact, frozen=True):
    """What a source says of kinship between the record's person and somebody else.

    `relation` is what the OTHER person is to the one on record, as a canonical word: mother, father,
    parent, child, grandmother, grandfather, sibling, aunt, uncle, cousin, spouse, guardian, other_kin,
    grandparent, grandchild, niece, nephew, ward, unknown; `none` = the source says there was no family.
    `record` is the id of the other person's record where the same row holds one. `where` is the column;
    `words` the passage, verbatim. `together` says whether the two travelled or were taken into custody
    together: `yes`, `no` (the other lives elsewhere), or empty where the source does not say.
    """

    relation: str
    name: str = ""
    a_number: str = ""
    record: str = ""
    where: str = ""
    words: str = ""
    together: str = ""


class SeparationFlag(Fact, frozen=True):
    """A source's own word that this child was separated: kept to be compared, never believed alone."""

    reason_as_recorded: str = ""
    reason_code: str = ""
    on: Moment = ""
    place: str = ""


class Record(Fact, frozen=True):
    """One person as one row of one extract has them. Empty text = not given."""

    record_id: str
    """The extract's id, the row and, where a row names several people, who: rising as the rows do, so that an index grows at its end."""
    extract_id: str
    name: str
    """FILE#ROW, FILE/SHEET#ROW, with :child, :child2, :adult … where a row names several people."""
    layout: str
    row: int
    role: str = ""
    """`child` or `adult` where the layout says which; empty where only the age tells."""
    given: str = ""
    surnames: str = ""
    whole_name: str = ""
    """The name in one piece where the source does not say which words are surnames."""
    born: Moment = ""
    age: int | None = None
    age_on: Moment = ""
    sex: str = ""
    nationality: str = ""
    """ISO 3166-1 alpha-3; what was received stands in `cells`."""
    encountered: Moment = ""
    """When the person was taken into custody (apprehension, arrest), as this source has it."""
    referred: Moment = ""
    """When the agency that took the child into custody referred it to ORR."""
    sector: str = ""
    station: str = ""
    identifiers: tuple[Identifier, ...] = ()
    stays: tuple[Stay, ...] = ()
    claims: tuple[Claim, ...] = ()
    separation: SeparationFlag | None = None
    remarks: str = ""
    repeats: int = 0
    """The row above it in the same table that says exactly the same; 0 where there is none. It may be about somebody else."""
    corrects: str = ""
    """The record of an earlier version of the file that this one corrects."""
    cells: dict[str, str] = {}
    """Header -> cell, as received, non-empty cells only."""


class Refusal(Fact, frozen=True):
    """A row, a cell or a whole file (row 0) that could not be read, and why."""

    file: str
    row: int
    column: str
    value: str
    why: str
    whole_row: bool = True
    """False where only the cell was set aside and the row was taken without it."""


# Commands


@dataclass(frozen=True, slots=True)
class ReceiveRecords:
    """Keep these records. One that is known already adds nothing."""

    records: tuple[Record, ...]


# Entries


class RecordReceived(Fact, frozen=True):
    """A source said this about one person."""

    record: Record


# State


@dataclass(slots=True)
class RecordState:
    """The records that are known, by id."""

    records: dict[str, Record | None] = field(default_factory=dict)
    """None where only the id was loaded, because `decide` needs no more."""


def decide(state: RecordState, command: ReceiveRecords) -> Iterable[RecordReceived]:
    """The records of the command that are not yet known.

    :raises Refused: where one command names the same record twice.
    """
    ids = {record.record_id for record in command.records}
    if len(ids) != len(command.records):
        raise Refused("One delivery names the same record twice. Nothing of it was kept.")
    return [RecordReceived(record) for record in command.records if record.record_id not in state.records]


def evolve(state: RecordState, entry: RecordReceived) -> RecordState:
    """The state after an entry."""
    state.records[entry.record.record_id] = entry.record
    return state
