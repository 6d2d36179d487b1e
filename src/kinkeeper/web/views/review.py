"""Review: one pair after another, decided by one key; the queue; what oneself has decided."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.requests import Request
from kinkeeper.domain.reviews import JudgeQuestion, Key, Subject, TakeBackJudgement
from kinkeeper.gateway import clock, submit
from kinkeeper.queries.review.control import get_control
from kinkeeper.queries.review.queue import Compared, Waiting, get_compared, get_progress, list_queue
from kinkeeper.queries.review.yields import list_decided
from kinkeeper.web.asked import carried, page_number, read_standpoint
from kinkeeper.web.forms import AnswerForm
from kinkeeper.web.frame import Looked, pages, show
from kinkeeper.web.pictures.reliability import reliability, yield_curve
from kinkeeper.web.pictures.waterfall import waterfall
from kinkeeper.web.taking import take_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words import review as said
from kinkeeper.web.words.comparing import before, fields

NEXT_SHOWN = 5
ROWS = 25


@dataclass(frozen=True, slots=True)
class Step:
    """Where a pair stands in the queue: what comes before and after it, and the few that follow."""

    before: Waiting | None
    after: Waiting | None
    following: tuple[Waiting, ...]


@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """The pair that matters most of those that wait; an empty queue says what was done today."""
    looked = read_standpoint(request)
    waiting = list_queue(viewer_of(request), looked[0])
    return _page(request, looked, waiting, waiting[0].key if waiting else None)


@require_GET
def pair(request: HttpRequest, subject: str, one: str, other: str) -> HttpResponse:
    """One pair, whether it waits or is decided."""
    looked = read_standpoint(request)
    return _page(request, looked, list_queue(viewer_of(request), looked[0]), (subject, one, other))


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Every pair that waits for this reader, in order, and how the order comes about."""
    looked = read_standpoint(request)
    waiting = list_queue(viewer_of(request), looked[0])
    last_page = max(1, -(-len(waiting) // ROWS))
    page = min(page_number(request), last_page)
    start = (page - 1) * ROWS
    rows = [said.row(one) for one in waiting[start : start + ROWS]]
    listed = {"page": page, "pages": last_page, "first": start + 1 if rows else 0}
    context = {
        "section": "review",
        "nav_waiting": len(waiting),
        "rows": rows,
        "listed": listed,
        "take": take_link(request, "questions"),
        **pages(page, start + 1, len(rows), len(waiting)),
    }
    return show(request, "kinkeeper/review_queue.html", context, looked)


@require_GET
def decided(request: HttpRequest) -> HttpResponse:
    """What this reader has decided, newest first, and what came of it."""
    looked = read_standpoint(request)
    listed = list_decided(viewer_of(request), looked[0], page=page_number(request), size=ROWS)
    context = {
        "section": "review",
        "listed": listed,
        "take": take_link(request, "decided"),
        **pages(listed.page, listed.first, len(listed.rows), listed.count),
    }
    return show(request, "kinkeeper/review_decided.html", context, looked)


@require_GET
def control(request: HttpRequest) -> HttpResponse:
    """What is missed, as far as the lots are read; what the scores turned out to be; what reading brings."""
    looked = read_standpoint(request)
    found = get_control(viewer_of(request), looked[0])
    context = {
        "section": "review",
        "control": found,
        "marks": reliability(found.turned),
        "shares": said.shares(found),
        "curve": yield_curve(found.found),
        "settled": len(found.found) - 1,
        "found": found.found[-1],
    }
    return show(request, "kinkeeper/review_control.html", context, looked)


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Record an answer and go on to the next pair; an answer that lacks its reason comes back with a sentence."""
    form = AnswerForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["answer"]:
        raise Refused("This form was not complete. Open the pair anew.")
    told = form.cleaned_data
    command = JudgeQuestion(told["subject"], told["one"], told["other"], told["answer"], form.reason_given(), viewer_of(request).name)
    if form.lacks_reason():
        looked = read_standpoint(request)
        waiting = list_queue(viewer_of(request), looked[0])
        return _page(request, looked, waiting, form.key(), lacking=command.answer)
    try:
        submit([Request.by_content(f"review:{told['seen']}", command)], actor=viewer_of(request))
    except Refused:
        return _go_on("taken")
    return _go_on(command.answer)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back one's own answer, and show the pair again."""
    form = AnswerForm(request.POST)
    form.is_valid()
    if form.errors.keys() & {"subject", "one", "other"}:
        raise Refused("This form was not complete. Open the pair anew.")
    command = TakeBackJudgement(*form.key(), viewer_of(request).name)
    submit([Request.by_content(f"review:{form.cleaned_data['seen']}", command)], actor=viewer_of(request))
    return HttpResponseRedirect(reverse("pair", args=form.key()) + "?recorded=undone")


def _go_on(recorded: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('review')}?recorded={recorded}")


def _page(request: HttpRequest, looked: Looked, waiting: tuple[Waiting, ...], key: Key | None, *, lacking: str = "") -> HttpResponse:
    viewer, standpoint = viewer_of(request), looked[0]
    now = clock.now()
    progress = get_progress(viewer, standpoint, today=now[:10], now=now, left=len(waiting))
    compared = get_compared(viewer, standpoint, key) if key else None
    context = {
        "section": "review",
        "nav_waiting": len(waiting),
        "progress": said.progress(progress),
        "last": progress.last,
        "recorded": said.recorded(request.GET.get("recorded", ""), compared.waiting if compared else None, len(waiting)),
        "lacking": lacking,
        "usual": said.usual_reasons(),
        **(_pair(compared, waiting) if compared else {"compared": None}),
    }
    template = "kinkeeper/review_swap.html" if getattr(request, "htmx", False) else "kinkeeper/review.html"
    response = show(request, template, context, looked)
    if getattr(request, "htmx", False) and key:
        response["HX-Push-Url"] = reverse("pair", args=key) + carried(request)
    return response


def _pair(compared: Compared, waiting: tuple[Waiting, ...]) -> dict[str, Any]:
    told = fields(compared)
    step = _step(compared.waiting.key, waiting)
    return {
        "compared": compared,
        "question": said.question(compared.waiting),
        "found": said.found(compared.waiting),
        "first_because": said.first_because(compared.waiting),
        "badge": said.badge(compared),
        "sides": said.sides(compared),
        "fields": told,
        "before": before(compared, told),
        "answers": said.answers(compared.waiting),
        "others_said": said.others_said(compared),
        "waterfall": waterfall(compared.evidence),
        "scale": said.scale(compared.waiting.probability),
        "step": step,
        "following": [said.row(one) for one in step.following],
        "received": said.received(compared),
        "is_tie": compared.waiting.key[0] == Subject.TIE,
    }


def _step(key: Key, waiting: tuple[Waiting, ...]) -> Step:
    at = next((place for place, one in enumerate(waiting) if one.key == key), -1)
    earlier = waiting[at - 1] if at > 0 else None
    return Step(earlier, waiting[at + 1] if at + 1 < len(waiting) else None, waiting[at + 1 : at + 1 + NEXT_SHOWN])
