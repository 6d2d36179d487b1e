"""What is asked of a provider, over HTTPS: no redirect is followed, and each answer is taken for hostile until it is checked."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from kinkeeper.domain.access.providers import is_private
from kinkeeper.domain.errors import Unavailable

LONGEST_ANSWER = 256 * 1024
PATIENCE_SECONDS = 10


class SaidNo(Unavailable):
    """A provider answered with a status that is no success."""

    code = "provider_refused"

    def __init__(self, words: str, status: int = 0) -> None:
        super().__init__(words)
        self.status = status


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """None: what an address answers is the answer."""


def ask(address: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """
    The JSON object that an address of a provider answers with; with a form, it is sent.

    :raises SaidNo: where the status is no success.
    :raises Unavailable: where it does not answer, or with something else.
    """
    if not is_private(address):
        raise Unavailable("The provider names an address without TLS. Nothing was sent there.")
    body = urlencode(form).encode() if form is not None else None
    request = urllib.request.Request(address, data=body, headers={"Accept": "application/json", **(headers or {})})
    try:
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=PATIENCE_SECONDS) as answer:
            said = answer.read(LONGEST_ANSWER + 1)
        found = json.loads(said) if len(said) <= LONGEST_ANSWER else None
    except urllib.error.HTTPError as error:
        with error:
            raise SaidNo(f"The provider answered {error.code}. Try again, or sign in with your password.", error.code) from error
    except (OSError, ValueError, RecursionError, urllib.error.URLError) as error:
        raise Unavailable("The provider does not answer as it should. Try again, or sign in with your password.") from error
    if not isinstance(found, dict):
        raise Unavailable("The provider does not answer as it should. Try again, or sign in with your password.")
    return found
