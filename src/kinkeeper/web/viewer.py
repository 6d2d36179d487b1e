"""Who looks. Until there is sign-in, everybody at this computer is the one operator of it."""

from django.http import HttpRequest

from kinkeeper.domain.access import Viewer

OPERATOR = Viewer(name="operator", agency="", role="operator")


def viewer_of(request: HttpRequest) -> Viewer:
    """On whose behalf a page reads: the only place of the web application that says so."""
    return OPERATOR
