"""A report as one CSV file: what it is, then the figures, then the rows, each under its heading."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kinkeeper.reports.printing.about import about, classification
from kinkeeper.reports.printing.cells import text
from kinkeeper.reports.report import Report


def write(report: Report) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read the accents; no cell is taken for a formula."""
    out = io.StringIO()
    csv.writer(out).writerows([text(cell) for cell in line] for line in _lines(report))
    return ("\ufeff" + out.getvalue()).encode()


def _lines(report: Report) -> Iterator[Sequence[Any]]:
    yield [_(classification(report))]
    yield [report.definition.title]
    yield from about(report)
    for line in report.counted.coverage:
        yield _("Not seen"), line
    yield []
    yield "figures", "kind", "level", "key", "words", "count"
    for one in report.counted.breakdowns:
        yield one.name, one.kind, 0, "", one.of or one.title, one.total
        for figure in one.figures:
            yield one.name, one.kind, figure.level, figure.key, figure.words, figure.count
    for table in report.counted.tables:
        yield []
        yield [table.title]
        yield table.columns
        yield from table.rows
