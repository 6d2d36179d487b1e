"""My views: the lists that the reader keeps, each to be opened, renamed or removed."""

from secrets import token_hex
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from kinkeeper.domain.casework.saved_views import RemoveView, SavedView, SaveView, filters_of
from kinkeeper.domain.requests import Request
from kinkeeper.gateway import submit
from kinkeeper.queries.casework.saved_views import list_views
from kinkeeper.web.asked import read_standpoint
from kinkeeper.web.at_work.columns import ALL, NONE, own_columns
from kinkeeper.web.forms import FilterForm
from kinkeeper.web.frame import show
from kinkeeper.web.own_views import address_of
from kinkeeper.web.sections import Cell, Section, cells, say_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.casework import FIELDS, LISTS, ROLES
from kinkeeper.web.words.custodians import LOOKS

NAMED = gettext_lazy("My columns")


@require_POST
def keep_columns(request: HttpRequest) -> HttpResponse:
    """Have a list open with these columns from now on: one view of the list without filters, in place of the one before."""
    viewer, page = viewer_of(request), request.POST.get("page", "")
    filters = filters_of(page, urlencode({"columns": request.POST.get("columns", "")}))
    before = own_columns(list_views(viewer, page))
    if filters and (before is None or before.filters != filters):
        commands: list[RemoveView | SaveView] = [RemoveView(before.view_id, viewer.name)] if before else []
        commands += [SaveView(SavedView(f"VI-{token_hex(6)}", viewer.name, page, str(NAMED), filters), viewer.name)]
        submit([Request(f"page:{token_hex(16)}", command) for command in commands], actor=viewer)
    return redirect(reverse(page))


@require_GET
def own_views(request: HttpRequest) -> HttpResponse:
    """Every view of the reader's own, by name."""
    looked = read_standpoint(request)
    rows = tuple(
        cells(
            Cell(one.name, address_of(one)),
            LISTS[one.page],
            filters_in_words(one) or _("everything"),
            Cell(_("Rename"), say_link("", "rename-view", view_id=one.view_id).href),
            Cell(_("Remove"), say_link("", "remove-view", view_id=one.view_id).href),
        )
        for one in list_views(viewer_of(request))
    )
    columns = (_("Name"), _("List"), _("Filters"), _("Name it otherwise"), _("Keep it no longer"))
    note = _("Only you see them. A view keeps what is looked for, never what was found: opened, it shows what you may see then.")
    empty = _("You keep no view. On a list, set the filters and choose “Keep this view”.")
    context = {"section": "own-views", "heading": _("My views"), "lines": ()}
    context["sections"] = (Section("own-views", _("Lists that you keep"), columns, rows, empty, note=note),)
    return show(request, "kinkeeper/sections.html", context, looked)


def filters_in_words(one: SavedView) -> str:
    """The filters as the list itself says them."""
    told = dict(parse_qsl(one.filters))
    chosen = told.pop("columns", "")
    n = 0 if chosen in ("", ALL, NONE) else len(chosen.split(","))
    columns = [ngettext("%(n)s column", "%(n)s columns", n) % {"n": n}] if n else []
    if one.page == "separations":
        return "; ".join([*FilterForm(told).in_force(), *columns])
    words = {name: ROLES.get(value) or (LOOKS[value].long if value in LOOKS else value) for name, value in told.items() if name != "new"}
    said = [f"{FIELDS.get(name, name)}: {value}" for name, value in words.items()]
    return "; ".join([*said, *([_("new or changed only")] if told.get("new") else []), *columns])
