"""Chance that a seed decides.

Every draw comes from `random.Random.random`, the one draw whose sequence Python promises to keep, so
that a seed gives the same season on every machine and with every version.
"""

import math
import random
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Weighted(Generic[Thing]):
    """Things to draw from, each as often as its weight says."""

    things: tuple[Thing, ...]
    sums: tuple[float, ...]

    @classmethod
    def of(cls, pairs: Sequence[tuple[Thing, float]]) -> "Weighted[Thing]":
        """Things with their weights, in the order in which they are drawn."""
        return cls(tuple(thing for thing, _ in pairs), tuple(accumulate(weight for _, weight in pairs)))


class Chance:
    """A stream of draws. Each part of the season has a stream of its own: a change in one moves nothing in another."""

    def __init__(self, seed: int, stream: str) -> None:
        self._next = random.Random(f"{seed}/{stream}").random

    def happens(self, share: float) -> bool:
        """True in `share` of the draws."""
        return self._next() < share

    def between(self, low: float, high: float) -> float:
        """A number from `low` up to `high`."""
        return low + (high - low) * self._next()

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._next() * (high - low + 1))

    def median(self, middle: float, spread: float) -> float:
        """A positive number, half of the draws above `middle`; `spread` is the standard deviation of its logarithm."""
        normal = math.sqrt(-2 * math.log(1 - self._next())) * math.cos(2 * math.pi * self._next())
        return middle * math.exp(spread * normal)

    def pick(self, things: Sequence[Thing]) -> Thing:
        """One of the things, each as likely."""
        return things[int(self._next() * len(things))]

    def draw(self, weighted: Weighted[Thing]) -> Thing:
        """One of the things, as likely as its weight."""
        return weighted.things[bisect(weighted.sums, self._next() * weighted.sums[-1])]

    def shuffled(self, things: Sequence[Thing]) -> list[Thing]:
        """The things in another order."""
        return [thing for _, _, thing in sorted((self._next(), place, thing) for place, thing in enumerate(things))]
