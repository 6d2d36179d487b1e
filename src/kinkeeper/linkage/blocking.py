"""Which pairs are worth comparing: those that agree on at least one of several keys.

Each rule gives every line a key (-1: none); lines of equal key are a block. Within a block a line is
compared with the next lines in the order of content, so work is bounded however large a block is, and
equal content stands side by side.
"""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.features.names import sound
from kinkeeper.linkage.frames import Frame, lasting_code
from kinkeeper.linkage.lines import NONE

Keys = NDArray[np.int64]
Named = tuple[str, Keys]
"""Keys by one place of a rule, and what the place is called."""
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
    found = []
    for keys in columns_of_keys(frame).values():
        known = np.flatnonzero(keys != NONE)
        order = known[np.argsort(keys[known], kind="stable")]
        found.append(neighbours(keys[order], order, len(frame)))
    codes = distinct(np.concatenate(found))
    return np.column_stack((codes // max(len(frame), 1), codes % max(len(frame), 1)))


def distinct(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each once, in order: what `numpy.unique` gives, which takes five times as long over millions as sorting does."""
    ordered = np.sort(codes)
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]


def columns_of_keys(frame: Frame) -> dict[str, Keys]:
    """By rule and its place: the key of each line. A key is made of what the line says alone, so that it stays what it is in every run."""
    return {f"{rule.__name__}:{name}": keys for rule in RULES for name, keys in rule(frame)}


def neighbours(key: Keys, order: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Pairs (as lower * count + higher) of lines with equal keys; keys in order, of equal keys the lower lines first."""
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
    codes = [lasting_code(sound(word)) if len(word) > 1 else NONE for word in frame.names.vocabulary]
    return np.array([*codes, NONE], dtype=np.int64)


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


def _by_numbers(frame: Frame) -> Iterator[Named]:
    yield from _numbered(frame.a_numbers.T)
    yield from frame.own_numbers.items()


def _by_birth(frame: Frame) -> Iterator[Named]:
    year, month, day = _birth(frame)
    yield "day", _mixed(year, np.minimum(month, day), np.maximum(month, day))


def _by_name(frame: Frame) -> Iterator[Named]:
    given, surnames = _sounds(frame, frame.names.given), _sounds(frame, frame.names.surnames)
    yield from _numbered(_mixed(given[:, 0], surnames[:, place]) for place in (0, 1))
    yield "surnames", _mixed(np.minimum(surnames[:, 0], surnames[:, 1]), np.maximum(surnames[:, 0], surnames[:, 1]), frame.sex)


def _by_number_but_one_digit(frame: Frame) -> Iterator[Named]:
    """A-numbers that agree but for one digit are worth a look only where a name agrees as well (F-06)."""
    number = frame.a_numbers[:, 0]
    given, surnames = _sounds(frame, frame.names.given), _sounds(frame, frame.names.surnames)
    for place in 10 ** np.arange(9):
        rest = np.where(number >= 0, number // (10 * place) * place + number % place, NONE)
        yield f"given {place}", _mixed(given[:, 0], rest)
        yield f"surname {place}", _mixed(surnames[:, 0], rest)


def _by_name_and_birth(frame: Frame) -> Iterator[Named]:
    _, month, day = _birth(frame)
    given, surnames = _sounds(frame, frame.names.given), _sounds(frame, frame.names.surnames)
    for nth, word in enumerate((given[:, 0], given[:, 1], surnames[:, 0], surnames[:, 1])):
        yield f"day {nth}", _mixed(word, month, day)
        yield from ((f"age {nth} {name}", _mixed(word, age)) for name, age in _numbered(_ages(frame)))


def _by_encounter(frame: Frame) -> Iterator[Named]:
    seen = frame.seen.astype(np.int64)
    given, surnames = _sounds(frame, frame.names.given), _sounds(frame, frame.names.surnames)
    yield from _numbered(_mixed(seen, word) for word in (given[:, 0], given[:, 1], surnames[:, 0], surnames[:, 1], *_ages(frame)))


def _numbered(columns: Iterable[Keys]) -> Iterator[Named]:
    return ((str(place), keys) for place, keys in enumerate(columns))


RULES: tuple[Callable[[Frame], Iterator[Named]], ...] = (
    _by_numbers,
    _by_number_but_one_digit,
    _by_birth,
    _by_name,
    _by_name_and_birth,
    _by_encounter,
)
