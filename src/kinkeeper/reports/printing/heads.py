"""What stands over the columns of a report's tables where people read them: files for programs keep the columns' names."""

from kinkeeper.reports.dictionary import Column, columns_of
from kinkeeper.reports.report import Report
from kinkeeper.reports.table import Table


def heads(report: Report, table: Table) -> tuple[Column, ...]:
    """The columns of a table, in the dictionary's words."""
    return columns_of(report.definition.name, table.columns)
