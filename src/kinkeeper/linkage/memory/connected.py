"""What is connected."""

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]


def connected(first: Places, pairs: Places, count: int) -> Places:
    """All places that pairs connect with the first ones, in order."""
    both = np.concatenate((pairs, pairs[:, ::-1]))
    both = both[np.argsort(both[:, 0], kind="stable")]
    starts = np.searchsorted(both[:, 0], np.arange(count + 1))
    reached = np.zeros(count, dtype=bool)
    reached[first] = True
    edge = np.unique(first)
    while len(edge):
        sizes = starts[edge + 1] - starts[edge]
        at = np.repeat(starts[edge], sizes) + np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        met = np.unique(both[at, 1])
        edge = met[~reached[met]]
        reached[edge] = True
    return np.flatnonzero(reached)
