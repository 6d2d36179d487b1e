"""How much likelier than chance two persons were taken together, from all that is on record of both."""

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.frames import Frame
from kinkeeper.linkage.model import Model, kinds_of, total
from kinkeeper.linkage.scoring import Pairs, compare_circumstances

Bits = NDArray[np.float64]
Clusters = NDArray[np.int64]

TRAVELLED_APART = 0.15
"""How often a child and an adult whom a source names together were not taken together."""


class Company:
    """The persons formed so far, and how surely two of them were taken together."""

    def __init__(self, frame: Frame, model: Model, cluster: Clusters, known: NDArray[np.bool_]) -> None:
        """Lines that are not `known` are left out."""
        self._frame, self._model = frame, model
        lines = np.flatnonzero(known)
        self._lines = lines[np.argsort(cluster[lines], kind="stable")]
        self._clusters = cluster[self._lines]

    def bits(self, persons: Pairs) -> Bits:
        """log2 of how much likelier than chance the two clusters of each pair were together; 0 where one is unknown (-1).

        With oneself everybody is together.
        """
        side = int(persons.max(initial=0)) + 2
        keys, place = np.unique((persons[:, 0] + 1) * side + persons[:, 1] + 1, return_inverse=True)
        distinct = np.column_stack((keys // side - 1, keys % side - 1))
        bits = np.zeros(len(distinct))
        oneself = (distinct[:, 0] == distinct[:, 1]) & (distinct[:, 0] >= 0)
        bits[oneself] = np.log2(1 - TRAVELLED_APART) - self._model.prior_kin.max()
        ask = np.flatnonzero((distinct >= 0).all(axis=1) & ~oneself)
        bits[ask] = self._of_distinct(distinct[ask])
        return bits[place]

    def _of_distinct(self, persons: Pairs) -> Bits:
        asked, lines = self._crossed(persons)
        near = self._may_be_together(lines)
        best = np.full(len(persons), np.log2(TRAVELLED_APART))
        np.maximum.at(best, asked[near], self._of_lines(lines[near]))
        return best

    def _crossed(self, persons: Pairs) -> tuple[NDArray[np.int64], Pairs]:
        """Every line of one person with every line of the other, and which pair of persons it is of."""
        start, end = (np.searchsorted(self._clusters, persons, side=side) for side in ("left", "right"))
        sizes = end - start
        counts = sizes.prod(axis=1)
        asked = np.repeat(np.arange(len(persons)), counts)
        within = np.arange(len(asked)) - np.repeat(np.cumsum(counts) - counts, counts)
        one = start[asked, 0] + within // sizes[asked, 1]
        other = start[asked, 1] + within % sizes[asked, 1]
        return asked, np.column_stack((self._lines[one], self._lines[other]))

    def _may_be_together(self, lines: Pairs) -> NDArray[np.bool_]:
        """Lines that agree on day or number; all others are as likely together as chance has it, or less."""
        one, other = lines.T
        frame = self._frame
        day = np.where(frame.seen > 0, frame.seen, frame.held)
        near: NDArray[np.bool_] = (day[one] > 0) & (np.abs(day[one] - day[other]) <= 1)
        for codes in frame.company.values():
            near |= (codes[one] >= 0) & (codes[one] == codes[other])
        return near

    def _of_lines(self, lines: Pairs) -> Bits:
        """Being together is as telling as it is rare among all pairs: its evidence can never weigh more than that."""
        comparison, kinds = compare_circumstances(self._frame, lines), kinds_of(self._frame, lines)
        rare = self._model.prior_kin[kinds]
        kin = rare + total(self._model.kin, self._model.custody[1], kinds, comparison.levels)
        together = np.exp2(kin - np.logaddexp2(kin, self._model.strangers(kinds, comparison)))
        return np.log2((1 - TRAVELLED_APART) * together / np.exp2(rare) + TRAVELLED_APART * (1 - together))
