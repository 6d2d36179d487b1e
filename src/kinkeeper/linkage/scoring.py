"""Comparing pairs of lines: a level of agreement for each feature, and what chance would give."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.features.dates import BirthLevel, compare_births
from kinkeeper.linkage.features.identifiers import NumberLevel, compare_a_numbers
from kinkeeper.linkage.features.name_pairs import NameLevel, compare_words
from kinkeeper.linkage.features.places import CustodyLevel, PlaceLevel, compare_encounters, compare_places, compare_stays
from kinkeeper.linkage.frames import Frame
from kinkeeper.linkage.lines import NONE

Pairs = NDArray[np.int64]
Levels = NDArray[np.uint8]
Bits = NDArray[np.float64]


class Feature(IntEnum):
    """What is compared; the columns of a comparison."""

    GIVEN = 0
    SURNAMES = 1
    BIRTH = 2
    A_NUMBER = 3
    SEX = 4
    NATIONALITY = 5
    CUSTODY = 6
    PLACE = 7
    OWN_NUMBER = 8
    COMPANY = 9


class Same(IntEnum):
    """Whether two values that have no degrees agree."""

    MISSING = 0
    SAME = 1
    DIFFERENT = 2


LEVELS: dict[Feature, type[IntEnum]] = {
    Feature.GIVEN: NameLevel,
    Feature.SURNAMES: NameLevel,
    Feature.BIRTH: BirthLevel,
    Feature.A_NUMBER: NumberLevel,
    Feature.SEX: Same,
    Feature.NATIONALITY: Same,
    Feature.CUSTODY: CustodyLevel,
    Feature.PLACE: PlaceLevel,
    Feature.OWN_NUMBER: Same,
    Feature.COMPANY: Same,
}
MOST_LEVELS = max(len(levels) for levels in LEVELS.values())

_CHANCE_OF_A_NUMBER = -30.0
"""log2 of how often two strangers are on record with one and the same number of their own."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Levels (pairs, features), and where the values themselves say it, log2 of the chance of such agreement (else NaN)."""

    levels: Levels
    chance: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.levels)


def compare(frame: Frame, pairs: Pairs) -> Comparison:
    """Compare the two lines of each pair on every feature."""
    comparison = compare_circumstances(frame, pairs)
    levels, chance = comparison.levels, comparison.chance
    one, other = pairs[:, 0], pairs[:, 1]
    _compare_names(frame, pairs, levels, chance)
    levels[:, Feature.BIRTH] = compare_births(frame.born[one], frame.born[other], frame.born_by_age[one], frame.born_by_age[other])
    same_birth = levels[:, Feature.BIRTH] == BirthLevel.SAME
    chance[same_birth, Feature.BIRTH] = frame.birth_chance[one[same_birth]]
    levels[:, Feature.SEX] = _same(frame.sex[one], frame.sex[other])
    levels[:, Feature.OWN_NUMBER] = _any_same(frame.own_numbers, one, other)
    elsewhere = (frame.layout[one] != frame.layout[other]) & (levels[:, Feature.OWN_NUMBER] == Same.DIFFERENT)
    # Each agency numbers in its own way: two different numbers say something only within one layout.
    levels[elsewhere, Feature.OWN_NUMBER] = Same.MISSING
    chance[levels[:, Feature.OWN_NUMBER] == Same.SAME, Feature.OWN_NUMBER] = _CHANCE_OF_A_NUMBER
    return comparison


def compare_circumstances(frame: Frame, pairs: Pairs) -> Comparison:
    """Compare only what companions share: A-numbers, nationality, custody, place and event; all else is missing."""
    one, other = pairs[:, 0], pairs[:, 1]
    levels = np.zeros((len(pairs), len(Feature)), dtype=np.uint8)
    chance = np.full(levels.shape, np.nan, dtype=np.float32)
    levels[:, Feature.A_NUMBER] = compare_a_numbers(frame.a_numbers[one], frame.a_numbers[other])
    chance[levels[:, Feature.A_NUMBER] == NumberLevel.SAME, Feature.A_NUMBER] = _CHANCE_OF_A_NUMBER
    levels[:, Feature.NATIONALITY] = _same(frame.nationality[one], frame.nationality[other])
    alike = levels[:, Feature.NATIONALITY] == Same.SAME
    chance[alike, Feature.NATIONALITY] = frame.nationality_chance[one[alike]]
    levels[:, Feature.CUSTODY] = _compare_custody(frame, one, other)
    levels[:, Feature.PLACE] = compare_places(frame.place[one], frame.place[other], frame.places)
    levels[:, Feature.COMPANY] = _any_same(frame.company, one, other)
    return Comparison(levels, chance)


def _compare_names(frame: Frame, pairs: Pairs, levels: Levels, chance: NDArray[np.float32]) -> None:
    """Names are compared once per pair of distinct names."""
    names = frame.names
    keys = frame.name[pairs[:, 0]].astype(np.int64) * len(names.distinct) + frame.name[pairs[:, 1]]
    distinct, place = np.unique(keys, return_inverse=True)
    one, other = distinct // max(len(names.distinct), 1), distinct % max(len(names.distinct), 1)
    for feature, table, frequency in (
        (Feature.GIVEN, names.given, names.given_chance),
        (Feature.SURNAMES, names.surnames, names.surname_chance),
    ):
        found, bits = compare_words(table[one], table[other], names.vocabulary, frequency, given=feature == Feature.GIVEN)
        levels[:, feature] = found[place]
        agreed = (found == NameLevel.SAME) | (found == NameLevel.PART)
        chance[:, feature] = np.where(agreed, bits, np.nan)[place]


def _same(one: NDArray[np.integer], other: NDArray[np.integer]) -> Levels:
    known = (one != NONE) & (other != NONE)
    return np.where(known, np.where(one == other, Same.SAME, Same.DIFFERENT), Same.MISSING).astype(np.uint8)


def _any_same(numbers: Mapping[str, NDArray[np.integer]], one: NDArray[np.int64], other: NDArray[np.int64]) -> Levels:
    """Whether the numbers of some kind are the same, or those known to both all differ."""
    levels = np.zeros(len(one), dtype=np.uint8)
    for codes in numbers.values():
        found = _same(codes[one], codes[other])
        levels = np.where((levels == Same.SAME) | (found == Same.SAME), Same.SAME, np.maximum(levels, found)).astype(np.uint8)
    return levels


def _compare_custody(frame: Frame, one: NDArray[np.int64], other: NDArray[np.int64]) -> Levels:
    """Days of being taken into custody where both records have one, else the stays that they state."""
    levels = np.full(len(one), CustodyLevel.MISSING, dtype=np.uint8)
    seen = (frame.seen[one] > 0) & (frame.seen[other] > 0)
    levels[seen] = compare_encounters(frame.seen[one[seen]], frame.seen[other[seen]])
    stays = ~seen & (frame.held[one] > 0) & (frame.held[other] > 0)
    sides = [(frame.held[at], frame.left[at], frame.held_at[at]) for at in (one[stays], other[stays])]
    levels[stays] = compare_stays(sides[0], sides[1])
    return levels
