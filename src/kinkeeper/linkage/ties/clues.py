"""A clue: what one kind of evidence shows for every candidate pair, and what each showing is worth.

A showing is a level. Its worth in bits is log2 of how often true ties show it over how often
strangers who were just as near show it. Level 0 is silence and is worth nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Levels = NDArray[np.int8]
Floats = NDArray[np.float64]
Index = NDArray[np.int64]

SILENT = 0

Household = Callable[[Floats, Floats], Floats]
"""Counts of levels among kin, and those seen among others of households -> counts to go by among those others."""


class Saying(NamedTuple):
    """That a source names two persons as kin: which source, and what it says the adult is to the child."""

    source: str
    relation: str


@dataclass(slots=True)
class Clue:
    """One kind of evidence over all candidate pairs.

    `among_ties` and `among_strangers` are what is held true before anything is learnt, as counts
    (groups x levels, column 0 unused): the data outweigh them as soon as there are some.
    """

    kind: str
    level: Levels
    among_ties: Floats
    among_strangers: Floats
    words: Callable[[int], str]
    group: Levels | None = None
    """The row of the tables that holds for a pair, where what is usual depends on it (sex, nearness)."""
    chance: Floats | None = None
    """By pair: log2 of how often a stranger shows this, where it is counted from names and crowds; NaN: take the table."""
    unseen: Floats | None = None
    """Strangers who are no candidates (groups x levels): they count when chance is learnt."""
    recount: Callable[[Floats], Floats] | None = None
    """Gives `chance` anew from how sure each pair is a tie, where those who are family must not count as crowd."""
    relevel: Callable[[Floats, Floats], Levels] | None = None
    """Gives the levels anew from how sure each adult is of the child's company, and its kin, where they tell of others near."""
    quiet: int = SILENT
    """A level that is counted when shares are learnt, but speaks neither for nor against."""
    blur: Floats | None = None
    """How far each level teaches of each other (levels x levels), where levels are steps of one measure."""
    household: Household | None = None
    """What those of a household who are no kin show; None: what kin show."""
    recorded_only: bool = False
    """Learnt from recorded ties alone where there are enough: household members who are no parents would blur it."""
    said: Mapping[int, Saying] | None = None
    """By pair, who says so; None where the clue is seen in records of custody and said by nobody."""
    _cell: Index = field(init=False)

    def __post_init__(self) -> None:
        self.show(self.level)

    def show(self, level: Levels) -> None:
        """Take these levels for those of the pairs."""
        self.level = level
        rows = np.zeros(len(self.level), dtype=np.int64) if self.group is None else self.group.astype(np.int64)
        self._cell = rows * self.among_ties.shape[1] + self.level

    def counts(self, weight: Floats) -> Floats:
        """How much weight falls on each group and level."""
        return np.asarray(np.bincount(self._cell, weight, self.among_ties.size), dtype=np.float64).reshape(self.among_ties.shape)

    def bits(self, of_ties: Floats, of_strangers: Floats) -> Floats:
        """Worth of each pair's level, given the shares of the levels among ties and among strangers."""
        ties, strangers = (np.log2(_shares(table)).ravel()[self._cell] for table in (of_ties, of_strangers))
        if self.chance is not None:
            strangers = np.where(np.isnan(self.chance), strangers, self.chance)
        return np.where(self._heard(), ties - strangers, 0.0)

    def contrast(self, one: Floats, other: Floats) -> Floats:
        """By pair: bits by which its level is commoner under one table than under another, whatever its chance."""
        ones, others = (np.log2(_shares(table)).ravel()[self._cell] for table in (one, other))
        return np.where(self._heard(), ones - others, 0.0)

    def learn_ties(self, weight: Floats) -> Floats:
        """Counts of levels among ties, told by how sure each pair is a tie."""
        seen = self.among_ties + self.counts(weight)
        return seen if self.blur is None else blurred(seen, self.blur)

    def learn_strangers(self, weight: Floats) -> Floats:
        """Counts of levels among strangers."""
        seen = self.among_strangers + self.counts(weight)
        return seen if self.unseen is None else seen + self.unseen

    def _heard(self) -> NDArray[np.bool_]:
        heard: NDArray[np.bool_] = ~np.isin(self.level, (SILENT, self.quiet))
        return heard


def _shares(counts: Floats) -> Floats:
    """Each level's share within its group, silence left out."""
    heard = counts.copy()
    heard[:, SILENT] = 0.0
    shares: Floats = (heard + 1e-9) / (heard + 1e-9).sum(axis=1, keepdims=True)
    return shares


def blurred(counts: Floats, blur: Floats) -> Floats:
    """Counts of levels, each spread over its neighbours; silence stays."""
    spread = counts.copy()
    spread[:, 1:] = counts[:, 1:] @ blur
    return spread


def table(*rows: list[float], weight: float) -> Floats:
    """Usual shares of the levels 1, 2, … by group, as counts that weigh as much as `weight` pairs."""
    shares = np.array([[0.0, *row] for row in rows], dtype=np.float64)
    counts: Floats = weight * shares / shares.sum(axis=1, keepdims=True)
    return counts
