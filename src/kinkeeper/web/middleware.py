"""What every answer carries, and what people see when the answer is no."""

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kinkeeper.domain.access.decisions import rule_of
from kinkeeper.domain.errors import KinkeeperError, LedgerBroken, NotAllowed, NotFound, Refused, Unavailable
from kinkeeper.gateway.conversation import explained
from kinkeeper.gateway.wall import look_no_more
from kinkeeper.web.viewer import account_of
from kinkeeper.web.words.refusals import refusal

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""Nothing from another host, no script or style within a page, no frame around it."""

STATUS: dict[type[KinkeeperError], int] = {NotFound: 404, NotAllowed: 403, Refused: 400, Unavailable: 503, LedgerBroken: 503}
"""What a page answers for an expected error; 400 for kinds not named."""

Answer = Callable[[HttpRequest], HttpResponseBase]


class StrictPolicy:
    """Sends the content policy with everything, and lets nobody keep a page that holds personal data."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer with its headers."""
        response = self.answer(request)
        response["Content-Security-Policy"] = POLICY
        response.setdefault("Cache-Control", "no-store")
        if request.method == "POST" and request.path == reverse("account_logout"):
            response["Clear-Site-Data"] = '"cache", "storage"'
        response.setdefault("X-Frame-Options", "DENY")  # files of the program, too, which are answered before that is set
        return response


class Wall:
    """Lets a connection show nobody any more when the answer is made: the next request may be somebody else's."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer to whoever has signed in."""
        try:
            account_of(request)
            return self.answer(request)
        finally:
            look_no_more()


class ExpectedErrors:
    """Shows an error that Kinkeeper expects as a page: a sentence, what is safe, what to do."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; errors come to `process_exception`."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page for an expected error; others are the server's to handle."""
        error = exception if isinstance(exception, KinkeeperError) else explained(exception) or _unfit(exception)
        return refused(request, error) if error else None


def _unfit(exception: Exception) -> Refused | None:
    """What was sent, where no text of the database can hold it: the driver says so before it asks."""
    holds = isinstance(exception, DataError) and "NUL" in str(exception)
    return Refused("What was sent holds the character NUL, which stands in no text. Type it again.") if holds else None


def refused(request: HttpRequest, error: KinkeeperError, why: str = "") -> HttpResponse:
    """What people see when the answer is no: the sentence of the rule, before it `why` in their language, and nothing of anybody."""
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)
    account = account_of(request)
    rule = error.rule or (rule_of(account.actor).rule if account and isinstance(error, NotFound) else "")
    told = {"sentence": refusal(error), "code": error.code, "why": why, "rule": rule}
    answer = render(request, "kinkeeper/refused.html", told, status=status)
    answer.code = error.code  # for the line of the request (`requests/log.py`)
    return answer
