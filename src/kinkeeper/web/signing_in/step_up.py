"""Proof by a second factor, not older than five minutes, before what cannot be taken back by closing a window: merges, reunions, exports.

What somebody typed is kept in their session until they have proven it is they, and is then sent by themselves, through the same door.
"""

from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django_htmx.http import HttpResponseClientRedirect

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.proof import is_fresh, shows_it_to_come_in, was_shown
from kinkeeper.gateway import clock
from kinkeeper.web.signing_in.demonstration import is_open

KEPT = "kept_form"
MOST = 65_536
"""Letters of a form that are kept."""


def is_proven(request: HttpRequest) -> bool:
    """Whether a second factor was shown within the last five minutes; in a demonstration, whose accounts have none, always."""
    if is_open(request) and request.user.pk in settings.KINKEEPER_DEMONSTRATION:
        return True
    now = datetime.fromisoformat(clock.now()).timestamp()
    return is_fresh(request.session.get("account_authentication_methods", []), now)


def has_come_in(request: HttpRequest, viewer: Actor) -> bool:
    """Whether all was shown that somebody of this role comes in with; of a demonstration's accounts nothing more is asked."""
    if not shows_it_to_come_in(viewer, settings.KINKEEPER_SECOND_FACTOR) or was_shown(
        request.session.get("account_authentication_methods", [])
    ):
        return True
    return is_open(request) and viewer.name in settings.KINKEEPER_DEMONSTRATION


def ask(request: HttpRequest) -> HttpResponse:
    """The way to the proof: with a second factor to show it, without one to take one. Where a form was sent, it is kept."""
    then = request.get_full_path()
    if request.method == "POST":
        sent = request.POST.urlencode()
        request.session[KEPT] = {"path": then, "sent": sent if len(sent) <= MOST else ""}
        then = reverse("go-on")
    where = f"{address_of_proof(request)}?{urlencode({'next': then})}"
    return HttpResponseClientRedirect(where) if getattr(request, "htmx", False) else HttpResponseRedirect(where)


def address_of_proof(request: HttpRequest) -> str:
    """Where a person proves with what they have that it is they."""
    from allauth.mfa.models import Authenticator

    has = set(Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True))
    if Authenticator.Type.TOTP in has:
        return reverse("mfa_reauthenticate")
    if Authenticator.Type.WEBAUTHN in has:
        return reverse("mfa_reauthenticate_webauthn")
    messages.info(request, _("This needs a second factor. Take one here first; then do it again."))
    return reverse("mfa_activate_totp")


@require_GET
def go_on(request: HttpRequest) -> HttpResponse:
    """What somebody had sent before they were asked for proof, to be sent now."""
    from django.http import QueryDict

    kept = request.session.pop(KEPT, None)
    if not kept or not kept["sent"] or not url_has_allowed_host_and_scheme(kept["path"], allowed_hosts=None):
        return redirect("home")
    told = [(name, value) for name, values in QueryDict(kept["sent"]).lists() for value in values if name != "csrfmiddlewaretoken"]
    return render(request, "kinkeeper/go_on.html", {"path": kept["path"], "told": told})
