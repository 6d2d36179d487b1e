"""The list of a class: who is in it by which criterion, each inclusion and exclusion with its reason and the order's version (F-29, F-30).

A revision is entries like any other: two moments of the list are compared, and what was added and removed is told with why (+162 -79).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact

STANDINGS = ("included", "excluded", "indicated")
"""`indicated`: a criterion is not known of the child. It has an owner and a day, and is never left out in silence."""


class Member(Fact, frozen=True):
    """How a child stands to the class of an order, and why."""

    order_id: str
    child: str
    version: int
    standing: str
    reason: str
    by_hand: bool = False
    """Whether a person decided, whom the rules do not overrule."""
    owner: str = ""
    due: str = ""


# Commands


@dataclass(frozen=True, slots=True)
class ReviseList:
    """Record how children stand to a class by the criteria. Whom a person placed stays where the person put them."""

    run: str
    members: tuple[Member, ...]

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return tuple((one.order_id, one.child) for one in self.members)


@dataclass(frozen=True, slots=True)
class PlaceMember:
    """Put a child on a list or off it by hand, with the reason."""

    order_id: str
    child: str
    version: int
    standing: str
    reason: str
    by: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.order_id, self.child),)


# Entries


class MemberListed(Fact, frozen=True):
    """From here on a child stands so to the class of an order."""

    member: Member
    by: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return self.member.order_id, self.member.child


@dataclass(slots=True)
class MemberState:
    """How children stand to classes, by order and child."""

    members: dict[tuple[str, ...], Member] = field(default_factory=dict)


def decide(state: MemberState, command: ReviseList | PlaceMember) -> Iterable[MemberListed]:
    """Those children who stand otherwise than known.

    :raises Refused: for a standing that is none, or by hand without a reason.
    """
    if isinstance(command, ReviseList):
        known = state.members
        new = (one for one in command.members if known.get((one.order_id, one.child)) != one)
        return [MemberListed(one, command.run) for one in new if not _by_hand(known.get((one.order_id, one.child)))]
    if command.standing not in STANDINGS or not command.reason.strip() or not command.child:
        raise Refused("A child is %(known)s for a reason. Say which.", known=", ".join(STANDINGS))
    one = Member(command.order_id, command.child, command.version, command.standing, command.reason, by_hand=True)
    return [] if state.members.get((one.order_id, one.child)) == one else [MemberListed(one, command.by)]


def evolve(state: MemberState, entry: MemberListed) -> MemberState:
    """The state after an entry."""
    state.members[entry.key] = entry.member
    return state


@dataclass(frozen=True, slots=True)
class Revision:
    """What changed of a list between two moments: children added and removed, each with the reason."""

    added: dict[str, str]
    removed: dict[str, str]
    before: int
    after: int


def compare(before: Iterable[Member], after: Iterable[Member]) -> Revision:
    """The children included later and not before, and those included before and not later."""
    was = {one.child: one for one in before if one.standing == "included"}
    later = {one.child: one for one in after}
    now = {child: one for child, one in later.items() if one.standing == "included"}
    added = {child: one.reason for child, one in sorted(now.items()) if child not in was}
    removed = {child: later[child].reason if child in later else "" for child in sorted(was) if child not in now}
    return Revision(added, removed, len(was), len(now))


def _by_hand(known: Member | None) -> bool:
    return known is not None and known.by_hand
