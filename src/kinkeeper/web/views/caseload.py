"""One's own cases, handed over and taken; and documents about a person."""

import tempfile
from pathlib import Path
from secrets import token_hex

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kinkeeper.domain.access import require
from kinkeeper.domain.casework.caseloads import Caseload
from kinkeeper.domain.casework.cases import Case
from kinkeeper.domain.casework.documents import TYPES, Document
from kinkeeper.domain.casework.plans import open_steps
from kinkeeper.domain.errors import KinkeeperError, NotFound
from kinkeeper.jobs.casework.at_once import CHILD
from kinkeeper.jobs.documents import add_document
from kinkeeper.queries.casework.caseload import Mine, get_caseload, get_document
from kinkeeper.queries.deliveries.files import read_file
from kinkeeper.queries.portraits import get_portraits
from kinkeeper.web.asked import carried, read_standpoint
from kinkeeper.web.at_work.at_once import HAND_OVER, Choice, choices
from kinkeeper.web.at_work.columns import tidy
from kinkeeper.web.frame import show
from kinkeeper.web.last_look import last_look_of_list, remember_list
from kinkeeper.web.own_views import own_views
from kinkeeper.web.sections import Cell, Section, cells, choosable, say_link
from kinkeeper.web.taking import take_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.dates import long_day
from kinkeeper.web.words.names import full
from kinkeeper.web.words.refusals import refusal

KEYS = ("child", "since", "plan", "now", "flags", "next")
"""The columns of open cases, as an address names them."""


@require_GET
@tidy
def caseload(request: HttpRequest) -> HttpResponse:
    """The viewer's open cases, each with what may be done next; and cases that are offered."""
    looked = read_standpoint(request)
    viewer = viewer_of(request)
    mine = get_caseload(viewer, looked[0])
    kept = carried(request)
    last = last_look_of_list(request, "caseload", looked[0])
    rows = tuple(_case(one, mine, kept, is_new=last.is_new(mine.positions[one.child])) for one in mine.cases)
    links = (say_link(_("Hand over cases"), "hand-over-cases"), take_link(request, "cases"))
    columns = (_("Child"), _("Since"), _("Plan"), _("May be done now"), _("Open flags"), _("Next step"))
    offers = tuple(_offer(one, mine, viewer.name) for one in mine.offers)
    named = (_("Offer"), _("From"), _("To"), _("Children"), _("In words"), _("Next step"))
    taken = (take_link(request, "offered-cases"),)
    offered = Section("offers", _("Cases that are offered"), named, offers, _("No cases are offered to you, or by you."), taken)
    deeds = choices(viewer, CHILD, looked[0])
    deeds = (Choice(HAND_OVER, _("Hand over cases")), *deeds) if deeds else ()
    cases = Section("cases", _("Open cases"), columns, rows, _("No open case is yours."), links, keys=KEYS, deeds=deeds)
    own = own_views(request, "caseload", choosable(cases))
    sections = (offered, cases.only(own["columns"].shown))
    context = {"section": "caseload", "heading": _("My cases"), "sections": sections, "lines": (), **own}
    return remember_list(show(request, "kinkeeper/sections.html", context, looked), request, "caseload", looked[0])


def _case(one: Case, mine: Mine, kept: str, *, is_new: bool) -> tuple[Cell, ...]:
    spanish = (get_language() or "en").startswith("es")
    steps = open_steps(one.plan, {step.step: step for step in one.done})
    following = ", ".join(step.titulo if spanish else step.title for step in steps)
    flags = "; ".join(f"{flag.kind} ({long_day(flag.due)})" for flag in one.open_flags)
    return cells(
        Cell(_named(one.child, mine), reverse("case", args=[one.child]) + kept, is_new=is_new, tick=one.child),
        long_day(one.opened_at),
        one.plan.titulo if spanish else one.plan.title,
        following,
        Cell(flags, strong=True),
        Cell(_("Hand over"), say_link("", "hand-over-cases", children=one.child).href),
    )


def _offer(one: Caseload, mine: Mine, me: str) -> tuple[Cell, ...]:
    words = _("Answer") if one.to_owner == me else _("Take back")
    told = {"caseload_id": one.caseload_id, "accepted": "yes" if one.to_owner == me else "no"}
    children = ", ".join(_named(child, mine) for child in one.children)
    return cells(one.caseload_id, one.from_owner, one.to_owner, children, one.words, Cell(words, say_link("", "answer-cases", **told).href))


def _named(child: str, mine: Mine) -> str:
    return full(mine.names[child]) if child in mine.names else child


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, person_id: str) -> HttpResponse:
    """The form to keep a document about a person; sent twice, it is recorded once."""
    looked, viewer = read_standpoint(request), viewer_of(request)
    require(viewer, "report")
    portrait = get_portraits(viewer, [person_id], looked[0]).get(person_id)
    if portrait is None:
        raise NotFound("No such person is known.")
    told = {name: request.POST.get(name, "").strip()[:500] for name in ("title", "on", "source")}
    error, status = "", 200
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            with tempfile.TemporaryDirectory(prefix="kinkeeper-") as folder:
                path = Path(folder) / "file"
                with path.open("wb") as stream:
                    for piece in file.chunks() if file else ():
                        stream.write(piece)
                about = Document("", person_id, told["title"], told["on"], (file.name if file else "") or "", "", 0, "", told["source"])
                add_document(path, about, actor=viewer, request_id=f"page:{request.POST.get('request', token_hex(16))[:64]}")
            return redirect(reverse("case", args=[person_id]) + "#documents")
        except KinkeeperError as refused:
            error, status = refusal(refused), 400
    context = {
        "section": "case",
        "heading": _("Keep a document about %(name)s") % {"name": full(portrait)},
        "person_id": person_id,
        "told": told,
        "error": error,
        "kinds": ", ".join(TYPES),
        "request_id": request.POST.get("request") or token_hex(16),
    }
    answer = show(request, "kinkeeper/document.html", context, looked)
    answer.status_code = status
    return answer


@require_GET
def document(request: HttpRequest, document_id: str) -> StreamingHttpResponse:
    """The file of a document, to be saved: never shown in the page, whatever it is."""
    viewer = viewer_of(request)
    one = get_document(viewer, document_id)
    response = StreamingHttpResponse(read_file(viewer, one.sha256), content_type=TYPES[one.kind])
    response["Content-Disposition"] = f'attachment; filename="{one.document_id}.{"txt" if one.kind == "text" else one.kind}"'
    response["Content-Length"] = str(one.size)
    return response
