"""Names as agencies write them: Spanish with two surnames, Brazilian, indigenous, English, single.

A name is two rows of words, given and surnames, folded to plain capitals. Words are compared one by
one (the same, close, an initial, different), so that a surname left out, swapped, hyphenated or
glued to its neighbour is seen as what it is and not as another name.
"""

import csv
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from importlib import resources

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist


def _words_that_stand_for(meaning: str) -> frozenset[str]:
    listed = resources.files(__package__).joinpath("name_words.csv").read_text(encoding="utf-8")
    return frozenset(row["word"] for row in csv.DictReader(listed.splitlines()) if row["stands_for"] == meaning)


PARTICLES = _words_that_stand_for("particle")
"""Words that belong to the word after them: DE LA CRUZ is one surname."""

NO_NAME = _words_that_stand_for("no_name")
"""Words that stand where no name was given (FNU, LNU: first, last name unknown)."""

MOST_WORDS = 4
"""Words of one side of a name that are compared; further ones stay searchable."""


class Grade(IntEnum):
    """How far two words of a name agree."""

    DIFFERENT = 0
    INITIAL = 1
    CLOSE = 2
    SAME = 3


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as words: given and surnames, each in the order written; either may be empty."""

    given: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()


# Words


@lru_cache(maxsize=200_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a name in plain capitals: accents folded, hyphens opened, particles joined, no-names left out."""
    plain = anyascii(text).upper().replace("'", "").replace("`", "").replace(".", " ")
    found = [word for word in re.split(r"[^A-Z]+", plain) if word]
    return tuple(word for word in _with_particles(found) if word not in NO_NAME)


def _with_particles(found: list[str]) -> Iterable[str]:
    waiting = ""
    for word in found[:-1]:
        waiting += word
        if word not in PARTICLES:
            yield waiting
            waiting = ""
    if found:
        yield waiting + found[-1]


_SOUNDS = (
    (re.compile("PH"), "F"),
    (re.compile("QU(?=[EI])|Q"), "K"),
    (re.compile("CH"), "X"),
    (re.compile("SH"), "X"),
    (re.compile("C(?=[EIY])"), "S"),
    (re.compile("C"), "K"),
    (re.compile("GU(?=[EI])"), "Q"),
    (re.compile("G(?=[EIY])"), "J"),
    (re.compile("Q"), "G"),
    (re.compile("Z"), "S"),
    (re.compile("V"), "B"),
    (re.compile("LL"), "I"),
    (re.compile("Y"), "I"),
    (re.compile("[HJ]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """How a Spanish speaker hears a word: B and V, S, Z and soft C, K and C, LL and Y, H, J and soft G fall together."""
    heard = word
    for pattern, becomes in _SOUNDS:
        heard = pattern.sub(becomes, heard)
    return heard or word


# Which words are given names and which surnames


class Lexicon:
    """How often each word is a given name and how often a surname among the names of this run.

    Frequencies are smoothed towards those of an ordinary word, so that ten records are judged as
    cautiously as they deserve and a hundred thousand by their own counts.
    """

    ORDINARY = {"given": 1 / 400, "surname": 1 / 600}
    """How common a word is held to be before anything is known of it."""
    PRIOR_WORDS = 100.0
    AS_WRITTEN = 5.0
    """Nats by which a column's own word on what is a surname is believed."""
    TURNED = 3.0
    """Nats against a name told surnames first, or with one side only."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Count the words of (given, surnames) as the sources that say which is which have them."""
        given_names: dict[str, int] = {}
        surname_words: dict[str, int] = {}
        for (given, surnames), times in Counter(names).items():
            for counts, text in ((given_names, given), (surname_words, surnames)):
                for word in words(text):
                    counts[word] = counts.get(word, 0) + times
        self._hold(given_names, surname_words)

    @classmethod
    def of_counts(cls, given: dict[str, int], surnames: dict[str, int]) -> "Lexicon":
        """The lexicon that was once counted so."""
        lexicon = cls(())
        lexicon._hold(given, surnames)
        return lexicon

    @property
    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """How often each word was a given name and how often a surname."""
        return self._given, self._surnames

    def _hold(self, given: dict[str, int], surnames: dict[str, int]) -> None:
        self._given, self._surnames = given, surnames
        self._all_given = sum(self._given.values())
        self._all_surnames = sum(self._surnames.values())

    def given_frequency(self, word: str) -> float:
        """The share of given-name words that are this word."""
        return math.exp(self._as_given(word))

    def surname_frequency(self, word: str) -> float:
        """The share of surname words that are this word."""
        return math.exp(self._as_surname(word))

    def _as_given(self, word: str) -> float:
        count = self._given.get(word, 0) + self.PRIOR_WORDS * self.ORDINARY["given"]
        return math.log(count / (self._all_given + self.PRIOR_WORDS))

    def _as_surname(self, word: str) -> float:
        count = self._surnames.get(word, 0) + self.PRIOR_WORDS * self.ORDINARY["surname"]
        return math.log(count / (self._all_surnames + self.PRIOR_WORDS))

    def read(self, given: str, surnames: str, whole: str = "") -> PersonName:
        """The name in words; where no column says which are surnames, or they stand in the wrong one, the likeliest split."""
        first, last = words(given), words(surnames)
        if first and last:
            turned = self._may_be_turned(first, last) and self._fit(last, first) - self._fit(first, last) > self.AS_WRITTEN
            return PersonName(last, first) if turned else PersonName(first, last)
        row = first or last or words(whole)
        if len(row) < 2:
            return self._one_side(row, first, last)
        return self._split(row, given=bool(first), surnames=bool(last))

    def _may_be_turned(self, first: tuple[str, ...], last: tuple[str, ...]) -> bool:
        return any(word in self._surnames for word in first) or any(word in self._given for word in last)

    def _one_side(self, row: tuple[str, ...], first: tuple[str, ...], last: tuple[str, ...]) -> PersonName:
        leaning = self._fit(row, ()) - self._fit((), row) + (self.AS_WRITTEN if first else 0) - (self.AS_WRITTEN if last else 0)
        return PersonName(row, ()) if leaning >= 0 else PersonName((), row)

    def _split(self, row: tuple[str, ...], *, given: bool, surnames: bool) -> PersonName:
        """The likeliest of all splits, in either order; a column that holds all words is believed unless they speak against it."""
        one_side = self.AS_WRITTEN if given or surnames else -self.TURNED
        ways = [(self._fit(row, ()) + (-self.TURNED if surnames else one_side), PersonName(row, ()))]
        ways.append((self._fit((), row) + (-self.TURNED if given else one_side), PersonName((), row)))
        for cut in range(1, len(row)):
            for first, last, turned in ((row[:cut], row[cut:], 0.0), (row[cut:], row[:cut], self.TURNED)):
                usual = 0.0 if len(last) == 2 or len(row) == 2 else -1.0
                ways.append((self._fit(first, last) + usual - turned, PersonName(first, last)))
        return max(ways, key=lambda way: way[0])[1]

    def _fit(self, given: Sequence[str], surnames: Sequence[str]) -> float:
        return sum(map(self._as_given, given)) + sum(map(self._as_surname, surnames))


# Comparing words


def grade(left: Sequence[str], right: Sequence[str]) -> NDArray[np.uint8]:
    """The grade of each pair of words, `left[i]` with `right[i]`; empty words are different from everything."""
    one, other = np.asarray(left, dtype=object), np.asarray(right, dtype=object)
    grades = np.zeros(len(one), dtype=np.uint8)
    if not len(one):
        return grades
    alike = cpdist(one, other, scorer=JaroWinkler.similarity, dtype=np.float32, score_cutoff=0.7)
    worth = np.flatnonzero(alike)
    for at in worth.tolist():
        grades[at] = _grade_of(one[at], other[at], float(alike[at]))
    return grades


def _grade_of(one: str, other: str, alike: float) -> Grade:
    if one == other:
        return Grade.SAME if one else Grade.DIFFERENT
    short = min(len(one), len(other))
    if short >= 3 and (sound(one) == sound(other) or (short >= 4 and (alike >= 0.9 or OSA.distance(one, other, score_cutoff=1) <= 1))):
        return Grade.CLOSE
    return Grade.INITIAL if short in (1, 3, 4) and one[:short] == other[:short] else Grade.DIFFERENT
