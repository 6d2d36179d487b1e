"""Given names and surnames of two records, compared word by word over distinct values."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import JaroWinkler

from kinkeeper.linkage.features.names import Grade, grade
from kinkeeper.linkage.features.nicknames import is_nickname

Codes = NDArray[np.int32]
Levels = NDArray[np.uint8]
Bits = NDArray[np.float64]


class NameLevel(IntEnum):
    """How one side of two names agrees, from no word to all words."""

    MISSING = 0
    SAME = 1
    PART = 2
    CLOSE = 3
    PARTLY = 4
    INITIAL = 5
    DIFFERENT = 6


def compare_words(one: Codes, other: Codes, vocabulary: tuple[str, ...], chance: Bits, *, given: bool = False) -> tuple[Levels, Bits]:
    """Levels of agreement of aligned rows of word codes, and log2 of how often chance gives the words that agree.

    `one`, `other`: (pairs, words), -1 for no word; `chance`: log2 frequency by word. Where no word is the same the chance is 0 bits.
    """
    grades = _grades(one, other, vocabulary, given=given)
    here, there = (one >= 0).sum(axis=1), (other >= 0).sum(axis=1)
    best_here, best_there = grades.max(axis=2), grades.max(axis=1)
    levels = _levels(best_here, best_there, here, there)
    letters = np.array([*map(len, vocabulary), 0])
    as_long = np.abs(letters[one].sum(axis=1) - letters[other].sum(axis=1)) <= 2
    glued = np.flatnonzero((levels > NameLevel.CLOSE) & (here != there) & as_long)
    levels[glued[_same_when_glued(one[glued], other[glued], vocabulary)]] = NameLevel.CLOSE
    same = (best_here == Grade.SAME) & (one >= 0)
    bits = np.where(same, np.append(chance, 0.0)[one], 0.0).sum(axis=1)
    return levels, bits


def _levels(best_here: Levels, best_there: Levels, here: NDArray[np.int64], there: NDArray[np.int64]) -> Levels:
    """The level from each word's best grade on the other side and the number of words of either side."""
    fewer = np.minimum(here, there)
    same = np.minimum((best_here == Grade.SAME).sum(axis=1), (best_there == Grade.SAME).sum(axis=1))
    close = np.minimum((best_here >= Grade.CLOSE).sum(axis=1), (best_there >= Grade.CLOSE).sum(axis=1))
    hint = np.minimum((best_here >= Grade.INITIAL).sum(axis=1), (best_there >= Grade.INITIAL).sum(axis=1))
    return np.select(
        [fewer == 0, (same == fewer) & (here == there), same == fewer, close == fewer, close > 0, hint == fewer],
        [NameLevel.MISSING, NameLevel.SAME, NameLevel.PART, NameLevel.CLOSE, NameLevel.PARTLY, NameLevel.INITIAL],
        default=NameLevel.DIFFERENT,
    ).astype(np.uint8)


def _grades(one: Codes, other: Codes, vocabulary: tuple[str, ...], *, given: bool) -> Levels:
    """The grade of each word of one with each word of the other: (pairs, words, words)."""
    left = np.repeat(one[:, :, None], other.shape[1], axis=2)
    right = np.repeat(other[:, None, :], one.shape[1], axis=1)
    grades = np.zeros(left.shape, dtype=np.uint8)
    known = (left >= 0) & (right >= 0)
    grades[known & (left == right)] = Grade.SAME
    differ = known & (left != right)
    low, high = np.minimum(left[differ], right[differ]).astype(np.int64), np.maximum(left[differ], right[differ])
    keys, place = np.unique(low * len(vocabulary) + high, return_inverse=True)
    text = np.array(vocabulary, dtype=object)
    left_words, right_words = text[keys // len(vocabulary)], text[keys % len(vocabulary)]
    graded = grade(left_words, right_words)
    if given:
        called = [at for at, pair in enumerate(zip(left_words.tolist(), right_words.tolist(), strict=True)) if is_nickname(*pair)]
        graded[called] = np.maximum(graded[called], Grade.CLOSE)
    grades[differ] = graded[place]
    return grades


def _same_when_glued(one: Codes, other: Codes, vocabulary: tuple[str, ...]) -> NDArray[np.bool_]:
    """Whether the words of each pair, written without a space, read alike (LOPEZ HERNANDEZ, LOPEZHERNANDEZ)."""
    alike = np.zeros(len(one), dtype=bool)
    for at, (left, right) in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
        joined = ["".join(vocabulary[code] for code in side if code >= 0) for side in (left, right)]
        alike[at] = JaroWinkler.similarity(*joined, score_cutoff=0.9) > 0
    return alike
