"""Learning the weights without labels: expectation and maximisation over the pairs that blocking proposes.

What chance gives is counted on pairs drawn at random; what one person's records and companions'
records give is learnt by turns. Every distribution is held by an ordinary one worth a few pairs.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.frames import Frame
from kinkeeper.linkage.model import Model, kinds_of, total
from kinkeeper.linkage.ordinary import MOST_OF_COMPANIONS, ORDINARY, SCALES
from kinkeeper.linkage.scoring import MOST_LEVELS, Comparison, Feature, Levels, Pairs, compare

Bits = NDArray[np.float64]
Kinds = NDArray[np.int64]

ROUNDS = 12
RANDOM_PAIRS = 60_000
MOST_PAIRS = 300_000
"""Pairs learnt from at most; more are thinned evenly."""
HELD_BY = 40.0
"""How many pairs the ordinary distribution is worth."""
SEED = 20180626
"""Of the draw of random pairs: fixed, so that the same records give the same weights."""


def learn(frame: Frame, pairs: Pairs, comparison: Comparison) -> Model:
    """The model learnt from these pairs of the frame."""
    model = _with_chance_counted(frame, _ordinary(frame))
    if len(pairs) == 0:
        return model
    step = -(-len(pairs) // MOST_PAIRS)
    thin = slice(0, None, step)
    sample = Comparison(comparison.levels[thin], comparison.chance[thin])
    return _by_turns(frame, model, kinds_of(frame, pairs)[thin], sample, step)


def _ordinary(frame: Frame) -> Model:
    """Ordinary weights."""
    counts = np.zeros((3, len(Feature), MOST_LEVELS))
    for feature, levels in ORDINARY.items():
        for level, hundred in levels.items():
            counts[:, feature, level] = hundred
    same, kin, chance = (_shares(one) for one in counts)
    return Model(
        layouts=frame.layouts,
        same=same,
        kin=kin,
        chance=chance,
        custody=np.stack([np.tile(one[Feature.CUSTODY], (len(frame.layouts) ** 2, 1)) for one in (same, kin, chance)]),
        prior_same=np.log2(_expected(frame, within=0.02, across=0.5)),
        prior_kin=np.log2(_expected(frame, within=1.0, across=1.0)),
    )


def _expected(frame: Frame, within: float, across: float) -> Bits:
    """Share of the pairs of two layouts: `across` pairs per line of the larger, `within` per line of the same layout."""
    sizes = np.bincount(frame.layout, minlength=len(frame.layouts)).astype(np.float64)
    share = across / np.maximum(np.maximum(sizes[:, None], sizes[None, :]), 10)
    np.fill_diagonal(share, within / np.maximum(sizes, 10))
    shares: Bits = np.minimum(share, 0.2).ravel()
    return shares


# Chance


def _with_chance_counted(frame: Frame, model: Model) -> Model:
    """The model with what chance gives counted on random pairs, those that look like one person left out of the count."""
    pairs = _random_pairs(len(frame))
    comparison, kinds = compare(frame, pairs), kinds_of(frame, pairs)
    apart = 1.0 / (1.0 + np.exp2(np.minimum(model.log_odds(kinds, comparison), 100.0)))
    chance, custody = _counted(comparison.levels, kinds, apart, model.chance, len(model.custody[2]))
    return replace(model, chance=chance, custody=np.stack([*model.custody[:2], custody]))


def _random_pairs(count: int) -> Pairs:
    if count * (count - 1) // 2 <= RANDOM_PAIRS:
        return np.column_stack(np.triu_indices(count, 1)).astype(np.int64)
    draw: Pairs = np.random.default_rng(SEED).integers(0, count, size=(RANDOM_PAIRS, 2))
    distinct: Pairs = draw[draw[:, 0] != draw[:, 1]]
    return distinct


# Counting


def _counted(levels: Levels, kinds: Kinds, weight: Bits, ordinary: Bits, of_kinds: int) -> tuple[Bits, Bits]:
    """log2 shares of levels by feature, and of custody by kind of pair, counted with weights and held by the ordinary."""
    counts = np.stack([np.bincount(levels[:, feature], weights=weight, minlength=MOST_LEVELS) for feature in Feature])
    table = _shares(counts.astype(np.float64) + _worth(ordinary))
    cells = kinds * MOST_LEVELS + levels[:, Feature.CUSTODY]
    by_kind = np.bincount(cells, weights=weight, minlength=of_kinds * MOST_LEVELS).reshape(-1, MOST_LEVELS)
    return table, _shares_of(Feature.CUSTODY, by_kind + _worth(table[Feature.CUSTODY]))


def _worth(ordinary: Bits) -> Bits:
    worth: Bits = HELD_BY * np.where(ordinary == 0, 0.0, np.exp2(ordinary))
    return worth


def _shares(counts: Bits) -> Bits:
    """log2 of each level's share by feature; 0 bits for missing and for levels that do not occur."""
    return np.stack([_shares_of(feature, counts[feature][None, :])[0] for feature in Feature])


def _shares_of(feature: Feature, counts: Bits) -> Bits:
    """log2 of each level's share of its scale, row by row."""
    shares = np.zeros(counts.shape)
    starts = SCALES.get(feature, (1,))
    for start, end in zip(starts, (*starts[1:], MOST_LEVELS), strict=True):
        part = counts[:, start:end]
        share = part / np.maximum(part.sum(axis=1, keepdims=True), 1e-300)
        shares[:, start:end] = np.where(part > 0, np.log2(np.maximum(share, 1e-12)), 0.0)
    return shares


# Turns


def _by_turns(frame: Frame, model: Model, kinds: Kinds, sample: Comparison, step: int) -> Model:
    """The model after `ROUNDS` turns of guessing each pair's kind and counting again."""
    start, strangers = model, model.strangers(kinds, sample)
    for _ in range(ROUNDS):
        same = model.prior_same[kinds] + total(model.same, model.custody[0], kinds, sample.levels)
        kin = model.prior_kin[kinds] + total(model.kin, model.custody[1], kinds, sample.levels)
        everything = np.logaddexp2(np.logaddexp2(same, kin), strangers)
        model = _count_again(frame, start, (kinds, sample.levels, step), (np.exp2(same - everything), np.exp2(kin - everything)))
    return replace(model, pairs_learnt_from=len(kinds))


def _count_again(frame: Frame, start: Model, seen: tuple[Kinds, Levels, int], guess: tuple[Bits, Bits]) -> Model:
    kinds, levels, step = seen
    of_kinds = len(start.custody[2])
    same, same_custody = _counted(levels, kinds, guess[0], start.same, of_kinds)
    kin, kin_custody = _counted(levels, kinds, guess[1], start.kin, of_kinds)
    kin = _two_persons(kin)
    return replace(
        start,
        same=same,
        kin=kin,
        custody=np.stack([same_custody, kin_custody, start.custody[2]]),
        prior_same=_prior(frame, start.prior_same, kinds, guess[0] * step),
        prior_kin=_prior(frame, start.prior_kin, kinds, guess[1] * step),
    )


def _two_persons(kin: Bits) -> Bits:
    """Companions' weights, with no more namesakes and twins among them than two persons can be.

    Without this bound a run that holds no companions would learn one person's worse records in their place.
    """
    bounded = kin.copy()
    for feature, (level, most) in MOST_OF_COMPANIONS.items():
        bounded[feature, level] = min(kin[feature, level], np.log2(most))
    return bounded


def _prior(frame: Frame, ordinary: Bits, kinds: Kinds, share: Bits) -> Bits:
    """log2 share of pairs by kind: the pairs found, held by a few of the ordinary share."""
    sizes = np.bincount(frame.layout, minlength=len(frame.layouts)).astype(np.float64)
    possible = np.outer(sizes, sizes) - np.diag(sizes * (sizes + 1) / 2)
    found = np.bincount(kinds, weights=share, minlength=len(ordinary))
    held = 2.0
    shares: Bits = np.log2(np.clip((found + held) / (possible.ravel() + held / np.exp2(ordinary)), 1e-12, 0.5))
    return shares
