"""A second look at those whom the first left over: who is not yet found in the other source.

Where nearly everybody in one source is in the other as well, two records that are both left over, and
fit nobody else, are likelier to be one person than the same two records among thousands that are still
open. Seen as a matching of persons of two sources: the odds of a pair are m / (u1 * u2) before any
evidence, with m persons in both and u1, u2 left over on either side.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.clustering import join
from kinkeeper.linkage.decided import Decided
from kinkeeper.linkage.frames import Frame
from kinkeeper.linkage.lines import NONE
from kinkeeper.linkage.model import Model, kinds_of
from kinkeeper.linkage.scoring import Pairs

Bits = NDArray[np.float64]
Clusters = NDArray[np.int64]
Score = Callable[[Pairs], Bits]

ROUNDS = 8
OWN_EVIDENCE = 8.0
"""Bits that a pair's own agreement must be worth before being left over counts for it."""
MOST_ADDED = 6.0
"""Bits that being left over may add."""
_NEVER_ALL = 0.02
"""Share of either source that is never expected in the other."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """Persons of two sources: how many on either side, and how many are found in both already."""

    one: int
    other: int
    both: int


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What the first look found: the clusters, the pairs scored with their log2 odds, and what people had decided before it."""

    clusters: Clusters
    pairs: Pairs
    odds: Bits
    decided: Decided


@dataclass(frozen=True, slots=True)
class Expected:
    """log2 of the share of pairs of persons left over that are one person, by kind of pair: as it is, and as rivals were weighed."""

    rivals: Bits
    grown: Bits


def look_again(
    frame: Frame, model: Model, first: FirstLook, score: Score, expected: Expected | None = None
) -> tuple[Clusters, Bits, Expected]:
    """The clusters after joining those left over that fit each other and nobody else, the odds of all pairs as seen then, and what was
    expected: counted, or as it was under a version.
    """
    clusters, pairs, odds = first.clusters, first.pairs, first.odds
    present = np.zeros((len(frame), len(frame.layouts)), dtype=bool)
    present[clusters, frame.layout] = True
    lacking = ~present[clusters]
    kinds = np.where(_left_over(frame, lacking, pairs), kinds_of(frame, pairs), NONE)
    odds = odds.copy()
    counted = expected or Expected(model.prior_same.copy(), model.prior_same.copy())
    for kind in np.unique(kinds[kinds != NONE]).tolist():
        of_kind = kinds == kind
        matching = _Matching(clusters[pairs[of_kind]], odds[of_kind], float(model.prior_same[kind]))
        if not expected:
            one, other = present[:, kind // len(frame.layouts)], present[:, kind % len(frame.layouts)]
            sides = _Sides(int(one.sum()), int(other.sum()), int((one & other).sum()))
            counted.rivals[kind], counted.grown[kind] = _count(matching, sides)
        odds[of_kind] = matching.odds_by(float(counted.rivals[kind]), float(counted.grown[kind]))
    added = counted.grown - model.prior_same

    def score_left_over(asked: Pairs) -> Bits:
        more: Bits = np.where(_left_over(frame, lacking, asked), added[kinds_of(frame, asked)], 0.0)
        return score(asked) + more

    return join(clusters, pairs[kinds != NONE], odds[kinds != NONE], score_left_over, first.decided.different), odds, counted


def _left_over(frame: Frame, lacking: NDArray[np.bool_], pairs: Pairs) -> NDArray[np.bool_]:
    """Pairs of two layouts neither of whose persons has a record in the other's layout."""
    one, other = pairs.T
    left: NDArray[np.bool_] = lacking[one, frame.layout[other]] & lacking[other, frame.layout[one]]
    return left


class _Matching:
    """Pairs of persons left over in two sources, each against all that compete for either."""

    def __init__(self, ends: Clusters, odds: Bits, prior: float) -> None:
        self._odds, self._evidence, self.prior = odds, odds - prior, prior
        self._worth = self._evidence >= OWN_EVIDENCE
        self._first, self._second = (np.unique(column, return_inverse=True)[1] for column in ends.T)

    def weights(self, before: float) -> tuple[Bits, Bits]:
        """What each pair weighs where this was expected before any evidence, and what its rivals do."""
        weight = np.where(self._worth, np.exp2(self._evidence + before), 0.0)
        rivals = np.bincount(self._first, weights=weight)[self._first] + np.bincount(self._second, weights=weight)[self._second]
        return weight, rivals - 2 * weight

    def odds_by(self, rivals: float, grown: float) -> Bits:
        """The odds of the pairs, those without evidence of their own as they were."""
        return np.where(self._worth, self._evidence + grown - np.log2(1 + self.weights(rivals)[1]), self._odds)


def _count(matching: _Matching, sides: _Sides) -> tuple[float, float]:
    """What is expected before evidence after some rounds, and in the last but one."""
    before, grown = matching.prior, matching.prior
    for _ in range(ROUNDS):
        before = grown
        weight, rivals = matching.weights(before)
        found = float((weight / (1 + rivals + weight)).sum())
        grown = float(np.clip(_before_evidence(sides, found), matching.prior, matching.prior + MOST_ADDED))
    return before, grown


def _before_evidence(sides: _Sides, found: float) -> float:
    both = min(sides.both + found, sides.one, sides.other)
    left = [max(side - both, _NEVER_ALL * side + 1) for side in (sides.one, sides.other)]
    return float(np.log2(max(both, 1e-9)) - np.log2(left[0]) - np.log2(left[1]))
