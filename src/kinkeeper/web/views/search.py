"""The search box: takes what was typed, keeps it out of the address, and shows everything it finds; a few of it while typing."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from kinkeeper.domain.casework.saved_views import FILTERS
from kinkeeper.domain.terms import Custodian
from kinkeeper.extracts.places.search import ALIKE as NAME_ALIKE
from kinkeeper.extracts.places.search import NAMED
from kinkeeper.queries.searching.everything import Found, FoundFamily, find
from kinkeeper.queries.searching.persons import ALIKE, NAME, OWN
from kinkeeper.queries.searching.places import HeldAt
from kinkeeper.reports.places import KINDS as PLACE_KINDS
from kinkeeper.web import searches
from kinkeeper.web.asked import carried, read_standpoint
from kinkeeper.web.frame import show
from kinkeeper.web.sections import Link
from kinkeeper.web.taking import take_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.identifiers import number_of

WHILE_TYPING, ON_THE_PAGE = 6, 50
SEARCHED_WITHIN = ("families", "held", "due")
"""Lists that are searched within, by the names of their pages."""
SHORTEST = 3
"""Letters from which on it is worth looking while somebody types."""
HOLDS_CHILDREN, HOLDS_NO_ADULTS = frozenset({Custodian.ORR, Custodian.CBP}), frozenset({Custodian.ORR})


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """To what was found, the standpoint kept; without words to the list of children apart. Asked by htmx: the first few at once."""
    text = request.POST.get("text", "").strip()
    if getattr(request, "htmx", False):
        return _while_typing(request, text)
    within = request.POST.get("within", "")
    if within in SEARCHED_WITHIN:
        return _within(request, within, text)
    kept = {name: request.POST[name] for name in ("day", "known") if request.POST.get(name)}
    if not text:
        return HttpResponseRedirect(_to("separations", kept))
    word = searches.new_word()
    response = HttpResponseRedirect(_to("found", {**kept, "search": word}))
    searches.keep(request, response, word, text)
    return response


def _within(request: HttpRequest, page: str, text: str) -> HttpResponse:
    """To a list as it is filtered, searched for what was typed; without words to the list as it was."""
    kept = {name: request.POST[name] for name in ("day", "known", *FILTERS[page]) if request.POST.get(name)}
    word = searches.new_word() if text else ""
    response = HttpResponseRedirect(_to(page, {**kept, "search": word} if word else kept))
    if word:
        searches.keep(request, response, word, text)
    return response


def _while_typing(request: HttpRequest, text: str) -> HttpResponse:
    if len(text) < SHORTEST:
        return HttpResponse()
    standpoint, _form = read_standpoint(request)
    found = find(viewer_of(request), text, standpoint, most=WHILE_TYPING)
    context = {"text": text, "standpoint": standpoint, "carried": carried(request), **_rows(found)}
    return render(request, "kinkeeper/found_while_typing.html", context)


@require_GET
def found(request: HttpRequest) -> HttpResponse:
    """Everything found: persons with why they were found, and files."""
    looked = read_standpoint(request)
    word = request.GET.get("search", "")
    text = searches.recall(request, word)
    results = find(viewer_of(request), text, looked[0], most=ON_THE_PAGE, framed=True) if text else Found()
    context = {
        "section": "search",
        "counted": results.frame,
        "searched": {"text": text},
        "word": word,
        "take": take_link(request, "people"),
        **_rows(results),
    }
    return show(request, "kinkeeper/found.html", context, looked)


def _rows(results: Found) -> dict[str, Any]:
    why = [(one, "; ".join(_why(kind) for kind in one.why)) for one in results.persons]
    return {
        "found": why,
        "families": [(one, _family_why(one)) for one in results.families],
        "count": results.count,
        "bounded": results.bounded,
        "only_alike": bool(results.persons) and all(one.why == (ALIKE,) for one in results.persons),
        "more": results.count - len(results.persons),
        "files": results.files,
        "places": [_place(one) for one in results.places],
    }


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place found, as the page shows it."""

    name: str
    kind: Any
    state: str
    why: str
    persons: int
    custodian: str
    lists: tuple[Link, ...]
    """Lists of who is held there."""


def _place(one: HeldAt) -> PlaceRow:
    place, why = one.found.place, one.found.why
    words = {NAMED: _("the name"), NAME_ALIKE: _("a name much like it")}.get(why, "")
    words = words or _("it is also called %(name)s") % {"name": one.found.spelling}
    asked = [("child_at", _("Children apart who are here"))] if place.agency in HOLDS_CHILDREN else []
    asked += [("adult_at", _("Children apart whose adult is here"))] if place.agency not in HOLDS_NO_ADULTS else []
    lists = tuple(Link(said, f"{reverse('separations')}?{urlencode({name: place.place_id})}") for name, said in asked)
    return PlaceRow(place.name, PLACE_KINDS.get(place.kind, _("as sources spell it")), place.state, words, one.persons, place.agency, lists)


def _family_why(one: FoundFamily) -> str:
    if one.by_number:
        return _("the family’s number")
    found = len(one.members)
    return ngettext("%(n)s of its persons is found", "%(n)s of its persons are found", found) % {"n": found}


def _why(kind: str) -> str:
    if kind == NAME:
        return _("the name")
    if kind == ALIKE:
        return _("a name much like it")
    return _("a number of Kinkeeper’s") if kind == OWN else number_of(kind)


def _to(page: str, parameters: dict[str, str]) -> str:
    return reverse(page) + ("?" + urlencode(parameters) if parameters else "")
