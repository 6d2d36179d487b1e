"""How long a session lasts: 30 minutes without a request, 12 hours in all. The server decides, whatever the browser keeps."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kinkeeper.gateway import clock

IDLE, WHOLE, NOTED = 30 * 60, 12 * 3600, 60
"""Seconds. A request is noted when the last note is so old: not every one has to write."""


class SessionLimits:
    """Ends a session that is too old before anything else is asked of it."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, to nobody in particular where the session had ended."""
        if request.user.is_authenticated:
            now = datetime.fromisoformat(clock.now()).timestamp()
            began, seen = request.session.setdefault("began", now), request.session.setdefault("seen", now)
            if now - seen > IDLE or now - began > WHOLE:
                logout(request)
            elif now - seen > NOTED:
                request.session["seen"] = now
        return self.answer(request)
