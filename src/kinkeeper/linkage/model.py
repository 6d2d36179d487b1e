"""The Fellegi-Sunter model, with three kinds of pairs in place of two.

Two records are of one person, of two persons who travelled together (kin share surname, day, place
and neighbouring numbers), or of two strangers. Agreement on what companions share then speaks
for identity only as far as it should.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.frames import Frame
from kinkeeper.linkage.scoring import Comparison, Feature, Levels, Pairs

Bits = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in bits, learnt from the run's own records. Level 0 (missing) weighs nothing."""

    layouts: tuple[str, ...]
    same: Bits
    """log2 P(level | one person), by (feature, level)."""
    kin: Bits
    """log2 P(level | companions)."""
    chance: Bits
    """log2 P(level | strangers)."""
    custody: Bits
    """The same three for the custody feature by kind of pair of layouts: (3, layout pairs, level)."""
    prior_same: Bits
    """log2 of the share of all pairs of two layouts that are one person."""
    prior_kin: Bits
    pairs_learnt_from: int = 0

    def log_odds(self, kinds: NDArray[np.int64], comparison: Comparison) -> Bits:
        """log2 odds that each pair is one person."""
        same = self.prior_same[kinds] + total(self.same, self.custody[0], kinds, comparison.levels)
        kin = self.prior_kin[kinds] + total(self.kin, self.custody[1], kinds, comparison.levels)
        odds: Bits = same - np.logaddexp2(kin, self.strangers(kinds, comparison))
        return odds

    def strangers(self, kinds: NDArray[np.int64], comparison: Comparison) -> Bits:
        """log2 of how often chance gives what is seen."""
        table = self.chance[np.arange(len(Feature))[None, :], comparison.levels]
        table[:, Feature.CUSTODY] = self.custody[2][kinds, comparison.levels[:, Feature.CUSTODY]]
        bits: Bits = np.where(np.isnan(comparison.chance), table, comparison.chance).sum(axis=1)
        return bits


def total(weights: Bits, custody: Bits, kinds: NDArray[np.int64], levels: Levels) -> Bits:
    """The sum of weights over the features of each pair; custody is weighed by the kind of pair."""
    found = custody[kinds, levels[:, Feature.CUSTODY]].copy()
    for feature in Feature:
        if feature != Feature.CUSTODY:
            found += weights[feature, levels[:, feature]]
    return found


def kinds_of(frame: Frame, pairs: Pairs) -> NDArray[np.int64]:
    """Which two layouts each pair joins, as one code; the order of the two does not matter."""
    one, other = frame.layout[pairs[:, 0]].astype(np.int64), frame.layout[pairs[:, 1]].astype(np.int64)
    return np.minimum(one, other) * len(frame.layouts) + np.maximum(one, other)
