"""Which warnings a page is asked for: by its filters, those of one clock together, those that wait for the reader first."""

from dataclasses import dataclass, replace

from django.http import HttpRequest

from kinkeeper.queries.casework.warned import Trouble, inbox, list_warnings, together
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.web.asked import instant_of_view
from kinkeeper.web.last_look import last_look_of_list
from kinkeeper.web.viewer import viewer_of

MINE, OTHERS = "warnings", "others"
"""The two lists of the page: what waits for the reader, and for others."""


@dataclass(frozen=True, slots=True)
class Asked:
    """All that is wrong, what of it is new, and what is shown: what waits for the reader, and for others."""

    found: tuple[Trouble, ...]
    new: frozenset[int]
    """The entries that made the warnings that are new or changed."""
    only_new: bool
    seen: int
    mine: tuple[Trouble, ...]
    others: tuple[Trouble, ...]

    def is_new(self, one: Trouble) -> bool:
        """Whether one of its warnings is new or changed since the reader last looked."""
        return any(warned.position in self.new for warned in one.warnings)


def asked_warnings(request: HttpRequest, standpoint: Standpoint) -> Asked:
    """The open warnings as the address asks for them, those of one clock together: of one who must answer, and only what is new."""
    viewer, now = viewer_of(request), instant_of_view(standpoint)
    warned = list_warnings(viewer, standpoint, now)
    last, role, only_new = last_look_of_list(request, "warnings", standpoint), request.GET.get("role", ""), bool(request.GET.get("new"))
    asked = Asked(
        found=tuple(together(warned)),
        new=frozenset(one.position for one in warned if last.is_new(one.position)),
        only_new=only_new,
        seen=last.seen,
        mine=(),
        others=(),
    )
    shown = [one for one in asked.found if (not role or role in one.roles) and (not only_new or asked.is_new(one))]
    waiting = {one.newest.position for one in inbox(asked.found, viewer.role, now).mine}
    parted: dict[bool, list[Trouble]] = {True: [], False: []}
    for one in shown:
        parted[one.newest.position in waiting].append(one)
    return replace(asked, mine=tuple(parted[True]), others=tuple(parted[False]))
