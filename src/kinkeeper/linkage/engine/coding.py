"""Columns as codes: each distinct value is read, folded and compared once, however often it occurs."""

import ctypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import polars as pl
from anyascii import anyascii
from numpy.typing import NDArray

from kinkeeper.linkage.engine.native import TEXT, at, kernel

Codes = NDArray[np.int32]
Texts = NDArray[np.void]

NO_VALUE = ("UNKNOWN", "UNK", "NONE", "NULL", "NA", "N A", "NAN", "NOT GIVEN", "NOT KNOWN", "FNU", "LNU", "XX", "XXX", "DESCONOCIDO")
"""Folded values that stand where none was known."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A column: by record the code of its value (0: none), and the distinct values one after the other."""

    codes: Codes
    arena: NDArray[np.uint8]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def values(self) -> list[str]:
        """The distinct values in the order of their codes, from 1 on."""
        text, ends = self.arena.tobytes(), self.offsets.tolist()
        return [text[start:end].decode(errors="replace") for start, end in pairwise(ends)]

    def counts(self) -> NDArray[np.int64]:
        """How often each code occurs."""
        return np.bincount(self.codes, minlength=len(self) + 1)


def code_column(column: pl.Series, codes: Codes | None = None) -> Coded:
    """The codes of a column of any type, written where they are to lie if that is said; its values are taken as text."""
    text = column if column.dtype == pl.String else column.cast(pl.String, strict=False)
    codes = np.empty(len(text), dtype=np.int32) if codes is None else codes
    capsule = text.__arrow_c_stream__(None)
    stream = _stream_in(capsule)
    handle = kernel().coded_from(ctypes.c_void_p(stream), at(codes), ctypes.c_int64(len(text)))
    if not handle:
        raise MemoryError("a column could not be read")
    try:
        here = ctypes.c_void_p(handle)
        arena = np.empty(max(int(kernel().coded_bytes(here)), 1), dtype=np.uint8)
        offsets = np.zeros(int(kernel().coded_distinct(here)) + 1, dtype=np.int64)
        kernel().coded_take(here, at(arena), at(offsets))
    finally:
        kernel().coded_free(ctypes.c_void_p(handle))
    return Coded(codes, arena, offsets)


def code_value(value: str) -> Coded:
    """A column of one value; of none where the value is empty."""
    told = value.encode()
    offsets = np.array([0, len(told)] if told else [0], dtype=np.int64)
    return Coded(np.array([1 if told else 0], dtype=np.int32), np.frombuffer(told or b"\0", dtype=np.uint8), offsets)


def _stream_in(capsule: object) -> int:
    """Where the stream that the capsule holds lies."""
    get = ctypes.pythonapi.PyCapsule_GetPointer
    get.restype, get.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    return int(get(capsule, b"arrow_array_stream"))


def plain(coded: Coded) -> Coded:
    """The column with each distinct value in plain letters: accents folded, other scripts transliterated."""
    if not (coded.arena & 0x80).any():
        return coded
    values = [(value if value.isascii() else anyascii(value)).encode() for value in coded.values]
    offsets = np.concatenate(([0], np.cumsum([len(value) for value in values]))).astype(np.int64)
    return Coded(coded.codes, np.frombuffer(b"".join(values) or b"\0", dtype=np.uint8), offsets)


def fold(coded: Coded) -> Texts:
    """The folded text by code; empty for code 0 and for values that say that nothing was known."""
    readable = plain(coded)
    texts = np.zeros(len(coded) + 1, dtype=TEXT)
    kernel().fold(at(readable.arena), at(readable.offsets), ctypes.c_int64(len(coded)), at(texts[1:]) if len(coded) else None)
    starts, nothing = _saying_nothing()
    suspects = may_begin(texts, starts) if len(texts) > _FEW else np.arange(len(texts))
    for code in suspects.tolist():
        if texts[code].tobytes() in nothing:
            texts[code] = np.zeros((), dtype=TEXT)
    return texts


_FEW = 8


@lru_cache(maxsize=1)
def _saying_nothing() -> tuple[NDArray[np.uint64], frozenset[bytes]]:
    """The texts of values that say that nothing was known: how they start, and whole."""
    texts = saying_nothing()
    return texts["word"][:, 0].copy(), frozenset(text.tobytes() for text in texts)


def saying_nothing() -> Texts:
    """The texts of values that say that nothing was known."""
    return _texts_of(list(NO_VALUE))


def _texts_of(values: list[str]) -> Texts:
    texts = np.zeros(len(values), dtype=TEXT)
    arena = np.frombuffer("".join(values).encode(), dtype=np.uint8)
    offsets = np.concatenate(([0], np.cumsum([len(value) for value in values]))).astype(np.int64)
    kernel().fold(at(arena), at(offsets), ctypes.c_int64(len(values)), at(texts))
    return texts


def texts_of(values: list[str]) -> Texts:
    """Values, folded."""
    return _texts_of([value if value.isascii() else anyascii(value) for value in values]) if values else np.zeros(0, dtype=TEXT)


def as_str(text: np.void) -> str:
    """A folded text as a string."""
    return bytes(text["word"].tobytes()[: int(text["length"])]).decode()


def str_at(texts: Texts, nth: int) -> str:
    """The same of one among many: what ends it is nothing but zeros."""
    word: bytes = texts["word"][nth].tobytes()
    return word.rstrip(b"\0").decode()


def similarities(one: Texts, other: Texts) -> NDArray[np.float64]:
    """The Jaro-Winkler likeness of aligned texts."""
    found = np.zeros(len(one))
    kernel().similarities(at(one), at(other), ctypes.c_int64(len(one)), at(found))
    return found


def alike(one: Texts, other: Texts, least: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether aligned texts have at least a likeness, and whether they are the same but for one edit."""
    found = np.zeros(len(one), dtype=np.uint8)
    kernel().alike_at(at(one), at(other), ctypes.c_int64(len(one)), ctypes.c_double(least), at(found))
    return (found & 1).astype(bool), (found & 2).astype(bool)


def nth_word(texts: Texts, which: int) -> Texts:
    """The word number `which` (0: the first) of each text."""
    found = np.zeros(len(texts), dtype=TEXT)
    kernel().nth_word(at(texts), ctypes.c_int64(len(texts)), ctypes.c_int32(which), at(found))
    return found


def words_from(texts: Texts, which: int) -> Texts:
    """All words of each text from number `which` on."""
    found = np.zeros(len(texts), dtype=TEXT)
    kernel().words_from(at(texts), ctypes.c_int64(len(texts)), ctypes.c_int32(which), at(found))
    return found


def sounds(texts: Texts) -> Texts:
    """How each text is heard."""
    found = np.zeros(len(texts), dtype=TEXT)
    kernel().sound(at(texts), ctypes.c_int64(len(texts)), at(found))
    return found


def start_keys(texts: Texts, letters: int = 24) -> Codes:
    """A code of the first letters of each text; 0 where it is empty."""
    keys = np.zeros(len(texts), dtype=np.uint32)
    kernel().key_of_start(at(texts), ctypes.c_int64(len(texts)), ctypes.c_int32(letters), at(keys))
    return keys.view(np.int32)


def letters(texts: Texts) -> Codes:
    """The letters that occur in each text and its length, in one number."""
    found = np.zeros(len(texts), dtype=np.uint32)
    kernel().letters_of(at(texts), ctypes.c_int64(len(texts)), at(found))
    return found.view(np.int32)


def number(parts: Sequence[Texts]) -> tuple[list[Codes], Texts]:
    """The numbers of the texts of each part (0: empty), and the distinct texts of all by number."""
    count = sum(map(len, parts))
    size = 1 << max(4, int(count * 2).bit_length())
    slots, distinct, found = np.zeros(size, dtype=np.int32), np.empty(count + 1, dtype=TEXT), 0
    distinct[0] = np.zeros((), dtype=TEXT)
    numbers = [np.empty(len(texts), dtype=np.int32) for texts in parts]
    for texts, ids in zip(parts, numbers, strict=True):
        arguments = at(texts), ctypes.c_int64(len(texts)), at(slots), ctypes.c_int64(size), at(ids), at(distinct), ctypes.c_int64(found)
        found = int(kernel().number(*arguments))
    return numbers, distinct[: found + 1]


def may_begin(texts: Texts, starts: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Which texts may begin with eight of these letters: all that do and few others, without sorting any."""
    mixed, kept = np.uint64(0xD6E8FEB86659FD93), np.uint64(48)
    known = np.zeros(1 << 16, dtype=bool)
    known[starts * mixed >> kept] = True
    return np.flatnonzero(known[texts["word"][:, 0] * mixed >> kept])


# Dates

_YEAR_FIRST = re.compile(r"\s*(\d{4})(?:[-/.]?(\d{1,2})[-/.]?(\d{1,2}))?(?:[T ].*)?\s*", re.ASCII)
_YEAR_LAST = re.compile(r"\s*(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[T ].*)?\s*", re.ASCII)
UNREAD = 0xFFFFFFFF
"""What the kernel says of a date that is not written YYYY-MM-DD."""
_BCD = [value // 10 * 16 + value % 10 for value in range(100)]


def day_stands_first(coded: Coded) -> bool:
    """Whether dates with the year at the end begin with the day: by figures that can only be days; else it is the month, as in the US."""
    both = [(int(told[1]), int(told[2])) for _, value in _otherwise(coded, _iso_dates(coded)) if (told := _YEAR_LAST.fullmatch(value))]
    return sum(one > 12 for one, _ in both) > sum(other > 12 for _, other in both)


def dates(coded: Coded, *, day_first: bool = False) -> Codes:
    """By code the date as binary-coded decimal yyyymmdd (0: none; mm and dd 0 where not told)."""
    found = _iso_dates(coded)
    for code, value in _otherwise(coded, found):
        found[code] = _date(value, day_first=day_first)
    return found.view(np.int32)


def _iso_dates(coded: Coded) -> NDArray[np.uint32]:
    """By code the date, UNREAD where it is not written YYYY-MM-DD."""
    found = np.zeros(len(coded) + 1, dtype=np.uint32)
    kernel().dates(at(coded.arena), at(coded.offsets), ctypes.c_int64(len(coded)), at(found[1:]))
    return found


def _otherwise(coded: Coded, read: NDArray[np.uint32]) -> list[tuple[int, str]]:
    """Codes and values of what is not written YYYY-MM-DD."""
    unread = np.flatnonzero(read == UNREAD).tolist()
    values = coded.values if unread else []
    return [(code, values[code - 1]) for code in unread]


@lru_cache(maxsize=50_000)
def _date(value: str, *, day_first: bool) -> int:
    if told := _YEAR_FIRST.fullmatch(value):
        year, month, day = (int(part or 0) for part in told.groups())
    elif told := _YEAR_LAST.fullmatch(value):
        one, other, year = map(int, told.groups())
        day, month = (one, other) if day_first else (other, one)
    else:
        return 0
    if not (1000 <= year <= 2999 and month <= 12 and day <= 31):
        return 0
    return _BCD[year // 100] << 24 | _BCD[year % 100] << 16 | _BCD[month] << 8 | _BCD[day]


def header(name: str) -> str:
    """A column's name as names are looked up: small letters, one underscore between words."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)
    return re.sub(r"[^a-z0-9]+", "_", anyascii(spaced).lower()).strip("_")
