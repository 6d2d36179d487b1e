"""A report as bytes: the same report gives the same bytes, on any day and any machine. No clock is asked."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import override

from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.access.log import ReportPrinted
from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.queries.access.reading import note
from kinkeeper.reports.printing import csv, html, json, parquet, pdf, xlsx
from kinkeeper.reports.public import PublicReport
from kinkeeper.reports.report import Report

FORMATS: dict[str, tuple[Callable[[Report], bytes], str]] = {
    "html": (html.write, "text/html; charset=utf-8"),
    "csv": (csv.write, "text/csv; charset=utf-8"),
    "xlsx": (xlsx.write, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": (pdf.write, "application/pdf"),
    "json": (json.write, "application/json"),
    "parquet": (parquet.write, "application/vnd.apache.parquet"),
}
"""Format -> what writes it, and its media type."""


PACKED = ".parquet.zip"


class NoSuchFormat(KinkeeperError):
    """A report was asked for in a format that there is not."""

    code = "no_such_format"


def write(report: Report, form: str, language: str = "en") -> bytes:
    """
    The report in a format and a language.

    :raises NoSuchFormat: where there is none of that name.
    :raises Unavailable: where an optional part is missing (PDF).
    """
    check_format(form)
    for table in report.counted.tables:
        note(table.persons(), FieldGroup.CUSTODY)
    with override(language):
        return FORMATS[form][0](report)


def check_format(form: str) -> None:
    """
    See that there is a format of this name.

    :raises NoSuchFormat: where there is none.
    """
    if form not in FORMATS:
        raise NoSuchFormat(f"There is no format '{form}'. Known: {', '.join(FORMATS)}.")


def printed(report: Report, form: str) -> ReportPrinted:
    """What the access log says of a report that is given out."""
    told, here = report.definition, report.standpoint
    public = isinstance(report, PublicReport)
    return ReportPrinted(told.name, told.version, here.as_of, report.proof.entries, form, report.counted.total, public)


def in_language(language: str, words: Any) -> str:
    """Words that may be a lazy translation, in a language."""
    with override(language):
        return str(words)


def file_name(report: Report, form: str) -> str:
    """`census-2018-07-08-entries-48092.csv`: which report, of which day, as known at how many entries."""
    public = "public-" if isinstance(report, PublicReport) else ""
    return f"{public}{report.definition.name}-{report.standpoint.as_of}-entries-{report.proof.entries}{ending(report, form)}"


def ending(report: Report, form: str) -> str:
    """How the file's name ends: several tables as Parquet are an archive."""
    return PACKED if form == "parquet" and parquet.is_packed(report) else f".{form}"


def media_type(report: Report, form: str) -> str:
    """What the bytes are."""
    return "application/zip" if ending(report, form) == PACKED else FORMATS[form][1]
