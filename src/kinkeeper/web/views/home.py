"""The first page of the morning: what is due, what waits for my answer, what changed, and how many are apart."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from kinkeeper.domain.access import rights_of
from kinkeeper.queries.access.emergencies import list_emergencies
from kinkeeper.queries.access.unusual import list_unusual
from kinkeeper.queries.casework.morning import get_morning
from kinkeeper.queries.casework.waiting import Waiting, list_waiting
from kinkeeper.queries.casework.warned import Inbox, inbox, together
from kinkeeper.queries.counts.over_time import list_days_apart
from kinkeeper.queries.court.due import Page, Worklist, list_due
from kinkeeper.queries.portraits import Portrait
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.web.asked import instant_of_view, read_standpoint
from kinkeeper.web.frame import show
from kinkeeper.web.last_look import last_look_of_list, remember_list
from kinkeeper.web.leads.morning import Known, groups, stops
from kinkeeper.web.pictures.trend import trend
from kinkeeper.web.saved_views import saved_views
from kinkeeper.web.sections import Link, say_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.access import unusual
from kinkeeper.web.words.casework import ROLES, RULES
from kinkeeper.web.words.custodians import look
from kinkeeper.web.words.dates import exact, long_day
from kinkeeper.web.words.names import shown

DUE, WARNINGS, ASKS = 8, 4, 5
MINE, OURS, ALL = "mine", "ours", "all"
WHOSE = {MINE: gettext_lazy("My children"), OURS: gettext_lazy("My agency’s"), ALL: gettext_lazy("Everybody’s")}


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that waits for the reader's answer: who asks, the question, about whom, until when, and the form of the answer."""

    who: str
    question: str
    about: Portrait | None
    by: str
    link: Link


@dataclass(frozen=True, slots=True)
class WarningLine:
    """One trouble whose warnings nobody has answered, and who must."""

    what: str
    person_id: str
    name: Portrait | None
    roles: str
    steps: int


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Four cards, in the order in which a day is worked."""
    looked = read_standpoint(request)
    standpoint, viewer = looked[0], viewer_of(request)
    seen = last_look_of_list(request, "home", standpoint).seen
    now = instant_of_view(standpoint)
    waiting = list_waiting(viewer, standpoint, now)
    warned = inbox(together(waiting.warnings), viewer.role, now)
    worklist, whose = _worklist(request, standpoint, waiting)
    named = {one.newest.warning.person_id for one in warned.mine[:WARNINGS]} | waiting.persons
    morning = get_morning(viewer, {one.clock.child for one in worklist.rows}, named - {""}, standpoint, seen)
    told = Known(morning, standpoint.as_of)
    context = {
        "section": "home",
        "views": saved_views(request, morning.counts),
        "changes": morning.changes,
        "hour_day": instant_of_view(standpoint).date().isoformat(),
        "first_visit": seen == 0,
        "unusual": [(one, unusual(one.what, one.account)) for one in list_unusual(viewer)],
        "emergencies": [one for one in list_emergencies(viewer) if one.is_new and one.account != viewer.name],
        "mine": len(waiting.cases),
        "whose": whose,
        "choices": WHOSE.items(),
        **_due(request, worklist, told, waiting),
        **_waits(warned, told, waiting),
    }
    response = show(request, "kinkeeper/home.html", context, looked, children_apart=morning.counts.apart)
    return remember_list(response, request, "home", standpoint)


@require_GET
def apart_lately(request: HttpRequest) -> HttpResponse:
    """How many were apart at the end of each of the last days, as a line beside the count: asked for once the page stands."""
    standpoint = read_standpoint(request)[0]
    return render(request, "kinkeeper/trend.html", {"trend": trend(list_days_apart(viewer_of(request), standpoint))})


def _worklist(request: HttpRequest, standpoint: Standpoint, waiting: Waiting) -> tuple[Worklist, str]:
    """The clocks of one's own children, of one's agency, or of all: what was asked for, else the nearest of these that has any."""
    viewer, now = viewer_of(request), instant_of_view(standpoint)
    children = tuple(one.child for one in waiting.cases)
    asked = request.GET.get("whose", "")
    whose = asked if asked in WHOSE else next((one for one in (MINE, OURS) if one in waiting.running), ALL)
    page = Page(1, DUE, children=children if whose == MINE else None, told_enough=True)
    return list_due(viewer, standpoint, now, owner=viewer.agency if whose == OURS else "", page=page), whose


def _due(request: HttpRequest, worklist: Worklist, told: Known, waiting: Waiting) -> dict[str, Any]:
    viewer = viewer_of(request)
    may_report = "report" in rights_of(viewer)
    return {
        "stops": stops(waiting.stopped, told, may_report=may_report),
        "groups": groups(worklist.rows, told, waiting.orders, may_report=may_report),
        "worklist": worklist,
    }


def _waits(waits: Inbox, told: Known, waiting: Waiting) -> dict[str, Any]:
    lines = [
        WarningLine(
            what=str(RULES.get(one.newest.warning.rule, one.newest.warning.rule)),
            person_id=one.newest.warning.person_id,
            name=told.morning.portraits.get(one.newest.warning.person_id),
            roles=", ".join(str(ROLES.get(role, role)) for role in one.roles),
            steps=max(warned.climbed.steps for warned in one.unanswered),
        )
        for one in waits.mine[:WARNINGS]
    ]
    asks = [*_asked(told, waiting), *_on_the_desk(told.morning.files_on_desk)]
    others = [(str(ROLES.get(role, role)), count, role) for role, count in waits.others.items()]
    return {"warnings": lines, "warning_count": len(waits.mine), "elsewhere": others, "asks": asks[:ASKS], "ask_count": len(asks)}


def _asked(told: Known, waiting: Waiting) -> list[Ask]:
    asks = []
    for offer in waiting.caseloads:
        question = ngettext("Will you take over %(count)s case?", "Will you take over %(count)s cases?", len(offer.children))
        link = say_link(_("Answer"), "answer-cases", caseload_id=offer.caseload_id)
        asks.append(Ask(offer.from_owner, question % {"count": len(offer.children)}, None, "", link))
    for one in waiting.transfers:
        place = ", ".join(filter(None, (str(look(one.to_custodian).long), shown(one.to_place))))
        who = ", ".join(filter(None, (str(look(one.from_custodian).long), shown(one.from_place))))
        link = Link(_("Read and acknowledge"), reverse("referral", args=[one.transfer_id]))
        asks.append(Ask(who, _("Can %(place)s receive") % {"place": place}, told.person(one.person_id), exact(one.answer_by), link))
    for task in waiting.tasks:
        link = Link(_("Open the file"), reverse("case", args=[task.about]) + "#tasks")
        asks.append(Ask(_("A task of yours"), shown(task.words), told.person(task.about), long_day(task.due), link))
    return asks


def _on_the_desk(files: int) -> list[Ask]:
    """Files that were put down and wait to be taken in."""
    if not files:
        return []
    words = ngettext("%(count)s file waits to be taken in", "%(count)s files wait to be taken in", files) % {"count": files}
    return [Ask(_("The import desk"), words, None, "", Link(_("Open the desk"), reverse("imports")))]
