"""Which columns of a list are shown: as the address says, else as the reader keeps them, else all. The first always is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kinkeeper.domain.casework.saved_views import FILTERS, SavedView
from kinkeeper.web.asked import kept

ALL, NONE = "all", "none"
"""In an address: every column, and no other than the first."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a list that can be left out, and those that are shown."""

    page: str
    words: Mapping[str, Any]
    """Column, as in an address -> its head."""
    shown: frozenset[str]
    kept: tuple[tuple[str, str], ...]
    """What else stands in the address."""
    is_own: bool
    """Whether the reader keeps these columns, and no address asks for others."""

    @property
    def choices(self) -> tuple[tuple[str, Any, bool], ...]:
        """Each column with its head, and whether it is shown."""
        return tuple((name, words, name in self.shown) for name, words in self.words.items())

    @property
    def in_address(self) -> str:
        """The columns shown, as an address says them."""
        return in_address(self.shown, self.words)


def in_address(shown: Iterable[str], there: Iterable[str]) -> str:
    """Columns as an address says them, in the order of the list."""
    shown, there = set(shown), list(there)
    chosen = [name for name in there if name in shown]
    return ALL if len(chosen) == len(there) else ",".join(chosen) or NONE


def own_columns(views: Iterable[SavedView]) -> SavedView | None:
    """The view of a list that keeps its columns and nothing else: so the list opens for the reader."""
    return next((one for one in views if [name for name, _ in parse_qsl(one.filters)] == ["columns"]), None)


def columns_of(request: HttpRequest, page: str, words: Mapping[str, Any], views: Iterable[SavedView]) -> Columns:
    """Which columns of this list are shown to the reader now. What the list does not have is not asked for."""
    asked, own = request.GET.get("columns", ""), own_columns(views)
    told = asked or (dict(parse_qsl(own.filters))["columns"] if own else ALL)
    shown = frozenset(words) if told == ALL else frozenset(told.split(",")) & frozenset(words)
    return Columns(page, words, shown, tuple(kept(request, "columns", "page")), bool(own) and not asked)


def tidy(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A list whose columns stand in its address in one word, however the form without script sends them."""

    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        if "column" not in request.GET:
            return view(request)
        asked = request.GET.copy()
        asked["columns"] = ",".join(name for name in asked.pop("column") if name) or NONE
        return HttpResponseRedirect(f"{request.path}?{asked.urlencode()}")

    return shown


def has_columns(page: str) -> bool:
    """Whether a list lets its columns be chosen."""
    return "columns" in FILTERS.get(page, ())
