"""The compiled kernel: where it is, what it takes, how arrays reach it.

It is plain C (`native/*.c`), compiled once at set-up and called through ctypes, which lets go of the interpreter's lock, so that
threads run it side by side.
"""

import ctypes
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from kinkeeper.domain.errors import Unavailable

Some = TypeVar("Some")
Answer = TypeVar("Answer")

TEXT = np.dtype([("word", "<u8", 3), ("mask", "<u4"), ("length", "u1"), ("words", "u1"), ("spare", "u2")])
"""A folded text of at most 24 letters, as `kernel.h` has it."""

FEW = 5_000
"""Records below which it takes longer to start threads than to do the work."""

MOST_LEVELS, MOST_PIECES, MOST_WAYS, MOST_PARTS, WHOLE_ATOMS = 16, 32, 96, 4, 32
GIVEN, SURNAMES, DATE, EXACT, LIKE, NUMBER = range(6)
"""The kinds of comparison, as `kernel.h` numbers them."""

_int32, _int64, _float = ctypes.c_int32, ctypes.c_int64, ctypes.c_float
_pointer = ctypes.c_void_p


class Comparison(ctypes.Structure):
    """One field that is compared: its kind, its atoms, how rare its values are, and what each level weighs in bits."""

    _fields_ = [
        ("kind", _int32),
        ("shared", _int32),
        ("atom", _int32 * 6),
        ("rarity", _pointer),
        ("rarity_of_word", _pointer),
        ("nickname", _pointer),
        ("called", _pointer),
        ("names", _int64),
        ("weight", _float * MOST_LEVELS),
    ]


class Rule(ctypes.Structure):
    """One rule of blocking: parts that must agree; the part `twin` may be met through the atom `other` as well."""

    _fields_ = [
        ("parts", _int32),
        ("twin", _int32),
        ("other", _int32),
        ("atom", _int32 * MOST_PARTS),
        ("mask", ctypes.c_uint32 * MOST_PARTS),
    ]


class Ways(ctypes.Structure):
    """All ways in which two records may be proposed, in order: which agreements each needs."""

    _fields_ = [
        ("pieces", _int32),
        ("ways", _int32),
        ("left", _int32 * MOST_PIECES),
        ("right", _int32 * MOST_PIECES),
        ("mask", ctypes.c_uint32 * MOST_PIECES),
        ("need", ctypes.c_uint64 * MOST_WAYS),
    ]


class Table(ctypes.Structure):
    """Records and how they are compared."""

    _fields_ = [
        ("rows", _pointer),
        ("count", _int64),
        ("stride", _int32),
        ("comparisons", _int32),
        ("plan", _pointer),
        ("texts", _pointer),
        ("ways", _pointer),
        ("prior", _float),
        ("kin", _float),
    ]


class Walk(ctypes.Structure):
    """Which blocks of a rule are walked, and what is kept."""

    _fields_ = [
        ("entries", _pointer),
        ("ends", _pointer),
        ("first", _int64),
        ("last", _int64),
        ("crowd", _int64),
        ("neighbours", _int64),
        ("slots", _int32),
        ("way", _int32),
        ("least", _float),
        ("every", _int32),
    ]


class Found(ctypes.Structure):
    """Pairs kept by a walk."""

    _fields_ = [("edges", _pointer), ("kept", _int64), ("room", _int64), ("pairs", _int64), ("failed", ctypes.c_int)]


class Tally(ctypes.Structure):
    """Counts of patterns of agreement."""

    _fields_ = [("patterns", _pointer), ("counts", _pointer), ("first", _pointer), ("size", _int64), ("used", _int64), ("pairs", _int64)]


class Index(ctypes.Structure):
    """All records' keys under a rule, sorted."""

    _fields_ = [("entries", _pointer), ("count", _int64), ("slots", _int32)]


class Question(ctypes.Structure):
    """Who is asked for, and the records found."""

    _fields_ = [
        ("row", _pointer),
        ("seen", _pointer),
        ("asked", ctypes.c_uint32),
        ("most", _int32),
        ("k", _int32),
        ("found", _int32),
        ("best", _pointer),
        ("odds", _pointer),
        ("extra", _pointer),
        ("extras", _int32),
        ("compared", _int64),
    ]


class ToldLines(ctypes.Structure):
    """People in lines of text, and where they are read to."""

    _fields_ = [
        ("lines", _pointer),
        ("length", _int64),
        ("rows", _pointer),
        ("stride", _int32),
        ("place", _pointer),
        ("nothing", _pointer),
        ("nothings", _int32),
        ("texts", _pointer),
        ("slots", _pointer),
        ("size", _int64),
        ("used", _int64),
    ]


class Clusters(ctypes.Structure):
    """Persons while they grow."""

    _fields_ = [
        *((name, _pointer) for name in ("lead", "tail", "next", "size", "birth", "sex", "apart_starts", "apart")),
        ("least", _float),
        ("cap", _float),
        ("most", _int32),
        ("refused", _int64),
        ("impossible", _int64),
    ]


def kernel_path() -> Path | None:
    """Where the compiled kernel is; none where it was not compiled."""
    here = Path(__file__).parent
    return next((here / f"_kernel{suffix}" for suffix in EXTENSION_SUFFIXES if (here / f"_kernel{suffix}").exists()), None)


def refuse_older(library: ctypes.CDLL) -> ctypes.CDLL:
    """The library, where it was compiled for what is handed to it: another would read past its end.

    :raises Unavailable: where it was compiled from other files.
    """
    if not hasattr(library, "made_for") or library.made_for() != ctypes.sizeof(Comparison):
        raise Unavailable("The linkage engine was compiled for another version of Kinkeeper: run make install in Kinkeeper's folder.")
    return library


@lru_cache(maxsize=1)
def kernel() -> ctypes.CDLL:
    """The compiled kernel.

    :raises Unavailable: where it was not compiled, or for another version.
    """
    path = kernel_path()
    if path is None:
        raise Unavailable("The linkage engine is not compiled on this machine: run make install in Kinkeeper's folder.")
    library = refuse_older(ctypes.CDLL(str(path)))
    library.coded_from.restype = _pointer
    for name in ("coded_distinct", "coded_bytes", "number", "without_lonely", "blocks_of", "read_told", "keys_of_edges"):
        getattr(library, name).restype = _int64
    return library


def at(array: NDArray[Any]) -> ctypes.c_void_p:
    """Where an array's values lie; it must live for as long as that is used."""
    assert array.flags.c_contiguous
    return ctypes.c_void_p(array.ctypes.data)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def side_by_side(work: Callable[[Some], Answer], parts: Iterable[Some], *, records: int = FEW) -> list[Answer]:
    """The answers of `work` for each part, in order, worked out on all cores; on one where the records are too few to share out."""
    todo = list(parts)
    if len(todo) < 2 or records < FEW or cores() == 1:
        return [work(one) for one in todo]
    with ThreadPoolExecutor(cores()) as threads:
        return list(threads.map(work, todo))
