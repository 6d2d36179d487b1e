"""Learning the weights without labels: expectation and maximisation over the pairs that blocking proposes.

What chance gives is counted on pairs drawn at random; what one person's records and companions'
records give is learnt by turns. Every distribution starts from, and is held by, an ordinary one
worth a few pairs, so that a folder with ten records gets ordinary weights and not wild ones.
"""

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.features.dates import BirthLevel
from kinkeeper.linkage.features.identifiers import NumberLevel
from kinkeeper.linkage.features.name_pairs import NameLevel
from kinkeeper.linkage.features.places import CustodyLevel, PlaceLevel
from kinkeeper.linkage.frames import Frame
from kinkeeper.linkage.model import Model, kinds_of, total
from kinkeeper.linkage.scoring import LEVELS, MOST_LEVELS, Comparison, Feature, Levels, Pairs, Same, compare

Bits = NDArray[np.float64]

ROUNDS = 12
RANDOM_PAIRS = 60_000
MOST_PAIRS = 300_000
"""Pairs learnt from at most; more are thinned evenly."""
HELD_BY = 40.0
"""How many pairs the ordinary distribution is worth."""
SEED = 20180626
"""Of the draw of random pairs: fixed, so that the same records give the same weights."""

ORDINARY: dict[Feature, tuple[dict[int, float], dict[int, float]]] = {
    Feature.GIVEN: (
        {NameLevel.SAME: 70, NameLevel.PART: 15, NameLevel.CLOSE: 7, NameLevel.PARTLY: 2, NameLevel.INITIAL: 1, NameLevel.DIFFERENT: 5},
        {NameLevel.SAME: 1, NameLevel.PART: 3, NameLevel.CLOSE: 1, NameLevel.PARTLY: 7, NameLevel.INITIAL: 1, NameLevel.DIFFERENT: 87},
    ),
    Feature.SURNAMES: (
        {NameLevel.SAME: 70, NameLevel.PART: 15, NameLevel.CLOSE: 8, NameLevel.PARTLY: 2, NameLevel.INITIAL: 1, NameLevel.DIFFERENT: 4},
        {NameLevel.SAME: 40, NameLevel.PART: 20, NameLevel.CLOSE: 5, NameLevel.PARTLY: 25, NameLevel.INITIAL: 1, NameLevel.DIFFERENT: 9},
    ),
    Feature.BIRTH: (
        {
            BirthLevel.SAME: 85,
            BirthLevel.SWAPPED: 2,
            BirthLevel.FIRST_OF_YEAR: 2,
            BirthLevel.ONE_DIGIT: 3,
            BirthLevel.TWO_PARTS: 1,
            BirthLevel.SAME_YEAR: 1,
            BirthLevel.NEAR: 1,
            BirthLevel.AGES_SAY_SAME: 1,
            BirthLevel.APART: 2,
            BirthLevel.AGE_SAME: 90,
            BirthLevel.AGE_NEAR: 6,
            BirthLevel.AGE_APART: 4,
        },
        {
            BirthLevel.SAME: 1,
            BirthLevel.SWAPPED: 0.1,
            BirthLevel.FIRST_OF_YEAR: 0.2,
            BirthLevel.ONE_DIGIT: 1,
            BirthLevel.TWO_PARTS: 1,
            BirthLevel.SAME_YEAR: 2,
            BirthLevel.NEAR: 8,
            BirthLevel.AGES_SAY_SAME: 3,
            BirthLevel.APART: 84,
            BirthLevel.AGE_SAME: 5,
            BirthLevel.AGE_NEAR: 10,
            BirthLevel.AGE_APART: 85,
        },
    ),
    Feature.A_NUMBER: (
        {NumberLevel.SAME: 93, NumberLevel.ONE_DIGIT: 3, NumberLevel.NEIGHBOURS: 2, NumberLevel.DIFFERENT: 2},
        {NumberLevel.SAME: 1, NumberLevel.ONE_DIGIT: 0.2, NumberLevel.NEIGHBOURS: 60, NumberLevel.DIFFERENT: 39},
    ),
    Feature.SEX: ({Same.SAME: 98, Same.DIFFERENT: 2}, {Same.SAME: 50, Same.DIFFERENT: 50}),
    Feature.NATIONALITY: ({Same.SAME: 98, Same.DIFFERENT: 2}, {Same.SAME: 97, Same.DIFFERENT: 3}),
    Feature.CUSTODY: (
        {level: 20.0 if level in (CustodyLevel.SEEN_SAME_DAY, CustodyLevel.HANDED_ON_SAME_DAY) else 4.0 for level in CustodyLevel},
        {level: 20.0 if level in (CustodyLevel.SEEN_SAME_DAY, CustodyLevel.HANDED_ON_SAME_DAY) else 4.0 for level in CustodyLevel},
    ),
    Feature.PLACE: ({PlaceLevel.SAME: 95, PlaceLevel.DIFFERENT: 5}, {PlaceLevel.SAME: 95, PlaceLevel.DIFFERENT: 5}),
    Feature.OWN_NUMBER: ({Same.SAME: 50, Same.DIFFERENT: 50}, {Same.SAME: 1, Same.DIFFERENT: 99}),
    Feature.COMPANY: ({Same.SAME: 50, Same.DIFFERENT: 50}, {Same.SAME: 90, Same.DIFFERENT: 10}),
}
"""By feature: hundred pairs of one person, hundred pairs of companions, as they ordinarily agree."""

_EXCLUSIVE = {Feature.BIRTH: BirthLevel.AGE_SAME}
"""Features with two scales: levels from here on are a distribution of their own."""


def learn(frame: Frame, pairs: Pairs, comparison: Comparison) -> Model:
    """The model learnt from these pairs of the frame."""
    kinds = kinds_of(frame, pairs)
    model = _start(frame)
    if len(pairs) == 0:
        return model
    step = -(-len(pairs) // MOST_PAIRS)
    thin = slice(0, None, step)
    sample = Comparison(comparison.levels[thin], comparison.chance[thin])
    return _by_turns(frame, model, kinds[thin], sample, step)


def _start(frame: Frame) -> Model:
    """Ordinary weights for one person and companions, chance as counted on random pairs."""
    kinds = len(frame.layouts) ** 2
    ordinary = [np.zeros((len(Feature), MOST_LEVELS)) for _ in range(2)]
    for feature, both in ORDINARY.items():
        for counts, given in zip(ordinary, both, strict=True):
            for level, count in given.items():
                counts[feature, level] = count
    chance, custody = _count_chance(frame)
    same, kin = (_shares(counts) for counts in ordinary)
    return Model(
        layouts=frame.layouts,
        same=same,
        kin=kin,
        chance=chance,
        custody=np.stack([np.tile(same[Feature.CUSTODY], (kinds, 1)), np.tile(kin[Feature.CUSTODY], (kinds, 1)), custody]),
        prior_same=np.log2(_expected(frame, within=0.02, across=0.5)),
        prior_kin=np.log2(_expected(frame, within=1.0, across=1.0)),
    )


def _expected(frame: Frame, within: float, across: float) -> Bits:
    """Share of the pairs of two layouts: `across` pairs per line of the smaller, `within` per line of the same layout."""
    sizes = np.bincount(frame.layout, minlength=len(frame.layouts)).astype(np.float64)
    share = across / np.maximum(np.maximum(sizes[:, None], sizes[None, :]), 10)
    np.fill_diagonal(share, within / np.maximum(sizes, 10))
    shares: Bits = np.minimum(share, 0.2).ravel()
    return shares


def _count_chance(frame: Frame) -> tuple[Bits, Bits]:
    """log2 P(level | strangers) by feature, and of custody by kind of pair, from pairs drawn at random."""
    draw = np.random.default_rng(SEED).integers(0, len(frame), size=(RANDOM_PAIRS, 2))
    pairs = draw[draw[:, 0] != draw[:, 1]]
    levels = compare(frame, pairs).levels
    counts = np.stack([np.bincount(levels[:, feature], minlength=MOST_LEVELS) for feature in Feature]).astype(np.float64)
    for feature, kind in LEVELS.items():
        counts[feature, : len(kind)] += 1.0
    chance = _shares(counts)
    kinds = kinds_of(frame, pairs)
    by_kind = np.bincount(kinds * MOST_LEVELS + levels[:, Feature.CUSTODY], minlength=len(frame.layouts) ** 2 * MOST_LEVELS)
    return chance, _held(by_kind.reshape(-1, MOST_LEVELS), chance[Feature.CUSTODY])


def _held(counts: NDArray[np.int64] | Bits, ordinary: Bits) -> Bits:
    """log2 shares of counted levels, held by an ordinary distribution (log2)."""
    return np.stack([_custody_shares(row + HELD_BY * np.where(ordinary == 0, 0.0, np.exp2(ordinary))) for row in counts])


def _custody_shares(counts: Bits) -> Bits:
    table = np.zeros((len(Feature), MOST_LEVELS))
    table[Feature.CUSTODY] = counts
    return _shares(table)[Feature.CUSTODY]


def _shares(counts: Bits) -> Bits:
    """log2 of each level's share among the levels that are not missing; 0 bits for missing and for levels never counted."""
    shares = np.zeros(counts.shape)
    for feature in Feature:
        cut = _EXCLUSIVE.get(feature, MOST_LEVELS)
        for part in (slice(1, cut), slice(cut, MOST_LEVELS)):
            row = counts[feature, part]
            if row.sum() > 0:
                shares[feature, part] = np.where(row > 0, np.log2(np.maximum(row, 1e-12) / row.sum()), 0.0)
    return shares


# Turns


def _by_turns(frame: Frame, model: Model, kinds: NDArray[np.int64], sample: Comparison, step: int) -> Model:
    """The model after `ROUNDS` turns of guessing each pair's kind and counting again."""
    start, strangers = model, model.strangers(kinds, sample)
    for _ in range(ROUNDS):
        same = model.prior_same[kinds] + total(model.same, model.custody[0], kinds, sample.levels)
        kin = model.prior_kin[kinds] + total(model.kin, model.custody[1], kinds, sample.levels)
        all_kinds = np.logaddexp2(np.logaddexp2(same, kin), strangers)
        model = _count_again(frame, start, kinds, sample.levels, (np.exp2(same - all_kinds), np.exp2(kin - all_kinds), step))
    return model


def _count_again(frame: Frame, start: Model, kinds: NDArray[np.int64], levels: Levels, guess: tuple[Bits, Bits, int]) -> Model:
    same, kin, step = guess
    tables = []
    custody = [start.custody[2]]
    cells = kinds * MOST_LEVELS + levels[:, Feature.CUSTODY]
    for share, ordinary in ((same, start.same), (kin, start.kin)):
        counts = np.stack([np.bincount(levels[:, feature], weights=share, minlength=MOST_LEVELS) for feature in Feature])
        table = _shares(counts.astype(np.float64) + HELD_BY * np.where(ordinary == 0, 0.0, np.exp2(ordinary)))
        by_kind = np.bincount(cells, weights=share, minlength=len(frame.layouts) ** 2 * MOST_LEVELS)
        custody.insert(-1, _held(by_kind.reshape(-1, MOST_LEVELS), table[Feature.CUSTODY]))
        tables.append(table)
    return Model(
        layouts=start.layouts,
        same=tables[0],
        kin=tables[1],
        chance=start.chance,
        custody=np.stack(custody),
        prior_same=_prior(frame, start.prior_same, kinds, same * step),
        prior_kin=_prior(frame, start.prior_kin, kinds, kin * step),
        pairs_learnt_from=len(kinds),
    )


def _prior(frame: Frame, ordinary: Bits, kinds: NDArray[np.int64], share: Bits) -> Bits:
    """log2 share of pairs by kind: the pairs found, held by a few of the ordinary share."""
    sizes = np.bincount(frame.layout, minlength=len(frame.layouts)).astype(np.float64)
    possible = np.outer(sizes, sizes) - np.diag(sizes * (sizes + 1) / 2)
    found = np.bincount(kinds, weights=share, minlength=len(ordinary))
    held = 2.0
    shares: Bits = np.log2(np.clip((found + held) / (possible.ravel() + held / np.exp2(ordinary)), 1e-12, 0.5))
    return shares
