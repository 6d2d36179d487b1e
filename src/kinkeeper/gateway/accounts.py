"""Accounts: opened and closed, each time written into the access log in the same transaction."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from kinkeeper.domain.access import Actor, require
from kinkeeper.domain.access.accounts import Account, check_new, require_right_over
from kinkeeper.domain.access.log import AccountClosed, AccountExpired, AccountOpened, PasswordGiven, PersonAssigned
from kinkeeper.domain.access.retention import IDLE_DAYS
from kinkeeper.domain.errors import NotFound, Refused
from kinkeeper.gateway import access_log, clock
from kinkeeper.store.models import SignIn, StaffRow


def open_account(account: Account, *, actor: Actor, password: str = "") -> str:
    """
    Let somebody work here. Returns the password, which is kept nowhere; without one given, a new one.

    :raises NotAllowed: if the actor may not open it.
    :raises Refused: where the name is taken, the agency cannot give the role, or the password can be guessed.
    """
    check_new(actor, account)
    password = password or new_password()
    sign_in = SignIn(name=account.name, last_login=clock.instant())
    _check(password, sign_in)
    sign_in.set_password(password)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        access_log.append(cursor, [AccountOpened(account.name, account.agency, account.role, account.person)], actor)
        if StaffRow.objects.filter(name=account.name).exists():
            raise Refused("There is an account %(name)s already; names are not used twice. Choose another name.", name=account.name)
        StaffRow.objects.create(name=account.name, agency=account.agency, role=account.role, person=account.person)
        sign_in.save(force_insert=True)
    return password


def close_account(name: str, *, actor: Actor, why: str = "") -> None:
    """
    Let somebody work here no more: from the next request on. What they did stays.

    :raises NotAllowed: if the actor may not close it.
    :raises NotFound: where there is no such account.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        row = _mine(name, actor)
        access_log.append(cursor, [AccountClosed(name, why)], actor)
        StaffRow.objects.filter(name=row.name).update(closed=True)
        SignIn.objects.filter(name=row.name).update(is_active=False)
        _end_sessions(cursor, name)


def expire_idle(*, actor: Actor) -> list[str]:
    """
    Shut the door to accounts with which nobody signed in for 90 days, until an administrator gives a new password. Returns their names.

    :raises NotAllowed: if the actor administers no accounts.
    """
    require(actor, "administer")
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("UPDATE sign_in SET last_login = now() WHERE last_login IS NULL")  # opened before this was counted
        cursor.execute(
            "UPDATE sign_in SET is_active = FALSE WHERE is_active AND last_login < now() - make_interval(days => %s) RETURNING name",
            [IDLE_DAYS],
        )
        names = sorted(name for (name,) in cursor.fetchall())
        if names:
            access_log.append(cursor, [AccountExpired(name, IDLE_DAYS) for name in names], actor)
        for name in names:
            _end_sessions(cursor, name)
    return names


def assign(name: str, persons: Sequence[str], *, actor: Actor) -> None:
    """
    Let a family's counsel see these persons.

    :raises NotAllowed: if the actor may not.
    :raises NotFound: where there is no such account.
    :raises Refused: where the account is not counsel's.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        row = _mine(name, actor)
        if row.role != "counsel":
            raise Refused("%(name)s is no counsel: persons are assigned to families' counsel only.", name=name)
        access_log.append(cursor, [PersonAssigned(name, person) for person in persons], actor)
        cursor.executemany("INSERT INTO assignment VALUES (%s, %s) ON CONFLICT DO NOTHING", [(name, person) for person in persons])


def give_password(name: str, *, actor: Actor) -> str:
    """
    A new password for somebody who lost the old one or a second factor: their second factors go, their sessions end. Returns it.

    :raises NotAllowed: if the actor may not.
    :raises NotFound: where there is no such account.
    """
    password = new_password()
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        row = _mine(name, actor)
        access_log.append(cursor, [PasswordGiven(name)], actor)
        sign_in = SignIn.objects.get(name=row.name)
        sign_in.set_password(password)
        sign_in.is_active, sign_in.last_login = True, clock.instant()
        sign_in.save()
        cursor.execute("DELETE FROM mfa_authenticator WHERE user_id = %s", [name])
        _end_sessions(cursor, name)
    return password


def new_password() -> str:
    """A password that nobody guesses: 24 letters and digits, 120 bits and more."""
    return secrets.token_urlsafe(18)


def _mine(name: str, actor: Actor) -> StaffRow:
    row: StaffRow | None = StaffRow.objects.select_for_update().filter(name=name, closed=False).first()
    if row is None:
        raise NotFound("There is no open account %(name)s. See: kinkeeper account list", name=name)
    require_right_over(actor, row.agency)
    return row


def _check(password: str, sign_in: SignIn) -> None:
    try:
        validate_password(password, sign_in)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def _end_sessions(cursor: Any, name: str) -> None:
    cursor.execute(
        "DELETE FROM django_session WHERE session_key IN (SELECT session_key FROM usersessions_usersession WHERE user_id = %s)", [name]
    )
    cursor.execute("DELETE FROM usersessions_usersession WHERE user_id = %s", [name])
