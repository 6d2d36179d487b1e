"""Where allauth asks us: may this be tried again, who came in, how are secrets sealed."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse

from kinkeeper.domain.access import Actor, rights_of
from kinkeeper.domain.access.log import SignedIn
from kinkeeper.gateway import access_log, limits
from kinkeeper.gateway.accounts import expire_idle
from kinkeeper.gateway.programs.box import box_for
from kinkeeper.queries.access.accounts import get_account

AT_THE_DOOR = Actor("the door", "", "operator")
"""In whose name the program itself shuts accounts."""
TRIES, WITHIN = 10, 900
"""Failed tries for one account within so many seconds; the eleventh waits."""


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by an agency's administrator, never by those who come along."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before it is made."""
        try:
            limits.count("sign-in", str(credentials.get("username", ""))[:200].casefold(), most=TRIES, seconds=WITHIN)
        except limits.TooOften as error:
            raise self.validation_error("too_many_login_attempts") from error

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Who it is; None where the name or the password is wrong. A success ends the count of failures."""
        user = super().authenticate(request, **credentials)
        if user:
            limits.forget("sign-in", user.pk)
        return user

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """None where they may come in. An account that nobody used for long opens no door, whatever is shown."""
        if user.pk in expire_idle(actor=AT_THE_DOOR):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: Any) -> None:
        """Write down who comes in and how, and let them in."""
        account = get_account(user.pk)
        if account:
            by = [one.get("method", "") for one in request.session.get("account_authentication_methods", [])]
            access_log.write_down([SignedIn(user.pk, ", ".join(by) or "demonstration")], account.actor)
        super().login(request, user)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Their first page: what the day holds, or, for who may read nothing of it, the tokens of their agency's programs."""
        account = get_account(request.user.pk)
        reads = account is not None and "read" in rights_of(account.actor)
        return reverse("home" if reads else "tokens")


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets are sealed, and a short password keeps at least one."""

    def encrypt(self, text: str) -> str:
        """A secret as it is stored."""
        return str(box_for("factors").encrypt(text.encode()).decode())

    def decrypt(self, encrypted_text: str) -> str:
        """The secret that was stored, under whichever of the keys that still hold."""
        return str(box_for("factors").decrypt(encrypted_text.encode()).decode())

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Not the last one beside a short password."""
        kinds = type(authenticator).objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return not authenticator.user.short_password or kinds.exclude(type="recovery_codes").exists()
