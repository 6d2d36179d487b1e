"""Children apart: the list, and the same list as a file."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from kinkeeper.queries.choosing import Chosen, Order
from kinkeeper.queries.portraits import get_portraits
from kinkeeper.queries.search import find_persons
from kinkeeper.queries.separations import list_separations
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.web import searches
from kinkeeper.web.asked import kept, page_number, read_standpoint
from kinkeeper.web.export import csv_of
from kinkeeper.web.forms import FilterForm
from kinkeeper.web.frame import pages, show
from kinkeeper.web.own_views import own_views
from kinkeeper.web.saved_views import saved_views
from kinkeeper.web.viewer import viewer_of

ROWS = 25
SORTS = {Order.LONGEST: "descending", Order.SHORTEST: "ascending"}
"""How the column of days is sorted, in the words of aria-sort."""

NAMED_BESIDES = 10
"""How many persons found are named who stand in no row."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched for, if anything, and who was found. `text` None: this browser does not know the search."""

    word: str
    text: str | None
    persons: frozenset[str] | None


@require_GET
def separations(request: HttpRequest) -> HttpResponse:
    """The list; for htmx only the part that changes with the filters."""
    looked = read_standpoint(request)
    searched, form, chosen = _asked(request, looked[0])
    listed = list_separations(viewer_of(request), looked[0], chosen, page=page_number(request), size=ROWS)
    besides = sorted(listed.not_listed)[:NAMED_BESIDES]
    fewer = listed.counts.day_before - listed.counts.apart
    context = {
        "section": "separations",
        "listed": listed,
        "views": saved_views(request, listed.counts),
        **own_views(request, "separations"),
        "form": form,
        "kept_by_filters": [pair for pair in kept(request) if pair[0] in ("day", "known", "search")],
        "in_force": form.in_force(),
        "sort": SORTS.get(chosen.order),
        "searched": searched,
        "besides": get_portraits(viewer_of(request), besides, looked[0]).values() if besides else (),
        "fewer": fewer,
        "more": -fewer,
        "day_before": (date.fromisoformat(looked[0].as_of) - timedelta(days=1)).isoformat(),
        **pages(listed.page, listed.first, len(listed.rows), listed.children),
    }
    template = "kinkeeper/separations_list.html" if getattr(request, "htmx", False) else "kinkeeper/separations.html"
    return show(request, template, context, looked, children_apart=listed.counts.apart)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Every row of the list as it is filtered, as CSV."""
    standpoint, _ = read_standpoint(request)
    _, form, chosen = _asked(request, standpoint)
    listed = list_separations(viewer_of(request), standpoint, chosen, size=None)
    response = HttpResponse(csv_of(listed, standpoint, form.in_force()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="children-apart-{standpoint.as_of}-entry-{standpoint.known_at}.csv"'
    return response


def _asked(request: HttpRequest, standpoint: Standpoint) -> tuple[Searched | None, FilterForm, Chosen]:
    form = FilterForm(request.GET)
    word = request.GET.get("search", "")
    text = searches.recall(request, word) if word else None
    persons = frozenset(find_persons(viewer_of(request), text, standpoint)) if text else None
    return (Searched(word, text, persons) if word else None), form, form.chosen(persons)
