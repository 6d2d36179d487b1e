"""A page with a fault in it, beside all others: its exception speaks of a person."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from kinkeeper.site.urls import urlpatterns as ours
from tests.access.planted import CANARY


def fault(request: HttpRequest) -> HttpResponse:
    """Never an answer."""
    raise ValueError(f"no such child: {CANARY}")


urlpatterns = [path("fault/", fault, name="families"), *ours]
