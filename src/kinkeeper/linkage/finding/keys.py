"""What a record can be found by: numbers of 32 bits that every process makes alike, so that they can be kept in a table.

Names enter by their sound, so that a spelling that is heard alike is found by the same key, and in no order, so that it does not matter
which of them is the surname. A record has a key for

    each word; each two words together; each word with the year of birth; each word with the day of birth
    the date of birth
    the A-number, its last five figures, its first six

which is about fourteen. A figure or a name that is wrong breaks the keys that hold it and no other.
"""

from collections.abc import Iterable, Sequence
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


def keys_of(people: Sequence[Lasting], *, telling: bool = False) -> list[list[Key]]:
    """The keys of each person, each once; with `telling` one word alone is none, unless nothing else is known."""
    names = [one.name for one in people]
    heard = sound_of({word for name in names for word in name})
    sounds = np.zeros((len(people), WORDS), dtype=np.int64)
    parts = np.array([birth_parts(one.born) for one in people], dtype=np.int64).reshape(-1, 2)
    for row, name in enumerate(names):
        sounds[row, : len(name)] = [heard[word] for word in name]
    found = np.column_stack(list(_keys(sounds, parts[:, 0], parts[:, 1]))).tolist()
    mine = [{*keys, *number_keys(one.a_number)} - {NONE} for keys, one in zip(found, people, strict=True)]
    if telling:
        alone = [{int(key_of(WORD, word)) for word in row if word} for row in sounds]
        mine = [(keys - words) or keys for keys, words in zip(mine, alone, strict=True)]
    return [sorted(keys) for keys in mine]


def _keys(sounds: Numbers, year: Numbers, day: Numbers) -> Iterable[Numbers]:
    """Columns of keys; `NONE` where what a key is of is not known."""
    for word in sounds.T:
        yield np.where(word != 0, key_of(WORD, word), NONE)
        yield np.where((word != 0) & (year != 0), key_of(YEAR, word, year), NONE)
        yield np.where((word != 0) & (day != 0), key_of(DAY, word, day), NONE)
    for one, other in combinations(sounds.T, 2):
        yield np.where((one != 0) & (other != 0), pair_key(one, other), NONE)
    yield np.where((year != 0) & (day != 0), key_of(BORN, year, day), NONE)


def sound_of(spelt: Iterable[str]) -> dict[str, int]:
    """Words, each with the number of its sound."""
    listed = sorted(set(spelt))
    return dict(zip(listed, start_keys(sounds(texts_of(listed))).tolist(), strict=True)) if listed else {}


def near(spelt: Sequence[str]) -> list[list[int]]:
    """By word the numbers of its sound and of that with any one letter left out: what is heard almost alike has one in common."""
    return [_left_out(as_str(text)) for text in sounds(texts_of(list(spelt)))] if spelt else []


def _left_out(sound: str) -> list[int]:
    # Of two letters one is left, which half of all words would have in common.
    parts = [sound[:at] + sound[at + 1 :] for at in range(len(sound))] if len(sound) > 2 else []
    return sorted({_signed(crc32(part.encode())) for part in (sound, *parts)})


def number_keys(number: str) -> list[Key]:
    """The keys of an A-number, so that one with a wrong figure in either half is found by the other."""
    return [int(key_of(kind, np.array(part))) for kind, part in number_parts(number)]


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


def pair_key(one: Numbers, other: Numbers) -> Numbers:
    """The key of two words in no order."""
    return key_of(PAIR, np.minimum(one, other), np.maximum(one, other))


def key_of(kind: int | Numbers, one: Numbers, other: Numbers | int = 0) -> Numbers:
    """Keys of a kind, or each of its own, in 32 bits with a sign, as PostgreSQL has them."""
    # Arrays of one at least: numbers alone would warn where they overflow, which is meant here.
    parts = (np.atleast_1d(np.asarray(part, dtype=np.int64)).view(np.uint64) for part in (kind, one, other))
    kinds, first, second = parts
    value = ((first & MASKED) << HALF | second & MASKED) + kinds * SPREAD
    for _ in range(2):
        value = (value ^ value >> HALF) * MIXED
    keys: Numbers = (value >> HALF).astype(np.uint32).view(np.int32).astype(np.int64)
    return keys if np.ndim(one) or np.ndim(kind) or np.ndim(other) else keys[0]


def _signed(number: int) -> int:
    return number - (1 << 32) if number >= 1 << 31 else number
