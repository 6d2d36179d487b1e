"""The rows of a report as Parquet, typed, with its definition and the data dictionary in each file's metadata.

A Parquet file holds one table. A report of one table is a file; of several it is an archive with a file for each, named as the table.
"""

import io
import zipfile

from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.reports.dictionary import columns_of
from kinkeeper.reports.dictionary.typed import table
from kinkeeper.reports.printing.about import about, classification
from kinkeeper.reports.report import Report
from kinkeeper.reports.table import Table

ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The moment that stands in an archive: the same report is the same bytes."""


class NoRows(KinkeeperError):
    """A report without rows was asked for in a form that holds nothing else."""

    code = "no_rows"


def is_packed(report: Report) -> bool:
    """Whether the report has several tables, and so leaves as an archive of Parquet files."""
    return len(report.counted.tables) > 1


def write(report: Report) -> bytes:
    """
    Every table of the report.

    :raises NoRows: of a report for everybody, which has none.
    """
    tables = report.counted.tables
    if not tables:
        raise NoRows("A report for everybody has no rows, and Parquet holds rows alone. Take it as JSON, CSV or a workbook.")
    told = {"classification": classification(report), **{head: str(words) for head, words in about(report)}}
    told |= {"coverage": "\n".join(str(line) for line in report.counted.coverage)}
    written = {f"{one.name}.parquet": _write(report, one, told) for one in tables}
    return _packed(written) if is_packed(report) else next(iter(written.values()))


def _write(report: Report, one: Table, told: dict[str, str]) -> bytes:
    return table(columns_of(report.definition.name, one.columns), one.rows, {"table": str(one.title), **told})


def _packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, ALWAYS), content)
    return out.getvalue()
