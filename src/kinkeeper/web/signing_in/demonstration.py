"""The open door of a demonstration: one click to enter as one of its accounts. Of invented persons only, at this computer only."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from kinkeeper.queries.access.accounts import get_account

LOOPBACK = frozenset({"127.0.0.1", "::1"})


def is_open(request: HttpRequest) -> bool:
    """Whether this is a demonstration, asked for from this computer and not through another server."""
    near = request.META.get("REMOTE_ADDR") in LOOPBACK and "HTTP_X_FORWARDED_FOR" not in request.META
    return bool(settings.KINKEEPER_DEMONSTRATION) and near


@login_not_required
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """In, as one of the demonstration's accounts."""
    from allauth.account.utils import perform_login
    from django.contrib.auth import get_user_model

    account = get_account(request.POST.get("name", "")) if is_open(request) else None
    if account is None or account.closed or account.name not in settings.KINKEEPER_DEMONSTRATION:
        raise Http404
    user = get_user_model().objects.get(pk=account.name)
    return perform_login(request, user, email_verification="none")
