"""A report as a workbook: a sheet that says what it is, one with the figures, one for each table."""

import io
from datetime import datetime
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from kinkeeper.reports.dictionary import columns_of
from kinkeeper.reports.dictionary.told import DICTIONARY, as_rows
from kinkeeper.reports.printing.about import about, classification
from kinkeeper.reports.report import Report

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
MADE = datetime(2000, 1, 1)
"""A workbook must name a day on which it was made. It is the same for all, so that a report prints again byte for byte."""

MOST_LETTERS = 32_767
"""A cell holds no more."""


def write(report: Report) -> bytes:
    """The workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"title": str(report.definition.title), "created": MADE})
        bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_("Definition"))
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 100)
        lines = [(_(classification(report)), ""), (str(report.definition.title), ""), *about(report)]
        for at, (head, words) in enumerate([*lines, *((_("Not seen"), str(line)) for line in report.counted.coverage)]):
            sheet.write(at, 0, head, bold)
            sheet.write(at, 1, words, wrapped)
        _table(book, _("Figures"), ("figures", "kind", "level", "key", "words", "count"), _figures(report), bold)
        for table in report.counted.tables:
            _table(book, str(table.title), table.columns, table.rows, bold)
        if counted := report.counted.tables:
            named = [(one.name, *line) for one in counted for line in as_rows(columns_of(report.definition.name, one.columns))]
            _table(book, _("Dictionary"), ("table", *DICTIONARY), named, bold)
        if report.export:
            for one in book.worksheets():
                one.set_footer("&L" + report.export.replace("&", "&&")[:250])
    return out.getvalue()


def _figures(report: Report) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for one in report.counted.breakdowns:
        rows.append((one.name, str(one.kind), 0, "", str(one.of or one.title), one.total))
        rows += [(one.name, str(one.kind), line.level, line.key, str(line.words), line.count) for line in one.figures]
    return rows


def _table(book: Any, title: str, columns: tuple[str, ...], rows: Any, bold: Any) -> None:
    sheet = book.add_worksheet(sheet_name(title))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
    sheet.write_row(0, 0, columns, bold)
    for at, row in enumerate(rows, 1):
        sheet.write_row(at, 0, [cell if isinstance(cell, int) else str(cell)[:MOST_LETTERS] for cell in row])


def sheet_name(title: str) -> str:
    """What a sheet of this title is called: a sheet's name has at most 31 letters and none of []:*?/\\."""
    return "".join(letter for letter in title if letter not in "[]:*?/\\")[:31]
