"""The page on which something is done to many ticked rows: first what it does to each, then what became of each, and a way back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from kinkeeper.domain.access import Viewer, rights_of
from kinkeeper.domain.access.accounts import Agency
from kinkeeper.domain.access.decisions import Reach, reach_of
from kinkeeper.domain.casework.cases import Case
from kinkeeper.domain.casework.warnings import Warning
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.waiting.goes import Asked, Go
from kinkeeper.gateway.waiting import goes
from kinkeeper.jobs.casework.at_once import CHILD, DEEDS, EXPLAIN, MOST, WARNING, Deed, Row, checked, do, list_rows, take_back
from kinkeeper.jobs.casework.going import PIECE
from kinkeeper.jobs.deliveries.queue import ask_for_go
from kinkeeper.jobs.sayings import saying
from kinkeeper.queries.access.accounts import list_colleagues
from kinkeeper.queries.casework.goes import list_goes
from kinkeeper.queries.deliveries.meeting import list_meetings
from kinkeeper.queries.moments import ledger_size
from kinkeeper.queries.portraits import get_portraits
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.work.reasons import REASONS
from kinkeeper.web.asked import read_standpoint
from kinkeeper.web.at_work.going import Going, opened
from kinkeeper.web.at_work.matching import find_matching
from kinkeeper.web.frame import show
from kinkeeper.web.sections import say_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.views.say import Field, field_of
from kinkeeper.web.words.casework import GOES, RULES
from kinkeeper.web.words.names import full
from kinkeeper.web.words.refusals import refusal

TITLES: dict[str, Any] = {
    "answer": gettext_lazy("Answer the warnings"),
    "close-warning": gettext_lazy("Close the warnings"),
    "case": gettext_lazy("Assign to a caseworker"),
    "flag": gettext_lazy("Raise a flag"),
    "task": gettext_lazy("Give a task or leave a note"),
    EXPLAIN: gettext_lazy("Bring to a meeting: why lists differ, and who sees to it"),
}
HAND_OVER = "hand-over-cases"
SHOWN = 200
"""Rows that are shown one by one with a box to untick; of more, the first, and all that are left out."""
LISTS: dict[str, str] = {CHILD: "separations", WARNING: "warnings"}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be done with the rows that are ticked, as a list offers it."""

    name: str
    words: Any


@dataclass(frozen=True, slots=True)
class Sent:
    """What is to be done, or taken back, with which token of the form; what is said once for all rows; and the list they came from."""

    deed: Deed
    undo: bool
    token: str
    told: Mapping[str, str]
    back: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One row as the page shows it: what it is called, how it stands or what became of it, and whether that is a refusal."""

    row: str
    name: str
    words: Any
    refused: bool = False


def choices(viewer: Viewer, kind: str, standpoint: Standpoint) -> tuple[Choice, ...]:
    """What this reader can do at once with rows of a kind; nothing on a page that looks back, or where the reader records nothing."""
    if standpoint.is_past:
        return ()
    rights = {"answer": "answer", "close-warning": "answer"}
    of_everybody = reach_of(viewer) is Reach.EVERYBODY  # lists that are brought together are of everybody
    return tuple(
        Choice(one.name, TITLES[one.name])
        for one in DEEDS.values()
        if one.of == kind and rights.get(one.name, "report") in rights_of(viewer) and (of_everybody or one.name != EXPLAIN)
    )


def offered(matching: int, on_page: int) -> int:
    """How many rows match where all of them can be done at once and the page shows but some; else 0."""
    return matching if on_page < matching <= MOST else 0


@require_http_methods(["GET", "POST"])
def at_once(request: HttpRequest) -> HttpResponse:
    """What is to be done to the rows that were ticked; `step` says how far the reader is: looks, does it, takes it back."""
    deed, ticked = DEEDS.get(request.POST.get("action", "")), [row for told in request.POST.getlist("row") for row in told.split()]
    if request.POST.get("action") == HAND_OVER and ticked:  # one offer of them all, which the next accepts or refuses whole
        return redirect(say_link("", HAND_OVER, children=",".join(ticked[:SHOWN])).href)
    if deed is None or request.method != "POST":
        return _nothing(request, deed)
    step, going = request.POST.get("step", ""), Going(tuple(dict.fromkeys(ticked)))
    try:
        going = _going(request, deed) or going
        if not going.left:
            return _nothing(request, deed)
        if step not in ("do", "undo"):
            return _form(request, deed, going)
        sent = Sent(deed, step == "undo", _token(request), _told(request, deed), _back(request, deed))
        if len(going.left) > PIECE:
            return redirect("go", go_id=_begin(viewer_of(request), sent, going.left))
        act = take_back if sent.undo else do
        going = going.after(act(deed, going.left, sent.told, viewer_of(request), sent.token))
    except Refused as refused:
        return _form(request, deed, going, refusal(refused)) if going.left else _nothing(request, deed, refusal(refused))
    return outcome(request, sent, going)


def _begin(viewer: Viewer, sent: Sent, rows: tuple[str, ...]) -> str:
    """Have the worker do it to many rows; said once, however often the form is sent."""
    told = dict(sent.told if sent.undo else checked(sent.deed, sent.told, viewer))
    go_id = goes.begin(Asked(viewer.name, sent.deed.name, sent.undo, sent.token, told, rows, sent.back), actor=viewer)
    ask_for_go(go_id, viewer)
    return go_id


def _going(request: HttpRequest, deed: Deed) -> Going | None:
    """What the page sent on, or all that match where that is asked for; None where rows were ticked."""
    if word := request.POST.get("going", ""):
        going = opened(word, viewer_of(request), deed.name)
        if going is None:
            raise Refused("What this page sends on was made for somebody else, or by nobody. Tick the rows again.")
        return going
    return Going(tuple(find_matching(request))) if request.POST.get("all") else None


def _nothing(request: HttpRequest, deed: Deed | None, error: str = "") -> HttpResponse:
    """Nothing is to be done: the reader's own goes, and where rows are ticked."""
    told = error or (_("Tick rows on a list first, and choose what is to be done with them.") if request.method == "POST" else "")
    own = [(one, TITLES[one.asked.deed], GOES[one.state]) for one in list_goes(viewer_of(request))]
    context = {"heading": _("Many rows at once"), "error": told, "goes": own}
    return answer(request, _back(request, deed), "kinkeeper/at_once.html", context, 400 if told else 200)


def _form(request: HttpRequest, deed: Deed, going: Going, error: str = "") -> HttpResponse:
    """Each row with how it stands, before anything is recorded; of very many, each that is left out and the first of the others."""
    viewer, rows = viewer_of(request), going.left[:MOST]
    known = list_rows(deed, rows, viewer, "")
    nobody, stops = _("You may not know of it, or there is none."), {row: deed.stops(one) for row, one in known.items()}
    can = [row for row in rows if row in known and not stops[row]]
    listed, refused = can[:SHOWN], [row for row in rows if row not in set(can)]
    names = _names(viewer, deed, {row: known[row] for row in {*listed, *refused} if row in known}, read_standpoint(request)[0])
    left_out = [Shown(row, names[row], stops[row], refused=True) for row in refused if row in known]
    left_out += [Shown(row, names.get(row, row), nobody, refused=True) for row in refused if row not in known]
    shown = [Shown(row, names[row], _stands(known[row])) for row in listed]
    is_many = len(rows) > SHOWN
    context = {
        "heading": TITLES[deed.name],
        "deed": deed.name,
        "rows": shown,
        "refused": left_out,
        "count": len(rows),
        "can": len(can),
        "more": len(can) - len(shown),
        "going": replace(going, left=tuple(can)).sealed(viewer, deed.name) if is_many else "",
        "fields": list(_fields(viewer, deed, _told(request, deed))),
        "error": error,
        "request_id": _token(request) or token_hex(16),
    }
    return answer(request, _back(request, deed), "kinkeeper/at_once.html", context, 400 if error else 200)


def _sent_on(request: HttpRequest, sent: Sent, going: Going) -> dict[str, Any]:
    """What the form sends that takes it back."""
    told = {"step": "undo", "action": sent.deed.name, "request": sent.token, **sent.told, "back": sent.back}
    return {"deed": sent.deed.name, "sent": {**told, "going": going.sealed(viewer_of(request), sent.deed.name)}.items()}


def outcome(request: HttpRequest, sent: Sent, going: Going, kept: Go | None = None) -> HttpResponse:
    """What became of each row; of a go that was stopped, of those that it came to."""
    viewer, done, deed = viewer_of(request), going.done + going.same, sent.deed
    rows = [*done[:SHOWN], *(row for row, _why in going.refused)]
    known = list_rows(deed, rows, viewer, "") if rows else {}
    names = _names(viewer, deed, known, read_standpoint(request)[0])
    if sent.undo:
        sentence = ngettext("Taken back for %(n)s row.", "Taken back for %(n)s rows.", len(done)) % {"n": len(done)}
    else:
        sentence = ngettext("Recorded for %(n)s row.", "Recorded for %(n)s rows.", len(done)) % {"n": len(done)}
    context = {
        "heading": TITLES[deed.name],
        "sentence": sentence,
        "refused": [Shown(row, names.get(row, row), why, refused=True) for row, why in going.refused],
        "rows": [Shown(row, names[row], _stands(known[row])) for row in done[:SHOWN] if row in known],
        "more": max(len(done) - SHOWN, 0),
        "undo": 0 if sent.undo else len(going.done),
        "go": kept,
        "left": len(going.left),
    }
    return answer(request, sent.back, "kinkeeper/at_once_done.html", context | _sent_on(request, sent, Going(going.done)), 200)


def _back(request: HttpRequest, deed: Deed | None) -> str:
    """The list that the rows were ticked on."""
    asked = request.POST.get("back", "")
    back = asked if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else ""
    return back or reverse(LISTS[deed.of] if deed else "separations")


def answer(request: HttpRequest, back: str, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    """A page of what is done to many rows, with the list that they came from."""
    found = show(request, template, {"section": "at-once", "back": back, **context}, read_standpoint(request))
    found.status_code = status
    return found


def _token(request: HttpRequest) -> str:
    return request.POST.get("request", "")[:64]


def _told(request: HttpRequest, deed: Deed) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in (one.rstrip("?") for one in deed.asked)}


def _fields(viewer: Viewer, deed: Deed, told: dict[str, str]) -> list[Field]:
    """What is asked once for all rows; an owner is chosen among those who work on cases."""
    one, found = saying(deed.name), []
    for name in deed.asked:
        field = field_of(one, one.asked[name.rstrip("?")], told[name.rstrip("?")])
        if choices := _choices(viewer, deed, field.name):
            field = replace(field, choices=choices)
        elif field.name == "meeting_id":
            field = replace(field, hint=_("No meeting is arranged yet: arrange one under “Lists” first."))
        found.append(replace(field, needed=not name.endswith("?")))
    return found


def _choices(viewer: Viewer, deed: Deed, name: str) -> tuple[tuple[str, Any], ...]:
    """What can be chosen for a part that only this page knows the choices of."""
    if name == "owner":
        agencies = tuple((one.value, one.value) for one in Agency) if deed.name == EXPLAIN else ()
        return (*agencies, *((who.name, f"{who.person or who.name} ({who.agency})") for who in list_colleagues(viewer)))
    if name == "meeting_id":
        return tuple((one.meeting_id, one.name) for one in list_meetings(viewer, ledger_size()))
    return tuple(REASONS.items()) if name == "reason" and deed.name == EXPLAIN else ()


def _names(viewer: Viewer, deed: Deed, known: dict[str, Row], standpoint: Standpoint) -> dict[str, str]:
    """Row -> what a reader calls it."""
    warnings = {row: one.stands for row, one in known.items() if isinstance(one.stands, Warning)}
    persons = set(known) if deed.of == CHILD else {one.person_id for one in warnings.values()} - {""}
    portraits = get_portraits(viewer, sorted(persons), standpoint)
    if deed.of == CHILD:
        return {row: full(portraits[row]) if row in portraits else row for row in known}
    names = {row: [str(RULES.get(one.rule, one.rule))] for row, one in warnings.items()}
    for row, one in warnings.items():
        if one.person_id:
            names[row].append(full(portraits[one.person_id]) if one.person_id in portraits else one.person_id)
    return {row: ": ".join(parts) for row, parts in names.items()}


def _stands(row: Row) -> str:
    """How a row stands now, in words."""
    one = row.stands
    if isinstance(one, Warning):
        return _("Answered by %(who)s.") % {"who": one.answered_by} if one.answer else _("Nobody has answered it.")
    if isinstance(one, Case) and not one.outcome:
        return _("Has an open case; its owner is %(owner)s.") % {"owner": one.owner}
    return _("Has no open case.")
