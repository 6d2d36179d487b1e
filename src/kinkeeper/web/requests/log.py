"""One line for each request: its number, who asked in which role, what for, which page or operation, how long, and what came of it."""

import logging
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

LOG = logging.getLogger("kinkeeper")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestLog:
    """Numbers a request and writes its line. No path and no query stands in it: our own numbers of persons do in paths."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with the request's number to quote."""
        number, started = secrets.token_hex(8), time.perf_counter()
        request.number = number
        answer = self.answer(request)
        answer["X-Request-Id"] = number
        LOG.info("request", extra={"told": _told(request, answer) | {"ms": int(1000 * (time.perf_counter() - started))}})
        return answer


def _told(request: HttpRequest, answer: HttpResponseBase) -> dict[str, Any]:
    account = getattr(request, "account", None)
    viewer = getattr(request, "viewer", None) or (account.actor if account else None)
    who = {"agency": viewer.agency, "role": viewer.role, "purpose": viewer.purpose} if viewer else {}
    code = getattr(answer, "code", "")
    return {
        "request": request.number,
        "operation": _operation(request),
        "method": request.method if request.method in METHODS else "OTHER",
        "status": answer.status_code,
        **who,
        **({"code": code} if code else {}),
    }


def _operation(request: HttpRequest) -> str:
    asked = getattr(request, "operation", "")
    if asked:
        return f"api {asked}"
    match = request.resolver_match
    return f"page {match.url_name}" if match and match.url_name else "none"
