"""Which adults can be a child's two: what a man and a woman show who are kin of one child, beside each fitting alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.sentences import say
from kinkeeper.linkage.ties.clues import Clue, Floats, Index, table
from kinkeeper.linkage.ties.nearness import Pairs
from kinkeeper.linkage.ties.surnames import Surnames

LOOKED_AT = 6
"""So many of the likeliest adults of a child are looked at two by two."""


@dataclass(frozen=True, slots=True)
class Couples:
    """Two pairs of one child each, by their places in the candidate pairs, and the clues of the two adults together."""

    one: Index
    other: Index
    clues: tuple[Clue, ...]


def likeliest(pairs: Pairs, odds: Floats) -> Couples:
    """Every two of the likeliest adults of each child."""
    order = np.lexsort((pairs.adult, -odds, pairs.child))
    rank = np.arange(len(order)) - np.searchsorted(pairs.child, pairs.child[order])
    order = order[rank < LOOKED_AT]
    child = pairs.child[order]
    ones, others = [], []
    for step in range(1, LOOKED_AT):
        same = child[step:] == child[:-step]
        ones.append(order[:-step][same])
        others.append(order[step:][same])
    one, other = np.concatenate(ones), np.concatenate(others)
    return Couples(one, other, ())


def with_clues(pairs: Pairs, couples: Couples, surnames: Surnames) -> Couples:
    """The couples with what each two adults show together."""
    return Couples(couples.one, couples.other, (_sex_and_age(pairs, couples), _both_surnames(surnames, couples), _numbers(pairs, couples)))


def _sex_and_age(pairs: Pairs, couples: Couples) -> Clue:
    """A woman and a man of like age, as parents are."""
    sex = pairs.sexes()
    born = np.array([float(one.born) or np.nan for one in pairs.people])[pairs.adult]
    one, other = couples.one, couples.other
    unlike = sex[one] != sex[other]
    apart = np.abs(born[one] - born[other]) / 365.25
    band = np.searchsorted([8, 15], np.nan_to_num(apart), "right")
    level = np.where((sex[one] == 0) | (sex[other] == 0) | np.isnan(apart), 0, np.where(unlike, 1, 4) + band)
    return Clue(
        "couple_sex_and_age",
        level.astype(np.int8),
        table([0.70, 0.20, 0.04, 0.03, 0.02, 0.01], weight=25.0),
        table([0.2, 0.15, 0.15, 0.2, 0.15, 0.15], weight=25.0),
        words=lambda at: say("A woman and a man of like age") if level[at] in (1, 2) else say("Not a woman and a man of like age"),
    )


def _both_surnames(surnames: Surnames, couples: Couples) -> Clue:
    """The one's surname is the child's first and the other's the child's second, as with two parents."""
    # That each surname is the child's is weighed at each adult; here only whether it is the same one twice.
    first, second = (np.asarray(surnames.same[:, own, :].any(axis=1)) for own in range(2))
    one, other = couples.one, couples.other
    each_its_own = (first[one] & second[other]) | (second[one] & first[other])
    only_one: NDArray[np.bool_] = np.not_equal(first, second)
    told_apart = only_one[one] & only_one[other]
    level = np.where(told_apart, np.where(each_its_own, 1, 2), 0).astype(np.int8)
    return Clue(
        "couple_surnames",
        level,
        table([0.85, 0.15], weight=15.0),
        table([0.5, 0.5], weight=15.0),
        words=lambda at: say("Their surnames are the child's two") if level[at] == 1 else say("Their surnames are not the child's two"),
    )


def _numbers(pairs: Pairs, couples: Couples) -> Clue:
    """Their own A-numbers follow each other."""
    one, other = couples.one, couples.other
    numbers = [people.a_numbers for people in pairs.people]
    apart = np.array(
        [
            min((abs(x - y) for x in numbers[a] for y in numbers[b]), default=-1)
            for a, b in zip(pairs.adult[one].tolist(), pairs.adult[other].tolist(), strict=True)
        ],
        dtype=np.int64,
    )
    near = pairs.near[one] == pairs.near[other]
    level = np.where((apart < 0) | ~near, 0, np.searchsorted([2, 5, 10, 40], apart, "right") + 1).astype(np.int8)
    return Clue(
        "couple_a_numbers",
        level,
        table([0.4, 0.3, 0.1, 0.05, 0.15], weight=10.0),
        table([0.15, 0.25, 0.2, 0.15, 0.25], weight=20.0),
        words=lambda at: say("Their A-numbers follow each other"),
    )
