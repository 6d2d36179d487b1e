"""Children apart: the list, and the same list as a file."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kinkeeper.domain.access.exports import Content, Export
from kinkeeper.domain.errors import Refused
from kinkeeper.gateway.programs.exports import ask_for, fetch
from kinkeeper.jobs.casework.at_once import CHILD
from kinkeeper.queries.choosing import Chosen, Order, choose
from kinkeeper.queries.portraits import get_portraits
from kinkeeper.queries.searching.persons import find_persons_alike
from kinkeeper.queries.separations import list_separations
from kinkeeper.queries.standpoint import Standpoint, find_standpoint
from kinkeeper.reports.leaving import check_rows
from kinkeeper.reports.listings.making import FORMS, check_form, sheet_of_rows, write
from kinkeeper.web import searches
from kinkeeper.web.asked import kept, page_number, read_standpoint
from kinkeeper.web.at_work.at_once import choices
from kinkeeper.web.at_work.columns import tidy
from kinkeeper.web.export import csv_of
from kinkeeper.web.forms import FilterForm
from kinkeeper.web.frame import pages, show
from kinkeeper.web.own_views import own_views
from kinkeeper.web.saved_views import saved_views
from kinkeeper.web.taking import LIST, Wanted, asked_for
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
@tidy
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
        **own_views(request, "separations", _columns()),
        "deeds": choices(viewer_of(request), CHILD, looked[0]),
        "form": form,
        "kept_by_filters": [pair for pair in kept(request) if pair[0] in ("day", "known", "search", "columns")],
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


def _columns() -> dict[str, str]:
    """The columns that can be left out: the child never is."""
    return {
        "place": _("Child is now"),
        "adults": _("Tied adult is now"),
        "days": _("Days apart"),
        "basis": _("Basis"),
        "reason": _("Reason as recorded"),
        "outcome": _("Outcome"),
    }


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Every row of the list as it is filtered, as a file: how many there are, and what it is needed for."""
    looked = read_standpoint(request)
    _searched, form, chosen = _asked(request, looked[0])
    rows = len(choose(viewer_of(request), looked[0], chosen))
    as_what = request.POST.get("form", "csv")
    check_form(as_what)
    content = Content(LIST, request.GET.urlencode(), looked[0].as_of, looked[0].known_at, as_what, get_language() or "en")

    def ask(why: str) -> Export:
        return ask_for(content, rows, why, actor=viewer_of(request))

    what = "; ".join(form.in_force()) or _("Children apart")
    forms = tuple((name, one.words) for name, one in FORMS.items())
    return asked_for(request, Wanted(what, rows, FORMS[as_what].words, reverse("separations"), forms), ask)


def list_file(request: HttpRequest, export_id: str) -> HttpResponse:
    """The list that was asked for, as it was then."""
    viewer = viewer_of(request)

    def make(one: Export) -> bytes:
        request.GET = QueryDict(one.content.asked)
        told = one.content
        here = find_standpoint(viewer, today=told.as_of, known_at=told.entries, as_of=told.as_of)
        searched, form, chosen = _asked(request, here)
        if searched and searched.text is None:
            raise Refused(_("This browser does not know the search any more. Search again, and ask for the file again."))
        listed = list_separations(viewer, here, chosen, size=None)
        check_rows(one, len(listed.rows))
        if told.form == "csv":
            return csv_of(listed, here, form.in_force(), one.mark).encode()
        return write(sheet_of_rows(listed.rows, here, one.mark, viewer), told.form, told.language)

    one, written = fetch(export_id, make, actor=viewer)
    name = f"{one.export_id}-children-apart-{one.content.as_of}-entry-{one.content.entries}.{one.content.form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(written, content_type=FORMS[one.content.form].media_type, headers=headers)


def _asked(request: HttpRequest, standpoint: Standpoint) -> tuple[Searched | None, FilterForm, Chosen]:
    form = FilterForm(request.GET)
    word = request.GET.get("search", "")
    text = searches.recall(request, word) if word else None
    persons = frozenset(find_persons_alike(viewer_of(request), text, standpoint).why) if text else None
    return (Searched(word, text, persons) if word else None), form, form.chosen(persons)
