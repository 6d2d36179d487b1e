"""Intake: a family taken in as one unit, with a look for those known already before anything is recorded."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from kinkeeper.domain.errors import NotFound
from kinkeeper.jobs.intake import take_in
from kinkeeper.queries.candidates import Candidate, Wanted, find_candidates
from kinkeeper.queries.families import get_family
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.web.arrivals import MOST_PERSONS, ArrivalForm, IntakeForm, kin_choices
from kinkeeper.web.asked import read_standpoint
from kinkeeper.web.frame import Looked, show
from kinkeeper.web.viewer import viewer_of

STATION = "station"
"""The cookie that remembers at which station this browser stands."""


@dataclass(frozen=True, slots=True)
class Kin:
    """One question of kinship: what is this adult to this child?"""

    name: str
    child: str
    adult: str
    choices: list[tuple[str, Any]]
    said: str


@dataclass(frozen=True, slots=True)
class Met:
    """A person of the form, and who of those known it may be."""

    number: int
    row: ArrivalForm
    name: str
    candidates: tuple[Candidate, ...]
    chosen: str


@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """The form; then the look for those known; then, sent again with the answers, the record."""
    looked = read_standpoint(request)
    if request.method == "GET":
        opened = IntakeForm(place=request.COOKIES.get(STATION, "")[:80], intake_id=f"intake-{secrets.token_hex(8)}")
        return _form(request, opened, looked)
    form = IntakeForm(request.POST)
    step = request.POST.get("step", "check")
    if step.startswith("more-"):
        return _form(request, _with_a_row(form, step.removeprefix("more-")), looked)
    if step == "back" or form.faults:
        return _form(request, form, looked, faults=[] if step == "back" else form.faults)
    if step == "record":
        return _record(request, form)
    return _check(request, form, looked)


def _record(request: HttpRequest, form: IntakeForm) -> HttpResponse:
    taken = take_in(form.intake(), actor=viewer_of(request))
    response = redirect("taken-in", taken.family_id, taken.positions.start, taken.positions.stop - 1)
    response.set_cookie(STATION, form.place.cleaned_data["place"], httponly=True, samesite="Strict", secure=request.is_secure())
    return response


@require_GET
def taken_in(request: HttpRequest, family_id: str, first: int, last: int) -> HttpResponse:
    """What was recorded: the family, and the entries that its members may hold against us."""
    looked = read_standpoint(request)
    household = get_family(viewer_of(request), family_id, looked[0])
    if not 0 <= first <= last < looked[0].size:
        raise NotFound("There are no such entries.")
    return show(request, "kinkeeper/taken_in.html", {"section": "intake", "household": household, "first": first, "last": last}, looked)


def _with_a_row(form: IntakeForm, role: str) -> IntakeForm:
    posted = form.posted.copy()
    if len(form.rows) < MOST_PERSONS and role in ("adult", "child"):
        posted[f"p{len(form.rows)}-role"] = role
    return IntakeForm(posted)


def _form(request: HttpRequest, form: IntakeForm, looked: Looked, *, faults: Any = ()) -> HttpResponse:
    context = {"section": "intake", "form": form, "faults": faults, "is_full": len(form.rows) >= MOST_PERSONS}
    return show(request, "kinkeeper/intake.html", context, looked)


def _check(request: HttpRequest, form: IntakeForm, looked: Looked) -> HttpResponse:
    names = [_name(row) for _, row in form.arrived]
    met = [_met(request, number, row, looked[0]) for number, row in form.arrived]
    sexes = [row.cleaned_data["sex"] for _, row in form.arrived]
    kin = [
        Kin(f"kin-{child}-{adult}", names[child], names[adult], kin_choices(sexes[adult]), form.said(child, adult))
        for child, adult in form.pairs()
    ]
    context = {"section": "intake", "form": form, "met": met, "kin": kin, "known": sum(bool(one.candidates) for one in met)}
    return show(request, "kinkeeper/intake_check.html", context, looked)


def _met(request: HttpRequest, number: int, row: ArrivalForm, standpoint: Standpoint) -> Met:
    told = row.cleaned_data
    wanted = Wanted(told["given"], told["surnames"], told["born"], told["a_number"])
    candidates = find_candidates(viewer_of(request), wanted, standpoint)
    return Met(number, row, _name(row), tuple(candidates), told["known_as"])


def _name(row: ArrivalForm) -> str:
    return f"{row.cleaned_data['given']} {row.cleaned_data['surnames']}".strip()
