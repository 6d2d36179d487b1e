"""A delivery: one table as it came, its records read one by one, and what could not be read."""

import hashlib
import re
from collections.abc import Iterator
from itertools import chain, islice

from kinkeeper.domain.errors import BadExtract
from kinkeeper.domain.extracts import Extract
from kinkeeper.domain.records import Record, Refusal
from kinkeeper.extracts.moments import Unreadable, read_moment
from kinkeeper.extracts.people import Naming, RowReader
from kinkeeper.extracts.recognise import Recognised, Unknown, recognise
from kinkeeper.extracts.tables import Row, Source, Table

SAMPLE = 2_000
"""So many rows are looked at to find the header and the order of day and month."""

TOTAL = re.compile(r"(grand |sub)?\s*totals?\b|count of|page \d+", re.IGNORECASE)
MADE = re.compile(r"as of|pulled|updated|run (?:on|date)|generated|printed|extracted|al d[ií]a|actualizado", re.IGNORECASE)
DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d{1,2}-\d{1,2}")


class Delivery:
    """One table of a file.

    Iterate over `records` once; from then on `extract` has the counts and `refusals` is complete.
    """

    def __init__(self, source: Source, table: Table) -> None:
        self.file = source.name
        self.sheet = table.sheet
        self.sha256 = source.sha256
        self.extract_id = hashlib.sha256((source.sha256 + table.sheet).encode()).hexdigest()[:16]
        self.name = f"{source.name}/{table.sheet}" if table.sheet else source.name
        self.refusals: list[Refusal] = []
        self.rows_read = 0
        self.rows_refused = 0
        self.layout = ""
        self.as_of = ""
        self.records: Iterator[Record] = self._read(table)

    @property
    def extract(self) -> Extract:
        """The extract with the counts so far; complete when the records were read."""
        return Extract(
            self.extract_id, self.file, self.sheet, self.sha256, self.layout, self.rows_read, self.rows_refused, self.as_of
        )

    def _read(self, table: Table) -> Iterator[Record]:
        try:
            rows = table.rows()
            sample = list(islice(rows, SAMPLE))
            found = recognise(sample)
            if isinstance(found, Unknown):
                self._refuse_table(found, chain(sample, rows))
                return
            self.layout = found.layout.name
            self.as_of = _made_on(found.preamble, self.file)
            yield from self._records(found, sample, rows)
        except (BadExtract, UnicodeError) as fault:
            self.refusals.append(Refusal(self.name, 0, "", "", str(fault)))

    def _records(self, found: Recognised, sample: list[Row], rows: Iterator[Row]) -> Iterator[Record]:
        sample = [row for row in sample if row[0] > found.header_line]
        reader = RowReader(found, Naming(self.name, self.file, self.extract_id), sample)
        header = [cell.strip() for cell in found.headers]
        for line, cells in chain(sample, rows):
            if not any(map(str.strip, cells)) or [cell.strip() for cell in cells] == header or is_footer(cells, len(found.columns)):
                continue
            self.rows_read += 1
            records, refusals = reader.read((line, cells))
            self.refusals.extend(refusals)
            self.rows_refused += not records
            yield from records

    def _refuse_table(self, found: Unknown, rows: Iterator[Row]) -> None:
        self.rows_read = sum(1 for line, cells in rows if line > found.header_line and any(map(str.strip, cells)))
        self.rows_refused = self.rows_read
        why = "The table fits no layout that is known."
        if found.nearest:
            why += f" Nearest: {found.nearest}; missing: {'; '.join(found.missing)}. Say with --config what it is."
        self.refusals.append(Refusal(self.name, 0, "", " | ".join(filter(None, found.headers))[:500], why))


def is_footer(cells: list[str], width: int) -> bool:
    """Whether a row is a total or a line of notes below (or among) the data, not a row of data."""
    given = [cell.strip() for cell in cells if cell.strip()]
    if len(given) <= 3 and TOTAL.match(given[0]):
        return True
    return len(given) == 1 and width > 3 and len(given[0].split()) > 4 and cells[0].strip() == given[0]


def _made_on(preamble: tuple[str, ...], file: str) -> str:
    for line in preamble:
        dates = DATE.findall(line)
        if dates and MADE.search(line):
            try:
                return read_moment(dates[-1])
            except Unreadable:
                continue
    found = DATE.findall(file)
    return read_moment(found[0]) if found else ""
