"""What opens more than a role does: agreements of agencies, tried before they are signed; and emergencies, with their reviews."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from secrets import token_hex
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kinkeeper.domain.access import Actor, Purpose, rights_of
from kinkeeper.domain.access.accounts import Agency
from kinkeeper.domain.access.agreements import HOLDERS, Agreement, EndAgreement, ProposeAgreement, SignAgreement
from kinkeeper.domain.access.decisions import OPENABLE
from kinkeeper.domain.access.emergencies import FINDINGS, LONGEST, USUAL
from kinkeeper.domain.errors import KinkeeperError, NotFound, Refused
from kinkeeper.domain.requests import Request
from kinkeeper.gateway import clock, submit
from kinkeeper.gateway.emergencies import end_emergency, open_in_emergency, review_emergency
from kinkeeper.queries.access.emergencies import list_emergencies
from kinkeeper.queries.access.openings import list_agreements
from kinkeeper.queries.access.trying import Trial, try_agreement
from kinkeeper.web.asked import read_standpoint
from kinkeeper.web.frame import show
from kinkeeper.web.taking import take_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.refusals import refusal

FIELDS = ("giver", "reader", "first_day", "last_day", "why")


@require_http_methods(["GET", "POST"])
def agreements(request: HttpRequest) -> HttpResponse:
    """Every agreement, for everybody who works here; who makes them for an agency can try, propose, sign and end one."""
    viewer = viewer_of(request)
    tried: Trial | None = None
    error = ""
    if request.method == "POST":
        try:
            tried = _acted(request, viewer)
            if tried is None:
                return redirect("agreements")
        except KinkeeperError as refused:
            error = refusal(refused)
    today = clock.today()
    context = {
        "section": "agreements",
        "agreements": list_agreements(viewer),
        "today": today.isoformat(),
        "agencies": tuple(Agency),
        "givers": sorted(HOLDERS),
        "groups": sorted(OPENABLE),
        "purposes": tuple(Purpose),
        "told": _told(request, today),
        "tried": tried,
        "day": request.POST.get("day") or (today - timedelta(days=1)).isoformat(),
        "error": error,
        "may_agree": "agree" in rights_of(viewer),
        "take": take_link(request, "agreements") if "read" in rights_of(viewer) else None,
    }
    return _shown(request, "kinkeeper/agreements.html", context, error)


def _acted(request: HttpRequest, viewer: Actor) -> Trial | None:
    action = request.POST.get("action", "")
    named = request.POST.get("agreement", "")
    if action == "try":
        try:
            day = date.fromisoformat(request.POST.get("day", ""))
        except ValueError as error:
            raise Refused("Write the day as 2018-07-08.") from error
        return try_agreement(viewer, _stated(request) if not named else _known(viewer, named), day)
    says: Mapping[str, Callable[[], Any]] = {
        "propose": lambda: ProposeAgreement(_stated(request), viewer.name, viewer.agency),
        "sign": lambda: SignAgreement(named, viewer.name, viewer.agency),
        "end": lambda: EndAgreement(named, request.POST.get("because", ""), viewer.name, viewer.agency),
    }
    if action not in says:
        raise Refused("Try, propose, sign or end an agreement.")
    submit([Request(f"agreement:{token_hex(16)}", says[action]())], actor=viewer)
    return None


def _stated(request: HttpRequest) -> Agreement:
    told = {name: request.POST.get(name, "").strip()[:2_000] for name in FIELDS}
    groups, purposes = tuple(request.POST.getlist("groups")), tuple(request.POST.getlist("purposes"))
    return Agreement(f"A-{token_hex(4)}", groups=groups, purposes=purposes, **told)


def _known(viewer: Actor, named: str) -> Agreement:
    found = next((one for one in list_agreements(viewer) if one.agreement_id == named), None)
    if found is None:
        raise NotFound("There is no such agreement.")
    return found


def _told(request: HttpRequest, today: date) -> dict[str, Any]:
    told: dict[str, Any] = {name: request.POST.get(name, "") for name in FIELDS}
    told["first_day"] = told["first_day"] or today.isoformat()
    told["last_day"] = told["last_day"] or (today + timedelta(days=90)).isoformat()
    return told | {name: request.POST.getlist(name) for name in ("groups", "purposes")}


@require_http_methods(["GET", "POST"])
def emergency(request: HttpRequest) -> HttpResponse:
    """Open somebody in an emergency; see what was opened; and, as a second person, say whether it was one."""
    viewer = viewer_of(request)
    error = ""
    if request.method == "POST":
        try:
            asked = _emergency(request, viewer)
            if not asked:
                return redirect("emergency")
            return redirect("family", family_id=asked) if asked.startswith("KF-") else redirect("person", person_id=asked)
        except KinkeeperError as refused:
            error = refusal(refused)
    context = {
        "section": "emergency",
        "emergencies": list_emergencies(viewer),
        "asked": request.POST.get("asked", ""),
        "reason": request.POST.get("reason", ""),
        "usual": USUAL,
        "longest": LONGEST,
        "findings": FINDINGS,
        "may_review": "oversee" in rights_of(viewer),
        "take": take_link(request, "emergencies"),
        "error": error,
    }
    return _shown(request, "kinkeeper/emergency.html", context, error)


def _emergency(request: HttpRequest, viewer: Actor) -> str:
    told = {name: request.POST.get(name, "").strip()[:2_000] for name in ("action", "number", "asked", "reason", "finding", "words")}
    if told["action"] == "end":
        end_emergency(told["number"], actor=viewer)
    elif told["action"] == "review":
        review_emergency(told["number"], told["finding"], told["words"], actor=viewer)
    else:
        minutes = request.POST.get("minutes", "")
        open_in_emergency(told["asked"], told["reason"], int(minutes) if minutes.isdecimal() else 0, actor=viewer)
        return told["asked"]
    return ""


def _shown(request: HttpRequest, template: str, context: dict[str, Any], error: str) -> HttpResponse:
    """The page; who may read nobody is shown no counts in its frame."""
    if "read" in rights_of(viewer_of(request)):
        answer = show(request, template, context, read_standpoint(request))
    else:
        answer = render(request, template, context)
    answer.status_code = 400 if error else 200
    return answer
