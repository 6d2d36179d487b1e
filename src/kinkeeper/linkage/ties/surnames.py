"""Surnames handed down, by the customs of the places families come from.

Spanish: a child carries the father's first surname, then the mother's first. Portuguese: the
mother's last, then the father's last. Indigenous and single names: one surname, or a household's.
Which custom holds how often is learnt; how rare the surname is among these people is counted.
"""

from collections import Counter
from collections.abc import Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.features.names import Grade, grade, sound
from kinkeeper.linkage.ties.clues import Clue, Floats, Index, table
from kinkeeper.linkage.ties.nearness import Pairs
from kinkeeper.linkage.ties.people import SURNAMES_KEPT, Someone

NONE = -1
_ORDINARY = 420.0
"""A surname not seen before is held to be one of so many equally common ones."""
_COMPATRIOTS = 50.0
"""Persons of one nationality from which their own frequencies outweigh everybody's."""


class Share(IntEnum):
    """Which surname of the child is which surname of the adult."""

    NOT_KNOWN = 0
    NONE = 1
    BOTH = 2
    FIRST_IS_FIRST = 3
    SECOND_IS_FIRST = 4
    FIRST_IS_SECOND = 5
    SECOND_IS_SECOND = 6
    OTHER = 7


class Surnames:
    """The surnames of all candidate pairs, compared word by word."""

    def __init__(self, pairs: Pairs) -> None:
        """Compare the surnames of each pair, a misspelt one as the one it is spelt or heard like."""
        self.pairs = pairs
        people = pairs.people
        vocabulary = sorted({word for one in people for word in one.surnames}) or [""]
        self.vocabulary = vocabulary
        self.codes = _codes(people, vocabulary)
        self.same = _compare(self.codes[pairs.child], self.codes[pairs.adult], vocabulary)
        """(pairs x child's surnames x adult's surnames)"""
        self.share = self._share()
        self._heard, self._frequency = _frequencies(people, self.codes, vocabulary)
        self.chance = self._chance()
        """By pair: log2 of how often a stranger shares what this adult shares with this child."""

    def _share(self) -> NDArray[np.int8]:
        mine, theirs, same = self.codes[self.pairs.child], self.codes[self.pairs.adult], self.same
        rules = [
            ((mine[:, 0] == NONE) | (theirs[:, 0] == NONE), Share.NOT_KNOWN),
            (same[:, 0, 0] & same[:, 1, 1], Share.BOTH),
            (same[:, 0, 0], Share.FIRST_IS_FIRST),
            (same[:, 1, 0], Share.SECOND_IS_FIRST),
            (same[:, 0, 1], Share.FIRST_IS_SECOND),
            (same[:, 1, 1], Share.SECOND_IS_SECOND),
            (same.any(axis=(1, 2)), Share.OTHER),
        ]
        return np.select([rule for rule, _ in rules], [level for _, level in rules], Share.NONE).astype(np.int8)

    def rarity(self, place: int) -> Floats:
        """By pair: how often somebody of the adult's nationality carries the adult's surname at this place."""
        code = self.codes[self.pairs.adult, place]
        nation = self._frequency.nation[self.pairs.adult]
        return np.where(code == NONE, 1.0, self._frequency.of(self._heard[code], nation))

    def _chance(self) -> Floats:
        first, second, third = (self.rarity(place) for place in range(SURNAMES_KEPT))
        met = self.same.any(axis=1)
        which = np.select([met[:, 2], met[:, 1]], [third, second], first)
        cases = [(Share.BOTH, 3 * first * second), (Share.FIRST_IS_FIRST, first), (Share.SECOND_IS_FIRST, first)]
        cases += [(Share.FIRST_IS_SECOND, second), (Share.SECOND_IS_SECOND, second), (Share.OTHER, which)]
        return np.log2(np.minimum(np.select([self.share == share for share, _ in cases], [value for _, value in cases], 1.0), 0.9))


def surname_clue(pairs: Pairs, surnames: Surnames) -> Clue:
    """The child carries a surname of the adult's, as children do; the rarer the surname, the more it says."""
    sexes = np.array([{"F": 1, "M": 2}.get(one.sex, 0) for one in pairs.people], dtype=np.int8)
    usual = [0.10, 0.12, 0.30, 0.25, 0.06, 0.05, 0.08]
    strangers = [0.90, 0.01, 0.03, 0.02, 0.02, 0.01, 0.01]
    return Clue(
        kind="surname",
        level=surnames.share,
        group=sexes[pairs.adult],
        among_ties=table(usual, [*usual[:2], 0.2, 0.35, *usual[4:]], [*usual[:2], 0.45, 0.1, *usual[4:]], weight=12.0),
        among_strangers=table(strangers, strangers, strangers, weight=12.0),
        chance=surnames.chance,
        words=lambda at: _words(pairs, surnames, at),
    )


_CUSTOM = {
    Share.BOTH: "Both surnames are the same",
    Share.FIRST_IS_FIRST: "{whose} first surname is the child's first",
    Share.SECOND_IS_FIRST: "{whose} first surname is the child's second",
    Share.FIRST_IS_SECOND: "{whose} second surname is the child's first",
    Share.SECOND_IS_SECOND: "{whose} second surname is the child's second",
    Share.OTHER: "One surname is the same",
}


def _words(pairs: Pairs, surnames: Surnames, at: int) -> str:
    child, adult = pairs.people[pairs.child[at]], pairs.people[pairs.adult[at]]
    share = Share(int(surnames.share[at]))
    if share == Share.NONE:
        return f"No surname in common: {' '.join(child.surnames).title()}, {' '.join(adult.surnames).title()}"
    whose = {"F": "The woman's", "M": "The man's"}.get(adult.sex, "The adult's")
    common = [word for place, word in enumerate(adult.surnames) if surnames.same[at, :, place].any()]
    one_in = round(2 ** -float(surnames.chance[at]))
    rare = "rare" if one_in >= 500 else "common" if one_in < 60 else "not common"
    return f"{_CUSTOM[share].format(whose=whose)}, {rare}: {' '.join(common).title()}"


# Counting


def _codes(people: Sequence[Someone], vocabulary: list[str]) -> Index:
    at = {word: code for code, word in enumerate(vocabulary)}
    codes = np.full((len(people), SURNAMES_KEPT), NONE, dtype=np.int64)
    for row, one in zip(codes, people, strict=True):
        row[: len(one.surnames)] = [at[word] for word in one.surnames]
    return codes


def _compare(mine: Index, theirs: Index, vocabulary: list[str]) -> NDArray[np.bool_]:
    same = np.zeros((len(mine), SURNAMES_KEPT, SURNAMES_KEPT), dtype=bool)
    many = max(len(vocabulary), 1)
    combined = mine[:, :, None] * many + theirs[:, None, :]
    known = (mine[:, :, None] != NONE) & (theirs[:, None, :] != NONE)
    distinct, where = np.unique(combined[known], return_inverse=True)
    grades = grade([vocabulary[key // many] for key in distinct.tolist()], [vocabulary[key % many] for key in distinct.tolist()])
    same[known] = (grades >= Grade.CLOSE)[where]
    return same


class _Frequency:
    """How often a surname, as heard, is carried by people of a nationality."""

    def __init__(self, carried: Counter[int], by_nation: Counter[tuple[int, int]], nation: Index, heard: int) -> None:
        self.nation = nation
        people = len(nation)
        counts = np.array([carried[code] for code in range(heard)], dtype=np.float64)
        # The family that is looked at must not make its own name common: a child and an adult are left out.
        self._all = (np.maximum(counts - 2, 0) + 0.7) / (people + _ORDINARY)
        nations = int(nation.max(initial=-1)) + 1
        self._within = np.zeros((nations + 1, heard))
        for (where, code), times in by_nation.items():
            self._within[where, code] = times
        self._size = np.bincount(nation[nation >= 0], minlength=nations + 1).astype(np.float64)

    def of(self, heard: Index, nation: Index) -> Floats:
        """The share of people of this nationality who carry this surname; of all people where it is not known."""
        everywhere = self._all[heard]
        own = np.maximum(self._within[nation, heard] - 2, 0)
        return np.where(nation < 0, everywhere, (own + _COMPATRIOTS * everywhere) / (self._size[nation] + _COMPATRIOTS))


def _frequencies(people: Sequence[Someone], codes: Index, vocabulary: list[str]) -> tuple[Index, _Frequency]:
    sounds: dict[str, int] = {}
    heard = np.array([sounds.setdefault(sound(word), len(sounds)) for word in vocabulary], dtype=np.int64)
    nations = {name: code for code, name in enumerate(sorted({one.nationality for one in people} - {""}))}
    nation = np.array([nations.get(one.nationality, NONE) for one in people], dtype=np.int64)
    carried: Counter[int] = Counter()
    by_nation: Counter[tuple[int, int]] = Counter()
    for at, row in enumerate(codes.tolist()):
        for code in {int(heard[code]) for code in row if code != NONE}:
            carried[code] += 1
            by_nation[int(nation[at]), code] += 1
    return heard, _Frequency(carried, by_nation, nation, len(sounds))
