"""Which pairs are worth comparing: those that agree on at least one of several keys.

Each rule gives every line a key (-1: none); lines of equal key are a block. Within a block a line is
compared with the next lines in the order of content, so work is bounded however large a block is, and
equal content stands side by side.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.features.names import sound
from kinkeeper.linkage.frames import NONE, Frame

Keys = NDArray[np.int64]
Pairs = NDArray[np.int64]
"""Two columns, the lower line first."""

NEIGHBOURS = 40
"""Lines of the same block that a line is compared with."""
CROWD, NEIGHBOURS_IN_CROWD = 1000, 5
"""A block beyond this size tells next to nothing, and fewer lines of it are compared."""
_SPREAD = 1_000_003
"""Codes are mixed by multiplication with this prime; a rare clash costs one comparison, never a wrong answer."""


def candidate_pairs(frame: Frame) -> Pairs:
    """All pairs that some rule proposes, each once, in order."""
    found = [_neighbours(keys) for rule in RULES for keys in rule(frame)]
    count = len(frame)
    distinct = np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
    return np.column_stack((distinct // max(count, 1), distinct % max(count, 1)))


def _neighbours(keys: Keys) -> NDArray[np.int64]:
    """Pairs (as lower * n + higher) of lines with equal keys."""
    count = len(keys)
    known = np.flatnonzero(keys != NONE)
    order = known[np.argsort(keys[known], kind="stable")]
    key = keys[order]
    crowded = np.searchsorted(key, key, side="right") - np.searchsorted(key, key) > CROWD
    found = []
    for step in range(1, min(NEIGHBOURS, len(order) - 1) + 1):
        same = key[:-step] == key[step:]
        if step > NEIGHBOURS_IN_CROWD:
            same &= ~crowded[:-step]
        if not same.any():
            break
        found.append(order[:-step][same] * count + order[step:][same])
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


def _mixed(*columns: NDArray[np.integer]) -> Keys:
    """One key from several; none where one of them is none."""
    key = np.zeros(len(columns[0]), dtype=np.int64)
    known = np.ones(len(key), dtype=bool)
    for column in columns:
        known &= column != NONE
        key = key * _SPREAD + column
    return np.where(known, key & np.int64(2**62 - 1), NONE)


# Codes that keys are made of


def sound_codes(frame: Frame) -> NDArray[np.int64]:
    """By word of the vocabulary: the code of its sound; none for an initial, and at the end for no word."""
    sounds = [sound(word) if len(word) > 1 else "" for word in frame.names.vocabulary]
    at = {heard: code for code, heard in enumerate(sorted(set(sounds) - {""}))} | {"": NONE}
    return np.array([at[heard] for heard in sounds] + [NONE], dtype=np.int64)


def _sounds(frame: Frame, table: NDArray[np.int32]) -> NDArray[np.int64]:
    """By line and place in the name: the code of the word's sound."""
    return sound_codes(frame)[table][frame.name]


def _birth(frame: Frame) -> tuple[Keys, Keys, Keys]:
    known = (frame.born != NONE) & (frame.born % 100 != 0)
    born = frame.born.astype(np.int64)
    return tuple(np.where(known, part, NONE) for part in (born // 10000, born // 100 % 100, born % 100))  # type: ignore[return-value]


def _ages(frame: Frame) -> Iterator[Keys]:
    """Completed years of age, and the same half a year on, so that ages a few months apart meet in one of them."""
    for later in (0.0, 0.5):
        age = np.floor(frame.usual_age + later)
        yield np.where(np.isnan(age) | (age < 0), NONE, age).astype(np.int64)


# Rules


def _by_numbers(frame: Frame) -> Iterator[Keys]:
    yield from frame.a_numbers.T
    yield from (codes.astype(np.int64) for codes in frame.own_numbers.values())


def _by_birth(frame: Frame) -> Iterator[Keys]:
    year, month, day = _birth(frame)
    yield _mixed(year, np.minimum(month, day), np.maximum(month, day))


def _by_name(frame: Frame) -> Iterator[Keys]:
    given, surnames = _sounds(frame, frame.names.given), _sounds(frame, frame.names.surnames)
    yield from (_mixed(given[:, 0], surnames[:, place]) for place in (0, 1))
    yield _mixed(np.minimum(surnames[:, 0], surnames[:, 1]), np.maximum(surnames[:, 0], surnames[:, 1]), frame.sex)


def _by_number_but_one_digit(frame: Frame) -> Iterator[Keys]:
    """A-numbers that agree but for one digit are worth a look only where a name agrees as well (F-06)."""
    number = frame.a_numbers[:, 0]
    given, surnames = _sounds(frame, frame.names.given), _sounds(frame, frame.names.surnames)
    for place in 10 ** np.arange(9):
        rest = np.where(number >= 0, number // (10 * place) * place + number % place, NONE)
        yield _mixed(given[:, 0], rest)
        yield _mixed(surnames[:, 0], rest)


def _by_name_and_birth(frame: Frame) -> Iterator[Keys]:
    _, month, day = _birth(frame)
    given, surnames = _sounds(frame, frame.names.given), _sounds(frame, frame.names.surnames)
    for word in (given[:, 0], given[:, 1], surnames[:, 0], surnames[:, 1]):
        yield _mixed(word, month, day)
        yield from (_mixed(word, age) for age in _ages(frame))


def _by_encounter(frame: Frame) -> Iterator[Keys]:
    seen = frame.seen.astype(np.int64)
    given, surnames = _sounds(frame, frame.names.given), _sounds(frame, frame.names.surnames)
    for word in (given[:, 0], given[:, 1], surnames[:, 0], surnames[:, 1], *_ages(frame)):
        yield _mixed(seen, word)


RULES: tuple[Callable[[Frame], Iterator[Keys]], ...] = (
    _by_numbers,
    _by_number_but_one_digit,
    _by_birth,
    _by_name,
    _by_name_and_birth,
    _by_encounter,
)
