"""Exports: one's own, those of the agency for who lets them go, all for oversight; and the file itself."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kinkeeper.domain.access import Viewer, rights_of
from kinkeeper.domain.access.exports import MOST_ROWS, Export, ExportState
from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.gateway import clock
from kinkeeper.gateway.programs.exports import answer
from kinkeeper.queries.access.exports import get_export, list_exports
from kinkeeper.reports.dictionary import OWN
from kinkeeper.reports.exchange.leaving import EXCHANGE, EXCHANGES, ask_for_exchange, count_persons, exchange_named
from kinkeeper.reports.leaving import Copy, fetch_file
from kinkeeper.reports.listings.leaving import LISTING, By, ask_for_list, count_rows
from kinkeeper.reports.listings.listing import COLUMNS, Listing
from kinkeeper.reports.listings.making import FORMS, GROUPS, LISTINGS, check_form, listing_named, listings_for, shown
from kinkeeper.reports.making import REPORTS
from kinkeeper.web.asked import read_standpoint
from kinkeeper.web.paper.views import paper_file
from kinkeeper.web.taking import FAMILY, FILE, Wanted, asked_for, recall_of, shown_columns, take_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.refusals import refusal

SHOWN, EVERY = "shown", "all"
"""The columns of a file: those that its page shows, or every one."""


@require_http_methods(["GET", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """The list; sent, an export is let go or not."""
    viewer, error = viewer_of(request), ""
    if request.method == "POST":
        try:
            approved = request.POST.get("what") == "approve"
            answer(request.POST.get("export", ""), approved=approved, why=request.POST.get("why", ""), actor=viewer)
            return redirect("exports")
        except KinkeeperError as refused:
            error = refusal(refused)
    found, now = list_exports(viewer), clock.now()
    may = "approve" in rights_of(viewer)
    rows = [(one, _title(one), _is_open(one, now), one.account == viewer.name) for one in found]
    waiting = [(one, _title(one)) for one in found if may and one.state is ExportState.WAITING and one.account != viewer.name]
    context = {"section": "exports", "rows": rows, "waiting": waiting, "most_rows": MOST_ROWS, "error": error}
    context["take"] = take_link(request, "exports") if "read" in rights_of(viewer) else None
    return render(request, "kinkeeper/exports.html", context, status=400 if error else 200)


@require_GET
def lists_to_take(request: HttpRequest) -> HttpResponse:
    """Every list that can be taken away, in which forms, and what its columns mean."""
    told = {
        "section": "exports",
        "groups": _grouped(_offered(viewer_of(request), _family(request))),
        "forms": FORMS,
        "exchanges": EXCHANGES,
        "family": _family(request),
        "own": OWN,
    }
    return render(request, "kinkeeper/lists_to_take.html", told)


@require_http_methods(["GET", "POST"])
def exchange_to_take(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """An exchange, of one family or of all children apart: how many persons there are, and what the file is needed for."""
    viewer, here, family = viewer_of(request), read_standpoint(request)[0], _family(request)
    told = exchange_named(name, form)
    persons = count_persons(name, form, here, family, viewer)

    def ask(why: str) -> Export:
        return ask_for_exchange(name, here, Copy(form, why, get_language() or "en"), family=family, actor=viewer)

    what = f"{told.title} {family}".strip()
    return asked_for(request, Wanted(what, persons, told.forms[form][0], reverse("lists-to-take")), ask)


@require_http_methods(["GET", "POST"])
def list_to_take(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """One list, narrowed as its page was: how many rows there are, in which form, and what the file is needed for."""
    viewer, here = viewer_of(request), read_standpoint(request)[0]
    told = listing_named(name)
    form = request.POST.get("form", form)
    check_form(form)
    shown_here = shown_columns(told, request.GET.get(COLUMNS, ""))
    as_shown = request.POST.get(COLUMNS, SHOWN if COLUMNS in request.GET else EVERY) == SHOWN
    filters = told.filters_in(request.GET) | ({COLUMNS: ",".join(shown_here)} if as_shown else {})
    by = By(filters, recall_of(request))

    def ask(why: str) -> Export:
        return ask_for_list(name, here, Copy(form, why, get_language() or "en"), by=by, actor=viewer)

    rows = count_rows(name, here, viewer, by)
    narrowed = "; ".join(f"{key} = {value}" for key, value in shown(by.filters).items())
    wanted = Wanted(
        *(str(told.title), rows, FORMS[form].words, _back(told, request), _forms(), form, narrowed),
        shown=shown_here if set(shown_here) < set(told.columns) else (),
        columns=told.columns,
        as_shown=as_shown,
    )
    return asked_for(request, wanted, ask)


def _offered(viewer: Viewer, family: str) -> list[Listing]:
    """The lists that can be taken; of one family, those that are of one."""
    wanted = [one for one in listings_for(viewer) if "family" in one.filters or not family]
    return [one for one in wanted if family or not one.needs]


def _grouped(offered: Sequence[Listing]) -> list[tuple[Any, list[Listing]]]:
    """The lists by what they are about."""
    names = {one.name for one in offered}
    told = [(words, [one for noun in nouns for one in noun.LISTINGS if one.name in names]) for words, nouns in GROUPS]
    return [(words, listed) for words, listed in told if listed]


def _forms() -> tuple[tuple[str, str], ...]:
    return tuple((name, one.words) for name, one in FORMS.items())


def _back(told: Listing, request: HttpRequest) -> str:
    """The page that shows the list as it is narrowed; where it has something of its own in its address, the page of all lists."""
    kept = urlencode({name: value for name, value in request.GET.items() if value})
    try:
        return reverse(told.pages[0]) + (f"?{kept}" if kept else "")
    except NoReverseMatch:
        return reverse("lists-to-take")


@require_GET
def export_file(request: HttpRequest, export_id: str) -> HttpResponse:
    """The file, for whoever asked for it, while it can be fetched. Each person in it is a look through the export."""
    viewer = viewer_of(request)
    export = get_export(viewer, export_id)
    request.door = f"export {export.export_id}"
    if export.content.what in (FAMILY, FILE):
        return paper_file(export_id, viewer)
    name, written, media_type = fetch_file(export_id, actor=viewer, recall=recall_of(request))
    return HttpResponse(written, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _family(request: HttpRequest) -> str:
    return request.GET.get("family", "")[:80].replace("\0", "")


def _is_open(export: Export, now: str) -> bool:
    return export.state is ExportState.READY and export.expires_at > now


def _title(export: Export) -> object:
    """What it holds, in words: the title of a list, a report or an exchange."""
    if export.content.what in (FAMILY, FILE):
        # Whose, stands in the file alone: who lets files go need not be shown them.
        return _("Page of one family") if export.content.what == FAMILY else _("File of one person")
    listing = LISTINGS.get(export.content.what.removeprefix(LISTING))
    if listing:
        return listing.title
    exchange = EXCHANGES.get(export.content.what.removeprefix(EXCHANGE))
    if exchange:
        return exchange.title
    report = REPORTS.get(export.content.what.partition(" ")[2])
    return report.DEFINITION.title if report else export.content.what
