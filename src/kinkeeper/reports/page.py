"""A report as one page that stands alone: no script, nothing fetched, prints."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.template import Context, Engine

from kinkeeper.reports.dictionary import columns_of
from kinkeeper.reports.table import Table

ENGINE = Engine(dirs=[str(Path(__file__).parent / "templates")])
MOST_ROWS = 500
"""A page shows so many rows of a table; the files beside it hold all of them."""


def page(summary: dict[str, Any], tables: Sequence[Table], as_of: str) -> str:
    """The HTML of a reconciliation's report."""
    shown = [
        {
            "name": one.name,
            "title": one.title,
            "columns": columns_of("reconcile", one.columns),
            "count": len(one.rows),
            "rows": one.rows[:MOST_ROWS],
        }
        for one in tables
        if one.name != "records"
    ]
    outcomes = {name: count for name, count in summary["separations"].items() if name not in ("listed", "children") and count}
    context = {"summary": summary, "tables": shown, "as_of": as_of, "most_rows": MOST_ROWS, "outcomes": outcomes}
    return str(ENGINE.get_template("reconciliation.html").render(Context(context)))
