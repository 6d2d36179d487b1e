"""Which warnings a page is asked for: by its filters, those that wait for the reader before the others."""

from dataclasses import dataclass

from django.http import HttpRequest

from kinkeeper.queries.casework.warned import Warned, inbox, list_warnings
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.web.asked import instant_of_view
from kinkeeper.web.last_look import last_look_of_list
from kinkeeper.web.viewer import viewer_of

MINE, OTHERS = "warnings", "others"
"""The two lists of the page: what waits for the reader, and for others."""


@dataclass(frozen=True, slots=True)
class Asked:
    """All that are open, those of them that are new, and those shown: what waits for the reader, and for others."""

    found: tuple[Warned, ...]
    new: frozenset[int]
    """The entries that made those that are new or changed."""
    only_new: bool
    seen: int
    mine: tuple[Warned, ...]
    others: tuple[Warned, ...]


def asked_warnings(request: HttpRequest, standpoint: Standpoint) -> Asked:
    """The open warnings as the address asks for them: of one who must answer, and only what is new."""
    viewer, now = viewer_of(request), instant_of_view(standpoint)
    found = list_warnings(viewer, standpoint, now)
    last, role, only_new = last_look_of_list(request, "warnings", standpoint), request.GET.get("role", ""), bool(request.GET.get("new"))
    new = frozenset(one.position for one in found if last.is_new(one.position))
    shown = [one for one in found if role in ("", one.climbed.role) and (not only_new or one.position in new)]
    waiting = {one.position for one in inbox(found, viewer.role, now).mine}
    mine, others = (tuple(one for one in shown if (one.position in waiting) is waits) for waits in (True, False))
    return Asked(tuple(found), new, only_new, last.seen, mine, others)
