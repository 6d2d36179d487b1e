"""Cookies of the pages' own: for this session of the browser, not for script, not sent along from elsewhere, over TLS of this host."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase


def keep(request: HttpRequest, response: HttpResponseBase, name: str, value: str) -> None:
    """Have the browser keep a value."""
    response.set_cookie(_named(request, name), value, httponly=True, samesite="Strict", secure=request.is_secure())


def kept(request: HttpRequest, name: str) -> str:
    """What the browser keeps under a name; empty where it keeps nothing."""
    return str(request.COOKIES.get(_named(request, name), ""))


def _named(request: HttpRequest, name: str) -> str:
    """The prefix has browsers take it from this host over TLS alone, and from no neighbour (RFC 6265bis, 4.1.3.2)."""
    return f"__Host-{name}" if request.is_secure() else name
