"""Hooks: made, ended, and how far each is. What is made and ended is written into the access log at once.

Commit point of what is told: `taken`, after the receiver has said that it has it. Who is stopped before sends the same again.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import connection, transaction

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.accounts import require_right_over
from kinkeeper.domain.access.hooks import ENDS_AFTER, Hook, Network, check_new_hook, networks_of, target_of, wait_after
from kinkeeper.domain.access.log import HookEnded, HookMade, HookSecretChanged
from kinkeeper.domain.access.tokens import check_words
from kinkeeper.domain.errors import NotFound, Refused, Unavailable
from kinkeeper.gateway import access_log, clock
from kinkeeper.gateway.programs.box import box_for
from kinkeeper.queries.access.accounts import get_account
from kinkeeper.queries.access.hooks import find_hook
from kinkeeper.queries.moments import ledger_size


@dataclass(frozen=True, slots=True)
class GivenHook:
    """A new hook, and the secret by which the receiver knows us: told once."""

    hook: Hook
    secret: str


def networks() -> tuple[Network, ...]:
    """The networks that the operator named for hooks, beside all that is public."""
    return networks_of(settings.KINKEEPER_HOOK_NETWORKS)


def make_hook(account_name: str, address: str, words: str, purpose: str = "", *, actor: Actor) -> GivenHook:
    """
    Have a program told, from the next entry on, of what this account may know of.

    :raises NotAllowed: where the actor does not administer the account's agency.
    :raises NotFound: where there is no such open account.
    :raises Refused: for an address, a purpose or words that cannot be, or where no keys last.
    """
    account = get_account(account_name)
    if account is None or account.closed:
        raise NotFound("There is no open account %(account_name)s. See: kinkeeper account list", account_name=account_name)
    purpose, words = check_new_hook(actor, account, purpose), check_words(words)
    target_of(address, networks())
    hook_id, (secret, sealed) = f"H{secrets.token_hex(6)}", _new_secret()
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        access_log.append(cursor, [HookMade(hook_id, account.name, words, address, purpose)], actor)
        told = [hook_id, account.name, words, address, purpose, sealed, actor.name, ledger_size(), clock.instant()]
        cursor.execute(_MADE, told)
    return GivenHook(_known(hook_id), secret)


_MADE = """
INSERT INTO public.hook (hook_id, account, words, address, purpose, secret, made_by, position, made_at, failed, said)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, 0, '')
"""


def change_secret(hook_id: str, *, actor: Actor) -> GivenHook:
    """
    Sign what is sent to a hook with a new secret from now on, also what is being sent again. The old one is gone.

    :raises NotAllowed: where the actor does not administer the account's agency.
    :raises NotFound: where there is none.
    :raises Refused: where it has ended, or where no keys last.
    """
    secret, sealed = _new_secret()
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        hook = _standing(hook_id, actor)
        access_log.append(cursor, [HookSecretChanged(hook_id, hook.account)], actor)
        cursor.execute("UPDATE public.hook SET secret = %s WHERE hook_id = %s", [sealed, hook_id])
    return GivenHook(hook, secret)


def _new_secret() -> tuple[str, bytes]:
    """A secret, and the same as it is kept."""
    if not settings.KINKEEPER_KEYS_LAST:
        raise Refused("Set KINKEEPER_KEYS first: the hook's secret is kept sealed under it.")
    secret = secrets.token_hex(32)
    return secret, box_for("hooks").encrypt(secret.encode())


def end_hook(hook_id: str, *, actor: Actor, why: str = "") -> None:
    """
    Send nothing to a hook any more.

    :raises NotAllowed: where the actor does not administer the account's agency.
    :raises NotFound: where there is none.
    :raises Refused: where it has ended.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        hook = _standing(hook_id, actor)
        access_log.append(cursor, [HookEnded(hook_id, hook.account, why)], actor)
        cursor.execute("UPDATE public.hook SET ended_at = %s, secret = '' WHERE hook_id = %s", [clock.instant(), hook_id])


def _standing(hook_id: str, actor: Actor) -> Hook:
    """The hook, held for who changes it."""
    hook = _known(hook_id, "FOR UPDATE OF h")
    require_right_over(actor, hook.agency)
    if hook.ended_at:
        raise Refused("The hook %(hook_id)s has ended.", hook_id=hook_id)
    return hook


@contextmanager
def turn_of(hook_id: str) -> Iterator[bool]:
    """Be the one who sends to a hook; False where another is at it. Ends with the connection, too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"kinkeeper hook {hook_id}"])
        [mine] = cursor.fetchone()
        try:
            yield bool(mine)
        finally:
            if mine:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [f"kinkeeper hook {hook_id}"])


def secret_of(hook_id: str) -> str:
    """
    What is signed with.

    :raises Unavailable: where no key that still holds opens it.
    """
    kept = find_hook(hook_id)
    try:
        return box_for("hooks").decrypt(kept.secret).decode() if kept else ""
    except InvalidToken as error:
        raise Unavailable(
            "No key of KINKEEPER_KEYS opens the hook's secret. Put the old key back, or end the hook and make a new one."
        ) from error


def begin(hook: Hook, until: int) -> None:
    """From here on this is being sent: up to this entry, however often it has to be tried."""
    _set(hook, "sending = %s", until)


def nothing_to_tell(hook: Hook, until: int) -> None:
    """The entries up to this one hold nothing that the hook's account may know of."""
    _set(hook, "position = %s, sending = NULL", until)


def taken(hook: Hook, until: int, said: str) -> None:
    """The receiver has it."""
    _set(
        hook,
        "position = %s, sending = NULL, failed = 0, failing_since = NULL, next_at = NULL, sent_at = %s, said = %s",
        until,
        clock.instant(),
        said,
    )


def not_taken(hook: Hook, said: str) -> bool:
    """The receiver has it not, or does not say so: wait longer each time. Returns whether that goes on for too long."""
    now = clock.instant()
    since = datetime.fromisoformat(hook.failing_since) if hook.failing_since else now
    _set(hook, "failed = failed + 1, failing_since = %s, next_at = %s, said = %s", since, now + wait_after(hook.failed + 1), said)
    return now - since >= ENDS_AFTER


def _set(hook: Hook, what: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE public.hook SET {what} WHERE hook_id = %s AND ended_at IS NULL", [*values, hook.hook_id])


def _known(hook_id: str, lock: str = "") -> Hook:
    kept = find_hook(hook_id, lock) if "\0" not in hook_id else None
    if kept is None:
        raise NotFound("There is no hook %(hook_id)s. See: kinkeeper hooks list", hook_id=hook_id)
    return kept.hook
