"""Lists that leave: asked for, let go, and made when they are fetched, with the mark of whoever took them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.exports import Content, Export
from kinkeeper.domain.errors import Refused
from kinkeeper.gateway.programs import exports
from kinkeeper.queries.access.reading import unseen
from kinkeeper.queries.standpoint import Standpoint, find_standpoint
from kinkeeper.reports.listings.listing import SEARCH, Asked, filters_of, told_of
from kinkeeper.reports.listings.making import FORMS, check_form, file_name, listing_named, make_sheet, write
from kinkeeper.reports.taking import Copy, Taken, check_rows

LISTING = "listing "
Recall = Callable[[str, Standpoint], frozenset[str] | None]
"""The persons found by what somebody searched for under a word; None where nobody knows the word any more."""


def forgotten(_word: str, _here: Standpoint) -> None:
    """What a search found where there is no browser that keeps what was searched for."""


@dataclass(frozen=True, slots=True)
class By:
    """By what a list is narrowed: its filters, and who knows what was searched for."""

    filters: Mapping[str, str] = field(default_factory=dict)
    recall: Recall = forgotten

    def asked(self, here: Standpoint) -> Asked:
        """
        What is asked of the list, with the persons that a search found.

        :raises Refused: where the search is not known any more.
        """
        word = self.filters.get(SEARCH, "")
        persons = self.recall(word, here) if word else None
        if word and persons is None:
            raise Refused("This browser does not know the search any more. Search again, and ask for the file again.")
        return Asked(self.filters, persons)


WHOLE = By()


def ask_for_list(name: str, here: Standpoint, copy: Copy, *, by: By = WHOLE, actor: Viewer) -> Export:
    """
    Ask for a list as a file. Nobody is shown yet: whom it holds is counted.

    :raises NoSuchList: where there is none of that name.
    :raises NoSuchFilter: where it cannot be narrowed so.
    :raises NoSuchFormat: where there is no such form.
    :raises Refused: where it is not said what for, or the list is longer than one file holds.
    """
    check_form(copy.form)
    by = replace(by, filters=listing_named(name).check(by.filters))
    content = Content(LISTING + name, told_of(by.filters), here.as_of, here.known_at, copy.form, copy.language)
    return exports.ask_for(content, count_rows(name, here, actor, by), copy.why, actor=actor)


def count_rows(name: str, here: Standpoint, viewer: Viewer, by: By = WHOLE) -> int:
    """How many rows a list has; nobody is shown."""
    with unseen():
        return len(make_sheet(viewer, name, here, asked=by.asked(here)).rows)


def make_list(export: Export, viewer: Viewer, recall: Recall = forgotten) -> Taken:
    """
    The list that was asked for, as it was then and as the viewer may see it now.

    :raises MoreRows: where it would hold more than was let go.
    :raises Refused: where a search that it goes by is not known any more.
    """
    told = export.content
    here = find_standpoint(viewer, today=told.as_of, known_at=told.entries, as_of=told.as_of)
    asked = By(filters_of(told.asked), recall).asked(here)
    sheet = make_sheet(viewer, told.what.removeprefix(LISTING), here, export.mark, asked)
    check_rows(export, len(sheet.rows))
    return Taken(file_name(sheet, told.form), write(sheet, told.form, told.language), FORMS[told.form].media_type)
