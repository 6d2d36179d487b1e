"""One pass over all pairs that the rules propose: compared and scored as they are met, kept only where they may be one person."""

import ctypes
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.engine import native
from kinkeeper.linkage.engine.learning import Model
from kinkeeper.linkage.engine.native import at, kernel, side_by_side
from kinkeeper.linkage.engine.table import Machine, Table, walk_of

_PIECES = 48
"""Pieces of about equal work that a rule's blocks are walked in."""

Part = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32], int]


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs that may be one person, with log2 odds; and how many were compared."""

    one: NDArray[np.int32]
    other: NDArray[np.int32]
    odds: NDArray[np.float32]
    compared: int

    def __len__(self) -> int:
        return len(self.odds)


def score(table: Table, model: Model, least: float) -> Scored:
    """All pairs that the rules propose with log2 odds of at least `least`, each once, in an order that does not depend on the machine."""
    machine = Machine(table, model)
    walks = [walk_of(table.blocks[rule], first, last) for rule, first, last in pieces_of(table)]
    return gathered(side_by_side(lambda walk: walked(machine, walk, least), walks))


def gathered(parts: list[Part]) -> Scored:
    """What some walks found, as one."""
    parts = [*parts, (np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32), 0)]
    one, other, odds, compared = zip(*parts, strict=True)
    return Scored(np.concatenate(one), np.concatenate(other), np.concatenate(odds), sum(compared))


def score_pairs(table: Table, model: Model, pairs: NDArray[np.int64]) -> NDArray[np.float32]:
    """The log2 odds of some pairs of records."""
    odds = np.zeros(len(pairs), dtype=np.float32)
    kernel().levels_of_pairs(Machine(table, model).here, at(np.ascontiguousarray(pairs)), ctypes.c_int64(len(pairs)), None, at(odds))
    return odds


def patterns_of_pairs(table: Table, pairs: NDArray[np.int64]) -> NDArray[np.uint64]:
    """How some pairs of records agree: four bits a comparison."""
    patterns = np.zeros(len(pairs), dtype=np.uint64)
    arguments = at(np.ascontiguousarray(pairs)), ctypes.c_int64(len(pairs)), at(patterns), None
    kernel().levels_of_pairs(Machine(table).here, *arguments)
    return patterns


def walked(machine: Machine, walk: native.Walk, least: float) -> Part:
    """The pairs of some blocks, and how many were compared."""
    walk.least = least
    found = native.Found()
    kernel().walk_scoring(machine.here, ctypes.byref(walk), ctypes.byref(found))
    kept, failed = int(found.kept), bool(found.failed)
    edges = np.empty(kept, dtype=np.int32), np.empty(kept, dtype=np.int32), np.empty(kept, dtype=np.float32)
    kernel().found_take(ctypes.byref(found), *(at(column) for column in edges))
    if failed:
        raise MemoryError("too many pairs are alike")
    return *edges, int(found.pairs)


def pieces_of(table: Table) -> list[tuple[int, int, int]]:
    """The work in pieces of about equal size: a rule, its first block and the one after the last."""
    pieces = []
    for rule, block in enumerate(table.blocks):
        if len(block.ends):
            work = np.cumsum(block.pairs_by_block)
            cuts = np.unique(np.searchsorted(work, np.linspace(0, work[-1], _PIECES + 1)[1:-1], side="right")).tolist()
            pieces += [(rule, first, last) for first, last in zip([0, *cuts], [*cuts, len(block.ends)], strict=True) if last > first]
    return pieces
