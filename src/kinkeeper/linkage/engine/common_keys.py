"""Who shares a key of a rule, kept while records come and go; a key that a crowd shares proposes nobody.

Keys are made of what the records say and of nothing else, so that they do not depend on who came first.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.engine import native

Lines = NDArray[np.int64]
Pairs = NDArray[np.int64]
Keys = NDArray[np.uint64]

CROWD = 1_500
"""Different contents that may share a key; what more share tells nobody apart, and would be compared without end."""
_SEED, _STEP, _FOLD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93), np.uint64(32)
_WHOLE = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Told:
    """Some contents, and what they say, by place."""

    lines: Lines
    values: Keys


@dataclass(frozen=True, slots=True)
class Met:
    """What contents that came and went changed under a rule."""

    met: Pairs
    """Pairs proposed that may not have been."""
    crowded: Lines
    """Contents with a key that proposes nobody any more."""


def mixed(key: Keys, values: Keys) -> Keys:
    """Keys with one more value of each taken in."""
    key = (key ^ values) * _STEP
    return key ^ (key >> _FOLD)


class CommonKeys:
    """The keys that contents have under one rule, sorted, and whose each is."""

    def __init__(self, rule: native.Rule) -> None:
        """Nobody has one yet."""
        self._rule = rule
        self._keys: Keys = np.zeros(0, dtype=np.uint64)
        self._lines: Lines = np.zeros(0, dtype=np.int64)

    def change(self, added: Told, gone: Told) -> Met:
        """Take in the keys of contents that came, drop those of contents that went."""
        keys, lines = self._entries(added)
        left = self._entries(gone)[0]
        moved = np.unique(np.concatenate((keys, left)))
        before = self._sizes(moved)
        held = self._lines_of(moved[before <= CROWD])
        self._replace(keys, lines, gone.lines)
        after = self._sizes(moved)
        crowded = np.intersect1d(held, self._lines_of(moved[(before <= CROWD) & (after > CROWD)]))
        opened = moved[(before > CROWD) & (after <= CROWD)]
        asked = np.isin(keys, moved[after <= CROWD])
        again = np.repeat(opened, self._sizes(opened)), self._lines_of(opened)
        return Met(self._beside(np.concatenate((keys[asked], again[0])), np.concatenate((lines[asked], again[1]))), crowded)

    def _replace(self, keys: Keys, lines: Lines, gone: Lines) -> None:
        if len(gone):
            stay = ~np.isin(self._lines, gone)
            self._keys, self._lines = self._keys[stay], self._lines[stay]
        order = np.argsort(keys, kind="stable")
        where = np.searchsorted(self._keys, keys[order])
        self._keys, self._lines = np.insert(self._keys, where, keys[order]), np.insert(self._lines, where, lines[order])

    def meet(self, one_side: Keys, other_side: Keys) -> NDArray[np.bool_]:
        """Which pairs, by what either says, share a key that no crowd shares."""
        sides = [[self._key(values, slot) for slot in self._slots()] for values in (one_side, other_side)]
        found = np.zeros(len(one_side), dtype=bool)
        for one, other in product(*sides):
            found |= (one == other) & (one != 0) & (self._sizes(one) <= CROWD)
        return found

    def _slots(self) -> range:
        return range(2 if self._rule.twin >= 0 else 1)

    def _key(self, values: Keys, slot: int) -> Keys:
        """By row its key, through the other surname where `slot` is 1; 0 where a part is not known or both surnames are one."""
        rule = self._rule
        key, known = np.full(len(values), _SEED), np.ones(len(values), dtype=bool)
        for part in range(rule.parts):
            told = values[:, rule.other if slot and part == rule.twin else rule.atom[part]]
            told = told if rule.mask[part] == _WHOLE else told & np.uint64(rule.mask[part])
            known &= told != 0
            key = mixed(key, told)
        if slot:
            known &= values[:, rule.other] != values[:, rule.atom[rule.twin]]
        return np.where(known, key | np.uint64(1), np.uint64(0))

    def _entries(self, told: Told) -> tuple[Keys, Lines]:
        keys = np.concatenate([self._key(told.values, slot) for slot in self._slots()])
        whose = np.tile(told.lines, len(self._slots()))
        return keys[keys != 0], whose[keys != 0]

    def _sizes(self, keys: Keys) -> Lines:
        return np.searchsorted(self._keys, keys, "right") - np.searchsorted(self._keys, keys)

    def _lines_of(self, keys: Keys) -> Lines:
        """All who have one of these keys, key by key."""
        return self._lines[_spread(np.searchsorted(self._keys, keys), self._sizes(keys))]

    def _beside(self, keys: Keys, lines: Lines) -> Pairs:
        """Each of these with all who have its key."""
        sizes = self._sizes(keys)
        return np.column_stack((np.repeat(lines, sizes), self._lines[_spread(np.searchsorted(self._keys, keys), sizes)]))


def _spread(starts: Lines, sizes: Lines) -> Lines:
    """The places of runs, one run after the other."""
    return np.arange(sizes.sum()) + np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
