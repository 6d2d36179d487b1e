"""One table of one extract: its lines as the agency prints them, and who stands in which row.

A row is named as a person counts it in the file: FILE#ROW, FILE/SHEET#ROW, preamble and header
included, with :child, :child2, :adult where it names several people.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from kinkeeper.season.chance import Chance
from kinkeeper.season.data_files import settings_of
from kinkeeper.season.lives.calendar import AS_OF, LAST, START
from kinkeeper.season.rates import rate

Cell = str | int | date
Row = tuple[Mapping[str, Cell], Mapping[str, str]]
"""Cells by header, and persons by the suffix of their record's name."""


class Table:
    """A table in the making: `key` says which one of `files.toml`. Everything in it stays where it was put."""

    def __init__(self, key: str) -> None:
        form = settings_of("files.toml")[key]
        preamble = [line.format(first=f"{START:%m/%d/%Y}", last=f"{LAST:%m/%d/%Y}", as_of=f"{AS_OF:%m/%d/%Y}") for line in form["preamble"]]
        self.file, self.sheet, self.header = str(form["file"]), str(form.get("sheet", "")), tuple(form["header"])
        self.lines: list[Sequence[Cell]] = [*((line,) if line else () for line in preamble), self.header]
        self.records: dict[str, str] = {}
        self.other_mentions: dict[str, str] = {}
        self.unreadable: list[str] = []

    def add(self, row: Row) -> None:
        """One row of data. A person whose suffix starts with ? is named, without a record that must be found."""
        cells, people = row
        if unknown := set(cells) - set(self.header):
            raise KeyError(f"{self.file} has no column {sorted(unknown)}")
        self.lines.append([cells.get(column, "") for column in self.header])
        for suffix, person_id in people.items():
            where = self.other_mentions if suffix.startswith("?") else self.records
            where[self._name(suffix.lstrip("?"))] = person_id

    def fill(self, rows: Iterable[Row], chance: Chance) -> None:
        """All rows of data; a few stand twice, a few are followed by one that was lost in conversion."""
        for row in rows:
            self.add(row)
            if chance.happens(rate("row_twice")):
                self.add(row)
            if chance.happens(rate("row_unreadable")):
                self.lines.append(["#REF!" if column < 2 else "" for column in range(len(self.header))])
                self.unreadable.append(self._name(""))

    def note(self, *cells: Cell) -> None:
        """A line that is no row of data: a total, a title, a footer."""
        self.lines.append(cells)

    def _name(self, suffix: str) -> str:
        table = f"{self.file}/{self.sheet}" if self.sheet else self.file
        return f"{table}#{len(self.lines)}{suffix}"

    def save(self, folder: Path) -> None:
        """Write the file into the folder, as CSV or as a workbook of one sheet; the same bytes every time."""
        if self.sheet:
            _save_workbook(folder / self.file, self.sheet, self.lines)
        else:
            with (folder / self.file).open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows(self.lines)


def _save_workbook(path: Path, sheet: str, lines: Sequence[Sequence[Cell]]) -> None:
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": AS_OF})
    page, days = book.add_worksheet(sheet), book.add_format({"num_format": "mm/dd/yyyy"})
    for number, line in enumerate(lines):
        for column, cell in enumerate(line):
            if isinstance(cell, date):
                page.write_datetime(number, column, cell, days)
            elif isinstance(cell, int):
                page.write_number(number, column, cell)
            else:
                page.write_string(number, column, cell)
    book.close()
