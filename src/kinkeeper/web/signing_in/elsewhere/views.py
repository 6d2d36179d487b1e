"""To a provider and back: the way there is kept in the session, and serves once."""

import base64
import secrets
from collections.abc import Mapping
from hashlib import sha256
from hmac import compare_digest
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kinkeeper.domain.access.identities import Told
from kinkeeper.domain.access.providers import Provider
from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.gateway import clock
from kinkeeper.gateway.access.identities import admit, providers
from kinkeeper.web.middleware import refused
from kinkeeper.web.signing_in.adapters import AT_THE_DOOR
from kinkeeper.web.signing_in.elsewhere.issuer import Issuer
from kinkeeper.web.signing_in.elsewhere.tokens import NotProven

KEPT = "elsewhere"
WITHIN_SECONDS = 600


@login_not_required
@require_GET
def start(request: HttpRequest, provider: str) -> HttpResponse:
    """To the provider's own page, with a question that only this session can answer."""
    meant = _provider(provider)
    verifier = secrets.token_urlsafe(48)
    then = request.GET.get("next", "")
    way = {
        "provider": meant.key,
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "verifier": verifier,
        "next": then if url_has_allowed_host_and_scheme(then, allowed_hosts=None) else "",
        "at": clock.instant().timestamp(),
    }
    asked = {
        "response_type": "code",
        "client_id": meant.client_id,
        "redirect_uri": _back(request, meant),
        "scope": "openid email",
        "state": way["state"],
        "nonce": way["nonce"],
        "code_challenge": base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        **({"acr_values": meant.acr} if meant.acr else {}),
    }
    page = Issuer.of(meant).address("authorization_endpoint")
    request.session[KEPT] = way
    return HttpResponseRedirect(f"{page}{'&' if '?' in page else '?'}{urlencode(asked)}")


@login_not_required
@require_GET
def back(request: HttpRequest, provider: str) -> HttpResponse:
    """In, where the provider has proven who has come and an administrator named them; else why not."""
    meant = _provider(provider)
    way = request.session.pop(KEPT, None)
    try:
        code = _code(request.GET, way, meant)
        told = Issuer.of(meant).who(code, back=_back(request, meant), verifier=way["verifier"], nonce=way["nonce"])
        return _enter(request, meant, told, way["next"])
    except KinkeeperError as error:
        return refused(request, error, _("Nobody was let in."))


def _code(answered: Mapping[str, str], way: Mapping[str, Any] | None, meant: Provider) -> str:
    """What the provider gave, where this session asked it, for this, a short while ago.

    :raises NotProven: where it did not, or the provider let nobody in.
    """
    if not way or way["provider"] != meant.key or not compare_digest(way["state"], answered.get("state", "")):
        raise NotProven("state")
    if not 0 <= clock.instant().timestamp() - way["at"] < WITHIN_SECONDS:
        raise NotProven("late")
    if answered.get("iss", meant.issuer) != meant.issuer:  # RFC 9207: another provider's answer
        raise NotProven("issuer")
    if "error" in answered or not answered.get("code"):
        raise NotProven("not_given")
    return answered["code"]


def _enter(request: HttpRequest, meant: Provider, told: Told, then: str) -> HttpResponse:
    from allauth.account.internal.flows.login import record_authentication
    from allauth.account.utils import perform_login
    from django.contrib.auth import get_user_model

    account = admit(told, meant, door=AT_THE_DOOR).account
    user = get_user_model().objects.get(pk=account)
    record_authentication(request, user, method=meant.key)
    return perform_login(request, user, email_verification="none", redirect_url=then or None)


def _provider(key: str) -> Provider:
    try:
        return providers()[key]
    except KeyError:
        raise Http404 from None


def _back(request: HttpRequest, meant: Provider) -> str:
    return request.build_absolute_uri(reverse("elsewhere-back", args=[meant.key]))
