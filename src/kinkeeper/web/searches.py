"""What somebody searches for stays out of addresses: names are personal data, and addresses are logged and copied.

The search is sent by POST and kept in a signed cookie of this browser, under a random word; the
address holds the word alone. Copied to another browser, it finds nothing and says so.
"""

import secrets

from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from kinkeeper.web.requests import cookies

COOKIE = "searches"
KEPT = 5
LONGEST = 200


def keep(request: HttpRequest, response: HttpResponseBase, word: str, text: str) -> None:
    """Have this browser remember what was searched for under `word`, beside its last few searches."""
    searches = [(known, told) for known, told in _kept(request) if known != word][-KEPT + 1 :]
    value = signing.dumps([*searches, (word, text[:LONGEST])], salt=COOKIE, compress=True)
    cookies.keep(request, response, COOKIE, value)


def new_word() -> str:
    """A word that says nothing."""
    return secrets.token_urlsafe(6)


def recall(request: HttpRequest, word: str) -> str | None:
    """What was searched for under this word; None where this browser does not know it."""
    return dict(_kept(request)).get(word)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    try:
        kept = signing.loads(cookies.kept(request, COOKIE), salt=COOKIE)
    except signing.BadSignature:
        return []
    return [(str(word), str(text)) for word, text in kept]
