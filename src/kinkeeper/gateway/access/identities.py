"""By what accounts are known at providers of proof: named by an administrator, bound by the first who comes, ended."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import IntegrityError

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.accounts import require_right_over
from kinkeeper.domain.access.identities import Identity, Told, check_identity, normal_email, whose
from kinkeeper.domain.access.log import IdentityBound, IdentityEnded, IdentityNamed
from kinkeeper.domain.access.providers import Provider, parse_providers
from kinkeeper.domain.errors import BadExtract, NotAllowed, NotFound, Refused
from kinkeeper.gateway import access_log
from kinkeeper.store.models import IdentityRow, StaffRow


def providers() -> dict[str, Provider]:
    """
    The providers that the operator named (`KINKEEPER_PROVIDERS`), read anew each time: to change them nothing is started again.

    :raises BadExtract: where the file cannot be used.
    """
    named = settings.KINKEEPER_PROVIDERS
    if not named:
        return {}
    try:
        return parse_providers(Path(named).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadExtract(f"The file of providers that KINKEEPER_PROVIDERS names cannot be read: {error}.") from error


def provider_of(key: str) -> Provider:
    """
    One of them.

    :raises NotFound: where there is no such one.
    """
    known = providers()
    if key not in known:
        raise NotFound(f"There is no provider '{key}'. The file that KINKEEPER_PROVIDERS names has: {', '.join(known) or 'none'}.")
    return known[key]


def name_identity(identity: Identity, provider: Provider, *, actor: Actor) -> Identity:
    """
    Let an account be entered by who is known by this at a provider. What was named or bound for it before counts no more.

    :raises NotAllowed: where the actor does not administer the account's agency.
    :raises NotFound: where there is no such open account.
    :raises Refused: where the provider does not speak for its agency, or somebody else here is known by that.
    """
    identity = Identity(identity.account, provider.key, normal_email(identity.email), identity.subject.strip())
    try:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            row = _mine(identity.account, actor)
            check_identity(provider, row.agency, identity)
            access_log.append(cursor, [IdentityNamed(row.name, provider.key, identity.email, identity.subject)], actor)
            values = {"email": identity.email, "subject": identity.subject}
            IdentityRow.objects.filter(name=row.name, provider=provider.key).delete()
            IdentityRow.objects.create(name=row.name, provider=provider.key, **values)
    except IntegrityError as error:
        raise Refused(
            f"Another account is known by this at {provider.label}. End that one first: kinkeeper account identity-end"
        ) from error
    return identity


def end_identity(name: str, provider: str, *, actor: Actor) -> None:
    """
    From the next sign-in on an account is not entered by this provider.

    :raises NotAllowed: where the actor does not administer the account's agency.
    :raises NotFound: where it could not be entered by it.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        row = _mine(name, actor)
        gone, _ = IdentityRow.objects.filter(name=row.name, provider=provider).delete()
        if not gone:
            raise NotFound(f"{name} is not known at {provider}.")
        access_log.append(cursor, [IdentityEnded(name, provider)], actor)


def admit(told: Told, provider: Provider, *, door: Actor) -> Identity:
    """
    Whose account it is that somebody wants to enter, whom a provider has sent. Binds their number there when they come for the first time.

    :raises NotKnownHere: where it is nobody's.
    :raises NotAllowed: where the provider does not speak for the account's agency any more, or the account is closed.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        rows = IdentityRow.objects.select_for_update().filter(provider=provider.key).filter(_by(told))
        found = whose([Identity(row.name, row.provider, row.email, row.subject) for row in rows], told, provider)
        staff = StaffRow.objects.filter(name=found.account, closed=False).first()
        if staff is None or staff.agency not in provider.agencies:
            raise NotAllowed(f"{provider.label} opens this account no more. Ask your agency’s administrator.")
        if not found.subject:
            access_log.append(cursor, [IdentityBound(found.account, provider.key, told.subject)], door)
            IdentityRow.objects.filter(name=found.account, provider=provider.key).update(subject=told.subject)
    return found


def _by(told: Told) -> Any:
    from django.db.models import Q

    return Q(subject=told.subject) | Q(email=normal_email(told.email), email__gt="")


def _mine(name: str, actor: Actor) -> StaffRow:
    row: StaffRow | None = StaffRow.objects.select_for_update().filter(name=name, closed=False).first()
    if row is None:
        raise NotFound(f"There is no open account {name}. See: kinkeeper account list")
    require_right_over(actor, row.agency)
    return row
