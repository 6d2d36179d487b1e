"""The page of signing in."""

from contextlib import suppress
from typing import Any

from allauth.account.views import LoginView
from django.conf import settings

from kinkeeper.domain.access.providers import Provider
from kinkeeper.domain.errors import BadExtract
from kinkeeper.gateway.access.identities import providers
from kinkeeper.queries.access.accounts import get_account, is_anybody_let_in
from kinkeeper.web.signing_in.demonstration import is_open


class Door(LoginView):  # type: ignore[misc]
    """Signing in; in a demonstration with its open door."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows: the accounts to enter by, or that there is none yet."""
        names = settings.KINKEEPER_DEMONSTRATION if is_open(self.request) else ()
        door = {"open_door": [account for name in names if (account := get_account(name))], "nobody_let_in": not is_anybody_let_in()}
        return super().get_context_data(**kwargs) | door | {"elsewhere": _elsewhere()}


def _elsewhere() -> list[Provider]:
    """The providers that are offered. A file that cannot be used keeps out nobody who has a password; `kinkeeper serve` refuses it."""
    with suppress(BadExtract):
        return list(providers().values())
    return []
