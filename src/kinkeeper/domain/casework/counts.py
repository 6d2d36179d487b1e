"""A claimed count: what an agency says of how many there were, kept to be compared with what custody records show (F-15).

A claim carries its unit, its definition and its days: a number without them is refused (F-27).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.dates import Moment, day
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact

UNITS = ("children", "families")


class CountClaim(Fact, frozen=True):
    """A number that somebody gave: of what, between which days, of which custodian and place, where it is written."""

    claim_id: str
    said_by: str
    claimed: int
    unit: str
    definition: str
    from_day: Moment
    until_day: Moment
    place: str = ""
    """Part of the name of the place where the child was first held; empty = anywhere."""
    source: str = ""


@dataclass(frozen=True, slots=True)
class RecordClaim:
    """Keep a count that somebody claims."""

    claim: CountClaim

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.claim.claim_id,),)


class ClaimRecorded(Fact, frozen=True):
    """Somebody claimed a count."""

    claim: CountClaim

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.claim.claim_id,)


@dataclass(slots=True)
class ClaimState:
    """The claims, by id."""

    claims: dict[tuple[str, ...], CountClaim] = field(default_factory=dict)


def decide(state: ClaimState, command: RecordClaim) -> Iterable[ClaimRecorded]:
    """The claim, unless it is known.

    :raises Refused: for a number without unit, definition or days.
    """
    one = command.claim
    if one.unit not in UNITS or not one.definition.strip():
        raise Refused("A number needs its unit (%(known)s) and its definition in words.", known=", ".join(UNITS))
    if not day(one.from_day) or not day(one.until_day) or one.claimed < 0:
        raise Refused("A count needs its first and last day, as 2018-05-06, and is not below nothing.")
    return [] if state.claims.get((one.claim_id,)) == one else [ClaimRecorded(one)]


def evolve(state: ClaimState, entry: ClaimRecorded) -> ClaimState:
    """The state after an entry."""
    state.claims[entry.key] = entry.claim
    return state


@dataclass(frozen=True, slots=True)
class Compared:
    """A claim beside what the records show."""

    claim: CountClaim
    found: int

    @property
    def disagrees(self) -> bool:
        """Whether the records show another number."""
        return self.claim.claimed != self.found

    @property
    def factor(self) -> str:
        """How many times what was claimed the records show, to one place; empty where nothing was claimed."""
        return f"{self.found / self.claim.claimed:.1f}" if self.claim.claimed else ""
