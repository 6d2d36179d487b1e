"""The page on which something is done to many ticked rows: first what it does to each, then what became of each, and a way back."""

from collections.abc import Sequence
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
from kinkeeper.domain.casework.cases import Case
from kinkeeper.domain.casework.warnings import Warning
from kinkeeper.domain.errors import Refused
from kinkeeper.jobs.casework.at_once import CHILD, DEEDS, MOST, WARNING, Deed, Outcome, Row, do, list_rows, take_back
from kinkeeper.jobs.sayings import saying
from kinkeeper.queries.access.accounts import list_colleagues
from kinkeeper.queries.portraits import get_portraits
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.web.asked import read_standpoint
from kinkeeper.web.frame import show
from kinkeeper.web.sections import say_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.views.say import Field, field_of
from kinkeeper.web.words.casework import RULES
from kinkeeper.web.words.names import full

TITLES: dict[str, Any] = {
    "answer": gettext_lazy("Answer the warnings"),
    "close-warning": gettext_lazy("Close the warnings"),
    "case": gettext_lazy("Assign to a caseworker"),
    "flag": gettext_lazy("Raise a flag"),
    "task": gettext_lazy("Give a task or leave a note"),
}
HAND_OVER = "hand-over-cases"
LISTS: dict[str, str] = {CHILD: "separations", WARNING: "warnings"}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be done with the rows that are ticked, as a list offers it."""

    name: str
    words: Any


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
    return tuple(
        Choice(one.name, TITLES[one.name])
        for one in DEEDS.values()
        if one.of == kind and rights.get(one.name, "report") in rights_of(viewer)
    )


@require_http_methods(["GET", "POST"])
def at_once(request: HttpRequest) -> HttpResponse:
    """What is to be done to the rows that were ticked; `step` says how far the reader is: looks, does it, takes it back."""
    deed, rows = DEEDS.get(request.POST.get("action", "")), request.POST.getlist("row")
    if request.POST.get("action") == HAND_OVER and rows:  # one offer of them all, which the next accepts or refuses whole
        return redirect(say_link("", HAND_OVER, children=",".join(rows[:MOST])).href)
    if deed is None or not rows:
        told = _("Tick rows on a list first, and choose what is to be done with them.") if request.method == "POST" else ""
        return _answer(request, deed, "kinkeeper/at_once.html", {"heading": _("Many rows at once"), "error": told}, 400 if told else 200)
    step = request.POST.get("step", "")
    try:
        if step == "do":
            return _done(request, deed, do(deed, rows, _told(request, deed), viewer_of(request), _token(request)))
        if step == "undo":
            return _taken_back(request, deed, take_back(deed, rows, _told(request, deed), viewer_of(request), _token(request)))
        return _form(request, deed, rows)
    except Refused as refused:
        return _form(request, deed, rows[:MOST], str(refused))


def _form(request: HttpRequest, deed: Deed, rows: Sequence[str], error: str = "") -> HttpResponse:
    viewer, standpoint = viewer_of(request), read_standpoint(request)[0]
    known = list_rows(deed, rows, viewer, "")
    names = _names(viewer, deed, known, standpoint)
    shown = [Shown(row, names[row], deed.stops(one) or _stands(one), bool(deed.stops(one))) for row, one in known.items()]
    nobody, unknown = _("You may not know of it, or there is none."), (row for row in dict.fromkeys(rows) if row not in known)
    shown += [Shown(row, row, nobody, refused=True) for row in unknown]
    context = {
        "heading": TITLES[deed.name],
        "deed": deed.name,
        "rows": shown,
        "can": sum(not one.refused for one in shown),
        "fields": list(_fields(viewer, deed, _told(request, deed))),
        "error": error,
        "request_id": _token(request) or token_hex(16),
    }
    return _answer(request, deed, "kinkeeper/at_once.html", context, 400 if error else 200)


def _done(request: HttpRequest, deed: Deed, outcomes: Sequence[Outcome]) -> HttpResponse:
    done = [one for one in outcomes if not one.refused]
    context = {
        "sentence": ngettext("Recorded for %(n)s row.", "Recorded for %(n)s rows.", len(done)) % {"n": len(done)},
        "undo": [one.row for one in done if one.receipt and one.receipt.count],
        "told": _told(request, deed).items(),
        "request_id": _token(request),
    }
    return _outcome(request, deed, outcomes, context)


def _taken_back(request: HttpRequest, deed: Deed, outcomes: Sequence[Outcome]) -> HttpResponse:
    back = sum(not one.refused for one in outcomes)
    return _outcome(
        request, deed, outcomes, {"sentence": ngettext("Taken back for %(n)s row.", "Taken back for %(n)s rows.", back) % {"n": back}}
    )


def _outcome(request: HttpRequest, deed: Deed, outcomes: Sequence[Outcome], context: dict[str, Any]) -> HttpResponse:
    viewer = viewer_of(request)
    known = list_rows(deed, [one.row for one in outcomes], viewer, "")
    names = _names(viewer, deed, known, read_standpoint(request)[0])
    shown = [Shown(one.row, names.get(one.row, one.row), one.refused or _stands(known[one.row]), bool(one.refused)) for one in outcomes]
    refused = [one for one in shown if one.refused]
    told = {"heading": TITLES[deed.name], "deed": deed.name, "refused": refused, "rows": [one for one in shown if not one.refused]}
    return _answer(request, deed, "kinkeeper/at_once_done.html", told | context, 200)


def _answer(request: HttpRequest, deed: Deed | None, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    asked = request.POST.get("back", "")
    back = asked if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else ""
    context["back"] = back or reverse(LISTS[deed.of] if deed else "separations")
    answer = show(request, template, {"section": "at-once", **context}, read_standpoint(request))
    answer.status_code = status
    return answer


def _token(request: HttpRequest) -> str:
    return request.POST.get("request", "")[:64]


def _told(request: HttpRequest, deed: Deed) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in (one.rstrip("?") for one in deed.asked)}


def _fields(viewer: Viewer, deed: Deed, told: dict[str, str]) -> list[Field]:
    """What is asked once for all rows; an owner is chosen among those who work on cases."""
    one, found = saying(deed.name), []
    for name in deed.asked:
        field = field_of(one, one.asked[name.rstrip("?")], told[name.rstrip("?")])
        if field.name == "owner":
            field = replace(field, choices=tuple((who.name, f"{who.person or who.name} ({who.agency})") for who in list_colleagues(viewer)))
        found.append(replace(field, needed=not name.endswith("?")))
    return found


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
