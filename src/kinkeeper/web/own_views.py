"""A person's own views of a list: links to them, and one to keep what is shown now."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinkeeper.domain.casework.saved_views import FILTERS, SavedView
from kinkeeper.queries.casework.saved_views import list_views
from kinkeeper.web.at_work.columns import columns_of, own_columns
from kinkeeper.web.sections import Link, say_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.counts import as_far_as_counted


def address_of(one: SavedView) -> str:
    """Where a view is opened: the list as it is now, through the reader's own rights."""
    return reverse(one.page) + (f"?{one.filters}" if one.filters else "")


def new_links(request: HttpRequest, page: str, new: int, *, only_new: bool) -> tuple[Link, ...]:
    """How many rows are new or changed since the reader last looked, as a link to those alone; or back to all."""
    kept = {name: request.GET[name] for name in (*FILTERS[page], "day", "known") if request.GET.get(name) and name != "new"}
    if only_new:
        return (Link(_("All, not only what is new or changed"), reverse(page) + (f"?{urlencode(kept)}" if kept else "")),)
    words = ngettext("%(n)s new or changed since you last looked", "%(n)s new or changed since you last looked", new) % {
        "n": as_far_as_counted(new)
    }
    return (Link(words, f"{reverse(page)}?{urlencode({**kept, 'new': '1'})}"),) if new else ()


def own_views(
    request: HttpRequest, page: str, columns: Mapping[str, Any] | None = None, found: Sequence[SavedView] | None = None
) -> dict[str, Any]:
    """What a list says of the reader's views of it, and which of its columns are shown. `found`: the views, where the page knows them."""
    asked = {name: request.GET[name] for name in FILTERS[page] if request.GET.get(name)}
    kept = urlencode(sorted(asked.items()))
    found = list_views(viewer_of(request), page) if found is None else found
    usual = own_columns(found)
    return {
        "columns": columns_of(request, page, columns, found) if columns else None,
        "own_views": [(one, address_of(one), one.filters == kept) for one in found if one != usual],
        "save_view": say_link(_("Keep this view"), "save-view", page=page, filters=kept),
        "all_views": Link(_("My views"), reverse("own-views")),
    }
