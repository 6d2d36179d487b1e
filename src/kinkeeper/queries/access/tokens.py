"""Which tokens there are, and the one that a program shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.tokens import Scope, Token
from kinkeeper.queries.access.administered import list_administered, moment
from kinkeeper.queries.access.reading import shows_nobody


@dataclass(frozen=True, slots=True)
class KeptToken:
    """A token with the hash of its secret part. For the door alone."""

    token: Token
    secret: bytes


_TOKEN = """
SELECT t.token_id, t.account, s.agency, t.words, t.scopes, t.purpose, t.made_by, t.made_at, t.expires_at, t.used_at, t.ended_at, t.secret
FROM token t JOIN staff s ON s.name = t.account
"""


def find_token(token_id: str, lock: str = "") -> KeptToken | None:
    """The token of this number; None where there is none. Asked by the door itself, before there is a viewer."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_TOKEN} WHERE t.token_id = %s {lock}", [token_id])
        row = cursor.fetchone()
    return KeptToken(_token(row), bytes(row[-1])) if row else None


@shows_nobody("tokens of programs")
def list_tokens(viewer: Viewer) -> list[Token]:
    """
    The tokens of the accounts that this viewer administers, those made last first.

    :raises NotAllowed: if the viewer administers none.
    """
    return list_administered(viewer, _TOKEN, "t.made_at DESC, t.token_id", _token)


def _token(row: Sequence[Any]) -> Token:
    token_id, account, agency, words, scopes, purpose, made_by, *moments, _secret = row
    reach = tuple(Scope(one) for one in scopes.split())
    return Token(token_id, account, agency, words, reach, purpose, made_by, *map(moment, moments))
