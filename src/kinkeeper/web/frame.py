"""The frame of every page: classification, navigation with its count, standpoint, and the facts of the foot line."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kinkeeper.queries.counts.frame import get_frame
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.web.asked import carried, kept
from kinkeeper.web.forms import StandpointForm
from kinkeeper.web.viewer import viewer_of

READ_CLOCKS = frozenset({"home", "due", "orders", "case", "warnings", "oversight", "custody"})
"""The sections that read clocks: they say at the top as of when."""

Looked = tuple[Standpoint, StandpointForm]


def pages(page: int, first: int, shown: int, total: int | str) -> dict[str, int | str]:
    """What the line under a list says and links to; a total in words where it was not counted to the end."""
    return {"last": first + shown - 1, "total": total, "previous_page": page - 1, "next_page": page + 1}


def show(
    request: HttpRequest, template: str, context: dict[str, Any], looked: Looked, *, children_apart: int | None = None
) -> HttpResponse:
    """A page in its frame. `children_apart` and the context's `nav_waiting` are counts of the navigation that the page already knows.

    The context's `counted` is all of them, where the page has asked for them along with its own.
    """
    standpoint, form = looked
    counted = context.get("counted")
    if counted is None:
        counted = get_frame(viewer_of(request), standpoint, apart=children_apart, waiting=context.get("nav_waiting"))
    frame = {
        "standpoint": standpoint,
        "standpoint_form": form,
        "carried": carried(request),
        "reads_clocks": context.get("section") in READ_CLOCKS,
        "kept_by_standpoint": kept(request, "day", "known", "page"),
        "nav_children_apart": counted.children_apart,
        "alarm": counted.alarm,
        "nav_waiting": counted.waiting,
    }
    return render(request, template, frame | context)
