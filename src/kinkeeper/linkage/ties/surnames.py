"""Surnames handed down, by the customs of the places families come from.

Spanish: a child carries the father's first surname, then the mother's first. Portuguese: the
mother's last, then the father's last. Indigenous and single names: one surname, or a household's.
Which custom holds how often is learnt; how rare the surname is among these people is counted.
"""

from collections import Counter
from collections.abc import Sequence
from copy import copy
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.features.names import Grade, grade, sound
from kinkeeper.linkage.sentences import say
from kinkeeper.linkage.ties.clues import SILENT, Clue, Floats, Index, table
from kinkeeper.linkage.ties.household import OTHER_NAME, as_seen, holding
from kinkeeper.linkage.ties.nearness import IN_REACH, Near, Pairs
from kinkeeper.linkage.ties.people import SURNAMES_KEPT, Someone

NONE = -1
_ORDINARY = 420.0
"""A surname not seen before is held to be one of so many equally common ones."""
_FAIR = 6.0
"""Chance meetings by frequency from which those counted outweigh what is usual."""
_HALF = 0.5
"""Usual share of them: somebody who bears the surname bears it in the place in question about every second time."""
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
        self.same, alike = _compare(self.codes[pairs.child], self.codes[pairs.adult], vocabulary)
        """(pairs x child's surnames x adult's surnames)"""
        self.share = self._share()
        self._heard, self._frequency = _frequencies(people, self.codes, vocabulary)
        self._like = self._spelt_like(alike)
        self._expected = self._by_frequency()
        self.chance = self._chance()
        """By pair: log2 of how often a stranger shares what this adult shares with this child."""

    def thin_out(self, pairs: Pairs, keep: NDArray[np.bool_]) -> "Surnames":
        """The same for the pairs kept."""
        thinner = copy(self)
        thinner.pairs, thinner.same, thinner.share, thinner.chance = pairs, self.same[keep], self.share[keep], self.chance[keep]
        thinner._expected = {share: chance[keep] for share, chance in self._expected.items()}
        return thinner

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

    def chance_as_met(self, sure: Floats) -> Floats:
        """The chance by pair, as far as strangers who were near each other really share surnames that often.

        Frequencies alone misjudge it: people of one village travel together, and a surname may stand first or second.
        """
        near = np.isin(self.pairs.near, (Near.EVENT, Near.MINUTES, Near.DAY)) & (self.share != Share.NOT_KNOWN)
        strangers = np.where(near, 1 - sure, 0.0)
        met = np.bincount(self.share, strangers, len(Share))
        expected = np.array([strangers @ self._expected.get(Share(share), np.zeros(len(strangers))) for share in Share])
        times = (met + _FAIR * _HALF) / (expected + _FAIR)
        times[[share for share in Share if share not in self._expected]] = 1.0
        chance: Floats = np.minimum(self.chance + np.log2(times)[self.share], np.log2(0.9))
        return np.where(self.share <= Share.NONE, 0.0, chance)

    def _by_frequency(self) -> dict[Share, Floats]:
        """By share and pair: how often a stranger would share surnames so with this child if they fell at random."""
        nation = self._frequency.nation[self.pairs.adult]
        mine = [self.codes[self.pairs.child, own] for own in range(2)]
        first, second = (np.where(code == NONE, 0.0, self._frequency.of(self._heard[code], nation) + self._like[code]) for code in mine)
        return {
            Share.BOTH: 3 * first * second,
            Share.FIRST_IS_FIRST: first,
            Share.SECOND_IS_FIRST: second,
            Share.FIRST_IS_SECOND: first,
            Share.SECOND_IS_SECOND: second,
        }

    def _spelt_like(self, alike: Index) -> Floats:
        """By word: how often somebody bears another surname that is spelt like it."""
        words = np.zeros(len(self.vocabulary))
        unlike = alike[self._heard[alike[:, 0]] != self._heard[alike[:, 1]]]
        distinct = np.unique(np.column_stack([unlike[:, 0], self._heard[unlike[:, 1]]]), axis=0).reshape(-1, 2)
        np.add.at(words, distinct[:, 0], self._frequency.everywhere(distinct[:, 1]))
        return words

    def _rarity(self, own: int, place: int) -> Floats:
        """By pair: how often somebody of the adult's nationality bears a surname that passes for the child's `own`-th one.

        Where the two are only spelt alike, all that are spelt so count, the common name that was misspelt among them.
        """
        mine, theirs = self.codes[self.pairs.child, own], self.codes[self.pairs.adult, place]
        nation = self._frequency.nation[self.pairs.adult]
        heard, heard2 = self._heard[mine], self._heard[theirs]
        exact = self._frequency.of(heard2, nation)
        alike = self._frequency.of(heard, nation) + self._like[mine]
        return np.where((mine == NONE) | (theirs == NONE), 1.0, np.where(heard == heard2, exact, np.maximum(alike, exact)))

    def _chance(self) -> Floats:
        rarity = {(own, place): self._rarity(own, place) for own in range(SURNAMES_KEPT) for place in range(SURNAMES_KEPT)}
        others = np.min([np.where(self.same[:, own, place], rarity[own, place], 1.0) for own, place in rarity], axis=0)
        cases = [
            (Share.BOTH, 3 * rarity[0, 0] * rarity[1, 1]),
            (Share.FIRST_IS_FIRST, rarity[0, 0]),
            (Share.SECOND_IS_FIRST, rarity[1, 0]),
            (Share.FIRST_IS_SECOND, rarity[0, 1]),
            (Share.SECOND_IS_SECOND, rarity[1, 1]),
            (Share.OTHER, others),
        ]
        shares = np.select([self.share == share for share, _ in cases], [value for _, value in cases], 1.0)
        chance: Floats = np.log2(np.minimum(shares, 0.9))
        return chance


def surname_clue(pairs: Pairs, surnames: Surnames) -> Clue:
    """The child carries a surname of the adult's, as children do; the rarer the surname, the more it says."""
    usual = [0.10, 0.12, 0.30, 0.25, 0.06, 0.05, 0.08]
    by_mothers, by_fathers = [*usual[:2], 0.2, 0.35, *usual[4:]], [*usual[:2], 0.45, 0.1, *usual[4:]]
    usual_kin = table(*[usual, by_mothers, by_fathers] * 2, weight=12.0)
    strangers = [0.90, 0.01, 0.03, 0.02, 0.02, 0.01, 0.01]
    return Clue(
        kind="surname",
        level=surnames.share,
        group=(pairs.sexes() + 3 * ~np.isin(pairs.near, IN_REACH)).astype(np.int8),
        among_ties=usual_kin,
        among_strangers=table(*[strangers] * 6, weight=12.0),
        recount=surnames.chance_as_met,
        household=holding(as_seen(usual_kin), Share.NONE, OTHER_NAME),
        words=lambda at: _words(pairs, surnames, at),
    )


def spelling_clue(pairs: Pairs, surnames: Surnames) -> Clue:
    """The surname they share is spelt the same, as one family's is; Flores and Florez who met by chance are often two families."""
    mine, theirs = surnames.codes[pairs.child], surnames.codes[pairs.adult]
    to_the_letter = ((mine[:, :, None] == theirs[:, None, :]) & (mine[:, :, None] != NONE)).any(axis=(1, 2))
    level = np.where(surnames.share > Share.NONE, np.where(to_the_letter, 1, 2), SILENT).astype(np.int8)
    said = {1: "The surname is spelt the same", 2: "The surname is spelt differently"}
    return Clue(
        "spelling",
        level,
        table([0.97, 0.03], weight=30.0),
        table([0.85, 0.15], weight=30.0),
        words=lambda at: say(said[int(level[at])]),
    )


_CUSTOM = {
    Share.BOTH: "Both surnames are the same, %(rarity)s: %(names)s",
    Share.FIRST_IS_FIRST: "%(whose)s first surname is the child's first, %(rarity)s: %(names)s",
    Share.SECOND_IS_FIRST: "%(whose)s first surname is the child's second, %(rarity)s: %(names)s",
    Share.FIRST_IS_SECOND: "%(whose)s second surname is the child's first, %(rarity)s: %(names)s",
    Share.SECOND_IS_SECOND: "%(whose)s second surname is the child's second, %(rarity)s: %(names)s",
    Share.OTHER: "One surname is the same, %(rarity)s: %(names)s",
}


def _words(pairs: Pairs, surnames: Surnames, at: int) -> str:
    child, adult = pairs.people[pairs.child[at]], pairs.people[pairs.adult[at]]
    share = Share(int(surnames.share[at]))
    if share == Share.NONE:
        borne = {"child": " ".join(child.surnames).title(), "adult": " ".join(adult.surnames).title()}
        return say("No surname in common: %(child)s, %(adult)s", **borne)
    whose = {"F": "The woman's", "M": "The man's"}.get(adult.sex, "The adult's")
    common = [word for place, word in enumerate(adult.surnames) if surnames.same[at, :, place].any()]
    one_in = round(2 ** -float(surnames.chance[at]))
    rare = "rare" if one_in >= 500 else "common" if one_in < 60 else "not common"
    return say(_CUSTOM[share], whose=whose, rarity=rare, names=" ".join(common).title())


# Counting


def _codes(people: Sequence[Someone], vocabulary: list[str]) -> Index:
    at = {word: code for code, word in enumerate(vocabulary)}
    codes = np.full((len(people), SURNAMES_KEPT), NONE, dtype=np.int64)
    for row, one in zip(codes, people, strict=True):
        row[: len(one.surnames)] = [at[word] for word in one.surnames]
    return codes


def _compare(mine: Index, theirs: Index, vocabulary: list[str]) -> tuple[NDArray[np.bool_], Index]:
    """Which surnames of each pair are one, and the distinct words found to be alike, two in a row."""
    same = np.zeros((len(mine), SURNAMES_KEPT, SURNAMES_KEPT), dtype=bool)
    many = len(vocabulary)
    combined = mine[:, :, None] * many + theirs[:, None, :]
    known = (mine[:, :, None] != NONE) & (theirs[:, None, :] != NONE)
    distinct, where = np.unique(combined[known], return_inverse=True)
    grades = grade([vocabulary[key // many] for key in distinct.tolist()], [vocabulary[key % many] for key in distinct.tolist()])
    same[known] = (grades >= Grade.CLOSE)[where]
    alike = distinct[grades >= Grade.CLOSE]
    return same, np.column_stack([alike // many, alike % many])


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

    def everywhere(self, heard: Index) -> Floats:
        """The share of all people who bear this surname."""
        return self._all[heard]

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
