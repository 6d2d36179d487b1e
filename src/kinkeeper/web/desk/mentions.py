"""Mentions: kin named in remarks and notes, the words marked; each made a tie of with proof, or followed up no further, by a person."""

from secrets import token_hex
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kinkeeper.domain.access import rights_of
from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.jobs.deliveries.mentions import OF_NO_CHILD, accept, dismiss
from kinkeeper.queries.portraits import get_portraits
from kinkeeper.queries.review.mentions import ACCEPTED, DISMISSED, NOBODY, NOTE, OPEN, TIED, get_page
from kinkeeper.web.asked import page_number, read_standpoint
from kinkeeper.web.frame import pages, show
from kinkeeper.web.taking import take_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.kin import CLAIMED, KIN_NOT_SAID
from kinkeeper.web.words.refusals import refusal

ROWS = 25
STATES: dict[str, Any] = {
    OPEN: gettext_lazy("Waits for a reader"),
    ACCEPTED: gettext_lazy("A tie was proven"),
    TIED: gettext_lazy("A tie stands by other evidence"),
    DISMISSED: gettext_lazy("Followed up no further"),
    NOBODY: gettext_lazy("Nobody known has the number"),
}


@require_http_methods(["GET", "POST"])
def mentions(request: HttpRequest) -> HttpResponse:
    """The list, by person; sent, one of them is answered."""
    viewer, error = viewer_of(request), ""
    if request.method == "POST":
        try:
            _answer(request)
            return redirect(request.get_full_path())
        except KinkeeperError as refused:
            error = refusal(refused)
    looked, which = read_standpoint(request), request.GET.get("show", OPEN)
    found = get_page(viewer, which, first=ROWS * (page_number(request) - 1), most=ROWS, known_at=looked[0].known_at)
    page = found.first // ROWS + 1
    portraits = get_portraits(viewer, {person for one in found.shown for person in (one.person, *one.bearers)}, looked[0])
    names = {person: portrait.name or person for person, portrait in portraits.items()}
    rows = [
        {
            "one": one,
            "name": names.get(one.person, one.person),
            "source": one.record or (_("a note") if one.where == NOTE else one.where),
            "kin": CLAIMED.get(one.relation, KIN_NOT_SAID),
            "bearers": [(person, names.get(person, person)) for person in one.bearers],
            "state": STATES[one.state],
            "is_open": one.state == OPEN,
            "may_prove": one.state in (OPEN, TIED) and one.relation not in OF_NO_CHILD,
            "may_answer": one.state in (OPEN, DISMISSED) or (one.state == TIED and one.relation not in OF_NO_CHILD),
        }
        for one in found.shown
    ]
    context = {
        "section": "mentions",
        "rows": rows,
        "states": [(name, words, found.counted[name]) for name, words in STATES.items()],
        "which": which,
        "take": take_link(request, "mentions"),
        "may_judge": "judge" in rights_of(viewer),
        "error": error,
        "request_id": token_hex(16),
        "listed": {"first": found.first + 1 if rows else 0, "page": page, "pages": max(-(-found.among // ROWS), 1)},
        **pages(page, found.first + 1, len(rows), found.among),
    }
    answer = show(request, "kinkeeper/mentions.html", context, looked)
    answer.status_code = 400 if error else 200
    return answer


def _answer(request: HttpRequest) -> None:
    told, actor = request.POST, viewer_of(request)
    request_id = f"page:{told.get('request', token_hex(16))[:64]}:{told.get('mention', '')[:40]}"
    if told.get("what") == "accept":
        accept(told.get("mention", ""), told.get("bearer", ""), told.get("words", ""), actor=actor, request_id=request_id)
    else:
        why = told.get("words", "") if told.get("what") == "dismiss" else ""
        dismiss(told.get("mention", ""), why, actor=actor, request_id=request_id)
