"""Hooks: where a program of an agency is told that something it may know of has changed: numbers and kinds of event, and nothing else.

A hook acts as one account, for one purpose, like a token. Nothing is ever sent for enforcement.
"""

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

import msgspec

from kinkeeper.domain.access import ROLES, Actor, Purpose
from kinkeeper.domain.access.accounts import Account, require_right_over
from kinkeeper.domain.errors import Refused

Network = IPv4Network | IPv6Network

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
ENDS_AFTER = timedelta(days=7)
"""A hook that took nothing for so long ends; an administrator makes a new one."""

_ADDRESS = re.compile(r"https?://[\x21-\x7e]{1,480}")
_HIDE_ANOTHER = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"), ip_network("2002::/16"), ip_network("2001::/32"))
"""Addresses of the one kind that stand for one of the other: translated and tunnelled."""


@dataclass(frozen=True, slots=True)
class Hook:
    """One hook, without its secret. `position`: entries of the ledger that are told, or were nothing to tell."""

    hook_id: str
    account: str
    agency: str
    words: str
    address: str
    purpose: str
    made_by: str
    position: int
    sending: int | None
    """Up to which entry what is being sent tells; it stays the same until it is taken."""
    failed: int
    """How often in a row it was not taken."""
    said: str
    """What came of the last try."""
    made_at: str
    failing_since: str
    next_at: str
    sent_at: str
    ended_at: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something became known of these persons, or otherwise, by the entry at a position. Of what kind; never what."""

    position: int
    kind: str
    persons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """An address, taken apart."""

    host: str
    port: int
    path: str
    is_private: bool
    """Whether TLS keeps it from who is on the way."""

    @property
    def named(self) -> str:
        """The host as the receiver is asked for it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.is_private else 80) else f"{host}:{self.port}"


def check_new_hook(giver: Actor, account: Account, purpose: str = "") -> str:
    """
    See that this actor may have what this account may know of sent out. Returns the purpose: without one, the usual one of the role.

    :raises NotAllowed: where the giver does not administer the account's agency.
    :raises Refused: where the role looks at nobody, or not for this purpose, or it is enforcement.
    """
    require_right_over(giver, account.agency)
    role = ROLES.get(account.role)
    if role is None or "read" not in role.rights:
        raise Refused(
            "The role '%(role)s' looks at no persons: there is nothing to tell. Choose an account of another role.", role=account.role
        )
    purpose = purpose or account.actor.purpose
    if purpose not in role.purposes:
        raise Refused(
            "The role '%(role)s' does not look for '%(purpose)s'. It looks for: %(known)s.",
            role=account.role,
            purpose=purpose,
            known=", ".join(role.purposes),
        )
    if purpose == Purpose.ENFORCEMENT:
        raise Refused("Nothing is sent for enforcement, to nobody. Choose an account that looks for another purpose.")
    return purpose


def target_of(address: str, networks: Sequence[Network] = ()) -> Target:
    """
    Where an address leads. Without TLS only where the operator has named networks for it.

    :raises Refused: where it is no address that something is sent to.
    """
    try:
        parts = urlsplit(address) if _ADDRESS.fullmatch(address) else None
        port = parts.port if parts else None
    except ValueError:
        parts = port = None
    if parts is None or not parts.hostname or "@" in parts.netloc or parts.fragment or port == 0:
        raise Refused("Give an address that begins with https://, without a name, a password or a # in it.")
    if parts.scheme != "https" and not networks:
        raise Refused("Give an address that begins with https://: without TLS others could read who is told of.")
    is_private = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.hostname, port or (443 if is_private else 80), path, is_private)


def networks_of(text: str) -> tuple[Network, ...]:
    """
    The networks that the operator named, separated by blanks.

    :raises Refused: for what is none.
    """
    try:
        return tuple(ip_network(one) for one in text.split())
    except ValueError as error:
        raise Refused("KINKEEPER_HOOK_NETWORKS holds networks, as 127.0.0.0/8. %(error)s.", error=error) from error


def may_reach(numbers: Sequence[str], target: Target, networks: Sequence[Network] = ()) -> bool:
    """Whether something may be sent to the addresses that a host has: all of them public, or in networks that the operator named."""
    found = [_meant(number) for number in numbers]
    named = [any(one in network for network in networks) for one in found]
    return bool(found) and all(is_named or (target.is_private and _is_public(one)) for one, is_named in zip(found, named, strict=True))


def wait_after(failed: int) -> timedelta:
    """How long to wait when it was not taken so often: twice as long each time, six hours at most."""
    return LONGEST_WAIT if failed > len(f"{LONGEST_WAIT // FIRST_WAIT:b}") else min(FIRST_WAIT * 2 ** (failed - 1), LONGEST_WAIT)


def body_of(hook: Hook, until: int, events: Sequence[Event], at: str) -> bytes:
    """What is sent: numbers, kinds and positions. Sent again it bears the same `id`."""
    told = [{"position": one.position, "kind": one.kind, "persons": one.persons} for one in events]
    number = f"{hook.hook_id}-{hook.position}-{until}"
    return msgspec.json.encode({"id": number, "hook": hook.hook_id, "position": until, "timestamp": at, "events": told})


def signature(secret: str, at: str, body: bytes) -> str:
    """By which a receiver knows that it is from us, whole, and of when: HMAC-SHA256 over moment, point and body."""
    return "sha256=" + hmac.new(secret.encode(), at.encode() + b"." + body, sha256).hexdigest()


def _meant(number: str) -> IPv4Address | IPv6Address:
    """The address itself, where one of the other kind is written in it."""
    found = ip_address(number.partition("%")[0])
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _is_public(one: IPv4Address | IPv6Address) -> bool:
    return one.is_global and not one.is_multicast and not one.is_reserved and not any(one in network for network in _HIDE_ANOTHER)
