"""How much reading is usual, by role: learnt from what people of that role did, within bounds that nobody learns away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Bounds:
    """Within so many seconds never noticed below the least, always above the most."""

    seconds: int
    least: int
    most: int


TEN_MINUTES, DAY = 600, 86_400
BOUNDS: Mapping[str, Bounds] = MappingProxyType(
    {
        "families": Bounds(TEN_MINUTES, 30, 300),
        "searches": Bounds(TEN_MINUTES, 30, 300),
        "not shown": Bounds(TEN_MINUTES, 10, 30),
        "outside": Bounds(DAY, 10, 60),
        "readers": Bounds(DAY, 6, 20),
    }
)
"""What is counted: families opened one by one, searches, pages of persons who are not shown, families opened whose cases are
somebody else's, and accounts that open one family."""

ENOUGH = 20
"""So many counts must be known before anything is learnt from them."""


def usual(what: str, counts: Sequence[int]) -> int:
    """
    From how many on it is more than usual: twice what 99 of 100 counts stay within, inside the bounds.

    One who reads without end is less than one count in a hundred, and teaches nothing; nobody lifts it above the most.
    """
    bounds = BOUNDS[what]
    if len(counts) < ENOUGH:
        return bounds.most
    high = sorted(counts)[ceil(0.99 * len(counts)) - 1]
    return min(max(2 * high, bounds.least), bounds.most)
