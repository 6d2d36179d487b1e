"""The views that people ask for most, each an address with its count."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kinkeeper.domain.terms import Basis, Outcome
from kinkeeper.queries.choosing import NO_REASON
from kinkeeper.queries.counts.apart.beside import Counts

FILTERS = ("outcome", "age", "child_with", "adult_with", "child_at", "adult_at", "basis", "reason", "search")


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view of the list: its words, its count, its address, and whether it is the one shown."""

    words: str
    count: int
    address: str
    current: bool


def saved_views(request: HttpRequest, counts: Counts) -> list[SavedView]:
    """The views with their counts, from the same standpoint as the request."""
    asked = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    kept = {name: request.GET[name] for name in ("day", "known") if request.GET.get(name)}
    views: list[tuple[str, int, Mapping[str, str]]] = [
        (_("Still apart"), counts.apart, {}),
        (_("Under five"), counts.under_five, {"age": "0-4"}),
        (_("Adult removed"), counts.adult_removed, {"outcome": Outcome.ADULT_REMOVED.value}),
        (_("No reason recorded"), counts.no_reason, {"reason": NO_REASON}),
        (_("Detected, not on any list"), counts.detected, {"basis": Basis.DETECTED.value}),
        (_("Reunited"), counts.reunited, {"outcome": Outcome.REUNITED.value}),
    ]
    return [SavedView(words, count, _address({**filters, **kept}), asked == filters) for words, count, filters in views]


def _address(parameters: Mapping[str, str]) -> str:
    return reverse("separations") + ("?" + urlencode(parameters) if parameters else "")
