"""Candidates compared with the person asked for: by the engine's compiled comparison, the same that compares whole tables."""

import ctypes
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.engine import native
from kinkeeper.linkage.engine.coding import code_value, saying_nothing, str_at
from kinkeeper.linkage.engine.columns import Role
from kinkeeper.linkage.engine.native import DATE, EXACT, GIVEN, NUMBER, SURNAMES, at, kernel
from kinkeeper.linkage.engine.plan import Plan, make_plan
from kinkeeper.linkage.engine.table import rows_of
from kinkeeper.linkage.finding.keys import Lasting
from kinkeeper.linkage.finding.questions import Told
from kinkeeper.linkage.finding.weights import Weights, ordinary

ROLES = {
    "sex": Role.SEX,
    "nationality": Role.COUNTRY,
    "a_number": Role.NUMBER,
    "born": Role.BORN,
    "surnames": Role.SURNAMES,
    "given": Role.GIVEN,
}
"""The columns that are compared, and what each is."""
ATOMS = (
    *("given", "given1", "given2", "given3", "given_letters"),
    *("surname1", "surname2", "surname1_3", "surname_letters"),
    *("born", "sex:sex", "country:nationality", "number:a_number"),
)
"""What a row holds of a person, in the order in which `told.c` reads it."""
TEXTS_OF_ONE = 8
BY_NICKNAME = 4.0
"""Bits for one record in sixteen: as often is somebody on record by another name than the one they are asked for by."""
Counts = Mapping[tuple[str, str], int]
"""Column and value (of names each word) -> how many records have it."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Those who are compared, as `Lasting.line` has each, and how common what they have is among all `known`."""

    lines: Sequence[str]
    counts: Counts
    known: int


def score(told: Told, candidates: Candidates, weights: Weights) -> NDArray[np.float32]:
    """By candidate the log2 odds that it is the person asked for, as the most favourable reading of what was told has it."""
    readings, called = told.readings(), told.called()
    ways, count = len(readings) + len(called), len(candidates.lines)
    best = np.full(count, -np.inf, dtype=np.float32)
    if ways and count:
        read = People([*(one.line for one in (*readings, *called)), *candidates.lines])
        table = read.compared(weights, candidates, ways)
        sides = ctypes.c_int32(ways), ctypes.c_int32(len(readings)), ctypes.c_float(BY_NICKNAME), ctypes.c_int64(count)
        kernel().best_of_ways(ctypes.byref(table), *sides, at(best))
    return best


def agreement(asked: Lasting, one: Lasting) -> dict[str, str]:
    """Field -> `same`, `near` or `other`, as the comparison has it; what either does not say is left out."""
    read = People([asked.line, one.line])
    table = read.compared(ordinary(), Candidates([one.line], {}, 2), 1)
    pattern = np.zeros(1, dtype=np.uint64)
    kernel().levels_of_pairs(ctypes.byref(table), at(np.array([[0, 1]])), ctypes.c_int64(1), at(pattern), None)
    levels = {field.name: (field.kind, int(pattern[0]) >> 4 * nth & 15) for nth, field in enumerate(_layout().plan.fields)}
    return {name: _in_words(kind, level) for name, (kind, level) in levels.items() if level}


def _in_words(kind: int, level: int) -> str:
    if level in SAME.get(kind, (1,)):
        return "same"
    return "other" if level in OTHER[kind] else "near"


SAME: Mapping[int, tuple[int, ...]] = {DATE: (1, 2)}
OTHER: Mapping[int, tuple[int, ...]] = {GIVEN: (9,), SURNAMES: (14, 15), DATE: (8, 9, 10), EXACT: (2,), NUMBER: (3,)}
"""Kind of comparison -> its levels that say that it is the same, or that it is another."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """How people are compared, whoever they are."""

    plan: Plan
    """Of somebody who says everything: its fields and atoms are those of all."""
    places: NDArray[np.int32]
    looked_at: list[list[int]]
    """By field where the atoms stand whose values can be rare; none of a date."""
    stride: int
    nothing: NDArray[np.void]


@lru_cache(maxsize=1)
def _layout() -> _Layout:
    plan = make_plan({name: (role, code_value("1")) for name, role in ROLES.items()}, 1)
    stride = rows_of(plan).shape[1]
    place = {name: nth for nth, name in enumerate(plan.atoms)}
    looked_at = [[] if one.kind == DATE else [place[atom] for atom in one.atoms[:3]] for one in plan.fields]
    return _Layout(plan, np.array([place[atom] for atom in ATOMS], dtype=np.int32), looked_at, stride, saying_nothing())


class People:
    """Some people told in lines (`Lasting.line`), laid out as the kernel compares them."""

    def __init__(self, lines: Sequence[str]) -> None:
        layout = _layout()
        text = np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)
        room = len(lines) * TEXTS_OF_ONE + 1
        self.rows = np.zeros((len(lines), layout.stride), dtype=np.int32)
        self.texts = np.zeros(room, dtype=native.TEXT)
        slots = np.zeros(1 << (2 * room).bit_length(), dtype=np.int32)
        told = native.ToldLines(lines=text.ctypes.data, length=len(text), rows=self.rows.ctypes.data, stride=layout.stride)
        told.place, told.nothing, told.nothings = layout.places.ctypes.data, layout.nothing.ctypes.data, len(layout.nothing)
        told.texts, told.slots, told.size, told.used = self.texts.ctypes.data, slots.ctypes.data, len(slots), 1
        kernel().read_told(ctypes.byref(told))
        self.used = int(told.used)

    def compared(self, weights: Weights, candidates: Candidates, ways: int) -> native.Table:
        """The table for the kernel; the first `ways` of the people are the one asked for."""
        fields = _layout().plan.fields
        comparisons = (native.Comparison * len(fields)).from_buffer_copy(_comparisons(weights))
        self._rarity = np.zeros((len(fields), self.used), dtype=np.float32)
        for nth, (one, places) in enumerate(zip(fields, _layout().looked_at, strict=True)):
            if places:
                self._set_rarity(nth, set(self.rows[:ways, places].ravel().tolist()), one.name, candidates)
                comparisons[nth].rarity = comparisons[nth].rarity_of_word = self._rarity[nth].ctypes.data
        self._comparisons = comparisons
        prior, kin = weights.odds(candidates.known)
        return native.Table(
            rows=self.rows.ctypes.data,
            count=len(self.rows),
            stride=self.rows.shape[1],
            comparisons=len(fields),
            plan=ctypes.cast(comparisons, ctypes.c_void_p),
            texts=self.texts.ctypes.data,
            prior=prior,
            kin=kin,
        )

    def _set_rarity(self, field: int, codes: Iterable[int], name: str, candidates: Candidates) -> None:
        """How rare the values of the person asked for are: those alone can agree."""
        for code in codes:
            if code:
                self._rarity[field, code] = sum(_rarity(candidates, name, word) for word in str_at(self.texts, code).split())


@lru_cache(maxsize=8)
def _laid(bits: tuple[tuple[float, ...], ...]) -> ctypes.Array[native.Comparison]:
    """The comparisons with what each level weighs; how rare values are is filled in for each question."""
    plan = _layout().plan
    laid = (native.Comparison * len(plan.fields))()
    for one, comparison, levels in zip(plan.fields, laid, bits, strict=True):
        comparison.kind, comparison.shared = one.kind, int(one.shared)
        comparison.atom[5] = -1
        for nth, atom in enumerate(one.atoms):
            comparison.atom[nth] = plan.place(atom)
        comparison.weight[1 : len(levels) + 1] = levels
    return laid


def _comparisons(weights: Weights) -> ctypes.Array[native.Comparison]:
    return _laid(tuple(tuple(weights.bits.get(one.name, ())) for one in _layout().plan.fields))


def _rarity(candidates: Candidates, name: str, word: str) -> float:
    return math.log2(max(candidates.known, 2) / max(candidates.counts.get((name, word), 0), 1))
