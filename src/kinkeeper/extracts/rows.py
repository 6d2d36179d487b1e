"""From the cells of one row to the records of the people it names, or the reason why there are none."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, count, repeat
from typing import Any

import msgspec

from kinkeeper.domain.records import Record, Refusal
from kinkeeper.extracts.block import Block
from kinkeeper.extracts.columns import Columns, Faults, Reading
from kinkeeper.extracts.files.damage import SHOWN_NUL, WHY_NUL, is_harmed, mended
from kinkeeper.extracts.files.tables import MOST_COLUMNS, Row
from kinkeeper.extracts.kin import PairReader, Told
from kinkeeper.extracts.moments import latest
from kinkeeper.extracts.people import PersonReader
from kinkeeper.extracts.recognise import Recognised

LONGEST_VALUE = 500
FACTS = msgspec.structs.fields(Record)
NOT_YET_BORN = "The person would be born after the extract was made."


@dataclass(frozen=True, slots=True)
class Naming:
    """What the records of one table are called after: the table (`FILE` or `FILE/SHEET`), the extract's id, the day it was made."""

    table: str
    extract_id: str
    as_of: str = ""


class RowReader:
    """Reads the rows of one recognised table."""

    def __init__(self, recognised: Recognised, naming: Naming, sample: Sequence[Row], how: Reading | None = None) -> None:
        self.columns = Columns(recognised, sample, how)
        self._layout = recognised.layout
        self._naming = naming
        self._headers = list(self.columns.headers)
        self._people = [PersonReader(rule, self.columns) for rule in recognised.layout.people]
        self._roles = {rule.who: rule.role for rule in recognised.layout.people}
        self._pairs = [PairReader(rule, self.columns) for rule in recognised.layout.pairs]
        self._typed = self.columns.typed()
        self._width = len(recognised.headers)
        self._alone = self._people[0] if len(self._people) == 1 and self._people[0].stands_alone and not self._pairs else None
        self._last_day = max(naming.as_of, latest(self.columns.days_of(sample)))

    def read(self, line: int, cells: list[str], repeats: int = 0) -> tuple[list[Record], list[Refusal]]:
        """The records of a row (cells without blanks around them) and what of it could not be read.

        `repeats`: the line of an earlier row that says exactly the same.
        """
        if len(cells) > MOST_COLUMNS:
            return [], [
                self._refusal(line, cells[:MOST_COLUMNS], f"The row has {len(cells):,} cells, far more than the table has columns.")
            ]
        self._fit(cells)
        faults = self._mend(cells) if is_harmed("".join(cells)) else {}
        people: dict[str, Told] = {}
        for person in self._people:
            people |= person.read(cells, faults)
        if why := self._refused(people, cells, faults):
            return [], [self._refusal(line, cells, why)]
        kept = dict(compress(zip(self._headers, cells, strict=True), cells))
        for who, told in people.items():
            told["record_id"] = f"{self._naming.extract_id}-{line:07d}{who and '-'}{who}"
            if repeats:
                told["repeats"] = repeats
            if "born" in told:
                self._check_birth(who, told, cells, faults)
        for pair in self._pairs:
            pair.read(people, cells, faults)
        records = [self._record(line, who, told, kept) for who, told in people.items()]
        return records, [] if not faults else [
            Refusal(self._naming.table, line, column, value[:LONGEST_VALUE], why, whole_row=False)
            for column, (value, why) in faults.items()
        ]

    def read_all(
        self, rows: Sequence[Row], repeats: Sequence[int], *, is_plain: bool = False
    ) -> Iterator[tuple[list[Record], list[Refusal]]]:
        """`read` of many rows: column by column where nothing of a row is doubtful, else each by itself. In their order.

        `is_plain`: nothing can have harmed their letters.
        """
        simple = [len(cells) == self._width and cells[0] != "A" and (is_plain or not is_harmed("".join(cells))) for _, cells in rows]
        read: list[Record | None] = []
        if self._alone and any(simple):
            read = self._read_block(list(compress(rows, simple)), list(compress(repeats, simple)))
            if len(read) == len(rows) and None not in read:
                yield read, []  # type: ignore[misc]
                return
        records = dict(zip(compress(count(), simple), read, strict=False))
        for place, (line, cells) in enumerate(rows):
            record = records.get(place)
            yield ([record], []) if record else self.read(line, cells, repeats[place])

    def _read_block(self, rows: Sequence[Row], repeats: Sequence[int]) -> list[Record | None]:
        """The records of rows of one person each; None where a row is doubtful."""
        assert self._alone is not None
        block = Block([cells for _, cells in rows])
        told = self._alone.read_all(block)
        lines = [line for line, _ in rows]
        begins, table = f"{self._naming.extract_id}-", f"{self._naming.table}#"
        if self._last_day and "born" in told:
            block.doubtful.update(place for place, born in enumerate(told["born"]) if born[:10] > self._last_day)
        told |= {
            "record_id": [f"{begins}{line:07d}" for line in lines],
            "name": [f"{table}{line}" for line in lines],
            "row": lines,
            "repeats": repeats,
            "cells": list(map(dict, map(compress, map(zip, repeat(self._headers), block.rows), block.rows))),
        }
        same = {"extract_id": self._naming.extract_id, "layout": self._layout.name, "role": self._roles[""]}
        facts: list[Iterable[Any]] = [told[fact.name] if fact.name in told else repeat(same.get(fact.name, fact.default)) for fact in FACTS]
        read: list[Record | None] = list(map(Record, *facts))
        for place in block.doubtful:
            read[place] = None
        return read

    def _fit(self, cells: list[str]) -> None:
        """Make the row as wide as the table. Cells beyond the header are kept under the number of their column."""
        missing = len(self._headers) - len(cells)
        if missing > 0:
            cells.extend([""] * missing)
        for _ in range(-missing):
            self._headers.append(f"column {len(self._headers) + 1}")

    def _mend(self, cells: list[str]) -> Faults:
        """Mend the cells that came to harm, and say what was wrong."""
        faults: Faults = {}
        for place, cell in enumerate(cells):
            if is_harmed(cell):
                cells[place], why = mended(cell)
                faults[self._headers[place]] = (cells[place], why)
        return faults

    def _record(self, line: int, who: str, told: Told, kept: dict[str, str]) -> Record:
        name = f"{self._naming.table}#{line}:{who}" if who else f"{self._naming.table}#{line}"
        role = self._roles.get(who.rstrip("0123456789"), "")
        return Record(extract_id=self._naming.extract_id, name=name, layout=self._layout.name, row=line, role=role, cells=kept, **told)

    # Refusals

    def _refused(self, people: dict[str, Told], cells: Sequence[str], faults: Faults) -> str:
        if faults and any(SHOWN_NUL in cell for cell in cells):
            return WHY_NUL
        if cells[0] == "A" and _are_column_letters(cells):
            return "The row holds the letters of spreadsheet columns, not data."
        if not people:
            return "The row names nobody and tells nothing about a person."
        if len(faults) > 1 and not any(_has_name(told) for told in people.values()) and self._all_failed(cells, faults):
            return "None of the row's cells can be read as what its column holds."
        return ""

    def _all_failed(self, cells: Sequence[str], faults: Faults) -> bool:
        return all(column.header in faults or column.is_blank(cells) for column in self._typed)

    def _refusal(self, line: int, cells: Sequence[str], why: str) -> Refusal:
        return Refusal(self._naming.table, line, "", " | ".join(filter(None, cells))[:LONGEST_VALUE], why)

    def _check_birth(self, who: str, told: Told, cells: Sequence[str], faults: Faults) -> None:
        """Set a day of birth aside that lies after the extract was made."""
        if self._last_day and told["born"][:10] > self._last_day:
            column = self.columns.get(f"{who.rstrip('0123456789')}.born" if who else "born")
            if column:
                faults[column.header] = (column.text(cells), NOT_YET_BORN)
            del told["born"]


def _has_name(told: Told) -> bool:
    return any(told.get(name) for name in ("given", "surnames", "whole_name", "identifiers"))


def _are_column_letters(cells: Sequence[str]) -> bool:
    """A, B, C, …: what is left of a spreadsheet printed and read back."""
    given = [cell for cell in cells if cell]
    if len(given) < 3 or any(len(cell) > 1 for cell in given):
        return False
    return all(ord(cell) == letter for cell, letter in zip(given, count(ord("A")), strict=False))
