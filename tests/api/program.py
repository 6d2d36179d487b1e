"""A program of an agency: it bears a token and states its purpose."""

from dataclasses import dataclass
from typing import Any

from kinkeeper.domain.access import ROLES
from tests.web.browsing import AGENCY_OF, AT_THE_COMPUTER, somebody

EVERY_SCOPE = ("read", "say", "export")


@dataclass
class Program:
    """Asks the API."""

    token: str
    purpose: str
    browser: Any

    def get(self, path: str, **headers: str) -> Any:
        """What is answered to a question."""
        return self.browser.get(f"/api/v1{path}", headers=self._headers(headers))

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """What is answered where something is sent."""
        return self.browser.post(f"/api/v1{path}", body, content_type="application/json", headers=self._headers(headers))

    def say(self, name: str, key: str, **told: Any) -> Any:
        """What is answered to a statement."""
        return self.post(f"/statements/{name}", told, **{"Idempotency-Key": key})

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Kinkeeper-Purpose": self.purpose} | more


def token_for(role: str, agency: str = "", scopes: tuple[str, ...] = EVERY_SCOPE) -> Any:
    """A new token of the account of this role."""
    from kinkeeper.domain.access.tokens import Wanted
    from kinkeeper.gateway.programs.tokens import make_token

    agency = agency or AGENCY_OF[role]
    return make_token(somebody(role, agency).pk, Wanted(f"tests of {role}", scopes, 30), actor=AT_THE_COMPUTER)


def program(role: str = "coordinator", agency: str = "", scopes: tuple[str, ...] = EVERY_SCOPE) -> Program:
    """A program that acts for an account of this role."""
    from django.test import Client

    given = token_for(role, agency, scopes)
    return Program(given.text, str(ROLES[role].purposes[0]), Client(SERVER_NAME="localhost", raise_request_exception=False))
