"""Small invented files as agencies keep them, written for one test and read back."""

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from kinkeeper.domain.extracts import Extract
from kinkeeper.domain.records import Record, Refusal
from kinkeeper.extracts import read_file

Rows = Iterable[Sequence[Any]]


@dataclass(frozen=True)
class WasRead:
    """What was read of one table."""

    extract: Extract
    records: dict[str, Record]
    refusals: list[Refusal]
    set_aside: list[tuple[int, str]]

    @property
    def record(self) -> Record:
        """The only record."""
        assert len(self.records) == 1, self.records.keys() or self.refusals
        return next(iter(self.records.values()))

    @property
    def refused(self) -> list[tuple[int, str, str]]:
        """Row, column and value of everything refused."""
        return [(refusal.row, refusal.column, refusal.value) for refusal in self.refusals]


def table(text: str) -> list[list[str]]:
    """A table written column by column: each line a header and the cells of its rows, parted by `|`; ⏎ is a line break."""
    columns = [[cell.strip().replace("⏎", "\n") for cell in line.split("|")] for line in text.strip().splitlines()]
    return [list(row) for row in zip(*columns, strict=True)]


def csv_file(path: Path, rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8", ends: str = "\r\n") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=ends, quoting=csv.QUOTE_ALL if ends == "\r" else csv.QUOTE_MINIMAL).writerows(rows)
    content = text.getvalue().encode(encoding, errors="surrogatepass" if encoding == "utf-8" else "strict")
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def workbook(path: Path, sheets: dict[str, Rows]) -> Path:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "m/d/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for line, cells in enumerate(rows):
            sheet.write_row(line, 0, cells)
    book.close()
    return path


def read_all(path: Path, config: Path | None = None) -> list[WasRead]:
    """Every table of a file."""
    found = []
    for delivery in read_file(path, path.name, config=config):
        records = list(delivery.records)
        named = {record.name: record for record in records}
        assert len(named) == len(records)
        found.append(WasRead(delivery.extract, named, delivery.refusals, delivery.set_aside))
    return found


def read_one(path: Path, config: Path | None = None) -> WasRead:
    """The only table of a file."""
    (only,) = read_all(path, config)
    return only


def read_rows(folder: Path, rows: Rows, name: str = "list.csv") -> WasRead:
    """The rows as a CSV file, read back."""
    return read_one(csv_file(folder / name, rows))
