"""Every answer that is no: problem details (RFC 9457), with what to do, and nothing of anybody."""

from typing import Any

import msgspec
from django.http import HttpResponse

from kinkeeper.api.operations import NotAsDescribed
from kinkeeper.api.reading import OtherMediaType, TooLarge
from kinkeeper.domain.errors import KinkeeperError, LedgerBroken, NotAllowed, NotFound, Refused, RequestReused, Unavailable
from kinkeeper.gateway.limits import TooOften
from kinkeeper.queries.log.receipts import NotSignedYet

MEDIA_TYPE = "application/problem+json"
SECONDS_TO_SIGN = 5
"""After so long a checkpoint is over what was recorded."""


class NoToken(KinkeeperError):
    """Who asks is not known."""

    code = "not_signed_in"


class NoSuchMethod(KinkeeperError):
    """An address does not take this method."""

    code = "no_such_method"


STATUS: dict[type[KinkeeperError], tuple[int, str]] = {
    NoToken: (401, "Nobody has signed in"),
    TooOften: (429, "Too often"),
    NotAllowed: (403, "Not allowed"),
    NotFound: (404, "Not found"),
    NoSuchMethod: (405, "No such method"),
    RequestReused: (409, "The key was used for something else"),
    NotSignedYet: (409, "Not signed yet"),
    TooLarge: (413, "Too large"),
    OtherMediaType: (415, "Not JSON"),
    NotAsDescribed: (422, "Not as described"),
    Refused: (400, "Refused by the rules"),
    Unavailable: (503, "Not available now"),
    LedgerBroken: (503, "Stopped"),
}
"""Kind of error -> status and title; the first that fits. What is not named is refused."""


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why the answer is no (RFC 9457). `code` is for programs and never changes its meaning; `detail` says what to do."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: tuple[dict[str, str], ...] = ()
    """What of a request is not as described: where, and why."""
    rule: str = ""
    """The rule of access that refused: `right:...`, `reach:...`, `agency`, `purpose`, `role`, `scope`, `often`. It tells of nobody."""


def problem_of(error: KinkeeperError) -> Problem:
    """An expected error as problem details."""
    status, title = next((told for kind, told in STATUS.items() if isinstance(error, kind)), STATUS[Refused])
    errors = error.errors if isinstance(error, NotAsDescribed) else ()
    return Problem(f"urn:kinkeeper:problem:{error.code}", title, status, error.code, str(error), errors, error.rule)


def answer_of(error: KinkeeperError) -> HttpResponse:
    """The answer to a request that met an expected error."""
    problem = problem_of(error)
    headers: dict[str, Any] = {}
    if isinstance(error, TooOften):
        headers["Retry-After"] = str(error.seconds)
    if isinstance(error, NotSignedYet):
        headers["Retry-After"] = str(SECONDS_TO_SIGN)
    if isinstance(error, NoToken):
        headers["WWW-Authenticate"] = 'Bearer realm="kinkeeper"'
    answer = HttpResponse(msgspec.json.encode(problem), content_type=MEDIA_TYPE, status=problem.status, headers=headers)
    answer.code = problem.code  # for the line of the request (`web/requests/log.py`)
    return answer
