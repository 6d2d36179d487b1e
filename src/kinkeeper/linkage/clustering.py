"""From scored pairs to persons: the surest join first, and none that a person's other records contradict.

Clusters join by turns with the partner each prefers, when the preference is mutual; a join must hold
on average over all pairs of records that it brings together, compared or not, so that no chain of
single resemblances makes one person of two.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Pairs = NDArray[np.int64]
Bits = NDArray[np.float64]
Clusters = NDArray[np.int64]
Score = Callable[[Pairs], Bits]

MOST_SAID = 20.0
"""Bits that one pair may weigh in an average, for or against."""


NOBODY_SAYS_SO = np.empty((0, 2), dtype=np.int64)


def join(clusters: Clusters, pairs: Pairs, log_odds: Bits, score: Score, apart: Pairs = NOBODY_SAYS_SO) -> Clusters:
    """The cluster of each line, named by its lowest line, grown from `clusters` named in the same way.

    `pairs` with their log2 odds are the joins to consider; `score` gives log2 odds of pairs not among them. The two lines of a pair of
    `apart` never come together.
    """
    count, cluster = len(clusters), clusters
    worth = log_odds > 0
    one, other, odds = _remaining(cluster, pairs[worth, 0], pairs[worth, 1], log_odds[worth])
    while len(odds):
        proposed = _mutual(count, one, other, odds)
        first, second = one[proposed], other[proposed]
        accepted = (_hold(cluster, first, second, score) > 0) & ~_kept_apart(cluster, first, second, apart)
        low, high = np.minimum(first, second), np.maximum(first, second)
        becomes = np.arange(count)
        becomes[high[accepted]] = low[accepted]
        cluster = becomes[cluster]
        one, other, odds = _remaining(becomes, np.delete(one, proposed), np.delete(other, proposed), np.delete(odds, proposed))
    return cluster


def _mutual(count: int, one: Clusters, other: Clusters, odds: Bits) -> NDArray[np.int64]:
    """Positions of the joins that are the best of both their clusters; equal odds go to the lowest lines."""
    order = np.lexsort((np.maximum(one, other), np.minimum(one, other), -odds))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    best = np.full(count, len(order), dtype=np.int64)
    np.minimum.at(best, one, rank)
    np.minimum.at(best, other, rank)
    return np.flatnonzero((best[one] == rank) & (best[other] == rank))


def _kept_apart(cluster: Clusters, first: Clusters, second: Clusters, apart: Pairs) -> NDArray[np.bool_]:
    """Which joins would bring together two lines that must stay apart."""
    count = len(cluster)
    low, high = np.sort(cluster[apart], axis=1).T if len(apart) else (apart[:, 0], apart[:, 1])
    return np.isin(np.minimum(first, second) * count + np.maximum(first, second), low * count + high)


def _hold(cluster: Clusters, first: Clusters, second: Clusters, score: Score) -> Bits:
    """The mean log2 odds over all pairs of lines that each join brings together."""
    members = np.argsort(cluster, kind="stable")
    starts = np.searchsorted(cluster[members], np.arange(len(cluster)))
    sizes = np.bincount(cluster, minlength=len(cluster))
    crossing = [
        np.array(np.meshgrid(members[starts[a] : starts[a] + sizes[a]], members[starts[b] : starts[b] + sizes[b]])).reshape(2, -1)
        for a, b in zip(first.tolist(), second.tolist(), strict=True)
    ]
    counts = np.array([part.shape[1] for part in crossing])
    said = np.clip(score(np.concatenate(crossing, axis=1).T), -MOST_SAID, MOST_SAID)
    means: Bits = np.add.reduceat(said, np.concatenate(([0], np.cumsum(counts)[:-1]))) / counts
    return means


def _remaining(becomes: Clusters, one: Clusters, other: Clusters, odds: Bits) -> tuple[Clusters, Clusters, Bits]:
    """The joins left after clusters have joined: the best between each two clusters."""
    one, other = becomes[one], becomes[other]
    apart = one != other
    low, high, odds = np.minimum(one, other)[apart], np.maximum(one, other)[apart], odds[apart]
    order = np.lexsort((-odds, high, low))
    low, high, odds = low[order], high[order], odds[order]
    first = np.ones(len(low), dtype=bool)
    first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    return low[first], high[first], odds[first]
