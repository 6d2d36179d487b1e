"""The page of a go: how far the worker is with many rows, and what came of them."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.domain.waiting.goes import UNFINISHED, GoState
from kinkeeper.gateway import clock
from kinkeeper.gateway.waiting import goes
from kinkeeper.jobs.casework.at_once import DEEDS
from kinkeeper.jobs.deliveries.queue import ask_for_go
from kinkeeper.queries.casework.goes import get_go
from kinkeeper.web.at_work.at_once import TITLES, Sent, answer, outcome
from kinkeeper.web.at_work.going import Going
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.refusals import refusal

SLOW = timedelta(minutes=1)
"""So long without a row done, the page says that nothing moves."""


@require_http_methods(["GET", "POST"])
def go(request: HttpRequest, go_id: str) -> HttpResponse:
    """How far the worker is with many rows, and what came of them; its owner stops it, and has it gone on with."""
    viewer = viewer_of(request)
    one = get_go(viewer, go_id)
    if request.method == "POST":
        if request.POST.get("what") == "stop":
            goes.set_state(go_id, GoState.STOPPED, of=UNFINISHED)
        elif one.left and goes.set_state(go_id, GoState.WAITING, of=[state for state in GoState if state is not GoState.DONE]):
            ask_for_go(go_id, viewer)
        return redirect("go", go_id=go_id)
    sent = Sent(DEEDS[one.asked.deed], one.asked.undo, one.asked.token, one.asked.told, one.asked.back)
    if not one.is_unfinished:
        refused = tuple((each.row, refusal(KinkeeperError(each.form, **each.told))) for each in one.came.refused)
        return outcome(request, sent, Going(one.left, one.came.done, one.came.same, refused), one)
    moved = clock.instant() - datetime.fromisoformat(one.moved)
    context = {"heading": TITLES[sent.deed.name], "go": one, "is_slow": moved > SLOW}
    return answer(request, sent.back, "kinkeeper/at_once_going.html", context, 200)
