"""Places and times of custody: where and when somebody was taken, held and handed on."""

import re
from enum import IntEnum
from functools import lru_cache

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

Codes = NDArray[np.int32]
Levels = NDArray[np.uint8]


class PlaceLevel(IntEnum):
    """Whether two records name the same place of apprehension."""

    MISSING = 0
    SAME = 1
    DIFFERENT = 2


class CustodyLevel(IntEnum):
    """How the times of custody of two records fit together."""

    MISSING = 0
    SEEN_SAME_DAY = 1
    SEEN_NEXT_DAY = 2
    SEEN_SAME_WEEK = 3
    SEEN_DATE_SLIP = 4
    SEEN_APART = 5
    SAME_STAY = 6
    HANDED_ON_SAME_DAY = 7
    HANDED_ON_NEXT_DAY = 8
    HANDED_ON_SAME_WEEK = 9
    HANDED_ON_LATER = 10
    HANDED_ON_MUCH_LATER = 11
    TWO_PLACES_AT_ONCE = 12
    BEGAN_SAME_DAY = 13
    BEGAN_SAME_WEEK = 14
    BEGAN_SAME_MONTH = 15
    BEGAN_LATER = 16


@lru_cache(maxsize=50_000)
def place_key(text: str) -> str:
    """A place's name in plain capitals without its bracketed code, so that `McAllen (MCS)` is `MCALLEN`."""
    plain = re.sub(r"\([^)]*\)?", " ", anyascii(text).upper())
    return " ".join(re.findall(r"[A-Z0-9]+", plain))


def compare_places(one: Codes, other: Codes, places: tuple[str, ...]) -> Levels:
    """Levels for aligned codes of places (-1 none); a misspelt place is the place it is spelt like."""
    if not places:
        return np.full(len(one), PlaceLevel.MISSING, dtype=np.uint8)
    known = (one >= 0) & (other >= 0)
    keys, at = np.unique(one[known].astype(np.int64) * len(places) + other[known], return_inverse=True)
    names = np.array(places, dtype=object)
    alike = cpdist(names[keys // len(places)], names[keys % len(places)], scorer=JaroWinkler.similarity, score_cutoff=0.85) > 0
    levels = np.full(len(one), PlaceLevel.MISSING, dtype=np.uint8)
    levels[known] = np.where(alike, PlaceLevel.SAME, PlaceLevel.DIFFERENT)[at]
    return levels


def compare_encounters(one: Codes, other: Codes) -> Levels:
    """Levels for the days (ordinals, both known) on which two records say the person was taken into custody."""
    apart = np.abs(one - other)
    rules = [(apart == 0, CustodyLevel.SEEN_SAME_DAY), (apart == 1, CustodyLevel.SEEN_NEXT_DAY), (apart <= 6, CustodyLevel.SEEN_SAME_WEEK)]
    rules.append((_date_slip(one, other), CustodyLevel.SEEN_DATE_SLIP))
    return np.select([rule for rule, _ in rules], [level for _, level in rules], CustodyLevel.SEEN_APART).astype(np.uint8)


def _date_slip(one: Codes, other: Codes) -> NDArray[np.bool_]:
    """Whether two days would be the same with day and month exchanged, or with one part of the date wrong."""
    days, days2 = ((ordinal - 719163).astype("datetime64[D]") for ordinal in (one, other))
    (year, month, day), (year2, month2, day2) = (_parts(found) for found in (days, days2))
    swapped = (year == year2) & (month == day2) & (day == month2)
    slip: NDArray[np.bool_] = swapped | ((year == year2).astype(int) + (month == month2) + (day == day2) == 2)
    return slip


def _parts(days: NDArray[np.datetime64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    year, month = days.astype("datetime64[Y]"), days.astype("datetime64[M]")
    return year.astype(int), (month - year).astype(int), (days - month).astype(int)


def compare_stays(one: tuple[Codes, Codes, Codes], other: tuple[Codes, Codes, Codes]) -> Levels:
    """Levels for two stays, each first day, last day (-1: not ended) and place code, where both first days are known."""
    (held, left, at), (held2, left2, at2) = one, other
    earlier_left = np.where(held <= held2, left, left2)
    later_held = np.maximum(held, held2)
    began = np.abs(held - held2)
    gap = later_held - earlier_left
    ended = earlier_left > 0
    rules = [
        ((began == 0) & (at == at2) & (at >= 0), CustodyLevel.SAME_STAY),
        (ended & (gap < -1), CustodyLevel.TWO_PLACES_AT_ONCE),
        (ended & (gap <= 0), CustodyLevel.HANDED_ON_SAME_DAY),
        (ended & (gap == 1), CustodyLevel.HANDED_ON_NEXT_DAY),
        (ended & (gap <= 6), CustodyLevel.HANDED_ON_SAME_WEEK),
        (ended & (gap <= 45), CustodyLevel.HANDED_ON_LATER),
        (ended, CustodyLevel.HANDED_ON_MUCH_LATER),
        (began == 0, CustodyLevel.BEGAN_SAME_DAY),
        (began <= 6, CustodyLevel.BEGAN_SAME_WEEK),
        (began <= 30, CustodyLevel.BEGAN_SAME_MONTH),
    ]
    return np.select([rule for rule, _ in rules], [level for _, level in rules], CustodyLevel.BEGAN_LATER).astype(np.uint8)
