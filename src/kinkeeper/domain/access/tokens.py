"""Tokens: what a program of an agency shows instead of a sign-in. It acts as one account, for one purpose, and may no more than it says."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from kinkeeper.domain.access import ROLES, Actor
from kinkeeper.domain.access.accounts import Account, require_right_over
from kinkeeper.domain.errors import Refused


class Scope(StrEnum):
    """What a program may do of what its account may."""

    READ = "read"
    SAY = "say"
    EXPORT = "export"


MOST_DAYS = 365
"""A token ends after a year at the latest: by then somebody has to want it again."""

WORDS = re.compile(r"[^\W_](?:[^\x00-\x1f\x7f]{0,98}[^\s])?")


@dataclass(frozen=True, slots=True)
class Token:
    """One token, without what opens the door. `words` say what it is for; `used_at` is empty before it was used."""

    token_id: str
    account: str
    agency: str
    words: str
    scopes: tuple[Scope, ...]
    purpose: str
    made_by: str
    made_at: str
    expires_at: str
    used_at: str = ""
    ended_at: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new token is to be: for what, how far it reaches, for how many days; without a purpose, for the usual one of the role."""

    words: str
    scopes: Collection[str]
    days: int
    purpose: str = ""


def check_new_token(giver: Actor, account: Account, wanted: Wanted) -> tuple[Scope, ...]:
    """
    See that this actor may give this account such a token. Returns its scopes in order.

    :raises NotAllowed: where the giver does not administer the account's agency.
    :raises Refused: where the purpose is none of the role's, a scope is not known, or it would last too long.
    """
    require_right_over(giver, account.agency)
    role = ROLES.get(account.role)
    if role is None or "read" not in role.rights:
        raise Refused(
            "The role '%(role)s' looks at no persons, and a token would open nothing. Choose an account of another role.", role=account.role
        )
    if wanted.purpose and wanted.purpose not in role.purposes:
        raise Refused(
            "The role '%(role)s' does not look for '%(purpose)s'. It looks for: %(known)s.",
            role=account.role,
            purpose=wanted.purpose,
            known=", ".join(role.purposes),
        )
    unknown = sorted(set(wanted.scopes) - set(Scope))
    if unknown or not wanted.scopes:
        raise Refused("Choose one or more of %(known)s%(which)s.", known=", ".join(Scope), which=f", not {unknown[0]}" if unknown else "")
    if not 1 <= wanted.days <= MOST_DAYS:
        raise Refused("A token lasts from 1 to %(most_days)s days.", most_days=MOST_DAYS)
    return tuple(one for one in Scope if one in wanted.scopes)


def check_words(words: str) -> str:
    """
    What a token is for, in a few words.

    :raises Refused: where they are none, or too many.
    """
    words = " ".join(words.split())
    if not WORDS.fullmatch(words):
        raise Refused("Say in up to 100 letters what the token is for, as in: nightly feed of the shelters' portal.")
    return words
