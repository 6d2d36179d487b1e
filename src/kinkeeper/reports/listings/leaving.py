"""Lists that leave: asked for, let go, and made when they are fetched, with the mark of whoever took them."""

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.exports import Content, Export
from kinkeeper.gateway.programs import exports
from kinkeeper.queries.access.reading import unseen
from kinkeeper.queries.standpoint import Standpoint, find_standpoint
from kinkeeper.reports.listings.making import FORMS, check_form, file_name, make_sheet, write
from kinkeeper.reports.taking import Copy, Taken, check_rows

LISTING = "listing "


def ask_for_list(name: str, here: Standpoint, copy: Copy, *, actor: Viewer) -> Export:
    """
    Ask for a list as a file. Nobody is shown yet: whom it holds is counted.

    :raises NoSuchList: where there is none of that name.
    :raises NoSuchFormat: where there is no such form.
    :raises Refused: where it is not said what for, or the list is longer than one file holds.
    """
    check_form(copy.form)
    content = Content(LISTING + name, "", here.as_of, here.known_at, copy.form, copy.language)
    return exports.ask_for(content, count_rows(name, here, actor), copy.why, actor=actor)


def count_rows(name: str, here: Standpoint, viewer: Viewer) -> int:
    """How many rows a list has; nobody is shown."""
    with unseen():
        return len(make_sheet(viewer, name, here).rows)


def make_list(export: Export, viewer: Viewer) -> Taken:
    """
    The list that was asked for, as it was then and as the viewer may see it now.

    :raises MoreRows: where it would hold more than was let go.
    """
    told = export.content
    here = find_standpoint(viewer, today=told.as_of, known_at=told.entries, as_of=told.as_of)
    sheet = make_sheet(viewer, told.what.removeprefix(LISTING), here, export.mark)
    check_rows(export, len(sheet.rows))
    return Taken(file_name(sheet, told.form), write(sheet, told.form, told.language), FORMS[told.form].media_type)
