"""Who looks: the account of the session, and nothing that the request says."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from kinkeeper.domain.access import Viewer, rights_of
from kinkeeper.domain.access.accounts import Account
from kinkeeper.domain.errors import NotAllowed
from kinkeeper.gateway.wall import look_as
from kinkeeper.queries.access.accounts import account_in


def account_of(request: HttpRequest) -> Account | None:
    """The open account that the request's session belongs to; None where nobody has signed in."""
    if not hasattr(request, "account"):
        user = getattr(request, "user", None)
        account = account_in(user) if user is not None and user.is_authenticated else None
        request.account = None if account is None or account.closed else account
        if request.account is not None:
            look_as(request.account.actor)
    found: Account | None = request.account
    return found


def viewer_of(request: HttpRequest) -> Viewer:
    """
    On whose behalf a page reads: the only place of the web application that says so.

    :raises NotAllowed: where nobody has signed in.
    """
    account = account_of(request)
    if account is None:
        raise NotAllowed("Nobody has signed in.")
    return account.actor


def in_templates(request: HttpRequest) -> dict[str, Any]:
    """What every page knows of who looks."""
    account = account_of(request)
    return {
        "account": account,
        "viewer": account.actor if account else None,
        "may": rights_of(account.actor) if account else frozenset(),
        "demonstration": bool(settings.KINKEEPER_DEMONSTRATION),
    }
