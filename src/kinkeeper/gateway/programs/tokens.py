"""Tokens of programs: made, replaced, ended, and known again by their hash. Each time it is written into the access log at once.

What opens the door is told once and kept nowhere. Its secret part has 256 random bits, so that a plain hash of it can be kept.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from django.db import connection, transaction

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.accounts import Account, require_right_over
from kinkeeper.domain.access.log import TokenEnded, TokenMade
from kinkeeper.domain.access.tokens import Token, Wanted, check_new_token, check_words
from kinkeeper.domain.errors import NotFound, Refused
from kinkeeper.gateway import access_log, clock
from kinkeeper.queries.access.accounts import get_account
from kinkeeper.queries.access.tokens import find_token

BEGINNING = "kk"
WITHIN_A_MINUTE = 60
ROTATION = timedelta(days=1)
"""So long an old token goes on beside the new one that replaces it: programs are changed over without a gap."""


@dataclass(frozen=True, slots=True)
class Given:
    """A new token, and the text that a program shows: told once."""

    token: Token
    text: str


def make_token(account_name: str, wanted: Wanted, *, actor: Actor) -> Given:
    """
    Give an account a token.

    :raises NotAllowed: where the actor does not administer the account's agency.
    :raises NotFound: where there is no such open account.
    :raises Refused: for a scope, a purpose, words or days that cannot be.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        return _make(cursor, _open_account(account_name), wanted, actor)


def replace_token(token_id: str, *, days: int, actor: Actor) -> Given:
    """
    A new token like an old one; the old one opens the door for one more day.

    :raises NotAllowed: where the actor does not administer the account's agency.
    :raises NotFound: where there is no such token that opens anything.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        old = _mine(token_id, actor)
        wanted = Wanted(old.words, old.scopes, days, old.purpose)
        given = _make(cursor, _open_account(old.account), wanted, actor, instead=token_id)
        last = clock.instant() + ROTATION
        cursor.execute("UPDATE token SET expires_at = least(expires_at, %s) WHERE token_id = %s", [last, token_id])
    return given


def end_token(token_id: str, *, actor: Actor, why: str = "") -> None:
    """
    From the next request on this token opens nothing.

    :raises NotAllowed: where the actor does not administer the account's agency.
    :raises NotFound: where there is no such token that opens anything.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        access_log.append(cursor, [TokenEnded(token_id, _mine(token_id, actor).account, why)], actor)
        cursor.execute("UPDATE token SET ended_at = %s WHERE token_id = %s", [clock.instant(), token_id])


def open_by(text: str) -> tuple[Token, Account] | None:
    """The token that this text is, and its account; None where it opens nothing, whatever the reason."""
    beginning, _, rest = text.partition("_")
    token_id, _, secret = rest.partition("_")
    if beginning != BEGINNING or not token_id or not secret or len(text) > 200 or "\0" in text:
        return None
    row = find_token(token_id)
    kept = row.secret if row else b"\0" * 32
    if not compare_digest(sha256(secret.encode()).digest(), kept) or row is None:
        return None
    now = clock.now()
    account = get_account(row.token.account)
    if row.token.ended_at or row.token.expires_at <= now or account is None or account.closed:
        return None
    _note_use(row.token, now)
    return row.token, account


def _note_use(token: Token, now: str) -> None:
    """When it was last used: to the minute, so that a busy program does not write each time."""
    if token.used_at and (datetime.fromisoformat(now) - datetime.fromisoformat(token.used_at)).total_seconds() < WITHIN_A_MINUTE:
        return
    with connection.cursor() as cursor:
        cursor.execute("UPDATE token SET used_at = %s WHERE token_id = %s", [now, token.token_id])


def _make(cursor: Any, account: Account, wanted: Wanted, actor: Actor, instead: str = "") -> Given:
    scopes, words = check_new_token(actor, account, wanted), check_words(wanted.words)
    purpose = wanted.purpose or account.actor.purpose
    token_id, secret, now = f"T{secrets.token_hex(6)}", secrets.token_hex(32), clock.instant()
    until = now + timedelta(days=wanted.days)
    said = TokenMade(token_id, account.name, words, scopes, purpose, until.isoformat(timespec="seconds"), instead)
    access_log.append(cursor, [said], actor)
    hashed = sha256(secret.encode()).digest()
    cursor.execute(_MADE, [token_id, account.name, words, " ".join(scopes), purpose, hashed, actor.name, now, until])
    made = find_token(token_id)
    if made is None:
        raise NotFound("There is no token %(token_id)s.", token_id=token_id)
    return Given(made.token, f"{BEGINNING}_{token_id}_{secret}")


_MADE = """
INSERT INTO token (token_id, account, words, scopes, purpose, secret, made_by, made_at, expires_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def _open_account(name: str) -> Account:
    account = get_account(name)
    if account is None or account.closed:
        raise NotFound("There is no open account %(name)s. See: kinkeeper account list", name=name)
    return account


def _mine(token_id: str, actor: Actor) -> Token:
    """The token, held against others who change it, where the actor may."""
    kept = find_token(token_id, "FOR UPDATE OF t") if "\0" not in token_id else None
    if kept is None:
        raise NotFound("There is no token %(token_id)s. See: kinkeeper token list", token_id=token_id)
    require_right_over(actor, kept.token.agency)
    if kept.token.ended_at or kept.token.expires_at <= clock.now():
        raise Refused("The token %(token_id)s opens nothing any more. Make a new one.", token_id=token_id)
    return kept.token
