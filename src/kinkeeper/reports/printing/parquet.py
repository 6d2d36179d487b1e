"""The rows of a report as Parquet: its first table, typed, with its definition and the data dictionary in the file's metadata."""

from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.reports.dictionary import columns_of
from kinkeeper.reports.dictionary.typed import table
from kinkeeper.reports.printing.about import about, classification
from kinkeeper.reports.report import Report


class NoRows(KinkeeperError):
    """A report without rows was asked for in a form that holds nothing else."""

    code = "no_rows"


def write(report: Report) -> bytes:
    """
    The table that lists what was counted.

    :raises NoRows: of a report for everybody, which has none.
    """
    if not report.counted.tables:
        raise NoRows("A report for everybody has no rows, and Parquet holds rows alone. Take it as JSON, CSV or a workbook.")
    listed = report.counted.tables[0]
    told = {"classification": classification(report), **{head: str(words) for head, words in about(report)}}
    told |= {"coverage": "\n".join(str(line) for line in report.counted.coverage)}
    return table(columns_of(report.definition.name, listed.columns), listed.rows, told)
