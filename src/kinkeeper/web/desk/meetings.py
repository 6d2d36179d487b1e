"""Meetings at which lists are brought together: which there are, and the screen of one, where reasons and owners are given."""

from collections.abc import Iterable
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kinkeeper.domain.access import Viewer, rights_of
from kinkeeper.domain.access.accounts import Agency
from kinkeeper.domain.access.decisions import Reach, reach_of
from kinkeeper.domain.deliveries.differences import Explanation
from kinkeeper.domain.deliveries.meetings import OF_SENDER, OURS, Meeting
from kinkeeper.domain.errors import KinkeeperError, Refused
from kinkeeper.jobs.deliveries.meeting import explain_many
from kinkeeper.jobs.saying import say
from kinkeeper.jobs.sayings import saying
from kinkeeper.queries.deliveries.differences import Difference, Part
from kinkeeper.queries.deliveries.editions import list_editions
from kinkeeper.queries.deliveries.explanations import list_explained
from kinkeeper.queries.deliveries.lists import Overlap, count_overlap
from kinkeeper.queries.deliveries.meeting import Screen, get_meeting, get_screen, list_meetings
from kinkeeper.queries.portraits import get_portraits
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports import printing
from kinkeeper.reports.work.reasons import REASONS, list_name, suggested
from kinkeeper.web.asked import page_number, read_standpoint
from kinkeeper.web.frame import pages, show
from kinkeeper.web.taking import take_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.meetings import described
from kinkeeper.web.words.refusals import refusal

ROWS = 25
SAID = ("reason", "owner", "next_step", "words")
SEEN = "seen-"
"""Before a person's number: by which entry what stood on the page was said of them."""
MOST_NAMED = 40
"""So many lists are offered to be brought together; others can be named by hand."""


@require_http_methods(["GET", "POST"])
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings, how far chosen lists overlap, and a form to arrange a meeting; for who sees a part, what is said of whom they see."""
    viewer, error = viewer_of(request), ""
    if request.method == "POST":
        told = {"name": request.POST.get("name", ""), "lists": _named(request), "role": request.POST.get("role", "")}
        try:
            say(saying("arrange-meeting"), told, viewer, request_id=_request_id(request))
            return redirect("meetings")
        except KinkeeperError as refused:
            error = refusal(refused)
    looked = read_standpoint(request)
    here = looked[0]
    sees_all = reach_of(viewer) is Reach.EVERYBODY
    chosen = request.GET.getlist("list") if sees_all else []
    side, unlike = _compared(viewer, chosen, here) if chosen else (None, "")
    context = {
        "section": "meetings",
        "sees_all": sees_all,
        "may_arrange": sees_all and "assess" in rights_of(viewer),
        "meetings": [(one, [list_name(name) for name in one.lists]) for one in list_meetings(viewer, here.known_at)] if sees_all else [],
        "take": take_link(request, "meetings" if sees_all else "explained"),
        "explained": [] if sees_all else _explained(viewer, here),
        "lists": _offered(viewer, here) if sees_all else [],
        "chosen": chosen or request.POST.getlist("list"),
        "side": side,
        "matrix": [] if side is None else [(list_name(one), row) for one, row in zip(side.lists, side.matrix(), strict=True)],
        "heads": [list_name(one) for one in side.lists] if side else [],
        "error": error or unlike,
        "request_id": token_hex(16),
    }
    answer = show(request, "kinkeeper/meetings.html", context, looked)
    answer.status_code = 400 if error else 200
    return answer


def _named(request: HttpRequest) -> str:
    return ", ".join([*request.POST.getlist("list"), *filter(None, [request.POST.get("other", "").strip()])])


def _request_id(request: HttpRequest) -> str:
    return f"page:{request.POST.get('request', token_hex(16))[:64]}"


def _compared(viewer: Viewer, chosen: list[str], here: Standpoint) -> tuple[Overlap | None, str]:
    try:
        return count_overlap(viewer, chosen, role="child", known_at=here.known_at), ""
    except KinkeeperError as refused:
        return None, refusal(refused)


def _offered(viewer: Viewer, here: Standpoint) -> list[tuple[str, Any]]:
    """Our own list, those of senders, and the newest files."""
    came = list_editions(viewer, here.known_at)
    senders = dict.fromkeys(f"{OF_SENDER}{one.sender}" for one in came if one.sender)
    names = dict.fromkeys([OURS, *senders, *(one.name for one in came if one.layout)])
    return [(name, _("newest of %(sender)s") % {"sender": list_name(name)} if name in senders else list_name(name)) for name in names][
        :MOST_NAMED
    ]


def _explained(viewer: Viewer, here: Standpoint) -> list[tuple[Explanation, str, Any, str]]:
    found = list_explained(viewer, here.known_at)
    portraits = get_portraits(viewer, {one.explanation.person_id for one in found}, here)
    return [
        (told, portraits[told.person_id].name, REASONS.get(told.reason, ""), one.at)
        for one in found
        if (told := one.explanation).person_id in portraits
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """A difference as the screen lists it: what is filled in stands beside it."""

    difference: Difference
    where: Any
    suggestion: str
    told: dict[str, str]
    seen: int


@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """The screen: what is new, what is open and how long, why and by whom; what is filled in is recorded, all of it or nothing."""
    viewer, error = viewer_of(request), ""
    looked = read_standpoint(request)
    brought_together = get_meeting(viewer, meeting_id, looked[0].known_at)
    if request.method == "POST":
        try:
            _record(request, brought_together, looked[0])
            return redirect(request.get_full_path())
        except KinkeeperError as refused:
            error = refusal(refused)
    part = Part(request.GET.get("show", ""), request.GET.get("owner", ""), first=ROWS * (page_number(request) - 1), most=ROWS)
    shown = get_screen(viewer, brought_together, looked[0], part)
    rows, first, found = [_row(one, request) for one in shown.open], shown.first, shown.counts.among
    context = {
        "section": "meetings",
        "shown": shown,
        "rows": rows,
        "may_say": "report" in rights_of(viewer),
        "may_hold": "assess" in rights_of(viewer),
        "editions": [(list_name(name), shown.editions.get(name), shown.side.sizes.get(name, 0)) for name in shown.meeting.lists],
        "matrix": [(list_name(one), row) for one, row in zip(shown.side.lists, shown.side.matrix(), strict=True)],
        "heads": [list_name(one) for one in shown.side.lists],
        "counts": shown.counts,
        "settled": [(one, described(one), REASONS.get(one.said.explanation.reason, "") if one.said else "") for one in shown.settled],
        "reasons": REASONS.items(),
        "agencies": [*Agency, viewer.name],
        "kept": {name: request.GET.get(name, "") for name in ("show", "owner")},
        "take": take_link(request, "differences", meeting=meeting_id),
        "forms": tuple(printing.FORMATS),
        "listed": {"first": first + 1 if found else 0, "page": first // ROWS + 1, "pages": max(-(-found // ROWS), 1)},
        "error": error,
        "request_id": token_hex(16),
        **pages(first // ROWS + 1, first + 1, len(rows), found),
    }
    answer = show(request, "kinkeeper/meeting.html", context, looked)
    answer.status_code = 400 if error else 200
    return answer


def _row(one: Difference, request: HttpRequest) -> Row:
    """A row; what was sent and not recorded stands there again."""
    told = {name: getattr(one.explanation, name) if one.explanation else "" for name in SAID}
    sent = {name: request.POST[f"{name}-{one.person}"] for name in SAID if f"{name}-{one.person}" in request.POST}
    suggestion = suggested(one.suggestion) if one.suggestion else ""
    return Row(one, described(one), suggestion, told | sent, one.said.position if one.said else -1)


def _record(request: HttpRequest, held: Meeting, here: Standpoint) -> None:
    """Record what was asked for: that the meeting was held, that something is taken back, or what was filled in."""
    viewer, number = viewer_of(request), held.meeting_id
    if request.POST.get("what") == "hold":
        say(saying("hold-meeting"), {"meeting_id": number}, viewer, request_id=_request_id(request))
    elif person := request.POST.get("back", ""):
        say(saying("take-back-explanation"), {"meeting_id": number, "person_id": person}, viewer, request_id=_request_id(request))
    else:
        persons = frozenset(name.removeprefix(SEEN) for name in request.POST if name.startswith(SEEN))
        filled = list(_filled_in(request, get_screen(viewer, held, here, Part(persons=persons))))
        if not filled:
            raise Refused("Nothing was filled in that does not stand there already.")
        explain_many(filled, viewer, _request_id(request))


def _filled_in(request: HttpRequest, shown: Screen) -> Iterable[dict[str, str]]:
    """What was filled in of each row, where it says something else than stands.

    :raises Refused: where another has said something of it since the page was opened.
    """
    for one in shown.open:
        stands = {name: getattr(one.explanation, name) if one.explanation else "" for name in SAID}
        told = {name: request.POST.get(f"{name}-{one.person}", stands[name]).strip() for name in SAID}
        if request.POST.get(f"suggested-{one.person}") and one.suggestion:
            told |= {"reason": one.suggestion.reason, "words": told["words"] or one.suggestion.about}
        if told == stands:
            continue
        if request.POST.get(f"{SEEN}{one.person}", "") != str(one.said.position if one.said else -1):
            who = one.said.explanation.by if one.said else ""
            raise Refused("%(who)s has said something of %(name)s meanwhile. Nothing was recorded.", who=who, name=one.name)
        yield {"meeting_id": shown.meeting.meeting_id, "person_id": one.person, **told}
