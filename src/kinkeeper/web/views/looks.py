"""Who has looked at a family."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from kinkeeper.queries.access.looks import list_looks
from kinkeeper.queries.families import get_family
from kinkeeper.web.asked import carried, read_standpoint
from kinkeeper.web.frame import show
from kinkeeper.web.taking import take_link
from kinkeeper.web.viewer import viewer_of


@require_GET
def looks(request: HttpRequest, family_id: str) -> HttpResponse:
    """Every look at anybody of a family, for its caseworkers, its counsel and oversight."""
    looked = read_standpoint(request)
    household = get_family(viewer_of(request), family_id, looked[0])
    found = list_looks(viewer_of(request), [member.person_id for member in household.members])
    back = reverse("family", args=[family_id]) + carried(request)
    return show(
        request,
        "kinkeeper/looks.html",
        {"section": "families", "looks": found, "back": back, "take": take_link(request, "looks", family=family_id)},
        looked,
    )
