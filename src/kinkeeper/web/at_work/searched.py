"""What a list is searched for within: typed on its page, sent by POST, kept in this browser, and in the address only as a word (ADR 5)."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from kinkeeper.queries.searching.persons import find_persons_alike
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.listings.listing import SEARCH
from kinkeeper.web import searches
from kinkeeper.web.asked import kept
from kinkeeper.web.forms import Filters
from kinkeeper.web.viewer import viewer_of

BESIDE = ("day", "known", SEARCH, "columns")
"""What of an address the filters of a list send along."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched for, and who was found. `text` None: this browser does not know the search."""

    word: str
    text: str | None
    persons: frozenset[str] | None


def searched_for(request: HttpRequest, standpoint: Standpoint) -> Searched | None:
    """What the address says was searched for; None where nothing was."""
    word = request.GET.get(SEARCH, "")
    text = searches.recall(request, word) if word else None
    persons = frozenset(find_persons_alike(viewer_of(request), text, standpoint).why) if text else None
    return Searched(word, text, persons) if word else None


def filtered(request: HttpRequest, page: str, form: Filters, searched: Searched | None = None) -> dict[str, Any]:
    """What a list says of its filters and of the search within it."""
    return {
        "form": form,
        "in_force": form.in_force(),
        "kept_by_filters": [pair for pair in kept(request) if pair[0] in BESIDE],
        "kept_by_search": kept(request, SEARCH, "page"),
        "searched": searched,
        "filtered_page": page,
    }
