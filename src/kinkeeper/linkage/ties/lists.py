"""Rows of lists that name a child and an adult. A row is evidence, not truth: how often lists err is learnt too."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.sentences import say
from kinkeeper.linkage.ties.clues import Clue, Floats, Saying, table
from kinkeeper.linkage.ties.nearness import IN_REACH, Pairs
from kinkeeper.linkage.ties.statements import MEN, WOMEN, ByName, Row

NO_ROW, ROW, ROW_DOUBTFUL, ROW_BY_NAME = 1, 2, 3, 4
_WRONG = np.array([0.0, 0.0, 0.03, 0.3, 0.0])
"""By level, the rows of a list held wrong before any is looked at: 79 of 2,654 children on the certified list (HHS OIG OEI-BL-18-00511)
and, as an assumption, three in ten of those whose relation does not fit the adult's sex."""
FEW = 6
"""So many pairs may fit a row by name though they were never near each other."""


def list_rows(pairs: Pairs, rows: Iterable[Row], by_name: ByName) -> list[Clue]:
    """A list has both in one row. Lists hold wrong rows, and rows whose relation does not fit the adult's sex hold more of them."""
    by_source: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_source[row.source].append(row)
    return [_List(pairs, theirs, by_name).clue(source) for source, theirs in sorted(by_source.items())]


def unresolved(pairs: Pairs, rows: Iterable[Row]) -> list[Row]:
    """Rows whose child or adult is known from lists alone."""
    return [row for row in rows if not (pairs.people[row.child].held and pairs.people[row.adult].held)]


def named_from_afar(rows: Iterable[Row], by_name: ByName, pairs: Pairs) -> set[tuple[int, int]]:
    """Pairs never near each other that a row names, where nobody near fits the row and only few do at all."""
    found: set[tuple[int, int]] = set()
    for row in rows:
        fitting = [(child, adult) for child, adult, _ in by_name.candidates(row)]
        if fitting and len(fitting) <= FEW and (_places(pairs, fitting) < 0).all():
            found.update(fitting)
    return found


def stand_ins(pairs: Pairs, rows: Iterable[Row], by_name: ByName) -> dict[int, list[int]]:
    """For pairs whose adult or child only a list knows: the pairs of those held whose names fit the same row."""
    found: dict[int, list[int]] = {}
    for row in unresolved(pairs, rows):
        own = int(_places(pairs, [(row.child, row.adult)])[0])
        fitting = _places(pairs, [(child, adult) for child, adult, _ in by_name.candidates(row)])
        if own >= 0:
            found.setdefault(own, []).extend(fitting[(fitting >= 0) & (fitting != own)].tolist())
    return found


def _places(pairs: Pairs, ends: list[tuple[int, int]]) -> NDArray[np.int64]:
    both = np.array(ends, dtype=np.int64).reshape(-1, 2)
    return pairs.find(both[:, 0], both[:, 1])


_ROWS = {
    NO_ROW: "No row of the %(source)s names the two",
    ROW: "A row of the %(source)s names this adult",
    ROW_DOUBTFUL: "A row of the %(source)s names this adult, which does not fit the adult's sex",
    ROW_BY_NAME: "A row of the %(source)s has the names of both",
}
_ROWS_AS = {
    NO_ROW: _ROWS[NO_ROW],
    ROW: "A row of the %(source)s names this adult as %(kin)s",
    ROW_DOUBTFUL: "A row of the %(source)s names this adult as %(kin)s, which does not fit the adult's sex",
    ROW_BY_NAME: "A row of the %(source)s has the names of both as %(kin)s",
}


class _List:
    """What the rows of one list say of each pair, the best of them."""

    def __init__(self, pairs: Pairs, rows: list[Row], by_name: ByName) -> None:
        self.pairs = pairs
        self.level = np.full(len(pairs), NO_ROW, dtype=np.int8)
        self.chance: Floats = np.full(len(pairs), np.nan)
        self.relation: dict[int, str] = {}
        waiting = unresolved(pairs, rows)
        for row in waiting:
            for child, adult, share in by_name.candidates(row):
                self._hear_by_name(row, (child, adult), share * len(waiting))
        for row in rows:
            self._hear(row)

    def _hear_by_name(self, row: Row, ends: tuple[int, int], chance: float) -> None:
        at = int(_places(self.pairs, [ends])[0])
        if at >= 0:
            self.level[at] = ROW_BY_NAME
            self.chance[at] = np.fmin(self.chance[at], np.log2(min(chance, 0.5)))
            self.relation.setdefault(at, row.relation)

    def _hear(self, row: Row) -> None:
        at = int(_places(self.pairs, [(row.child, row.adult)])[0])
        sex = self.pairs.people[row.adult].sex
        doubtful = (row.relation in WOMEN and sex == "M") or (row.relation in MEN and sex == "F")
        if at >= 0 and self.level[at] != ROW:
            self.level[at] = ROW_DOUBTFUL if doubtful else ROW
            self.chance[at] = np.nan
            self.relation[at] = row.relation

    def clue(self, source: str) -> Clue:
        """The list as a clue."""
        near = np.isin(self.pairs.near, IN_REACH)
        unseen = np.array([np.bincount(self.level[near == side], minlength=5) for side in (True, False)]) * _WRONG
        unseen[1, NO_ROW] += max(float(len(self.pairs.children) * len(self.pairs.adults) - len(self.pairs)), 0.0)
        return Clue(
            kind=f"list:{source}",
            level=self.level,
            group=np.where(near, 0, 1).astype(np.int8),
            among_ties=table([0.75, 0.2, 0.01, 0.04], [0.6, 0.3, 0.01, 0.09], weight=8.0),
            among_strangers=table([1.0, 1e-4, 1e-4, 1e-4], [1.0, 1e-7, 1e-7, 1e-7], weight=100.0),
            chance=self.chance,
            unseen=unseen,
            said={at: Saying(source, kin) for at, kin in self.relation.items()},
            words=lambda at: self._words(source, at),
        )

    def _words(self, source: str, at: int) -> str:
        kin = self.relation.get(at, "")
        forms = _ROWS if kin in ("", "unknown") else _ROWS_AS
        return say(forms[int(self.level[at])], source=source, kin=kin)
