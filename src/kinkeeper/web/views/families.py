"""A family: who was where, who is apart since when, why they are held to be kin, and every statement about them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kinkeeper.domain.access import rights_of
from kinkeeper.domain.errors import NotFound
from kinkeeper.domain.terms import Outcome, TieStatus
from kinkeeper.domain.ties import Tie
from kinkeeper.queries.apart import Apart
from kinkeeper.queries.casework.way import get_way
from kinkeeper.queries.counts.around import get_around
from kinkeeper.queries.families import Household, find_family_of, get_family, get_person_alone
from kinkeeper.queries.history import History, list_statements
from kinkeeper.queries.searching.families import list_families_by
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.listings.families_by import families_by
from kinkeeper.web.asked import carried, instant_of_view, page_number, read_standpoint
from kinkeeper.web.at_work.columns import tidy
from kinkeeper.web.at_work.searched import filtered, searched_for
from kinkeeper.web.forms import FamiliesForm
from kinkeeper.web.frame import Looked, pages, show
from kinkeeper.web.last_look import last_look_at
from kinkeeper.web.leads.next_step import nearest, next_step
from kinkeeper.web.own_views import own_views
from kinkeeper.web.pictures.kin import kin_chart
from kinkeeper.web.pictures.landscape import landscape
from kinkeeper.web.pictures.lanes import lay_out
from kinkeeper.web.pictures.portrait import portrait
from kinkeeper.web.pictures.waterfall import waterfall
from kinkeeper.web.taking import take_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.counts import as_far_as_counted
from kinkeeper.web.words.kin import family_name, state, tie_sentence
from kinkeeper.web.words.marks import KINDS, marks
from kinkeeper.web.words.statements import lines

STATEMENTS = 12
ROWS = 25
ZOOMS = ("weeks", "month")


@dataclass(frozen=True, slots=True)
class State:
    """A separation in the header: its words, and whether it goes on, ended in reunion, or otherwise."""

    words: str
    kind: str


@require_GET
@tidy
def families(request: HttpRequest) -> HttpResponse:
    """Every family, or those that are asked for; those longest apart first."""
    looked = read_standpoint(request)
    form, searched = FamiliesForm(request.GET), searched_for(request, looked[0])
    by = families_by(form.told(), searched.persons if searched else None)
    listed = list_families_by(viewer_of(request), looked[0], by, page=page_number(request), size=ROWS)
    total = f"{listed.families:,}" if listed.to_the_end else as_far_as_counted(listed.families)
    columns = {"persons": _("Persons"), "apart": _("Children apart"), "since": _("Since")}
    around = get_around(viewer_of(request), looked[0], "families")
    own = own_views(request, "families", columns, around.views)
    context = {"section": "families", "counted": around.frame, "listed": listed, "counted_families": total, **own}
    context |= filtered(request, "families", form, searched)
    context |= {"take": take_link(request, "families").only(own["columns"].shown)} | pages(
        listed.page, listed.first, len(listed.rows), total
    )
    return show(request, "kinkeeper/families.html", context, looked)


@require_GET
def family(request: HttpRequest, family_id: str) -> HttpResponse:
    """The page of one family."""
    looked = read_standpoint(request)
    return _page(request, get_family(viewer_of(request), family_id, looked[0]), looked)


@require_GET
def person(request: HttpRequest, person_id: str) -> HttpResponse:
    """To the family that a person is in; the page of the person alone where no kin is known."""
    looked = read_standpoint(request)
    family_id = find_family_of(viewer_of(request), person_id, looked[0])
    if family_id:
        return redirect(reverse("family", args=[family_id]) + carried(request))
    return _page(request, get_person_alone(viewer_of(request), person_id, looked[0]), looked)


def _page(request: HttpRequest, household: Household, looked: Looked) -> HttpResponse:
    standpoint = looked[0]
    whole = request.GET.get("statements") == "all"
    persons = [member.person_id for member in household.members]
    history = list_statements(viewer_of(request), standpoint, persons, household.family_id, most=None if whole else STATEMENTS)
    last = last_look_at(request, persons)
    context = {
        "section": "families",
        "household": household,
        "last_look": last,
        "new": frozenset(one.position for one in history.statements if last.is_new(one.position)),
        "states": [State(state(one, household), _kind(one)) for one in household.apart],
        "name": family_name(household.members),
        "history": history,
        "lines": lines(history, household),
        "may_object": rights_of(viewer_of(request)),
        **_days(history, standpoint),
        **_way(request, household, standpoint),
        **_evidence(household, request.GET.get("tie", "")),
    }
    return show(request, "kinkeeper/family.html", context, looked)


def _kind(one: Apart) -> str:
    if one.still:
        return "apart"
    return "reunited" if one.outcome == Outcome.REUNITED else "ended"


def _way(request: HttpRequest, household: Household, standpoint: Standpoint) -> dict[str, Any]:
    """What must be done next, the timeline with its marks, and the documents."""
    now = instant_of_view(standpoint)
    way = get_way(viewer_of(request), [member.person_id for member in household.members], standpoint, now)
    zoom, clock = request.GET.get("zoom", ""), nearest(household, way)
    found = marks(way, household)
    orders = [one for one in way.orders.values() if one.kind == "order"]
    lanes = lay_out(household, standpoint.as_of, zoom=zoom, marks=found, orders=orders)
    starts = [one.start[:10] for member in household.members for one in member.custody.timeline.periods if len(one.start) >= 10]
    days = (date.fromisoformat(standpoint.as_of) - date.fromisoformat(min(starts, default=standpoint.as_of))).days
    return {
        "lanes": lanes,
        "landscape": landscape(lanes),
        "portrait": portrait(lanes, days / 7),
        "marks": found,
        "mark_kinds": [(kind, words) for kind, words in KINDS.items() if any(one.kind == kind for one in found)],
        "zoom": zoom if zoom in ZOOMS else "",
        "next_step": next_step(household, way, now, clock),
        "nearest": clock,
        "documents": way.documents,
        "may_report": "report" in rights_of(viewer_of(request)) and not standpoint.is_past,
    }


def _evidence(household: Household, asked: str) -> dict[str, Any]:
    """The tie whose evidence is shown: the one asked for, else of the first separation, else the likeliest."""
    tie = _chosen(household, asked)
    if tie is None:
        return {"tie": None}
    return {
        "tie": tie,
        "why": tie_sentence(tie, household),
        "waterfall": waterfall(tie.evidence),
        "chance": f"{float(tie.probability):.2f}",
        "kin": kin_chart(household, tie.key),
    }


def _chosen(household: Household, asked: str) -> Tie | None:
    if not household.ties:
        return None
    by_key = {tie.key: tie for tie in household.ties}
    child, _, adult = asked.partition("~")
    if asked and (child, adult) not in by_key:
        raise NotFound("This tie is not known in this family at the moment you look at.")
    wanted = [(child, adult), *((one.child, one.adult) for one in household.apart)]
    likeliest = max(household.ties, key=lambda tie: (tie.status != TieStatus.REFUTED, float(tie.probability), tie.key))
    return next((by_key[key] for key in wanted if key in by_key), likeliest)


def _days(history: History, standpoint: Standpoint) -> dict[str, Any]:
    """The recorded days with where each stands on the strip, and the neighbours of the one that is looked at."""
    days = history.days
    first, last = (date.fromisoformat(days[0].day), date.fromisoformat(days[-1].day)) if days else (None, None)
    span = max((last - first).days, 1) if first and last else 1
    # One day alone stands at the right, where now is.
    places = [(date.fromisoformat(one.day) - first).days / span if len(days) > 1 and first else 1.0 for one in days]
    dots = [(round(8 + 584 * place, 1), one) for place, one in zip(places, days, strict=True)]
    here = sum(one.known_at <= standpoint.known_at for one in days) - 1
    later = days[here + 1] if here + 1 < len(days) else None
    return {"dots": dots, "here": days[here] if here >= 0 else None, "earlier": days[here - 1] if here > 0 else None, "later": later}
