"""Chao's lower bound: at least so many there are, whatever the lists' dependence, as far as people differ in how easily they are listed."""

import math
from dataclasses import dataclass

from kinkeeper.estimation.overlaps import Overlaps
from kinkeeper.estimation.survival import NORMAL_95


@dataclass(frozen=True, slots=True)
class Interval:
    """A number with its 95 % limits."""

    value: float
    low: float
    high: float


def lower_bound(told: Overlaps) -> Interval:
    """
    The bound of Chao for lists of different reach, from those on exactly one list and on exactly two; the limits are log-normal.

    Of independent lists it is the truth; it falls below where some people are harder to list than others or lists draw on each other, and
    stands above only by chance or where lists exclude each other.
    """
    once, twice, seen = told.on(1), told.on(2), told.seen
    share = 1 - sum(told.counts[1 << one] ** 2 for one in range(told.lists)) / once**2 if once else 0.0
    missing = share * once * (once - 1) / (2 * (twice + 1))
    variance = (
        share * once * (once - 1) / (2 * (twice + 1))
        + share**2 * once * (2 * once - 1) ** 2 / (4 * (twice + 1) ** 2)
        + share**2 * once**2 * twice * (once - 1) ** 2 / (4 * (twice + 1) ** 4)
    )
    if missing <= 0:
        return Interval(seen, seen, seen)
    spread = math.exp(NORMAL_95 * math.sqrt(math.log(1 + variance / missing**2)))
    return Interval(seen + missing, seen + missing / spread, seen + missing * spread)
