"""What a record can be found by: numbers of 32 bits that every process makes alike, so that they can be kept in a table.

Names enter by their sound, so that a spelling that is heard alike is found by the same key, and in no order, so that it does not matter
which of them is the surname. A record has a key for

    each word; each two words together; each word with the year of birth; each word with the day of birth
    the date of birth
    the A-number, its last five figures, its first six

which is about fourteen. A figure or a name that is wrong breaks the keys that hold it and no other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from zlib import crc32

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray

from kinkeeper.linkage.engine.coding import as_str, sounds, start_keys, texts_of
from kinkeeper.linkage.features.names import words

Key = int
Numbers = NDArray[np.int64]
MASK = 0xFFFFFFFF
MASKED, HALF, SPREAD, MIXED = (np.array([number], dtype=np.uint64) for number in (MASK, 32, 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93))

WORDS = 4
"""Words of a name that have keys: two given names and two surnames."""
WORD, PAIR, YEAR, DAY, BORN, NUMBER, LAST, FIRST = range(1, 9)
"""The kinds of keys."""
PAIRS = np.array(list(combinations(range(WORDS), 2))).T
"""Of each two words the one and the other."""
KINDS = np.repeat([WORD, YEAR, DAY, PAIR, BORN], [WORDS, WORDS, WORDS, PAIRS.shape[1], 1])
"""What the keys of one person are of. All kinds are made in one go: for one record what a call to NumPy takes is most of it."""
SOUND = "sound"
"""The kind of value that says how many words are heard so."""
NONE = 1 << 40
"""No key."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """A person as the index keeps them: names in plain capitals, particles joined; empty where not known."""

    given: str = ""
    surnames: str = ""
    born: str = ""
    """YYYY-MM-DD, or as much of it as is known."""
    sex: str = ""
    nationality: str = ""
    a_number: str = ""

    @property
    def name(self) -> list[str]:
        """The words that have keys."""
        return [*self.given.split()[:2], *self.surnames.split()[:2]]

    @property
    def line(self) -> str:
        """All of it in one line, a tab between two parts, as the compiled comparison reads it."""
        parts = self.given, self.surnames, self.born, self.sex, self.nationality, self.a_number
        return "\t".join(map(_plain, parts))


def _plain(part: str) -> str:
    """In plain letters, on one line."""
    return part if part.isascii() and (part.isprintable() or not part) else " ".join(anyascii(part).split())


def of_line(line: str) -> Lasting:
    """The person of a line."""
    return Lasting(*line.split("\t"))


def lasting(given: str, surnames: str, born: str = "", *rest: str) -> Lasting:
    """A person as the index keeps them, from names as they were written; `rest` in the order of its fields."""
    return Lasting(" ".join(words(given)), " ".join(words(surnames)), _plain(born[:10]), *map(_plain, rest))


def keys_of(people: Sequence[Lasting], sound: Mapping[str, int] | None = None, *, telling: bool = False) -> list[list[Key]]:
    """The keys of each person, each once; with `telling` one word alone is none, unless nothing else is known.

    `sound` is that of each word, where it is known already.
    """
    names = [one.name for one in people]
    heard = sound_of({word for name in names for word in name}) if sound is None else sound
    sounds = np.zeros((len(people), WORDS), dtype=np.int64)
    parts = np.array([birth_parts(one.born) for one in people], dtype=np.int64).reshape(-1, 2)
    for row, name in enumerate(names):
        sounds[row, : len(name)] = [heard[word] for word in name]
    found = _keys(sounds, parts[:, 0], parts[:, 1]).tolist()
    mine = [{*keys, *number_keys(one.a_number)} - {NONE} for keys, one in zip(found, people, strict=True)]
    if telling:
        mine = [(keys - set(row[:WORDS])) or keys for keys, row in zip(mine, found, strict=True)]
    return [sorted(keys) for keys in mine]


def _keys(sounds: Numbers, year: Numbers, day: Numbers) -> Numbers:
    """A row of keys for each person; `NONE` where what a key is of is not known."""
    one, other = sounds[:, PAIRS[0]], sounds[:, PAIRS[1]]
    alone, years, days = np.zeros_like(sounds), *(np.repeat(part[:, None], WORDS, axis=1) for part in (year, day))
    first = np.column_stack((sounds, sounds, sounds, np.minimum(one, other), year))
    second = np.column_stack((alone, years, days, np.maximum(one, other), day))
    known = (first != 0) & ((second != 0) | (KINDS == WORD))
    return np.where(known, key_of(KINDS, first, second), NONE)


def sound_of(spelt: Iterable[str]) -> dict[str, int]:
    """Words, each with the number of its sound."""
    listed = sorted(set(spelt))
    return dict(zip(listed, start_keys(sounds(texts_of(listed))).tolist(), strict=True)) if listed else {}


def near(spelt: Iterable[str]) -> dict[str, tuple[int, list[int]]]:
    """Words, each with the number of its sound, and the numbers of that and of it with any one letter left out.

    What is heard almost alike has one of these in common.
    """
    listed = sorted(set(spelt))
    if not listed:
        return {}
    texts = sounds(texts_of(listed))
    return dict(zip(listed, zip(start_keys(texts).tolist(), [_left_out(as_str(text)) for text in texts], strict=True), strict=True))


def _left_out(sound: str) -> list[int]:
    # Of two letters one is left, which half of all words would have in common.
    parts = [sound[:at] + sound[at + 1 :] for at in range(len(sound))] if len(sound) > 2 else []
    return sorted({_signed(crc32(part.encode())) for part in (sound, *parts)})


def number_keys(number: str) -> list[Key]:
    """The keys of an A-number, so that one with a wrong figure in either half is found by the other."""
    parts = number_parts(number)
    return key_of(*np.array(parts, dtype=np.int64).T).tolist() if parts else []


def number_parts(number: str) -> list[tuple[int, int]]:
    """What an A-number has keys of: the whole, its last figures, its first."""
    if not number.isdigit():
        return []
    parts = [(NUMBER, number), (LAST, number[-5:]), (FIRST, number[:-3])]
    return [(kind, int(part) & MASK) for kind, part in parts[: 3 if len(number) > 7 else 1]]


def birth_parts(born: str) -> tuple[int, int]:
    """The year of a birth, and its month and day; 0 where not known, or said to be the first of January."""
    year = int(born[:4]) if born[:4].isdigit() else 0
    day = born[5:7] + born[8:10] if len(born) >= 10 else ""
    return year, int(day) if day.isdigit() and day != "0101" else 0


def key_of(kind: Numbers, one: Numbers, other: Numbers | int = 0) -> Numbers:
    """Keys, each of its kind, in 32 bits with a sign, as PostgreSQL has them."""
    kinds, first, second = (np.asarray(part, dtype=np.int64).view(np.uint64) for part in (kind, one, other))
    value = ((first & MASKED) << HALF | second & MASKED) + kinds * SPREAD
    for _ in range(2):
        value = (value ^ value >> HALF) * MIXED
    keys: Numbers = (value >> HALF).astype(np.uint32).view(np.int32).astype(np.int64)
    return keys


def _signed(number: int) -> int:
    return number - (1 << 32) if number >= 1 << 31 else number
