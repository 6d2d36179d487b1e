"""Capacity: beds by program, for whom, and whether brothers and sisters can stay together; against those who wait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kinkeeper.domain.dates import Moment, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact

SEXES = ("", "F", "M")


class Beds(Fact, frozen=True):
    """The free beds of one program at a moment: for which ages, which sex (empty = any), with care for which needs."""

    beds_id: str
    program: str
    at: Moment
    free: int
    youngest: int = 0
    oldest: int = 17
    sex: str = ""
    needs: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class ReportBeds:
    """Say how many beds a program has; said again under the same id, it replaces what was said."""

    beds: Beds

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.beds.beds_id,),)


class BedsReported(Fact, frozen=True):
    """A program said how many beds it has."""

    beds: Beds

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.beds.beds_id,)


@dataclass(slots=True)
class CapacityState:
    """What programs said last, by id."""

    beds: dict[tuple[str, ...], Beds] = field(default_factory=dict)


def decide(state: CapacityState, command: ReportBeds) -> Iterable[BedsReported]:
    """The beds, unless they are known.

    :raises Refused: for a program without a name, a number below nothing, or ages that are none.
    """
    one = command.beds
    if not one.program.strip() or one.free < 0 or not 0 <= one.youngest <= one.oldest <= 17 or one.sex not in SEXES:
        raise Refused("Say which program, how many beds (0 or more), for which ages (0 to 17) and which sex (F, M or either).")
    if not is_moment(one.at):
        raise Refused("Say when that was counted, as 2018-05-17T06:13.")
    return [] if state.beds.get((one.beds_id,)) == one else [BedsReported(one)]


def evolve(state: CapacityState, entry: BedsReported) -> CapacityState:
    """The state after an entry."""
    state.beds[entry.key] = entry.beds
    return state


@dataclass(frozen=True, slots=True)
class Waiting:
    """A child to be placed. Those of one `party` are to stay together."""

    child: str
    age: int
    sex: str
    needs: tuple[str, ...] = ()
    party: str = ""


def place_children(waiting: Sequence[Waiting], beds: Sequence[Beds]) -> dict[str, str]:
    """
    Child -> program, those missing for whom there is no bed. Parties first, the largest before others, each whole in one program
    or, where none holds it, one by one; children with needs before children without.
    """
    free = {one.beds_id: one.free for one in beds}
    placed: dict[str, str] = {}
    parties: dict[str, list[Waiting]] = {}
    for one in waiting:
        parties.setdefault(one.party or f"alone {one.child}", []).append(one)
    for party in sorted(parties.values(), key=lambda some: (-len(some), -sum(len(one.needs) for one in some), some[0].child)):
        whole = next((one for one in beds if free[one.beds_id] >= len(party) and all(_fits(child, one) for child in party)), None)
        for child in party:
            found = whole or next((one for one in beds if free[one.beds_id] > 0 and _fits(child, one)), None)
            if found:
                free[found.beds_id] -= 1
                placed[child.child] = found.program
    return placed


def forecast(arrivals: Sequence[int], days: int) -> int:
    """How many more children to expect within some days: the mean of the last seven days' arrivals, rounded up."""
    recent = arrivals[-7:]
    return -(-sum(recent) * days // len(recent)) if recent else 0


def _fits(child: Waiting, beds: Beds) -> bool:
    return beds.youngest <= child.age <= beds.oldest and beds.sex in ("", child.sex) and set(child.needs) <= set(beds.needs)
