"""The first page of the morning: what is due, what waits for an answer, what changed, and how many are apart."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from kinkeeper.queries.access.emergencies import list_emergencies
from kinkeeper.queries.casework.warned import list_warnings
from kinkeeper.queries.changed import list_changes
from kinkeeper.queries.choosing import count
from kinkeeper.queries.court.due import Page, list_due
from kinkeeper.queries.court.orders import list_orders
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.review.queue import count_waiting
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.web.asked import instant_of_view, read_standpoint
from kinkeeper.web.frame import show
from kinkeeper.web.last_look import last_look_of_list, remember_list
from kinkeeper.web.saved_views import saved_views
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.views.court import clock_title
from kinkeeper.web.words.casework import ROLES, RULES, left
from kinkeeper.web.words.clocks import clock_day

DUE, WARNINGS = 8, 4


@dataclass(frozen=True, slots=True)
class DueLine:
    """One clock that runs, in the reader's words."""

    child: Portrait
    what: str
    state: str
    left: str
    due: str
    owner: str


@dataclass(frozen=True, slots=True)
class WarningLine:
    """One warning that nobody has answered, and who must."""

    what: str
    person_id: str
    name: Portrait | None
    role: str
    steps: int


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Four cards, in the order in which a day is worked."""
    looked = read_standpoint(request)
    standpoint = looked[0]
    counts = count(viewer_of(request), standpoint)
    seen = last_look_of_list(request, "home", standpoint).seen
    context = {
        "section": "home",
        "views": saved_views(request, counts),
        "changes": list_changes(viewer_of(request), standpoint, seen),
        "hour_day": instant_of_view(standpoint).date().isoformat(),
        "first_visit": seen == 0,
        "emergencies": [one for one in list_emergencies(viewer_of(request)) if one.is_new and one.account != viewer_of(request).name],
        **_due(request, standpoint),
        **_waits(request, standpoint),
    }
    response = show(request, "kinkeeper/home.html", context, looked, children_apart=counts.apart)
    return remember_list(response, request, "home", standpoint)


def _due(request: HttpRequest, standpoint: Standpoint) -> dict[str, Any]:
    viewer = viewer_of(request)
    worklist = list_due(viewer, standpoint, instant_of_view(standpoint), page=Page(1, DUE))
    orders = {one.order.order_id: one.order for one in list_orders(viewer, known_at=standpoint.known_at)}
    portraits = get_portraits(viewer, {one.clock.child for one in worklist.rows}, standpoint)
    lines = [
        DueLine(
            child=portraits.get(one.clock.child) or Portrait(one.clock.child),
            what=clock_title(one, orders.get(one.clock.order_id)),
            state=one.reading.state,
            left=left(one.reading.left),
            due=clock_day(one, orders.get(one.clock.order_id)),
            owner=one.clock.owner,
        )
        for one in worklist.rows
    ]
    return {"due": lines, "worklist": worklist}


def _waits(request: HttpRequest, standpoint: Standpoint) -> dict[str, Any]:
    viewer = viewer_of(request)
    open_ones = [one for one in list_warnings(viewer, standpoint, instant_of_view(standpoint)) if not one.warning.answer]
    portraits = get_portraits(viewer, {one.warning.person_id for one in open_ones[:WARNINGS]} - {""}, standpoint)
    lines = [
        WarningLine(
            what=str(RULES.get(one.warning.rule, one.warning.rule)),
            person_id=one.warning.person_id,
            name=portraits.get(one.warning.person_id),
            role=str(ROLES.get(one.climbed.role, one.climbed.role)),
            steps=one.climbed.steps,
        )
        for one in open_ones[:WARNINGS]
    ]
    return {"warnings": lines, "warning_count": len(open_ones), "nav_waiting": count_waiting(viewer, standpoint)}
