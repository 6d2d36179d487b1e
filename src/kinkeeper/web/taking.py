"""The page between a list and its file: how many rows, in what form, and what it is needed for."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinkeeper.domain.access.exports import LASTS_HOURS, MOST_ROWS, Export, ExportState, state_of_new
from kinkeeper.domain.errors import Refused
from kinkeeper.queries.access.reading import unseen
from kinkeeper.queries.searching.persons import find_persons_alike
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.listings.leaving import Recall
from kinkeeper.reports.listings.listing import COLUMNS, SINCE, Listing
from kinkeeper.reports.listings.making import LISTINGS
from kinkeeper.web import searches
from kinkeeper.web.at_work.columns import ALL, in_address
from kinkeeper.web.sections import Link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.refusals import refusal

FAMILY, FILE = "paper of a family", "paper of a person"
"""What an export holds that is a family's or a person's page as a PDF."""
FIRST = "csv"
"""The form that a list's link leads to; the others are chosen there."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody is about to take away: in words, how many rows, in which form; and the page it comes from."""

    what: str
    rows: int
    form: str
    back: str
    forms: tuple[tuple[str, str], ...] = ()
    """The forms to choose from, where they are asked for here."""
    chosen: str = ""
    """The one of them that is chosen."""
    narrowed: str = ""
    """By which filters it is narrowed."""
    shown: tuple[str, ...] = ()
    """The columns that its page shows; empty where there is nothing to choose."""
    columns: tuple[str, ...] = ()
    """All of its columns."""
    as_shown: bool = False
    """Whether those that its page shows are chosen."""


@dataclass(frozen=True, slots=True)
class TakeLink(Link):
    """The link by which a list leaves as a file, with the columns that its page shows."""

    listing: Listing
    asked: tuple[tuple[str, str], ...]

    def only(self, shown: Collection[str]) -> Link:
        """The link where the page shows its first column and these alone."""
        told = in_address(shown, tuple(self.listing.on_page)[1:])
        return replace(self, href=_address(self.listing, {**dict(self.asked), COLUMNS: told}))


def asked_for(request: HttpRequest, wanted: Wanted, ask: Callable[[str], Export]) -> HttpResponse:
    """The form; sent, the file is asked for, and stands in the list of exports."""
    error, why = "", request.POST.get("why", "")
    if request.method == "POST":
        try:
            export = ask(why)
            return HttpResponse(status=302, headers={"Location": f"{reverse('exports')}#{export.export_id}"})
        except Refused as refused:
            error = refusal(refused)
    context = {
        "section": "exports",
        "wanted": wanted,
        "needs_another": state_of_new(wanted.rows) is ExportState.WAITING,
        "most_rows": MOST_ROWS,
        "hours": LASTS_HOURS,
        "purpose": viewer_of(request).purpose,
        "why": why,
        "error": error,
    }
    return render(request, "kinkeeper/export.html", context, status=400 if error else 200)


def take_link(request: HttpRequest, name: str, *, since: int = 0, as_shown: bool = True, **told: str) -> Link:
    """
    A link to the list as a file, narrowed as the page is: by its address, by what is `told`, to what is new `since` an entry.

    It has the columns that the page shows, unless the page shows no rows of it and so none of its columns (`as_shown`).
    """
    filters = LISTINGS[name].filters_in({**request.GET.dict(), SINCE: "", **told}) | ({SINCE: str(since)} if since else {})
    kept = {**{key: request.GET[key] for key in ("day", "known") if request.GET.get(key)}, **filters}
    link = TakeLink(_("Take this list away as a file"), _address(LISTINGS[name], kept), LISTINGS[name], tuple(kept.items()))
    return link.only(tuple(LISTINGS[name].on_page)) if as_shown else link


def _address(listing: Listing, asked: Mapping[str, str]) -> str:
    return reverse("list-to-take", args=[listing.name, FIRST]) + (f"?{urlencode(asked)}" if asked else "")


def shown_columns(listing: Listing, asked: str) -> tuple[str, ...]:
    """The columns of a list that its page shows, where the address names them so; none named: every one of the page."""
    return listing.shown(None if asked in ("", ALL) else asked.split(","))


def recall_of(request: HttpRequest) -> Recall:
    """What finds again the persons of a search that this browser keeps; of them the rows of the list are shown, and not they."""

    def recall(word: str, here: Standpoint) -> frozenset[str] | None:
        text = searches.recall(request, word)
        if text is None:
            return None
        with unseen():
            return frozenset(find_persons_alike(viewer_of(request), text, here).why)

    return recall
