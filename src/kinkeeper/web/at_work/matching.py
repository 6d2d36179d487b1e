"""All rows that a list finds as it is filtered, on whatever of its pages they stand."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from kinkeeper.domain.errors import Refused
from kinkeeper.jobs.casework.at_once import MOST
from kinkeeper.queries.choosing import choose_page
from kinkeeper.queries.court.due import Page
from kinkeeper.queries.court.due_by_child import find_children_due
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.listings.due_by import due_by
from kinkeeper.reports.listings.making import LISTINGS
from kinkeeper.web.asked import instant_of_view, read_standpoint
from kinkeeper.web.at_work.children import asked_children
from kinkeeper.web.at_work.searched import searched_for
from kinkeeper.web.at_work.warned import MINE, asked_warnings
from kinkeeper.web.last_look import last_look_of_list
from kinkeeper.web.viewer import viewer_of

Found = Sequence[str]


def find_matching(request: HttpRequest) -> Found:
    """
    Every row of the list that the form of a request came from, as the list is filtered there.

    :raises Refused: where it came from no such list, where that looks back, and where too many match.
    """
    asked, address = copy(request), urlsplit(request.POST.get("back", ""))
    asked.GET = QueryDict(address.query)
    try:
        find = MATCHING[resolve(address.path).url_name or ""]
    except (Resolver404, KeyError):
        raise Refused("This list cannot be ticked as a whole. Tick its rows.") from None
    standpoint = read_standpoint(asked)[0]
    if standpoint.is_past:
        raise Refused("The list looks back. What is done now is done to the list as it is now.")
    found = find(asked, standpoint, request.POST.get("of", ""))
    if len(found) > MOST:
        raise Refused(f"More than {MOST:,} rows match, and {MOST:,} at most go at once. Filter the list further.")
    return found


def _children(request: HttpRequest, standpoint: Standpoint, _of: str) -> Found:
    chosen = asked_children(request, standpoint)[2]
    return choose_page(viewer_of(request), standpoint, chosen, page=1, size=MOST + 1).shown


def _warnings(request: HttpRequest, standpoint: Standpoint, of: str) -> Found:
    found = asked_warnings(request, standpoint)
    return [one.warning.warning_id for trouble in (found.mine if of == MINE else found.others) for one in trouble.open]


def _due(request: HttpRequest, standpoint: Standpoint, _of: str) -> Found:
    seen, searched = last_look_of_list(request, "due", standpoint).seen, searched_for(request, standpoint)
    by = due_by(LISTINGS["clocks"].filters_in(request.GET.dict()), searched.persons if searched else None)
    page = Page(1, MOST + 1, seen, bool(request.GET.get("new")))
    return find_children_due(viewer_of(request), standpoint, instant_of_view(standpoint), by, page)


MATCHING: Mapping[str, Callable[[HttpRequest, Standpoint, str], Found]] = {"separations": _children, "warnings": _warnings, "due": _due}
"""The name of a list -> what finds its rows."""
