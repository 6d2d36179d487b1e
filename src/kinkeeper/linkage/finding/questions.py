"""From what is told of a person to the keys that are looked up: rare ones first, and never more than can be looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.features.names import words
from kinkeeper.linkage.features.nicknames import also_called
from kinkeeper.linkage.finding.keys import BORN, DAY, WORD, YEAR, Key, Lasting, birth_parts, key_of, lasting, number_keys, pair_key

MOST_WORDS = 5
"""Words of a name that are looked for."""
BUDGET = 1_000
"""Records that all keys together may lead to, as far as that can be foreseen."""
MOST_KEYS = 60
MOST_CALLED = 24
"""Readings of a name by other names that somebody is called by."""
HEARD_WRONG = 3.0
"""Bits that a key is worth less for each of its words that was put in the place of one that was told."""
YEARS, DAYS, BIRTHS, NUMBERS = 40, 365, 9_000, 50_000
"""Among how many values births and the ends of numbers are held to be spread, to foresee how many records have a key."""

Heard = Mapping[str, Sequence[tuple[int, int]]]
"""Word -> sounds that may be meant and how many records have them; its own first."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a person; empty = not said."""

    given: str = ""
    surnames: str = ""
    whole: str = ""
    """The name in one piece, its words in any order, where nobody says which are surnames."""
    born: str = ""
    """YYYY-MM-DD, or only the year."""
    sex: str = ""
    nationality: str = ""
    a_number: str = ""
    """Nine figures."""

    def readings(self) -> list[Lasting]:
        """The person in every way that the words can be meant: one, but where the name is in one piece."""
        rest = self.born, self.sex, self.nationality, self.a_number
        if not self.whole or self.given or self.surnames:
            return [lasting(self.given, self.surnames, *rest)]
        row = words(self.whole)[:MOST_WORDS]
        cuts = [(row[:at], row[at:]) for at in range(1, len(row))]
        ways = [*cuts, *((last, first) for first, last in cuts)] or [(row, ()), ((), row)]
        return [Lasting(" ".join(given), " ".join(surnames), *rest) for given, surnames in ways]

    def called(self) -> list[Lasting]:
        """The person by the other names that somebody of this name is called by."""
        found = []
        for one in self.readings():
            first, *others = one.given.split() or [""]
            found += [replace(one, given=" ".join((name, *others))) for name in sorted(also_called(first))]
        return found[:MOST_CALLED]

    @property
    def name(self) -> list[str]:
        """The words of the name, each once."""
        row = words(f"{self.given} {self.surnames}" if self.given or self.surnames else self.whole)
        return list(dict.fromkeys(row))[:MOST_WORDS]


@dataclass(frozen=True, slots=True)
class Question:
    """The keys that are looked up, the most telling first, and what each is worth in bits."""

    keys: list[Key]
    worth: list[float]


def make_question(told: Told, heard: Heard, known: int) -> Question:
    """
    The keys of what is told, then those of what may be meant; the rarest first, until together they would lead to too many records.

    There is always one: where all are common, the rarest.
    """
    found = _foresee(told, heard, max(known, 1))
    if not found.keys:
        return Question([], [])
    keys, wrong = np.concatenate(found.keys), np.concatenate(found.wrong)
    records = np.maximum(np.concatenate(found.records), 0.5)
    worth = np.log2(max(known, 2) / records) - HEARD_WRONG * wrong
    chosen, left = dict[Key, float](), float(BUDGET)
    for at in np.lexsort((keys, records, wrong)).tolist():
        if not chosen or (records[at] <= left and len(chosen) < MOST_KEYS and keys[at] not in chosen):
            chosen[int(keys[at])] = float(worth[at])
            left -= float(records[at])
    return Question(list(chosen), list(chosen.values()))


@dataclass(slots=True)
class _Foreseen:
    """Keys in columns: the keys, how many records have each as far as can be foreseen, how many of its words are not as told."""

    keys: list[NDArray[np.int64]] = field(default_factory=list)
    records: list[NDArray[np.float64]] = field(default_factory=list)
    wrong: list[NDArray[np.int64]] = field(default_factory=list)

    def add(self, keys: NDArray[np.int64], records: NDArray[np.float64], wrong: NDArray[np.int64]) -> None:
        self.keys.append(keys)
        self.records.append(records)
        self.wrong.append(wrong)

    def add_one(self, key: int, records: float) -> None:
        self.add(np.array([key]), np.array([records]), np.zeros(1, dtype=np.int64))


def _foresee(told: Told, heard: Heard, known: int) -> _Foreseen:
    """Every key of what is told."""
    found, (year, day) = _Foreseen(), birth_parts(told.born[:10])
    told_ways = [heard.get(word, ()) for word in told.name]
    ways = [np.array([(sound, n, nth > 0) for nth, (sound, n) in enumerate(some) if n], dtype=np.int64) for some in told_ways]
    sounds = [one for one in ways if len(one)]
    for number, among in zip(number_keys(told.a_number), (known, NUMBERS, 1_000), strict=False):
        found.add_one(number, known / among)
    if year and day:
        found.add_one(int(key_of(BORN, np.array(year), day)), known / BIRTHS)
    for one in sounds:
        sound, records, wrong = one.T
        found.add(key_of(WORD, sound), records.astype(float), wrong)
        if year:
            found.add(key_of(YEAR, sound, year), records / YEARS, wrong)
        if day:
            found.add(key_of(DAY, sound, day), records / DAYS, wrong)
    most_wrong = 2 if len(sounds) < 3 else 1
    for one, other in combinations(sounds, 2):
        first, second = np.repeat(one, len(other), axis=0).T, np.tile(other, (len(one), 1)).T
        near = first[2] + second[2] <= most_wrong
        found.add(pair_key(first[0], second[0])[near], (first[1] * second[1] / known)[near], (first[2] + second[2])[near])
    return found
