"""A delivery: one table as it came, its records read one by one, and what could not be read."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain, islice

from kinkeeper.domain.errors import BadExtract
from kinkeeper.domain.extracts import Extract
from kinkeeper.domain.records import Record, Refusal
from kinkeeper.domain.terms import counted
from kinkeeper.extracts.block import blocks_of, trimmed
from kinkeeper.extracts.columns import Reading
from kinkeeper.extracts.files.damage import shown
from kinkeeper.extracts.files.tables import MOST_COLUMNS, Row, Source, Table
from kinkeeper.extracts.moments import Unreadable, latest, read_moment
from kinkeeper.extracts.nested import columns_of_json, in_words, spread
from kinkeeper.extracts.recognise import Recognised, Unknown, recognise, without
from kinkeeper.extracts.rows import Naming, RowReader
from kinkeeper.extracts.settings import FileSetting

SAMPLE = 2_000
"""So many rows are looked at to find the header and the order of day and month."""
TELL_EVERY = 2_000
"""Progress is told after so many rows."""

TOTAL = re.compile(r"(grand |sub)?\s*totals?\b|(record )?count\b|page \d+|\d+ (rows|records|subjects|children)\b", re.IGNORECASE)
MADE = re.compile(r"as of|as at|pulled|updated|run (on|date)|generated|printed|extracted|al d[ií]a|actualizad", re.IGNORECASE)
DATE = re.compile(r"\d{1,2}[-/]\d{1,2}[-/]\d{2,4}|\d{4}-\d{1,2}-\d{1,2}")
FROM_1904 = "The workbook counts its days from 1904; bare numbers in columns of days were read so."
NOTE_WORDS = 4
FOOTER_CELLS = 3

Progress = Callable[[str, int], None]
"""Told the table's name and how many of its rows were read so far."""


class Delivery:
    """One table of a file.

    Iterate over `records` once; from then on `extract` has the counts and `refusals` is complete.
    `name` is what its records are called after: `FILE`, or `FILE/SHEET`. Lines that are neither header nor
    data (titles, totals, notes) stand in `set_aside`.
    """

    def __init__(self, source: Source, table: Table, setting: FileSetting | None = None, progress: Progress | None = None) -> None:
        self.file = source.name
        self.sheet = table.sheet
        self.name = f"{source.name}/{table.sheet}" if table.sheet else source.name
        self.sha256 = source.sha256
        self.container = source.container
        self.extract_id = extract_id_of(source.sha256, table)
        self.layout = ""
        self.as_of = ""
        self.rows_read = 0
        self.rows_refused = 0
        self.refusals: list[Refusal] = []
        self.set_aside: list[tuple[int, str]] = []
        self.rows_repeated = 0
        self.said = [*table.said, *([FROM_1904] if table.from_1904 else [])]
        self.found: Recognised | Unknown | None = None
        self.sample: Sequence[Row] = ()
        """The first rows, from above the header on."""
        self.records: Iterator[Record] = self._read(table)
        self._setting = setting
        self._progress = progress or (lambda name, rows: None)

    @classmethod
    def refused(cls, source: Source, why: str) -> "Delivery":
        """The delivery of a file that cannot be opened: no records, one refusal."""
        delivery = cls(source, Table("", lambda: iter(())))
        delivery.records = iter(())
        delivery.refusals.append(Refusal(source.name, 0, "", "", why))
        return delivery

    @property
    def extract(self) -> Extract:
        """The extract with the counts so far; complete when the records were read."""
        return Extract(
            self.extract_id,
            self.file,
            self.sheet,
            self.sha256,
            self.layout,
            self.rows_read,
            self.rows_refused,
            self.as_of,
            rows_repeated=self.rows_repeated,
            said="\n".join(self.said),
            container=self.container,
        )

    def _read(self, table: Table) -> Iterator[Record]:
        try:
            rows = table.rows()
            sample = list(islice(rows, SAMPLE))
            check_width(sample)
            if nested := columns_of_json(sample):
                sample, rows = list(spread(sample, nested)), spread(rows, nested)
            self.sample = sample
            found = self._recognise(sample)
            if nested:
                self.said.extend(in_words(nested, found.headers))
                found = without(found, nested)
            self.found = found
            if isinstance(found, Unknown):
                self._refuse_table(found, chain(sample, rows))
            else:
                self.layout = found.layout.name
                yield from self._records(found, rows, Reading(*self.told, table.from_1904))
        except (BadExtract, UnicodeError, csv.Error) as fault:
            self.refusals.append(
                self._refusal(
                    f"Reading stopped after {counted(self.rows_read, 'row')}: {str(fault).removesuffix('.')}.", whole=not self.rows_read
                )
            )
        self._progress(self.name, self.rows_read)

    def _recognise(self, sample: Sequence[Row]) -> Recognised | Unknown:
        if self._setting and self._setting.layout:
            return recognise(sample, (self._setting.layout,), self._setting.columns)
        return recognise(sample)

    @property
    def asked(self) -> str:
        """The layout that somebody said this is."""
        return self._setting.layout.name if self._setting and self._setting.layout else ""

    def meant(self, field: str) -> Mapping[str, str]:
        """What somebody said that cells of a field mean."""
        return self._setting.values.get(field, {}) if self._setting else {}

    @property
    def told(self) -> tuple[Mapping[str, str], Mapping[str, Mapping[str, str]]]:
        """What somebody said of its cells: field -> order of day and month, and field -> cell -> what is meant."""
        return (self._setting.orders, self._setting.values) if self._setting else ({}, {})

    def _records(self, found: Recognised, rows: Iterator[Row], how: Reading) -> Iterator[Record]:
        sample = self.sample
        self.set_aside = [(line, _joined(cells)) for line, cells in sample if line < found.header_line and any(cells)]
        self.as_of = _made_on([text for _, text in self.set_aside], self.file)
        sample = [row for row in sample if row[0] > found.header_line]
        reader = RowReader(found, Naming(self.name, self.extract_id, self.as_of), sample, how)
        self.said.extend(reader.columns.said)
        first: dict[int, int] = {}
        for block in blocks_of(chain(sample, rows)):
            rows_of_block, is_plain = trimmed(block)
            data = self._rows_of_data(found, rows_of_block)
            lines = [line for line, _ in data]
            same = list(map(first.setdefault, map(hash, map(tuple, (cells for _, cells in data))), lines))
            repeats = [0 if earlier == line else earlier for earlier, line in zip(same, lines, strict=True)]
            self.rows_repeated += len(repeats) - repeats.count(0)
            for records, refusals in reader.read_all(data, repeats, is_plain=is_plain):
                if refusals:
                    self.refusals.extend(refusals)
                    self.rows_refused += not records
                yield from records
        self.as_of = self.as_of or latest(reader.columns.days)

    def _rows_of_data(self, found: Recognised, rows: Sequence[Row]) -> Sequence[Row]:
        """Rows (cells without blanks around them) but blank ones, repeated headers and footers."""
        header = list(found.headers)
        first = header[0]
        if first not in {cells[0] if cells else "" for _, cells in rows} and _are_full(rows):
            return self._counted(rows)
        data: list[Row] = []
        for line, cells in rows:
            filled = len(cells) - cells.count("")
            if not filled or (cells[0] == first and _same(cells, header)):
                continue
            if filled <= FOOTER_CELLS and is_footer(given := [cell for cell in cells if cell], len(found.columns)):
                self.set_aside.append((line, _joined(given)))
                continue
            data.append((line, cells))
        return self._counted(data)

    def _counted(self, data: Sequence[Row]) -> Sequence[Row]:
        before, self.rows_read = self.rows_read, self.rows_read + len(data)
        if self.rows_read // TELL_EVERY > before // TELL_EVERY:
            self._progress(self.name, self.rows_read)
        return data

    def _refuse_table(self, found: Unknown, rows: Iterable[Row]) -> None:
        self.rows_read = sum(1 for line, cells in rows if line > found.header_line and any(cell.strip() for cell in cells))
        self.rows_refused = self.rows_read
        why = "The table fits no layout that is known."
        why += f" Nearest: {found.nearest}; missing: {'; '.join(found.missing)}." if found.nearest else " None of its headers is known."
        if self._setting and (absent := [header for header in self._setting.columns.values() if header not in found.headers]):
            why += f" The settings name columns that it does not have: {'; '.join(absent)}."
        headers = shown(" | ".join(filter(None, found.headers)))[:500]
        self.refusals.append(Refusal(self.name, 0, "", headers, f"{why} Say what it is: on the desk, or with --config."))

    def _refusal(self, why: str, *, whole: bool) -> Refusal:
        return Refusal(self.name, 0, "", "", why, whole_row=whole)


def extract_id_of(sha256_of_file: str, table: Table) -> str:
    """What a table is known by: the file's bytes, the sheet, and the line below which it begins, where it is not the first on it."""
    where = f"{table.sheet}:{table.below}" if table.below else table.sheet
    return sha256((sha256_of_file + where).encode()).hexdigest()[:16]


def check_width(rows: Sequence[Row]) -> None:
    """See that a table is no wider than a table of people is.

    :raises BadExtract: where it is.
    """
    widest = max((len(cells) for _, cells in rows), default=0)
    if widest > MOST_COLUMNS:
        raise BadExtract(f"A row has {widest:,} columns, more than the {MOST_COLUMNS:,} that a table of people may have. It was not read.")


def _same(cells: Sequence[str], header: Sequence[str]) -> bool:
    return [" ".join(cell.split()) for cell in cells] == header


def _are_full(rows: Sequence[Row]) -> bool:
    """Whether every row has more cells filled than a footer has."""
    return all([len(cells) - cells.count("") > FOOTER_CELLS for _, cells in rows])


def is_footer(given: Sequence[str], width: int) -> bool:
    """Whether a row (its cells that are not empty) of a table of `width` columns is a total or a line of notes, not data."""
    if TOTAL.match(given[0]):
        return True
    return len(given) == 1 and width > 3 and len(given[0].split()) > NOTE_WORDS


def _joined(cells: Sequence[str]) -> str:
    return shown(" ".join(cell.strip() for cell in cells if cell.strip()))


def _made_on(preamble: Sequence[str], file: str) -> str:
    """The day on which an extract was made, as the lines above its header say, or its name."""
    said = [line for line in preamble if MADE.search(line)]
    for text in (*said, file.replace("_", " ")):
        for found in reversed(DATE.findall(text)):
            try:
                return read_moment(found)
            except Unreadable:
                continue
    return ""
