"""From levels and bits to sentences that a caseworker reads."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.features.dates import BirthLevel, compare_births
from kinkeeper.linkage.features.identifiers import NumberLevel, compare_a_numbers
from kinkeeper.linkage.features.name_pairs import NameLevel, compare_words
from kinkeeper.linkage.features.places import CustodyLevel, PlaceLevel, compare_places, compare_stays
from kinkeeper.linkage.model import Model
from kinkeeper.linkage.scoring import LEVELS, Comparison, Feature, Same

Bits = NDArray[np.float64]

SAME_ROW = "The rows say exactly the same."
LISTED = "Named on a list together with kin: name, age and the company of the others in the row fit this person."


def _names(side: str) -> dict[int, str]:
    return {
        NameLevel.SAME: f"{side} the same",
        NameLevel.PART: f"{side} the same, one word left out",
        NameLevel.CLOSE: f"{side} the same but for spelling",
        NameLevel.PARTLY: f"one of the {side} agrees, another differs",
        NameLevel.INITIAL: f"{side} agree in an initial",
        NameLevel.DIFFERENT: f"{side} differ",
    }


PHRASES: dict[Feature, dict[int, str]] = {
    Feature.GIVEN: _names("given names"),
    Feature.SURNAMES: _names("surnames"),
    Feature.BIRTH: {
        BirthLevel.SAME: "date of birth the same",
        BirthLevel.SWAPPED: "date of birth the same with day and month exchanged",
        BirthLevel.FIRST_OF_YEAR: "year of birth the same, one record has only 1 January",
        BirthLevel.ONE_DIGIT: "date of birth differs by one digit",
        BirthLevel.TWO_PARTS: "date of birth agrees in two of day, month and year",
        BirthLevel.SAME_YEAR: "born in the same year, on another day",
        BirthLevel.NEAR: "born within two years of each other, not on one day",
        BirthLevel.AGES_SAY_SAME: "dates of birth differ, stated ages agree",
        BirthLevel.APART: "dates of birth lie years apart",
        BirthLevel.AGE_SAME: "age agrees",
        BirthLevel.AGE_NEAR: "age agrees within two years",
        BirthLevel.AGE_APART: "ages differ",
    },
    Feature.A_NUMBER: {
        NumberLevel.SAME: "A-number the same",
        NumberLevel.ONE_DIGIT: "A-number differs by one digit",
        NumberLevel.NEIGHBOURS: "A-numbers are neighbours, as companions have them",
        NumberLevel.DIFFERENT: "A-numbers differ",
    },
    Feature.SEX: {Same.SAME: "sex the same", Same.DIFFERENT: "sex differs"},
    Feature.NATIONALITY: {Same.SAME: "nationality the same", Same.DIFFERENT: "nationality differs"},
    Feature.CUSTODY: {
        CustodyLevel.SEEN_SAME_DAY: "taken into custody on the same day",
        CustodyLevel.SEEN_NEXT_DAY: "taken into custody within a day",
        CustodyLevel.SEEN_SAME_WEEK: "taken into custody within a week",
        CustodyLevel.SEEN_DATE_SLIP: "day of custody the same but for one part of the date",
        CustodyLevel.SEEN_APART: "taken into custody on different days",
        CustodyLevel.SAME_STAY: "the same stay at the same place",
        CustodyLevel.HANDED_ON_SAME_DAY: "one stay begins on the day the other ends",
        CustodyLevel.HANDED_ON_NEXT_DAY: "one stay begins on the day after the other ends",
        CustodyLevel.HANDED_ON_SAME_WEEK: "one stay begins within a week of the other's end",
        CustodyLevel.HANDED_ON_LATER: "one stay begins some weeks after the other ends",
        CustodyLevel.HANDED_ON_MUCH_LATER: "one stay begins long after the other ends",
        CustodyLevel.TWO_PLACES_AT_ONCE: "held in two places at one time",
        CustodyLevel.BEGAN_SAME_DAY: "stays begin on the same day",
        CustodyLevel.BEGAN_SAME_WEEK: "stays begin within a week",
        CustodyLevel.BEGAN_SAME_MONTH: "stays begin within a month",
        CustodyLevel.BEGAN_LATER: "stays begin more than a month apart",
    },
    Feature.PLACE: {PlaceLevel.SAME: "taken at the same place", PlaceLevel.DIFFERENT: "taken at different places"},
    Feature.OWN_NUMBER: {Same.SAME: "the agency's own number for the person the same", Same.DIFFERENT: "the agency's own numbers differ"},
    Feature.COMPANY: {Same.SAME: "event or family unit the same", Same.DIFFERENT: "event or family unit differ"},
}
"""What each level is called."""

SENTENCES = {
    Feature.GIVEN: compare_words,
    Feature.SURNAMES: compare_words,
    Feature.BIRTH: compare_births,
    Feature.A_NUMBER: compare_a_numbers,
    Feature.PLACE: compare_places,
    Feature.CUSTODY: compare_stays,
}
"""The functions whose docstrings say what a feature is."""

_WORTH_SAYING = 0.5
"""Bits below which a feature is passed over in silence."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What one level of one feature says for one person, and for companions, against strangers, in bits."""

    feature: str
    level: str
    same: float
    kin: float


def weights(model: Model) -> list[Weight]:
    """All that the model has learnt, for the report."""
    rows = []
    for feature, levels in LEVELS.items():
        for level in list(levels)[1:]:
            chance = model.chance[feature, level]
            same, kin = model.same[feature, level] - chance, model.kin[feature, level] - chance
            rows.append(Weight(feature.name.lower(), PHRASES[feature][level], round(float(same), 2), round(float(kin), 2)))
    return rows


def explain(model: Model, kinds: NDArray[np.int64], comparison: Comparison) -> list[str]:
    """For each compared pair, what speaks for one person and what against, the weightiest first."""
    bits = bits_of(model, kinds, comparison)
    order = np.argsort(-np.abs(bits), axis=1, kind="stable")
    said: dict[tuple[int, ...], str] = {}
    sentences = []
    signs = np.sign(np.where(np.abs(bits) < _WORTH_SAYING, 0.0, bits)).astype(int)
    for levels, ranked, weight in zip(comparison.levels.tolist(), order.tolist(), signs.tolist(), strict=True):
        key = (*levels, *ranked, *weight)
        if key not in said:
            said[key] = _sentence(levels, ranked, weight)
        sentences.append(said[key])
    return sentences


def bits_of(model: Model, kinds: NDArray[np.int64], comparison: Comparison) -> Bits:
    """By pair and feature: how much likelier one person shows this level than two strangers do."""
    features = np.arange(len(Feature))
    same = model.same[features, comparison.levels]
    chance = np.where(np.isnan(comparison.chance), model.chance[features, comparison.levels], comparison.chance)
    custody = comparison.levels[:, Feature.CUSTODY]
    same[:, Feature.CUSTODY], chance[:, Feature.CUSTODY] = model.custody[0][kinds, custody], model.custody[2][kinds, custody]
    return np.asarray(np.where(comparison.levels > 0, same - chance, 0.0))


def _sentence(levels: Sequence[int], ranked: Sequence[int], weight: Sequence[int]) -> str:
    parts = []
    for label, sign in (("For", 1), ("Against", -1)):
        phrases = [PHRASES[Feature(feature)][levels[feature]] for feature in ranked if weight[feature] == sign]
        if phrases:
            parts.append(f"{label}: {'; '.join(phrases)}.")
    return " ".join(parts) or "Nothing that tells one person from another is on record."
