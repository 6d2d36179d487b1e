"""A report as one page that stands alone: no script, nothing fetched, prints."""

from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils.translation import get_language

from kinkeeper.reports.printing.about import about, classification
from kinkeeper.reports.printing.curves import draw
from kinkeeper.reports.printing.heads import heads
from kinkeeper.reports.report import Report

ENGINE = Engine(
    dirs=[str(Path(__file__).parents[1] / "templates")],
    libraries={"i18n": "django.templatetags.i18n"},
    builtins=["django.templatetags.i18n"],
)
MOST_ROWS = 1_000
"""A page shows so many rows of a table; the other formats hold all of them."""


def write(report: Report) -> bytes:
    """The page in UTF-8."""
    return page(report).encode()


def page(report: Report) -> str:
    """The page as text."""
    return str(ENGINE.get_template("report.html").render(Context(context(report))))


def context(report: Report) -> dict[str, Any]:
    """What a template shows of a report."""
    tables = [
        {"title": one.title, "columns": heads(report, one), "count": len(one.rows), "rows": one.rows[:MOST_ROWS]}
        for one in report.counted.tables
    ]
    return {
        "language": get_language() or "en",
        "classification": classification(report),
        "report": report,
        "export_id": report.export.partition(" ")[0],
        "definition": report.definition,
        "about": about(report),
        "breakdowns": report.counted.breakdowns,
        "picture": draw(report),
        "tables": tables,
        "most_rows": MOST_ROWS,
    }
