"""From what is told of a person to the keys that are looked up: rare ones first, and never more than can be looked at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, product
from typing import NamedTuple

import numpy as np

from kinkeeper.linkage.features.names import words
from kinkeeper.linkage.features.nicknames import also_called
from kinkeeper.linkage.finding.keys import BORN, DAY, PAIR, WORD, YEAR, Key, Lasting, birth_parts, key_of, lasting, number_parts

MOST_WORDS = 5
"""Words of a name that are looked for."""
BUDGET = 1_000
"""Records that all keys together may lead to, as far as that can be foreseen."""
MOST_KEYS = 60
MOST_CALLED = 24
"""Readings of a name by other names that somebody is called by."""
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


class Foreseen(NamedTuple):
    """A key, of how many records it is as far as can be foreseen, and how many of its words are not as told."""

    kind: int
    one: int
    other: int
    records: float
    wrong: int = 0


def choose_keys(told: Told, heard: Heard, known: int, *, budget: float = BUDGET) -> list[Key]:
    """
    The keys of what is told, then those of what may be meant; the rarest first, until together they would lead to too many records.

    There is always one: where all are common, the rarest.
    """
    known = max(known, 1)
    found = [*_of_numbers(told, known), *_of_words(told, heard, known)]
    if not found:
        return []
    keys = key_of(*np.array([one[:3] for one in found], dtype=np.int64).T).tolist()
    chosen, left = dict[Key, None](), budget
    for one, key in sorted(zip(found, keys, strict=True), key=lambda two: (two[0].wrong, two[0].records, two[1])):
        records = max(one.records, 0.5)
        if not chosen or (records <= left and len(chosen) < MOST_KEYS and key not in chosen):
            chosen[key] = None
            left -= records
    return list(chosen)


def _of_numbers(told: Told, known: int) -> Iterable[Foreseen]:
    parts = zip(number_parts(told.a_number), (known, NUMBERS, 1_000), strict=False)
    return (Foreseen(kind, number, 0, known / among) for (kind, number), among in parts)


def _of_words(told: Told, heard: Heard, known: int) -> Iterable[Foreseen]:
    """The birth, each word, each word with year and day of birth, and each two words."""
    year, day = birth_parts(told.born[:10])
    if year and day:
        yield Foreseen(BORN, year, day, known / BIRTHS)
    ways = [[(sound, n, int(nth > 0)) for nth, (sound, n) in enumerate(heard.get(word, ())) if n] for word in told.name]
    sounds = [one for one in ways if one]
    for sound, records, wrong in chain.from_iterable(sounds):
        yield Foreseen(WORD, sound, 0, records, wrong)
        if year:
            yield Foreseen(YEAR, sound, year, records / YEARS, wrong)
        if day:
            yield Foreseen(DAY, sound, day, records / DAYS, wrong)
    most_wrong = 2 if len(sounds) < 3 else 1
    for one, other in combinations(sounds, 2):
        for (first, n, wrong), (second, m, wrong2) in product(one, other):
            if wrong + wrong2 <= most_wrong:
                yield Foreseen(PAIR, min(first, second), max(first, second), n * m / known, wrong + wrong2)
