"""Intake: a family taken in as one unit, with a look for those known already before anything is recorded."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from kinkeeper.domain.errors import NotFound
from kinkeeper.domain.handover.needs import KINDS as NEEDS
from kinkeeper.domain.handover.needs import Need
from kinkeeper.domain.handover.tags import Tag, TagFile
from kinkeeper.jobs.intake import equip, recorded_of, take_in
from kinkeeper.queries.candidates import Candidate, Wanted, find_candidates
from kinkeeper.queries.families import Household, Member, get_family
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.things import list_things
from kinkeeper.web.arrivals import MOST_PERSONS, ArrivalForm, IntakeForm, kin_choices
from kinkeeper.web.asked import read_standpoint
from kinkeeper.web.frame import Looked, show
from kinkeeper.web.pictures.tag import qr_path
from kinkeeper.web.requests import cookies
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.codes import value

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


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one member takes along on paper: the QR code of the tag and its letters in groups, and the needs."""

    member: Member
    size: int
    path: str
    groups: tuple[str, ...]
    needs: tuple[Need, ...]


@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """The form; then the look for those known; then, sent again with the answers, the record."""
    looked = read_standpoint(request)
    if request.method == "GET":
        opened = IntakeForm(place=cookies.kept(request, STATION)[:80], intake_id=f"intake-{secrets.token_hex(8)}")
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
    arrived = form.intake()
    taken = take_in(arrived, actor=viewer_of(request))
    equip(arrived, form.needs(), tags=form.wants_tags, actor=viewer_of(request))
    if taken.family_id:
        response = redirect("taken-in", taken.family_id, taken.positions.start, taken.positions.stop - 1)
    else:
        response = redirect("taken-in-unshown", arrived.intake_id)
    cookies.keep(request, response, STATION, form.place.cleaned_data["place"])
    return response


@require_GET
def taken_in(request: HttpRequest, family_id: str, first: int, last: int) -> HttpResponse:
    """What was recorded: the family, and the entries that its members may hold against us."""
    looked = read_standpoint(request)
    household = get_family(viewer_of(request), family_id, looked[0])
    if not 0 <= first <= last < looked[0].size:
        raise NotFound("There are no such entries.")
    context = {"section": "intake", "household": household, "first": first, "last": last, "sheets": _sheets(request, household, looked[0])}
    return show(request, "kinkeeper/taken_in.html", context, looked)


@require_GET
def taken_in_unshown(request: HttpRequest, intake_id: str) -> HttpResponse:
    """What was recorded, for who took a family in and is shown none of it: that it stands, why it is not shown, and who sees it."""
    looked = read_standpoint(request)
    recorded = recorded_of(intake_id, viewer_of(request))
    if not recorded:
        raise NotFound("There is no such intake.")
    context = {"section": "intake", "first": recorded.start, "last": recorded.stop - 1}
    return show(request, "kinkeeper/taken_in_unshown.html", context, looked)


def _sheets(request: HttpRequest, household: Household, standpoint: Standpoint) -> list[Sheet]:
    """What is printed for each member: the tag worn, and what must travel along."""
    persons = [member.person_id for member in household.members]
    asked = {"persons": persons, "known_at": standpoint.known_at}
    worn = {one.tag.person_id: one.tag for one in list_things(viewer_of(request), "tag", TagFile, "person_id = ANY(%(persons)s)", asked)}
    needs = list_things(viewer_of(request), "need", Need, "person_id = ANY(%(persons)s)", asked)
    of = {person: tuple(one for one in needs if one.person_id == person and not one.ended) for person in persons}
    return [Sheet(member, *_code(worn.get(member.person_id)), of[member.person_id]) for member in household.members]


def _code(tag: Tag | None) -> tuple[int, str, tuple[str, ...]]:
    if tag is None or tag.retired_because:
        return 0, "", ()
    return *qr_path(tag.tag), tuple(tag.tag[at : at + 4] for at in range(0, len(tag.tag), 4))


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
    wanted = form.needs()
    needs = [(number, name, *wanted.get(number, ("", ""))) for number, name in enumerate(names)]
    context = {
        "section": "intake",
        "form": form,
        "met": met,
        "kin": kin,
        "known": sum(bool(one.candidates) for one in met),
        "needs": needs,
        "need_kinds": [(kind, value(kind)) for kind in NEEDS],
    }
    return show(request, "kinkeeper/intake_check.html", context, looked)


def _met(request: HttpRequest, number: int, row: ArrivalForm, standpoint: Standpoint) -> Met:
    told = row.cleaned_data
    wanted = Wanted(told["given"], told["surnames"], told["born"], told["a_number"])
    candidates = find_candidates(viewer_of(request), wanted, standpoint)
    return Met(number, row, _name(row), tuple(candidates), told["known_as"])


def _name(row: ArrivalForm) -> str:
    return f"{row.cleaned_data['given']} {row.cleaned_data['surnames']}".strip()
