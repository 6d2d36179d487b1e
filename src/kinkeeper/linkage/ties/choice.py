"""Which adults are a child's kin: none of those near, one, two, rarely three, and never all who merely fit.

The adults near a child stand beside each other: who fits best takes the place of the others. Three
answers compete for each adult: kin of this child; one of the same household who is no kin that
counts (a lodger, an aunt's husband), who shows the same place and often the same name; a stranger.
"""

from dataclasses import dataclass

import numpy as np

from kinkeeper.linkage.ties.clues import Floats
from kinkeeper.linkage.ties.couples import Couples
from kinkeeper.linkage.ties.nearness import Pairs

MOST = 3
_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Chosen:
    """What each pair's probability is, and by child how many kin are probably among the candidates."""

    probability: Floats
    number: Floats
    """(persons x 0…3): how probable it is that so many are."""
    both: Floats
    """By couple: how probable it is that both are kin of the child."""
    alone: Floats
    """By pair: the probability had the adults not been looked at two by two."""


def choose(pairs: Pairs, odds: Floats, usual: Floats, couples: Couples, together: Floats) -> Chosen:
    """Weigh all answers for each child at once.

    `odds`: by pair, how much likelier the adult is kin than not, times the share of one adult of all.
    `usual`: (persons x 0…3) how probable each number of kin is before looking at anybody.
    `together`: by couple, how many times likelier two kin show what these two show than two of whom one is.
    """
    held = np.array([one.held for one in pairs.people], dtype=bool)[pairs.adult]
    rivals = np.where(held, odds, 0.0)
    listed = odds * usual[pairs.child, 1] / usual[pairs.child, 0]
    by_itself = np.clip(listed / (1 + listed), _LEAST, 1 - _LEAST)
    solo, _, _ = _weigh(pairs, rivals, usual, couples, np.ones_like(together))
    probability, number, both = _weigh(pairs, rivals, usual, couples, together)
    return Chosen(np.where(held, probability, by_itself), number, both, np.where(held, solo, by_itself))


def _weigh(pairs: Pairs, odds: Floats, usual: Floats, couples: Couples, together: Floats) -> tuple[Floats, Floats, Floats]:
    people = len(pairs.people)
    child = pairs.child
    one = np.bincount(child, odds, people)
    two = one**2 - np.bincount(child, odds**2, people)
    three = one**3 - 3 * one * np.bincount(child, odds**2, people) + 2 * np.bincount(child, odds**3, people)
    pair_odds = 2 * odds[couples.one] * odds[couples.other]
    more = pair_odds * (together - 1)
    two = np.maximum(two, 0) + np.bincount(child[couples.one], more, people)
    three = np.maximum(three, 0)
    ways = np.column_stack([np.ones(people), one, np.maximum(two, 0), three]) * usual
    number = ways / ways.sum(axis=1, keepdims=True)
    rest = one[child] - odds
    with_one_more = 2 * odds * rest + np.bincount(couples.one, more, len(odds)) + np.bincount(couples.other, more, len(odds))
    rest_two = np.maximum(rest**2 - (np.bincount(child, odds**2, people)[child] - odds**2), 0)
    mine = usual[child, 1] * odds + usual[child, 2] * np.maximum(with_one_more, 0) + usual[child, 3] * 3 * odds * rest_two
    total = ways.sum(axis=1)
    probability = np.clip(mine / total[child], _LEAST, 1 - _LEAST)
    both = usual[child[couples.one], 2] * pair_odds * together / total[child[couples.one]]
    return probability, number, both
