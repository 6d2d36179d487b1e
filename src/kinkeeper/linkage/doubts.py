"""What is left to people: pairs of records whose score says neither one person nor two, and a lot of those left apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinkeeper.domain.ties import Evidence
from kinkeeper.linkage.control import ASKED_FROM, BANDS, SURE_FROM, Band, draw_bands
from kinkeeper.linkage.decided import Decided
from kinkeeper.linkage.explain import PHRASES, bits_of
from kinkeeper.linkage.frames import Frame
from kinkeeper.linkage.model import Model, kinds_of
from kinkeeper.linkage.scoring import LEVELS, Feature, Pairs, compare
from kinkeeper.linkage.sentences import Sentence, say
from kinkeeper.linkage.sentences import evidence as evidence_of

Bits = NDArray[np.float64]
Places = NDArray[np.int64]
Clusters = NDArray[np.int64]

_SMALL = 0.005
_OF_ALL = {
    "prior": say("Before any evidence: how many of all pairs of these two sources are one person"),
    "companions": say("Somebody who travelled along would agree in this as well"),
    "left_over": say("How many of either source are not found in the other, and who else fits"),
}
"""Evidence that lies in no feature of the two records."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two records that may be of one person: how probably, and the evidence, whose weights add up to the log2-odds of the probability."""

    one: str
    other: str
    probability: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Lot:
    """The pairs of persons left apart between two probabilities: how many, and those drawn."""

    least: float
    below: float
    population: int
    drawn: list[Doubt]


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs of lines with their log2 odds, as they stood when persons were formed."""

    pairs: Pairs
    odds: Bits


@dataclass(frozen=True, slots=True)
class Worded:
    """What it takes to put pairs of lines into words: the frame, the ids that its members are places of, and the weights."""

    frame: Frame
    ids: Sequence[str]
    model: Model

    def first(self, line: int) -> str:
        """The id of the first record of a line."""
        return self.ids[self.frame.members[line][0]]


def find_doubts(worded: Worded, scored: Scored, held: tuple[Clusters, Places]) -> list[Doubt]:
    """Joins that hold a person together by less than is used unasked, and pairs of persons that may be one."""
    return word_pairs(worded, scored, places_in_doubt(scored, held))


def places_in_doubt(scored: Scored, held: tuple[Clusters, Places]) -> Places:
    """The places of joins that hold a person together by less than is used unasked, and pairs of persons that may be one.

    `held`: the person of each line, and the places of the joins that hold persons together.
    """
    person, joins = held
    sure, asked = (np.log2(one / (1 - one)) for one in (SURE_FROM, ASKED_FROM))
    weak = joins[scored.odds[joins] < sure]
    across = best_across(scored, person)
    return np.sort(np.concatenate((weak, across[scored.odds[across] >= asked])))


def draw_lots(worded: Worded, scored: Scored, person: Clusters) -> list[Lot]:
    """A lot of each band of the pairs of persons that are left apart unread."""
    bands = places_drawn(scored, person, worded.first)
    return [Lot(band.least, band.below, band.population, word_pairs(worded, scored, places)) for band, places in bands]


def places_drawn(scored: Scored, person: Clusters, first: Callable[[int], str]) -> list[tuple[Band, Places]]:
    """The same as places of pairs; `first` gives the id by which a line is known."""
    across = best_across(scored, person)
    least = np.log2(BANDS[-1][0] / (1 - BANDS[-1][0]))
    across = across[scored.odds[across] >= least]
    ends = scored.pairs[across]
    keys = [f"{first(one)} {first(other)}" for one, other in ends.tolist()]
    bands = draw_bands(probability(scored.odds[across]).tolist(), keys)
    return [(band, across[np.array(band.drawn, dtype=np.int64)]) for band in bands]


def best_across(scored: Scored, person: Clusters) -> Places:
    """The places of the surest pair between each two persons."""
    ends = np.sort(person[scored.pairs], axis=1)
    apart = np.flatnonzero(ends[:, 0] != ends[:, 1])
    order = apart[np.lexsort((-scored.odds[apart], ends[apart, 1], ends[apart, 0]))]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(ends[order], axis=0) != 0).any(axis=1)
    return order[first]


def without_decided(scored: Scored, decided: Decided, person: Clusters) -> Scored:
    """The pairs of which people have not said what they are: neither of the same two persons, nor of the same two records."""
    if not len(decided.same) and not len(decided.different):
        return scored
    count = len(person)
    said = np.concatenate((decided.same, decided.different))
    of_persons = {tuple(sorted(pair)) for pair in person[decided.different].tolist()}
    keys = scored.pairs[:, 0] * count + scored.pairs[:, 1]
    known = np.isin(keys, said[:, 0] * count + said[:, 1])
    known |= np.array([tuple(sorted(pair)) in of_persons for pair in person[scored.pairs].tolist()], dtype=bool)
    return Scored(scored.pairs[~known], scored.odds[~known])


def word_pairs(worded: Worded, scored: Scored, places: Places) -> list[Doubt]:
    """Pairs as a person is asked about them."""
    frame, model = worded.frame, worded.model
    pairs, odds = scored.pairs[places], scored.odds[places]
    comparison, kinds = compare(frame, pairs), kinds_of(frame, pairs)
    base = model.log_odds(kinds, comparison)
    features = bits_of(model, kinds, comparison)
    found = []
    for at, (one, other) in enumerate(pairs.tolist()):
        weights = [("prior", "", float(model.prior_same[kinds[at]]))]
        levels = comparison.levels[at].tolist()
        weights += [
            (feature.name.lower(), LEVELS[feature](levels[feature]).name.lower(), float(features[at, feature]))
            for feature in Feature
            if levels[feature]
        ]
        companions = float(base[at]) - sum(weight for _, _, weight in weights)
        weights += [("companions", "", companions), ("left_over", "", float(odds[at] - base[at]))]
        evidence = _add_up(weights, float(odds[at]))
        ends = (worded.first(one), worded.first(other))
        found.append(Doubt(*ends, float(probability(odds[at : at + 1])[0]), evidence))
    return found


def _add_up(weights: list[tuple[str, str, float]], odds: float) -> tuple[Evidence, ...]:
    """The weights to two places, and what rounding leaves."""
    told = [evidence_of(kind, _words(kind, code), weight) for kind, code, weight in weights if abs(weight) >= _SMALL]
    rest = round(odds, 2) - sum(float(one.weight) for one in told)
    if abs(rest) >= _SMALL:
        told.append(evidence_of("smaller_signs", say("Smaller signs together"), rest))
    return tuple(told)


def _words(kind: str, code: str) -> Sentence:
    if kind in _OF_ALL:
        return _OF_ALL[kind]
    feature = Feature[kind.upper()]
    phrase = PHRASES[feature][LEVELS[feature][code.upper()]]
    return say(phrase[:1].upper() + phrase[1:])


def probability(odds: Bits) -> Bits:
    """Of log2 odds."""
    shares: Bits = 1.0 / (1.0 + np.exp2(-odds))
    return shares
