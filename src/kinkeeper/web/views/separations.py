"""Children apart: the list."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kinkeeper.jobs.casework.at_once import CHILD
from kinkeeper.queries.choosing import Order
from kinkeeper.queries.counts.around import get_around
from kinkeeper.queries.separations import list_separations
from kinkeeper.web.asked import kept, page_number, read_standpoint
from kinkeeper.web.at_work.at_once import choices, offered
from kinkeeper.web.at_work.children import asked_children
from kinkeeper.web.at_work.columns import tidy
from kinkeeper.web.frame import pages, show
from kinkeeper.web.own_views import own_views
from kinkeeper.web.saved_views import saved_views
from kinkeeper.web.taking import take_link
from kinkeeper.web.viewer import viewer_of

ROWS = 25
SORTS = {Order.LONGEST: "descending", Order.SHORTEST: "ascending"}
"""How the column of days is sorted, in the words of aria-sort."""

NAMED_BESIDES = 10
"""How many persons found are named who stand in no row."""


@require_GET
@tidy
def separations(request: HttpRequest) -> HttpResponse:
    """The list; for htmx only the part that changes with the filters."""
    looked = read_standpoint(request)
    searched, form, chosen = asked_children(request, looked[0])
    listed = list_separations(viewer_of(request), looked[0], chosen, page=page_number(request), size=ROWS)
    besides = sorted(listed.not_listed)[:NAMED_BESIDES]
    fewer = listed.counts.day_before - listed.counts.apart
    around = get_around(viewer_of(request), looked[0], "separations", apart=listed.counts.apart, besides=besides)
    own = own_views(request, "separations", _columns(), around.views)
    context = {
        "section": "separations",
        "counted": around.frame,
        "listed": listed,
        "views": saved_views(request, listed.counts),
        **own,
        "deeds": choices(viewer_of(request), CHILD, looked[0]),
        "matching": offered(listed.children, len(listed.rows)),
        "form": form,
        "kept_by_filters": [pair for pair in kept(request) if pair[0] in ("day", "known", "search", "columns")],
        "in_force": form.in_force(),
        "filtered": any(name in request.GET for name in form.fields),
        "export_link": take_link(request, "children-apart").only(own["columns"].shown),
        "sort": SORTS.get(chosen.order),
        "searched": searched,
        "besides": around.besides,
        "fewer": fewer,
        "more": -fewer,
        "day_before": (date.fromisoformat(looked[0].as_of) - timedelta(days=1)).isoformat(),
        **pages(listed.page, listed.first, len(listed.rows), listed.children),
    }
    template = "kinkeeper/separations_list.html" if getattr(request, "htmx", False) else "kinkeeper/separations.html"
    return show(request, template, context, looked)


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
