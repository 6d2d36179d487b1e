"""Lists of what came in: files with how many of their rows were taken, what lies on the desk, and each row or cell refused."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.queries.deliveries.desk import list_desk
from kinkeeper.queries.extracts import list_extracts, list_refusals
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.listings.listing import ANY_TEXT, Asked, Listing
from kinkeeper.reports.listings.sheet import Row


def imports(viewer: Viewer, here: Standpoint, _asked: Asked) -> Iterator[Row]:
    """Each table that had come in, the newest first."""
    for one in list_extracts(viewer):
        if one.since < here.known_at:
            told = one.extract
            rows = told.rows_read, told.rows_refused, told.rows_known, told.rows_changed, told.rows_repeated
            what = told.extract_id, told.file, told.sheet, told.layout, told.sender, told.as_of
            yield *what, *rows, told.corrects, one.recorded_at, one.withdrawn


def refused(viewer: Viewer, here: Standpoint, asked: Asked) -> Iterator[Row]:
    """Each row, cell or file that could not be read, and why; by extract, the newest first."""
    for one in list_extracts(viewer):
        wanted = asked.get("extract") in ("", one.extract.extract_id)
        if wanted and one.since < here.known_at and one.extract.rows_refused + (not one.extract.layout):
            for told in list_refusals(viewer, one.extract.extract_id):
                yield one.extract.extract_id, told.file, told.row, told.column, told.value, told.why, "yes" if told.whole_row else "no"


def desk(viewer: Viewer, _here: Standpoint, _asked: Asked) -> Iterator[Row]:
    """Each table of each file on the import desk, the last put down first."""
    for one in list_desk(viewer):
        for table in one.tables or (None,):
            counts = (table.sheet, table.layout, table.rows, table.new, table.changed, table.refused) if table else ("", "", *[None] * 4)
            yield one.file_id, one.name, one.sender, one.by, one.put_down, one.state, *counts, one.failure


LISTINGS = (
    Listing(
        "imports",
        _("What came in"),
        _("One row is one table that came in: a file, or a sheet of a workbook."),
        (
            *("extract", "file", "sheet", "layout", "sender", "speaks_of", "rows_read", "rows_refused", "rows_known", "rows_changed"),
            *("rows_repeated", "corrects", "recorded_at", "withdrawn_because"),
        ),
        imports,
        ("imports",),
        on_page={
            "file": ("file", "sheet", "sender"),
            "layout": ("layout",),
            "read": ("rows_read",),
            "refused": ("rows_refused",),
            "came": ("recorded_at",),
            "back": ("withdrawn_because",),
        },
    ),
    Listing(
        "refused",
        _("What was refused"),
        _("One row is one row, cell or file of what came in that could not be read."),
        ("extract", "file", "row", "column", "value", "why", "whole_row"),
        refused,
        ("imports",),
        {"extract": ANY_TEXT},
        on_page={
            "row": ("file", "row"),
            "column": ("column",),
            "value": ("value",),
            "why": ("why", "whole_row"),
        },
    ),
    Listing(
        "desk",
        _("What lies on the desk"),
        _("One row is one table of a file on the import desk, as it was last looked at; a file that nobody has looked at yet is one row."),
        (
            *("desk_file", "file", "sender", "put_down_by", "put_down_at", "state", "sheet", "layout", "rows_read", "rows_new"),
            *("rows_changed", "rows_refused", "failure"),
        ),
        desk,
        ("imports",),
        right="import",
        on_page={
            "file": ("file", "sender"),
            "taken_for": ("sheet", "layout"),
            "state": ("state", "failure"),
        },
    ),
)
