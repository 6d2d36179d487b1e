"""What people have decided of two records: one person, or two. Their word outranks every score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pairs = NDArray[np.int64]
Clusters = NDArray[np.int64]

SAID_SAME = "Readers compared the two records and said that they are of one person."


@dataclass(frozen=True, slots=True)
class Decisions:
    """Pairs of ids of records that people hold to be of one person, and of two."""

    same: frozenset[tuple[str, str]] = frozenset()
    different: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Decided:
    """The same of the lines of a frame; where both stand in one line, which record must leave it."""

    same: Pairs
    different: Pairs
    leaving: frozenset[str] = frozenset()
    """Ids of records that say what another says and are yet another's."""

    def unite(self, cluster: Clusters) -> Clusters:
        """The clusters after those are one that people said to be, unless that joins two of whom people said that they are two."""
        for one, other in self.same.tolist():
            low, high = sorted((int(cluster[one]), int(cluster[other])))
            joined = np.where(cluster == high, low, cluster)
            if not (joined[self.different[:, 0]] == joined[self.different[:, 1]]).any():
                cluster = joined
        return cluster

    def leaves_open(self, cluster: Clusters, line: int, other: int) -> bool:
        """Whether a line may come to the cluster of another: nobody said whose it is, or that it is not this one's."""
        theirs = np.concatenate((self.different[self.different[:, 0] == line, 1], self.different[self.different[:, 1] == line, 0]))
        return line not in self.same and not (cluster[theirs] == cluster[other]).any()


def on_lines(line_of: Mapping[str, int], decisions: Decisions) -> Decided:
    """The decisions on the lines that the records, by their ids, became; those of records that are not there are passed over."""
    same, different = (_pairs(line_of, pairs) for pairs in (decisions.same, decisions.different))
    leaving = {other for one, other in decisions.different if one in line_of and line_of[one] == line_of.get(other)}
    return Decided(same, different, frozenset(leaving))


def _pairs(line_of: Mapping[str, int], pairs: Iterable[tuple[str, str]]) -> Pairs:
    """Pairs of lines, each once, the lower first, in order."""
    ends = sorted({(min(a, b), max(a, b)) for a, b in ((line_of.get(one, -1), line_of.get(other, -1)) for one, other in pairs)})
    return np.array([(one, other) for one, other in ends if one >= 0 and one != other], dtype=np.int64).reshape(-1, 2)
