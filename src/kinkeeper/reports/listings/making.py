"""Every list by name, the way to make one, and the forms in which it is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kinkeeper.domain.access import Viewer, require, rights_of
from kinkeeper.domain.errors import NotFound
from kinkeeper.queries.counts.kept import see_kept
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.listings import (
    as_csv,
    as_json,
    as_parquet,
    as_workbook,
    came_in,
    compared,
    everybody,
    held_by,
    of_access,
    of_court,
    of_the_day,
    read,
    waiting,
)
from kinkeeper.reports.listings.listing import COLUMNS, SEARCH, Asked, Listing, check_size
from kinkeeper.reports.listings.sheet import Sheet
from kinkeeper.reports.printing import NoSuchFormat
from kinkeeper.reports.reach import counted_for

GROUPS = (
    (gettext_lazy("Children and families"), (of_the_day, everybody, held_by)),
    (gettext_lazy("What waits for somebody"), (waiting, read)),
    (gettext_lazy("Lists compared, and courts"), (compared, of_court)),
    (gettext_lazy("What came in, and who looked"), (came_in, of_access)),
)
"""What the lists are about, in words, and where they stand."""
LISTINGS: dict[str, Listing] = {one.name: one for _words, nouns in GROUPS for noun in nouns for one in noun.LISTINGS}
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
        raise NoSuchList("There is no list '%(name)s'. Known: %(known)s.", name=name, known=", ".join(LISTINGS))
    return LISTINGS[name]


def listings_for(viewer: Viewer) -> list[Listing]:
    """The lists that this viewer may take."""
    return [one for one in LISTINGS.values() if one.right in rights_of(viewer)]


def make_sheet(viewer: Viewer, name: str, standpoint: Standpoint, mark: str = "", asked: Asked | None = None) -> Sheet:
    """
    A list of an instant, as known at a size of the ledger, of those whom the viewer may know of, narrowed by its filters.

    :raises NoSuchList: where there is none of that name.
    :raises NoSuchFilter: where it cannot be narrowed so.
    :raises NotAllowed: if the viewer may not read, or not read this list.
    :raises TooManyRows: where it is longer than one file holds.
    """
    told, asked = listing_named(name), asked or Asked()
    filters = told.check(asked.filters)
    require(viewer, "read")
    require(viewer, told.right)
    see_kept()
    rows = list(told.make(viewer, standpoint, asked))
    check_size(rows)
    whole = Sheet(name, told.title, told.words, told.dictionary, rows, standpoint, mark, counted_for(viewer), shown(filters))
    return whole.only(told.wanted(filters))


def shown(filters: Mapping[str, str]) -> dict[str, str]:
    """Filters as a file says them. What was searched for is personal, and its word says nothing: that somebody searched is told."""
    return {name: _("what was searched for") if name == SEARCH else value for name, value in filters.items() if name != COLUMNS}


def check_form(form: str) -> None:
    """
    See that there is a form of this name.

    :raises NoSuchFormat: where there is none.
    """
    if form not in FORMS:
        raise NoSuchFormat("There is no format '%(as_what)s'. Known: %(known)s.", as_what=form, known=", ".join(FORMS))


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
