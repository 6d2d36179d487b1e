"""What the access log says: who was let in, as what, and who looked at whom. It names persons by our own numbers only.

A log of its own beside the ledger: the ledger says what is known of families, this one who may see it and who did.
"""

from typing import Any

import msgspec

from kinkeeper.domain.access import Actor
from kinkeeper.domain.facts import Fact


class AccountOpened(Fact, frozen=True):
    """An agency lets somebody work here."""

    name: str
    agency: str
    role: str
    person: str = ""


class AccountClosed(Fact, frozen=True):
    """An agency lets somebody work here no more."""

    name: str
    why: str = ""


class AccountExpired(Fact, frozen=True):
    """Nobody signed in with an account for so many days: it opens no door until an administrator gives a new password."""

    name: str
    days: int


class HeldNoLonger(Fact, frozen=True):
    """What was held as long as its rule says went: by which rule, and how many."""

    rule: str
    count: int


class PasswordGiven(Fact, frozen=True):
    """An account got a new password from an administrator; its second factors went."""

    name: str


class SignedIn(Fact, frozen=True):
    """Somebody came in. `by` says how: password, a second factor, a passkey, or the door of a demonstration."""

    name: str
    by: str


class IdentityNamed(Fact, frozen=True):
    """An administrator names by what the holder of an account is known at a provider of proof."""

    name: str
    provider: str
    email: str = ""
    subject: str = ""


class IdentityBound(Fact, frozen=True):
    """Somebody came by a provider for the first time: from here on this number there is the account's, and no other."""

    name: str
    provider: str
    subject: str


class IdentityEnded(Fact, frozen=True):
    """An account can be entered by this provider no more."""

    name: str
    provider: str


class PersonAssigned(Fact, frozen=True):
    """A family's counsel may see this person from here on."""

    name: str
    person: str


class PersonsRead(Fact, frozen=True):
    """An answer showed these persons. `door` says which; `groups` what of them."""

    door: str
    groups: tuple[str, ...]
    persons: tuple[str, ...]


class NotShown(Fact, frozen=True):
    """A page about one person or family answered that there is no such one. The same is written where it may not be seen."""

    door: str
    asked: str


class EmergencyOpened(Fact, frozen=True):
    """Somebody opened a person or a family in an emergency: why, until when, and who owns their cases and is told."""

    number: str
    asked: str
    persons: tuple[str, ...]
    reason: str
    until: str
    owners: tuple[str, ...]


class EmergencyEnded(Fact, frozen=True):
    """Who opened it needs it no more."""

    number: str


class EmergencyReviewed(Fact, frozen=True):
    """A second person looked at an emergency and says whether it was one."""

    number: str
    finding: str
    words: str


class Searched(Fact, frozen=True):
    """Somebody searched for this, and so many were found."""

    text: str
    found: int


class LookedUnusually(Fact, frozen=True):
    """Somebody opened more families in so many minutes than anybody reads, and was asked for proof."""

    families: int
    minutes: int
    what: str = "families"
    """What there were so many of: families, searches, or pages of persons who were not shown."""


class TokenMade(Fact, frozen=True):
    """An account got a token for programs: which, for what, how far it reaches, and until when. Never what opens the door."""

    token: str
    name: str
    words: str
    scopes: tuple[str, ...]
    purpose: str
    expires_at: str
    instead: str = ""
    """The token that it comes instead of."""


class TokenEnded(Fact, frozen=True):
    """A token opens nothing any more."""

    token: str
    name: str
    why: str = ""


class HookMade(Fact, frozen=True):
    """A program is told from here on of what an account may know of: where to, for what. Never what it is signed with."""

    hook: str
    name: str
    words: str
    address: str
    purpose: str


class HookSecretChanged(Fact, frozen=True):
    """What is sent to a hook is signed with another secret from here on."""

    hook: str
    name: str


class HookEnded(Fact, frozen=True):
    """Nothing is sent to a hook any more."""

    hook: str
    name: str
    why: str = ""


class ExportAsked(Fact, frozen=True):
    """Somebody asked for rows as a file: of what, how many, what for; `approval` where a second person has to let it go."""

    export: str
    what: str
    asked: str
    as_of: str
    entries: int
    form: str
    rows: int
    why: str
    approval: bool


class ExportAnswered(Fact, frozen=True):
    """A second person let an export go, or did not."""

    export: str
    approved: bool
    why: str = ""


class ExportFetched(Fact, frozen=True):
    """A file left: of which export, and the hash of its bytes, by which it is known again."""

    export: str
    form: str
    sha256: str


class ReportPrinted(Fact, frozen=True):
    """A report was given out as a file: which, of which day, as known at how many entries, in which form, and the total it told."""

    report: str
    version: int
    as_of: str
    entries: int
    form: str
    total: int
    public: bool = False


KINDS: dict[str, type[Fact]] = {
    "account.opened": AccountOpened,
    "account.closed": AccountClosed,
    "account.expired": AccountExpired,
    "password.given": PasswordGiven,
    "retention.done": HeldNoLonger,
    "account.entered": SignedIn,
    "identity.named": IdentityNamed,
    "identity.bound": IdentityBound,
    "identity.ended": IdentityEnded,
    "person.assigned": PersonAssigned,
    "person.read": PersonsRead,
    "person.searched": Searched,
    "person.withheld": NotShown,
    "emergency.opened": EmergencyOpened,
    "emergency.ended": EmergencyEnded,
    "emergency.reviewed": EmergencyReviewed,
    "reading.unusual": LookedUnusually,
    "report.printed": ReportPrinted,
    "export.asked": ExportAsked,
    "export.answered": ExportAnswered,
    "export.fetched": ExportFetched,
    "token.made": TokenMade,
    "token.ended": TokenEnded,
    "hook.made": HookMade,
    "hook.secret_changed": HookSecretChanged,
    "hook.ended": HookEnded,
}
"""Stable kind -> what it says. A kind's name is forever."""

KIND_OF: dict[type[Fact], str] = {said: kind for kind, said in KINDS.items()}


def body_of(said: Fact, actor: Actor, at: str) -> dict[str, Any]:
    """The content of an entry of the access log: who, for which purpose, when (UTC, ISO 8601), and what."""
    return {
        "actor": actor.name,
        "agency": actor.agency,
        "at": at,
        "kind": KIND_OF[type(said)],
        "purpose": actor.purpose,
        "role": actor.role,
        "said": msgspec.to_builtins(said),
        "v": 1,
    }
