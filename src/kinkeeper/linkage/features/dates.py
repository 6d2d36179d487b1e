"""Dates of birth and ages of two records."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]
Years = NDArray[np.float64]
Levels = NDArray[np.uint8]
Bits = NDArray[np.float64]

_DAYS_OF_LIVING_PEOPLE = 80 * 365.25


class BirthLevel(IntEnum):
    """How two dates of birth, or the ages that stand in for them, agree."""

    MISSING = 0
    SAME = 1
    SWAPPED = 2
    FIRST_OF_YEAR = 3
    ONE_DIGIT = 4
    TWO_PARTS = 5
    SAME_YEAR = 6
    NEAR = 7
    AGES_SAY_SAME = 8
    APART = 9
    AGE_SAME = 10
    AGE_NEAR = 11
    AGE_APART = 12


def compare_births(one: Codes, other: Codes, one_by_age: Years, other_by_age: Years) -> Levels:
    """Levels for aligned births (yyyymmdd, mm and dd 0 if unknown, -1 none) and births by stated age (years, NaN none)."""
    levels = np.full(len(one), BirthLevel.MISSING, dtype=np.uint8)
    known = (one > 0) & (other > 0)
    levels[known] = _compare_dates(one[known], other[known])
    own_one, own_other = in_years(one), in_years(other)
    told = np.fmin(np.abs(own_one - other_by_age), np.abs(one_by_age - own_other))
    told = np.fmin(told, np.abs(one_by_age - other_by_age))
    levels[(levels == BirthLevel.APART) & (told <= 1.0)] = BirthLevel.AGES_SAY_SAME
    aged = ~known & ~np.isnan(told)
    levels[aged] = np.select([told[aged] <= 1.0, told[aged] <= 2.5], [BirthLevel.AGE_SAME, BirthLevel.AGE_NEAR], BirthLevel.AGE_APART)
    return levels


def _compare_dates(one: Codes, other: Codes) -> Levels:
    year, month, day = (one // 10000, one // 100 % 100, one % 100)
    year2, month2, day2 = (other // 10000, other // 100 % 100, other % 100)
    parts = (year == year2).astype(int) + (month == month2) + (day == day2)
    default = ((month <= 1) & (day <= 1)) | ((month2 <= 1) & (day2 <= 1))
    apart = np.abs(in_years(one) - in_years(other))
    rules = [
        (one == other, BirthLevel.SAME),
        ((year == year2) & (month == day2) & (day == month2), BirthLevel.SWAPPED),
        ((year == year2) & default, BirthLevel.FIRST_OF_YEAR),
        (_one_slip(one, other), BirthLevel.ONE_DIGIT),
        (parts == 2, BirthLevel.TWO_PARTS),
        (year == year2, BirthLevel.SAME_YEAR),
        (apart <= 2.0, BirthLevel.NEAR),
    ]
    return np.select([rule for rule, _ in rules], [level for _, level in rules], BirthLevel.APART).astype(np.uint8)


def _one_slip(one: Codes, other: Codes) -> NDArray[np.bool_]:
    """Whether one digit differs, or two neighbouring digits are exchanged."""
    places = 10 ** np.arange(8)
    digits, digits2 = one[:, None] // places % 10, other[:, None] // places % 10
    wrong = digits != digits2
    exchanged = (wrong.sum(axis=1) == 2) & (
        (wrong[:, :-1] & wrong[:, 1:] & (digits[:, :-1] == digits2[:, 1:]) & (digits[:, 1:] == digits2[:, :-1])).any(axis=1)
    )
    slip: NDArray[np.bool_] = (wrong.sum(axis=1) == 1) | exchanged
    return slip


def in_years(born: Codes) -> Years:
    """Dates as years and fractions; the middle of the year where month and day are unknown."""
    month = np.where(born // 100 % 100 == 0, 7, born // 100 % 100)
    return np.where(born > 0, born // 10000 + (month - 1) / 12 + (born % 100) / 365.25, np.nan)


def chance_of_same_birth(born: Codes, among: Codes | None = None) -> Bits:
    """By line: log2 of how often another person of these, or of those `among` whom it was learnt, has this date of birth.

    1 January stands out as the default that it is.
    """
    known = born[born > 0] if among is None else among
    values, counts = np.unique(known, return_counts=True)
    share = np.full(len(born), 1.0 / _DAYS_OF_LIVING_PEOPLE)
    at = np.minimum(np.searchsorted(values, born), max(len(values) - 1, 0))
    found = (values[at] == born) & (born > 0) if len(values) else np.zeros(len(born), dtype=bool)
    # Records of one person raise the count of its birth date, so a date is common only beyond what two persons' records would give.
    share[found] = np.maximum(share[found], (counts[at[found]] - 4) / max(len(known), 1))
    bits: Bits = np.log2(share)
    return bits
