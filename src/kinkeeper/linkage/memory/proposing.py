"""Which pairs the rules propose now and did not before, and which they propose no more."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.blocking import Pairs, distinct, neighbours
from kinkeeper.linkage.memory.coming import Change
from kinkeeper.linkage.memory.held import spread

Keys = NDArray[np.int64]
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Proposed:
    """Pairs of lines, of those of before and after in one order."""

    come: Pairs
    lost: NDArray[np.bool_]
    """By pair that was kept, whether no rule proposes it any more."""


def propose(change: Change, kept: Pairs) -> Proposed:
    """What is proposed where a line comes or goes. In a large block a line is compared with its neighbours only, and these change."""
    count = len(change.lines)
    line, key = spread(change.lines.keys, np.int64)
    codes = kept[:, 0] * count + kept[:, 1]
    gone = change.gone[kept].any(axis=1)
    touched = distinct(key[(change.new | change.gone)[line]])
    before, after = _around(change, line, key, touched)
    pushed = _pushed_out(codes[~gone], before, after)
    if len(pushed):
        # Another block, that nothing touched, may propose them still.
        ends = distinct(np.concatenate((pushed // count, pushed % count)))
        before, after = _around(change, line, key, distinct(np.concatenate((touched, key[np.isin(line, ends)]))))
        pushed = _pushed_out(codes[~gone], before, after)
    lost = np.isin(codes, pushed) | gone
    come = np.setdiff1d(after, before, assume_unique=True)
    return Proposed(np.column_stack((come // max(count, 1), come % max(count, 1))), lost)


def _around(change: Change, line: Codes, key: Keys, touched: Keys) -> tuple[Codes, Codes]:
    """The pairs that blocks of these keys propose, before and after."""
    at = np.minimum(np.searchsorted(touched, key), max(len(touched) - 1, 0))
    within = np.flatnonzero(touched[at] == key) if len(touched) else at[:0]
    within = within[np.argsort(key[within], kind="stable")]
    count = len(change.lines)
    was, stays = within[~change.new[line[within]]], within[~change.gone[line[within]]]
    before, after = (distinct(neighbours(key[some], line[some], count)) for some in (was, stays))
    return before, after


def _pushed_out(kept: Codes, before: Codes, after: Codes) -> Codes:
    """Pairs kept that were proposed and are not."""
    return np.setdiff1d(np.intersect1d(kept, before, assume_unique=True), after, assume_unique=True)
