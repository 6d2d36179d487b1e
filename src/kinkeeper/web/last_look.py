"""Since when something is new to who looks: of a person by the access log, of a list by a cookie of this browser.

The cookie holds how far the ledger had come at the visit before this one and at this one, and the minute: numbers, nothing of anybody.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from kinkeeper.domain.dates import Moment
from kinkeeper.gateway import clock
from kinkeeper.queries.access.visits import VISIT, find_last_look
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.web.requests import cookies
from kinkeeper.web.viewer import viewer_of

NEVER = 0


@dataclass(frozen=True, slots=True)
class LastLook:
    """How many entries the ledger had when somebody last looked (0: never), and, of a person, when that was."""

    seen: int
    at: Moment = ""

    def is_new(self, position: int) -> bool:
        """Whether what this entry says is new to who looked; nothing is to who never looked."""
        return bool(self.seen) and position >= self.seen


def last_look_at(request: HttpRequest, persons: Collection[str]) -> LastLook:
    """When the reader last looked at these persons, before this visit."""
    at, seen = find_last_look(viewer_of(request), persons, clock.instant())
    return LastLook(seen, at[:16]) if at else LastLook(NEVER)


def last_look_of_list(request: HttpRequest, name: str, standpoint: Standpoint) -> LastLook:
    """When this browser last showed a list, before this visit."""
    before, size, minute = _told(request, name)
    return LastLook(min(before if _minute() - minute <= VISIT.total_seconds() // 60 else size, standpoint.known_at))


def remember_list(response: HttpResponse, request: HttpRequest, name: str, standpoint: Standpoint) -> HttpResponse:
    """Have this browser remember that the list was shown, as it is now. A look back is none."""
    if not standpoint.is_past:
        seen = last_look_of_list(request, name, standpoint).seen
        value = f"{seen}.{standpoint.size}.{_minute()}"
        cookies.keep(request, response, _cookie(name), value)
    return response


def _cookie(name: str) -> str:
    return f"seen-{name}"


def _minute() -> int:
    return int(clock.instant().timestamp()) // 60


def _told(request: HttpRequest, name: str) -> tuple[int, int, int]:
    """The ledger's size at the visit before, at this one, and the minute of the last look; nothing where the cookie is not ours."""
    parts = cookies.kept(request, _cookie(name)).split(".")
    if len(parts) != 3 or not all(one.isascii() and one.isdigit() and len(one) < 16 for one in parts):
        return NEVER, NEVER, 0
    before, size, minute = map(int, parts)
    return before, size, minute
