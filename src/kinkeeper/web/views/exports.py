"""Exports: one's own, those of the agency for who lets them go, all for oversight; and the file itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kinkeeper.domain.access import rights_of
from kinkeeper.domain.access.exports import MOST_ROWS, Export, ExportState
from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.gateway import clock
from kinkeeper.gateway.programs.exports import answer
from kinkeeper.queries.access.exports import get_export, list_exports
from kinkeeper.reports.dictionary import OWN
from kinkeeper.reports.exchange.leaving import EXCHANGE, EXCHANGES, ask_for_exchange, count_persons, exchange_named
from kinkeeper.reports.leaving import Copy, fetch_file, is_made_here
from kinkeeper.reports.listings.leaving import LISTING, ask_for_list, count_rows
from kinkeeper.reports.listings.making import FORMS, LISTINGS, check_form, listing_named
from kinkeeper.reports.making import REPORTS
from kinkeeper.web.asked import read_standpoint
from kinkeeper.web.paper.views import paper_file
from kinkeeper.web.taking import FAMILY, FILE, LIST, Wanted, asked_for
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.views.separations import list_file


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
            error = str(refused)
    found, now = list_exports(viewer), clock.now()
    may = "approve" in rights_of(viewer)
    rows = [(one, _title(one), _is_open(one, now), one.account == viewer.name) for one in found]
    waiting = [(one, _title(one)) for one in found if may and one.state is ExportState.WAITING and one.account != viewer.name]
    context = {"section": "exports", "rows": rows, "waiting": waiting, "most_rows": MOST_ROWS, "error": error}
    return render(request, "kinkeeper/exports.html", context, status=400 if error else 200)


@require_GET
def lists_to_take(request: HttpRequest) -> HttpResponse:
    """Every list that can be taken away, in which forms, and what its columns mean."""
    told = {
        "section": "exports",
        "listings": LISTINGS.values(),
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
    """One list: how many rows there are, and what the file is needed for."""
    viewer, here = viewer_of(request), read_standpoint(request)[0]
    told = listing_named(name)
    check_form(form)

    def ask(why: str) -> Export:
        return ask_for_list(name, here, Copy(form, why, get_language() or "en"), actor=viewer)

    wanted = Wanted(str(told.title), count_rows(name, here, viewer), FORMS[form].words, reverse("lists-to-take"))
    return asked_for(request, wanted, ask)


@require_GET
def export_file(request: HttpRequest, export_id: str) -> HttpResponse:
    """The file, for whoever asked for it, while it can be fetched. Each person in it is a look through the export."""
    viewer = viewer_of(request)
    export = get_export(viewer, export_id)
    request.door = f"export {export.export_id}"
    if export.content.what in (FAMILY, FILE):
        return paper_file(export_id, viewer)
    if not is_made_here(export):
        return list_file(request, export_id)
    name, written, media_type = fetch_file(export_id, actor=viewer)
    return HttpResponse(written, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _family(request: HttpRequest) -> str:
    return request.GET.get("family", "")[:80].replace("\0", "")


def _is_open(export: Export, now: str) -> bool:
    return export.state is ExportState.READY and export.expires_at > now


def _title(export: Export) -> object:
    """What it holds, in words: a report's title, or the name of the list, empty for the list of children apart."""
    if export.content.what == LIST:
        return ""
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
