"""What each level of agreement is worth, learnt from the table itself, without any labels.

What chance gives is counted: from the values' own frequencies, and from pairs drawn at random. What one person's records look like
is learnt by expectation and maximisation on counts of patterns: for the pairs of each rule the fields that the rule does not look at
teach, so that no field vouches for itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.engine.native import DATE, EXACT, GIVEN, LIKE, MOST_LEVELS, NUMBER, SURNAMES
from kinkeeper.linkage.engine.plan import Plan

Shares = NDArray[np.float64]
Counts = tuple[NDArray[np.uint64], NDArray[np.int64]]
"""Patterns (four bits a comparison) and how often each occurs."""

LEVELS = {GIVEN: 11, SURNAMES: 15, DATE: 10, EXACT: 2, LIKE: 4, NUMBER: 3}
"""Levels of each kind beside 0, missing."""
ROUNDS = 25
FEWEST_RELATIVES, MOST_RELATIVES = 1 / 256, 4.0
"""Bounds of how many pairs of relatives there are held to be for each pair of one person."""


@dataclass(slots=True)
class Model:
    """By comparison and level: how often one person's records and how often two persons' show it; and the share of pairs of one person."""

    same: Shares
    chance: Shares
    rest: Shares
    """Of levels in which values agree: how often chance gives what is not the values themselves; else equal to `chance`."""
    prior: float
    relatives: float = 1.0
    """How many pairs are of two relatives for each pair of one person."""

    @property
    def prior_odds(self) -> float:
        """Log2 odds that two records are one person before they are compared."""
        return float(np.log2(self.prior / (1 - self.prior)))

    @property
    def kin_odds(self) -> float:
        """Log2 odds that two records are of two relatives before they are compared."""
        return self.prior_odds + float(np.log2(self.relatives))

    def weights(self) -> Shares:
        """Bits by comparison and level, the rarity of the values that agree left out."""
        weights: Shares = np.log2(self.same / self.rest)
        weights[:, 0] = 0.0
        return weights


def unpack(patterns: NDArray[np.uint64], comparisons: int) -> NDArray[np.int64]:
    """Levels (patterns, comparisons)."""
    shifts = np.arange(comparisons, dtype=np.uint64) * np.uint64(4)
    return (patterns[:, None] >> shifts & np.uint64(15)).astype(np.int64)


# Chance


def chance_of(plan: Plan, drawn: Counts) -> tuple[Shares, Shares]:
    """How often chance gives each level, and the rest of it where the values' own rarity is taken into account."""
    count = len(plan.fields)
    levels = unpack(drawn[0], count)
    chance = np.full((count, MOST_LEVELS), 1.0)
    rest = chance.copy()
    for at, one in enumerate(plan.fields):
        seen = np.bincount(levels[:, at], weights=drawn[1], minlength=MOST_LEVELS)
        known = seen[1:].sum()
        most = LEVELS[one.kind]
        chance[at, 1 : most + 1] = (seen[1 : most + 1] + 0.5) / (known + 0.5 * most)
        rest[at] = chance[at]
        _values_of(plan, at, chance, rest)
    return chance, rest


def _values_of(plan: Plan, at: int, chance: Shares, rest: Shares) -> None:
    """Put the frequencies of values in the place of what was drawn for levels in which values agree."""
    one, shares = plan.fields[at], plan.shares
    if one.kind == GIVEN:
        second = shares["given2 known"]
        values = {1: (shares["given"], 1.0), 2: (shares["given1"], 1 - second**2), 6: (shares["given1"], second**2)}
        values[10] = (shares["given1"], max(chance[at, 10] / max(shares["given1"], 1e-12), 1e-5))
        values[3] = (shares["given1"], max(chance[at, 3] / max(shares["given1"], 1e-12), 1e-4))
    elif one.kind == SURNAMES:
        values = _of_surnames(shares, chance[at])
    elif one.kind == DATE:
        return
    else:
        values = {1: (shares[one.name], 1.0)}
    for level, (agree, others) in values.items():
        chance[at, level] = max(agree * others, 1e-9)
        rest[at, level] = max(others, 1e-6)


def _of_surnames(shares: dict[str, float], drawn: Shares) -> dict[int, tuple[float, float]]:
    """By level: how often the values agree by chance, and how often chance gives what else the level says."""
    second, one, two = shares["surname2 known"], shares["surname1"], shares["surname2"]
    both = second**2
    close = float(drawn[4] + drawn[7] + drawn[13]) / max(float(drawn[[4, 7, 13, 14, 15]].sum()), 1e-9)
    other = min(one, two) if two else one
    values = {
        1: (one * two, 1.0),
        2: (one, 1 - both),
        3: (one, both * close),
        9: (one, both),
        5: (two, close),
        10: (two, 1.0),
    }
    values |= {8: (one * two, 1.0), 11: (other, 2 * both), 7: (other, max(1 - both, 1e-3))}
    return values if two else {level: values[level] for level in (2,)}


# One person


def learn(plan: Plan, chance: tuple[Shares, Shares], sessions: list[tuple[set[int], Counts]]) -> Model:
    """The model from the patterns of each rule's pairs; a session names the comparisons that its rule looks at."""
    usual = _usual(plan)
    taught: dict[int, list[Shares]] = {}
    for touched, counts in sessions:
        free = [at for at in range(len(plan.fields)) if at not in touched]
        if free and counts[1].sum() > 50:
            found = _session(plan, usual, chance[0], (free, counts))
            for at in free:
                taught.setdefault(at, []).append(found[at])
    # A rule whose pairs are mostly relatives teaches what relatives share; the middle of what all rules teach is not moved by it.
    same = usual.copy()
    for at, shares in taught.items():
        middle = np.median(shares, axis=0)
        same[at, 1:] = middle[1:] / middle[1 : LEVELS[plan.fields[at].kind] + 1].sum()
        same[at, LEVELS[plan.fields[at].kind] + 1 :] = 1.0
    return Model(same, chance[0], chance[1], 1.0)


_USUAL = {
    GIVEN: [60, 22, 2, 6, 3, 2, 2, 1, 2, 0.3, 0.3],
    SURNAMES: [40, 24, 6, 4, 4, 2, 3, 2, 4, 3, 1, 1, 1, 2, 3],
    DATE: [78, 1, 3, 6, 3, 3, 2, 1, 1, 2],
    EXACT: [92, 8],
    LIKE: [80, 8, 3, 9],
    NUMBER: [90, 5, 5],
}


def usual_shares(kind: int) -> Shares:
    """How often one person's records show each level of a kind of comparison, before anything was learnt."""
    shares: Shares = np.array(_USUAL[kind], dtype=np.float64)
    shares /= shares.sum()
    return shares


def _usual(plan: Plan) -> Shares:
    """What one person's records look like before anything was learnt."""
    same = np.full((len(plan.fields), MOST_LEVELS), 1.0)
    for at, one in enumerate(plan.fields):
        same[at, 1 : LEVELS[one.kind] + 1] = usual_shares(one.kind)
    return same


def _session(plan: Plan, start: Shares, chance: Shares, seen: tuple[list[int], Counts]) -> Shares:
    """Shares of levels among the pairs of one person, as one rule's pairs teach them."""
    free, (patterns, counts) = seen
    levels = unpack(patterns, len(plan.fields))
    same, share = start.copy(), 0.3
    gathered = np.zeros_like(start)
    columns, told = np.array(free)[None, :], levels[:, free]
    for _ in range(ROUNDS):
        bits = np.log(same / chance)
        bits[:, 0] = 0.0
        ratio = bits[columns, told].sum(axis=1)
        odds = np.log(share / (1 - share)) + ratio
        mine = counts / (1 + np.exp(-np.clip(odds, -60, 60)))
        share = float(np.clip(mine.sum() / counts.sum(), 1e-6, 1 - 1e-6))
        gathered[:] = 0
        for at in free:
            gathered[at] = np.bincount(levels[:, at], weights=mine, minlength=MOST_LEVELS)
        same = _held(plan, gathered, start)
    return same


def _held(plan: Plan, gathered: Shares, usual: Shares, worth: float = 20.0) -> Shares:
    """Shares of levels from counts, held by what is usual."""
    same = np.full_like(usual, 1.0)
    for at, one in enumerate(plan.fields):
        most = LEVELS[one.kind]
        counts = gathered[at, 1 : most + 1] + worth * usual[at, 1 : most + 1]
        same[at, 1 : most + 1] = np.maximum(counts / counts.sum(), 1e-6)
    return same


def relatives_of(model: Model, plan: Plan, counts: Counts, strangers: float) -> float:
    """Pairs of relatives for each pair of one person, from pairs that agree on what a family shares.

    What is not shared tells one person from two; of the two, as many are strangers as chance gives.
    """
    levels = unpack(counts[0], len(plan.fields))
    own = [at for at, one in enumerate(plan.fields) if not one.shared]
    columns = np.array(own)[None, :]
    told = levels[:, own]
    ratio = np.where(told > 0, np.log(model.same[columns, told] / model.chance[columns, told]), 0.0).sum(axis=1)
    share, pairs = 0.5, max(float(counts[1].sum()), 1.0)
    for _ in range(ROUNDS):
        odds = np.log(share / (1 - share)) + ratio
        share = float(np.clip((counts[1] / (1 + np.exp(-np.clip(odds, -60, 60)))).sum() / pairs, 1e-4, 1 - 1e-4))
    found = max(pairs * (1 - share) - strangers, 0.0)
    return float(np.clip(found / (pairs * share), FEWEST_RELATIVES, MOST_RELATIVES))


def prior_of(model: Model, plan: Plan, counts: Counts, pairs: float) -> float:
    """The share of all pairs of records that are of one person, from the patterns of those that rules propose."""
    levels = unpack(counts[0], len(plan.fields))
    columns = np.arange(len(plan.fields))[None, :]
    bits = np.where(levels > 0, np.log2(model.same[columns, levels] / model.chance[columns, levels]), 0.0)
    shared = np.array([one.shared for one in plan.fields], dtype=bool)
    same, kin = bits.sum(axis=1), bits[:, shared].sum(axis=1) + np.log2(model.relatives)
    prior = 1.0 / plan.count
    for _ in range(ROUNDS):
        odds, relatives = (np.exp2(np.clip(one + np.log2(prior), -60, 60)) for one in (same, kin))
        prior = max(float((counts[1] * odds / (1 + odds + relatives)).sum()) / pairs, 1e-12)
    return prior
