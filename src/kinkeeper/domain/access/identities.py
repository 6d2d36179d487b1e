"""Who of the accounts here is meant, when a provider has said who somebody is. Deny by default: a provider opens no account.

An administrator names beforehand by what somebody is known there. The first time they come, their number there (`sub`, OpenID Connect
Core 1.0, 5.7: the only thing that stays) is bound to the account; from then on it alone counts, and whoever gets the address after them
is somebody else.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from kinkeeper.domain.access.providers import Provider
from kinkeeper.domain.errors import NotAllowed, Refused

EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")
SUBJECT = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?")
"""At most 255 letters of ASCII (OpenID Connect Core 1.0, 2)."""


@dataclass(frozen=True, slots=True)
class Identity:
    """By what an account is known at a provider: the address that an administrator named, and the number that was named or bound."""

    account: str
    provider: str
    email: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider says of who has come, once its signature was checked."""

    subject: str
    email: str = ""
    email_verified: bool = False


class NotKnownHere(NotAllowed):
    """Who has come has no account here, or may not use it by this provider. `reason` is for the log."""

    code = "not_known_here"

    def __init__(self, words: str, reason: str = "") -> None:
        super().__init__(words)
        self.reason = reason


def normal_email(text: str) -> str:
    """An address as it is compared. Letters beyond ASCII stay, and so equal no address that can be named."""
    return text.strip().lower()


def check_identity(provider: Provider, agency: str, identity: Identity) -> None:
    """
    See that an account of this agency can be known by this.

    :raises Refused: where the provider does not speak for the agency, or matches by something else, or the text cannot be one.
    """
    if agency not in provider.agencies:
        raise Refused(f"{provider.label} speaks for {', '.join(sorted(provider.agencies))}, and not for {agency}.")
    if bool(identity.email) == bool(identity.subject) or not getattr(identity, provider.match):
        raise Refused(f"{provider.label} is matched by --{provider.match}: give that, and nothing else.")
    if identity.email and not EMAIL.fullmatch(identity.email):
        raise Refused("That is no e-mail address, as in r.delgado@agency.example.gov.")
    if identity.subject and not SUBJECT.fullmatch(identity.subject):
        raise Refused("The number at a provider has 1 to 255 letters of ASCII.")


def whose(known: Collection[Identity], told: Told, provider: Provider) -> Identity:
    """
    The one of these identities at the provider that has come.

    :raises NotKnownHere: where it is none, with the reason.
    """
    for one in known:
        if one.subject and one.subject == told.subject:
            return one
    if provider.match != "email":
        raise NotKnownHere(_sentence(provider, "nobody here is known by what it says of you"), "unknown")
    email = normal_email(told.email)
    meant = next((one for one in known if one.email and one.email == email), None)
    if email and not told.email_verified:
        raise NotKnownHere(_sentence(provider, "it has not verified your e-mail address"), "unverified")
    if meant is None:
        raise NotKnownHere(_sentence(provider, "nobody here is known by what it says of you"), "unknown")
    if meant.subject:
        raise NotKnownHere(_sentence(provider, "this address belonged to somebody else there when it was first used"), "other_subject")
    return meant


def _sentence(provider: Provider, why: str) -> str:
    return f"{provider.label} let you in, but {why}. Your agency’s administrator opens accounts and names who may use them this way."
