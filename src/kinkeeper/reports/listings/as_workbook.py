"""A list as a workbook: its rows with days as days, what it is, and its data dictionary."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from kinkeeper.domain.dates import day
from kinkeeper.reports.dictionary import Column, Holds
from kinkeeper.reports.dictionary.told import DICTIONARY, as_rows
from kinkeeper.reports.listings.sheet import Sheet
from kinkeeper.reports.printing.xlsx import MADE, MOST_LETTERS, OPTIONS, sheet_name

DAY = 10
"""A moment of so many letters is known to the day and no closer: it becomes a day of the spreadsheet's own."""
CUT = " … ({letters} letters; a cell holds no more)"


def write(sheet: Sheet) -> bytes:
    """The workbook: three sheets, each with whose export it is at its foot."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"title": str(sheet.title), "created": MADE})
        bold, days = book.add_format({"bold": True, "valign": "top"}), book.add_format({"num_format": "yyyy-mm-dd"})
        _rows(book.add_worksheet(sheet_name(str(sheet.title))), sheet, bold, days)
        _table(book.add_worksheet(_("About")), ("", ""), list(sheet.about()), bold)
        add_dictionary(book, sheet.columns, bold)
        for one in book.worksheets():
            one.set_footer("&L" + sheet.mark.replace("&", "&&")[:250])
    return out.getvalue()


def add_dictionary(book: Any, columns: Sequence[Column], bold: Any) -> None:
    """The data dictionary as a sheet of its own."""
    _table(book.add_worksheet(_("Dictionary")), DICTIONARY, as_rows(columns), bold)


def _rows(page: Any, sheet: Sheet, bold: Any, days: Any) -> None:
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(1, len(sheet.rows)), max(0, len(sheet.columns) - 1))
    page.write_row(0, 0, sheet.heads, bold)
    for at, row in enumerate(sheet.rows, 1):
        for place, (column, cell) in enumerate(zip(sheet.columns, row, strict=True)):
            if column.holds is Holds.MOMENT and len(cell or "") == DAY and (on := day(cell)) and on.year >= 1900:
                page.write_datetime(at, place, on, days)
            elif isinstance(cell, int):
                page.write_number(at, place, cell)
            elif cell not in (None, ""):
                page.write_string(at, place, shortened(str(cell)))


def shortened(text: str) -> str:
    """A text as a cell holds it; one that is too long says so and how long it was."""
    if len(text) <= MOST_LETTERS:
        return text
    told = CUT.format(letters=len(text))
    return text[: MOST_LETTERS - len(told)] + told


def _table(page: Any, heads: Sequence[str], rows: Sequence[Sequence[str]], bold: Any) -> None:
    page.set_column(0, 0, 26)
    page.set_column(1, len(heads), 40)
    page.write_row(0, 0, heads, bold)
    for at, row in enumerate(rows, 1):
        page.write_row(at, 0, [shortened(cell) for cell in row])
