"""How often values occur: what agreement is worth depends on it. Copies of one record count once."""

import ctypes

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.engine.native import DATE, GIVEN, SURNAMES, at, kernel
from kinkeeper.linkage.engine.plan import Field, Plan

Counts = NDArray[np.float64]


def count_values(plan: Plan, rows: NDArray[np.int32]) -> None:
    """Fill in by code how rare each value is (bits), and how often two records agree by chance."""
    count, stride = rows.shape
    size = 1 << max(4, int(count * 2).bit_length())
    first = np.zeros(count, dtype=np.uint8)
    slots = np.zeros(size, dtype=np.uint64)
    kernel().first_of_content(at(rows), ctypes.c_int64(count), ctypes.c_int32(stride), at(slots), ctypes.c_int64(size), at(first))
    plan.distinct = first
    columns: dict[int, Counts] = {}
    for one in plan.fields:
        _count_field(plan, one, columns)


def _occurring(plan: Plan, atom: str, columns: dict[int, Counts]) -> Counts:
    """How often each text or key occurs in an atom, over distinct records; each column is counted once."""
    codes, ids = plan.atoms[atom]
    if id(codes) not in columns:
        counts = np.zeros(len(ids), dtype=np.int64)
        kernel().count_codes(at(codes), at(plan.distinct), ctypes.c_int64(len(codes)), at(counts))
        columns[id(codes)] = counts.astype(np.float64)
    found: Counts = np.bincount(ids, weights=columns[id(codes)], minlength=len(plan.texts)).astype(np.float64)
    found[0] = 0
    return found


def _count_field(plan: Plan, one: Field, columns: dict[int, Counts]) -> None:
    shares, contents = plan.shares, plan.contents
    if one.kind == DATE:
        return
    first = _occurring(plan, one.atoms[0], columns)
    if one.kind == GIVEN:
        word, rest = (_occurring(plan, atom, columns) for atom in one.atoms[1:3])
        one.rarity, one.rarity_of_word = _rarity(first, contents), _rarity(word, contents)
        shares |= {"given": _meeting(first, contents), "given1": _meeting(word, contents)}
        shares["given2 known"] = float(rest.sum() / max(first.sum(), 1))
    elif one.kind == SURNAMES:
        second = _occurring(plan, one.atoms[1], columns)
        one.rarity = _rarity((first + second) * first.sum() / max((first + second).sum(), 1), contents)
        shares |= {"surname1": _meeting(first, contents), "surname2": _meeting(second, contents)}
        shares["surname2 known"] = float(second.sum() / max(first.sum(), 1))
    else:
        one.rarity = _rarity(first, contents)
        shares[one.name] = _meeting(first, contents)


def _rarity(counts: Counts, contents: int) -> NDArray[np.float32]:
    return -np.log2(np.maximum(counts, 1.0) / max(contents, 1)).astype(np.float32)


def _meeting(counts: Counts, contents: int) -> float:
    """How often two records drawn at random have one value."""
    return float(((counts / max(contents, 1)) ** 2).sum())
