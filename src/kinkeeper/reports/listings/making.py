"""Every list by name, the way to make one, and the forms in which it is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import override

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.errors import NotFound
from kinkeeper.queries.counts.kept import see_kept
from kinkeeper.queries.separations import Row
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.listings import as_csv, as_json, as_parquet, as_workbook, everybody, of_the_day
from kinkeeper.reports.listings.listing import Listing, check_size
from kinkeeper.reports.listings.sheet import Sheet
from kinkeeper.reports.printing import NoSuchFormat
from kinkeeper.reports.printing.apart_list import lines_of
from kinkeeper.reports.reach import counted_for

LISTINGS: dict[str, Listing] = {one.name: one for one in (*of_the_day.LISTINGS, *everybody.LISTINGS)}
"""Name -> list, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a list is written as: what it is called, what writes it, and its media type."""

    words: str
    write: Callable[[Sheet], bytes]
    media_type: str


FORMS = {
    "csv": Form("CSV", as_csv.write, "text/csv; charset=utf-8"),
    "xlsx": Form("Excel", as_workbook.write, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": Form("Parquet", as_parquet.write, "application/vnd.apache.parquet"),
    "json": Form("JSON", as_json.write, "application/json"),
}


class NoSuchList(NotFound):
    """A list was asked for that there is not."""

    code = "no_such_list"


def listing_named(name: str) -> Listing:
    """
    The list of this name.

    :raises NoSuchList: where there is none.
    """
    if name not in LISTINGS:
        raise NoSuchList(f"There is no list '{name}'. Known: {', '.join(LISTINGS)}.")
    return LISTINGS[name]


def make_sheet(viewer: Viewer, name: str, standpoint: Standpoint, mark: str = "") -> Sheet:
    """
    A list of an instant, as known at a size of the ledger, of those whom the viewer may know of.

    :raises NoSuchList: where there is none of that name.
    :raises NotAllowed: if the viewer may not read.
    :raises TooManyRows: where it is longer than one file holds.
    """
    told = listing_named(name)
    require(viewer, "read")
    see_kept()
    rows = list(told.make(viewer, standpoint))
    check_size(rows)
    return Sheet(name, told.title, told.words, told.dictionary, rows, standpoint, mark, counted_for(viewer))


def sheet_of_rows(listed: Sequence[Row], standpoint: Standpoint, mark: str, viewer: Viewer) -> Sheet:
    """Children apart as somebody filtered them, as the list of that name."""
    told = LISTINGS["children-apart"]
    rows = [tuple(line.values()) for line in lines_of(listed)]
    return Sheet(told.name, told.title, told.words, told.dictionary, rows, standpoint, mark, counted_for(viewer))


def check_form(form: str) -> None:
    """
    See that there is a form of this name.

    :raises NoSuchFormat: where there is none.
    """
    if form not in FORMS:
        raise NoSuchFormat(f"There is no format '{form}'. Known: {', '.join(FORMS)}.")


def write(sheet: Sheet, form: str, language: str = "en") -> bytes:
    """
    The list in a form and a language; the names of its columns are the same in every language.

    :raises NoSuchFormat: where there is no such form.
    """
    check_form(form)
    with override(language):
        return FORMS[form].write(sheet)


def file_name(sheet: Sheet, form: str) -> str:
    """`families-2018-07-08-entries-48092.csv`: which list, of which day, as known at how many entries."""
    return f"{sheet.name}-{sheet.standpoint.as_of}-entries-{sheet.standpoint.known_at}.{form}"
