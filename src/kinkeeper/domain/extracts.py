"""An extract: one table of one file as an agency sent it, known by the hash of its content."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact
from kinkeeper.domain.records import Refusal
from kinkeeper.domain.terms import counted


class Extract(Fact, frozen=True):
    """One table (a file, or one sheet of a workbook) and how many of its rows were taken and refused."""

    extract_id: str
    """The first 16 hex digits of SHA-256 over the file's hash and the sheet's name."""
    file: str
    sheet: str
    sha256: str
    layout: str
    rows_read: int
    rows_refused: int
    as_of: str = ""
    """The day the extract was made, where its preamble, its name or its latest date tells."""
    sender: str = ""
    """Who sent it, where that was said."""
    rows_known: int = 0
    """Rows that an earlier extract holds word for word; they were not recorded again."""
    rows_changed: int = 0
    """Rows that correct one of an earlier extract."""
    rows_repeated: int = 0
    """Rows that say exactly what a row above them says: kept and marked."""
    corrects: str = ""
    """The id of the earlier extract of which this is a newer version."""
    said: str = ""
    """How it was read where that had to be decided: encoding, order of day and month, …; a sentence a line."""
    container: str = ""
    """The SHA-256 of the archive that it came in; empty where it came alone."""


# Commands


@dataclass(frozen=True, slots=True)
class ReceiveExtract:
    """Keep that this extract came, with every row of it that was refused."""

    extract: Extract
    refusals: tuple[Refusal, ...] = ()


# Entries


class ExtractReceived(Fact, frozen=True):
    """An extract came in."""

    extract: Extract


class RowRefused(Fact, frozen=True):
    """A row or a cell of an extract could not be read; what stood there is kept."""

    extract_id: str
    refusal: Refusal


# State


@dataclass(slots=True)
class ExtractState:
    """The extracts that are known and what was refused of them, by extract id."""

    extracts: dict[str, Extract] = field(default_factory=dict)
    refusals: dict[str, list[Refusal]] = field(default_factory=dict)


def decide(state: ExtractState, command: ReceiveExtract) -> Iterable[ExtractReceived | RowRefused]:
    """The extract and its refusals; nothing where it is known.

    :raises Refused: where the numbers of rows do not add up.
    """
    extract = command.extract
    if extract.extract_id in state.extracts:
        return []
    listed = _rows_refused(extract, command.refusals)
    if listed != extract.rows_refused or extract.rows_refused > extract.rows_read:
        raise Refused(f"{extract.file}: {counted(extract.rows_refused, 'row')} counted as refused, {listed} listed. Nothing was kept.")
    return [ExtractReceived(extract), *(RowRefused(extract.extract_id, refusal) for refusal in command.refusals)]


def evolve(state: ExtractState, entry: ExtractReceived | RowRefused) -> ExtractState:
    """The state after an entry."""
    if isinstance(entry, ExtractReceived):
        state.extracts[entry.extract.extract_id] = entry.extract
    else:
        state.refusals.setdefault(entry.extract_id, []).append(entry.refusal)
    return state


def _rows_refused(extract: Extract, refusals: tuple[Refusal, ...]) -> int:
    """How many rows the refusals cover: each row named, or all of them where the table itself (row 0) was refused."""
    if any(refusal.row == 0 for refusal in refusals):
        return extract.rows_refused
    return len({refusal.row for refusal in refusals if refusal.whole_row})
