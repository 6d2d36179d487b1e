"""Numbers that agencies give persons."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Levels = NDArray[np.uint8]

_A_SITTING = 20
"""Persons processed in one sitting get numbers that lie this near: nearness is a sign of company, not of identity (F-06)."""

_NO_LEVEL = 255


class NumberLevel(IntEnum):
    """How the A-numbers of two records agree."""

    MISSING = 0
    SAME = 1
    ONE_DIGIT = 2
    NEIGHBOURS = 3
    DIFFERENT = 4


def compare_a_numbers(one: Numbers, other: Numbers) -> Levels:
    """The best level over the numbers of two records; rows of numbers, -1 for none."""
    crossed = np.broadcast_arrays(one[:, :, None], other[:, None, :])
    known = (crossed[0] > 0) & (crossed[1] > 0)
    left, right = (side[known] for side in crossed)
    apart = np.abs(left - right)
    levels = np.full(known.shape, _NO_LEVEL, dtype=np.uint8)
    levels[known] = np.select(
        [apart == 0, apart <= _A_SITTING, _one_slip(left, right)],
        [NumberLevel.SAME, NumberLevel.NEIGHBOURS, NumberLevel.ONE_DIGIT],
        NumberLevel.DIFFERENT,
    )
    best = levels.min(axis=(1, 2), initial=_NO_LEVEL)
    return np.where(best == _NO_LEVEL, NumberLevel.MISSING, best).astype(np.uint8)


def _one_slip(left: Numbers, right: Numbers) -> NDArray[np.bool_]:
    """Whether one digit of nine differs or two neighbouring ones are exchanged."""
    wrong = np.zeros(len(left), dtype=np.int8)
    turned = np.zeros(len(left), dtype=bool)
    before: tuple[Numbers, Numbers] | None = None
    for place in 10 ** np.arange(9):
        here = left // place % 10, right // place % 10
        wrong += here[0] != here[1]
        if before is not None:
            turned |= (here[0] != here[1]) & (here[0] == before[1]) & (here[1] == before[0])
        before = here
    slip: NDArray[np.bool_] = (wrong == 1) | ((wrong == 2) & turned)
    return slip
