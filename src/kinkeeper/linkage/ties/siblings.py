"""Brothers and sisters: who said something of one child's adult said it of the other's too.

Only what was said of a brother or sister counts (rows, names told, family numbers): the surnames and
the place they share with this child are weighed at this child already.
"""

from dataclasses import dataclass

import numpy as np

from kinkeeper.linkage.sentences import say
from kinkeeper.linkage.ties.clues import Floats, Index
from kinkeeper.linkage.ties.facts import a_numbers
from kinkeeper.linkage.ties.nearness import Pairs, count_crowd, who_met
from kinkeeper.linkage.ties.surnames import Share, Surnames

_USUAL = 0.5
"""Brothers and sisters in care whom a child is expected to have, before anything is known."""
_ONE_PARENT = 0.97
"""How often an adult who is kin of one child is kin of its brother or sister."""
_BY_CHANCE = 0.5
"""How often the adult of a stranger's child with the same surnames would fit this child as well."""
_WORTH_KEEPING = 0.2
LIKELY = 0.5
"""How sure it must be that two are brother or sister for the one to tell of the other."""
_SAID = 1.0
"""Bits from which something was said of a brother or sister; that no list names them is weighed at this child already."""
_NAMES = {Share.BOTH: 0.8, Share.FIRST_IS_FIRST: 0.15}


_TIED = (
    "Sources tie this adult to the child's probable sister %(name)s",
    "Sources tie this adult to the child's probable brother %(name)s",
    "Sources tie this adult to the child's probable brother or sister %(name)s",
)
_NOT_TIED = (
    "What sources say speaks against this adult as kin of the child's probable sister %(name)s",
    "What sources say speaks against this adult as kin of the child's probable brother %(name)s",
    "What sources say speaks against this adult as kin of the child's probable brother or sister %(name)s",
)


@dataclass(frozen=True, slots=True)
class Siblings:
    """Children who are probably brothers and sisters, both ways round."""

    child: Index
    other: Index
    sure: Floats


def find_siblings(pairs: Pairs) -> Siblings:
    """Children taken into custody near each other who bear the same surnames, with how sure that is."""
    people = pairs.people
    met = who_met(people, pairs.children, pairs.children)
    met = met[met[:, 0] != met[:, 1]]
    crowd = count_crowd(met, len(people))
    couples = Pairs(people, met[:, 0], met[:, 1], met[:, 2].astype(np.int8), crowd, pairs.children, pairs.children)
    names = Surnames(couples)
    one_surname = (names.codes[couples.child, 1] < 0) | (names.codes[couples.adult, 1] < 0)
    fits = np.select(
        [names.share == Share.BOTH, (names.share == Share.FIRST_IS_FIRST) & one_surname],
        [_NAMES[Share.BOTH], _NAMES[Share.FIRST_IS_FIRST]],
        0.0,
    )
    nations = np.array([one.nationality for one in people], dtype=object)
    known = (nations[couples.child] != "") & (nations[couples.adult] != "")
    fits[known & (nations[couples.child] != nations[couples.adult])] = 0.0
    strangers = np.maximum(crowd[couples.child, couples.near] - 2, 0) + 0.3
    numbers = a_numbers(couples)
    worth = numbers.bits(numbers.among_ties, numbers.among_strangers)
    odds = _USUAL * fits / (strangers * 2**names.chance) * 2**worth
    sure = odds / (1 + odds)
    keep = sure > _WORTH_KEEPING
    return Siblings(couples.child[keep], couples.adult[keep], sure[keep])


def eldest_births(pairs: Pairs, siblings: Siblings) -> Floats:
    """By person: the birth of the eldest among the child and its probable brothers and sisters; NaN unknown."""
    born = np.array([float(one.born) or np.nan for one in pairs.people])
    eldest = born.copy()
    likely = siblings.sure > LIKELY
    np.fmin.at(eldest, siblings.child[likely], np.where(np.isnan(born[siblings.child[likely]]), np.nan, born[siblings.other[likely]]))
    return eldest


class SiblingTold:
    """What was said of a brother or sister and this adult, handed on to this child."""

    def __init__(self, pairs: Pairs, siblings: Siblings) -> None:
        """Line up each pair with the pairs of the child's brothers and sisters and the same adult."""
        begin, end = np.searchsorted(pairs.child, siblings.other), np.searchsorted(pairs.child, siblings.other, "right")
        many = end - begin
        which = np.repeat(np.arange(len(many)), many)
        source = np.repeat(begin, many) + np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        target = pairs.find(siblings.child[which], pairs.adult[source])
        self._source, self._target = source[target >= 0], target[target >= 0]
        self._sure = siblings.sure[which][target >= 0]
        self._pairs = pairs

    def bits(self, said: Floats) -> Floats:
        """Worth for each pair of the bits that what was `said` is worth for the brothers' and sisters' pairs."""
        sure, odds = self._sure, 2 ** np.clip(said[self._source], -30, 30)
        if_tie = _ONE_PARENT * sure
        if_not = (1 - _ONE_PARENT) * sure + (1 - sure) * _BY_CHANCE
        handed_on = np.log2((if_tie * odds + 1 - if_tie) / (if_not * odds + 1 - if_not))
        worth = np.zeros(len(self._pairs))
        np.add.at(worth, self._target, np.where(np.abs(said[self._source]) < _SAID, 0.0, handed_on))
        return worth

    def words(self, at: int, said: Floats) -> str:
        """Names the brother or sister of whom most was said."""
        ours = np.flatnonzero(self._target == at)
        best = ours[np.argmax(np.abs(said[self._source[ours]]))]
        source = self._source[best]
        other = self._pairs.people[self._pairs.child[source]]
        kin = {"F": 0, "M": 1}.get(other.sex, 2)
        forms = _TIED if said[source] > 0 else _NOT_TIED
        return say(forms[kin], name=" ".join((*other.given[:1], *other.surnames)).title())
