"""From scored pairs to persons: the surest pair first, and no join that a person's other records, or a person's word, contradict."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.engine import native
from kinkeeper.linkage.engine.learning import Model
from kinkeeper.linkage.engine.native import at, kernel
from kinkeeper.linkage.engine.scoring import Scored
from kinkeeper.linkage.engine.table import Machine, Table

USED = float(np.log2(0.9 / 0.1))
"""Log2 odds from which a pair is used without waiting for a person."""
MEAN, MOST_SAID, SPEAKERS = -4.0, 20.0, 6
"""The mean log2 odds that all pairs of a join must reach; what one pair may weigh in it; members that speak for a large cluster."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known for certain, by record: no two births, no two sexes are one person's, nor records that a person said are two."""

    birth: NDArray[np.int32] | None = None
    sex: NDArray[np.int32] | None = None
    apart: Sequence[tuple[int, int]] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Persons:
    """By record the first record of its person; and joins not made: unlikely as a whole, or impossible."""

    first: NDArray[np.int32]
    refused: int
    impossible: int


def find_persons(table: Table, model: Model, scored: Scored, known: Known | None = None) -> Persons:
    """Who is whom, by the pairs that are used."""
    joining = Joining(table.plan.count, known or Known())
    joining.along(Machine(table, model), scored.one, scored.other, scored.odds, least=USED)
    return Persons(joining.first(), int(joining.state.refused), int(joining.state.impossible))


class Joining:
    """Persons while they grow."""

    def __init__(self, count: int, known: Known | None = None) -> None:
        known = known or Known()
        self._lead, self._tail, self._next, self._size, birth, sex = np.zeros((6, count), dtype=np.int32)
        self._lead[:] = self._tail[:] = np.arange(count, dtype=np.int32)
        self._next[:], self._size[:] = -1, 1
        for certain, told in ((birth, known.birth), (sex, known.sex)):
            if told is not None:
                certain[:] = told
        self._apart = _both_ways(known.apart, count) if known.apart else None
        self._kept = birth, sex
        self.state = native.Clusters(
            lead=at(self._lead), tail=at(self._tail), next=at(self._next), size=at(self._size), birth=at(birth), sex=at(sex)
        )
        if self._apart:
            self.state.apart_starts, self.state.apart = at(self._apart[0]), at(self._apart[1])
        self.state.least, self.state.cap, self.state.most = MEAN, MOST_SAID, SPEAKERS

    def along(
        self, machine: Machine, one: NDArray[np.int32], other: NDArray[np.int32], odds: NDArray[np.float32], *, least: float = -np.inf
    ) -> None:
        """Join along pairs of at least these odds, the surest first; equal ones in the order of the records, whichever came first."""
        ordered = self._ordered(np.ascontiguousarray(one), np.ascontiguousarray(other), np.ascontiguousarray(odds), least)
        kernel().cluster(machine.here, ctypes.byref(self.state), *(at(column) for column in ordered), ctypes.c_int64(len(ordered[0])))

    def _ordered(
        self, one: NDArray[np.int32], other: NDArray[np.int32], odds: NDArray[np.float32], least: float
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        bits = max(len(self._lead), 2).bit_length()
        if bits > 23:
            surest = np.clip(-64 * odds, -32000, 32000).astype(np.int64)
            order = np.lexsort((other, one, surest))
            order = order[odds[order] >= least]
            return one[order], other[order]
        keys = np.empty(len(odds) + 1, dtype=np.uint64)
        edges = at(one), at(other), at(odds), ctypes.c_int64(len(odds))
        kept = int(kernel().keys_of_edges(*edges, ctypes.c_float(least), ctypes.c_int32(bits), at(keys)))
        keys = keys[:kept]
        keys.sort()
        ordered = np.empty((2, kept), dtype=np.int32)
        kernel().edges_of_keys(at(keys), ctypes.c_int64(kept), ctypes.c_int32(bits), at(ordered[0]), at(ordered[1]))
        return ordered[0], ordered[1]

    def first(self) -> NDArray[np.int32]:
        """By record the first record of its person."""
        kernel().leads(at(self._lead), ctypes.c_int64(len(self._lead)))
        return self._lead

    def anew(self, members: NDArray[np.int32]) -> None:
        """Part some records, those of whole persons, into persons of one record each."""
        self._lead[members], self._tail[members], self._next[members], self._size[members] = members, members, -1, 1

    def first_of(self, members: NDArray[np.int32]) -> NDArray[np.int32]:
        """The first records of the persons of some records."""
        lead = self._lead[members]
        while not np.array_equal(lead, self._lead[lead]):
            lead = self._lead[lead]
        return lead


def spanning(count: int, pairs: NDArray[np.int64], order: NDArray[np.int64]) -> NDArray[np.bool_]:
    """By pair whether it connects records that no pair before it, in the order given, connects."""
    lead, kept = np.arange(count, dtype=np.int32), np.zeros(len(pairs), dtype=np.uint8)
    ordered = np.ascontiguousarray(order.astype(np.int64))
    kernel().spanning(at(lead), at(np.ascontiguousarray(pairs)), at(ordered), ctypes.c_int64(len(ordered)), at(kept))
    return kept.astype(bool)


def _both_ways(apart: Sequence[tuple[int, int]], count: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """By record where the others start that it was said not to be, and these others."""
    pairs = np.array(apart, dtype=np.int64).reshape(-1, 2)
    pairs = np.concatenate((pairs, pairs[:, ::-1]))
    order = np.argsort(pairs[:, 0], kind="stable")
    starts = np.searchsorted(pairs[order, 0], np.arange(count + 1)).astype(np.int64)
    return starts, np.ascontiguousarray(pairs[order, 1].astype(np.int32))


def numbered(first: NDArray[np.int32]) -> NDArray[np.int64]:
    """Persons numbered 1, 2, ... in the order of their first records."""
    is_first = first == np.arange(len(first))
    return np.cumsum(is_first)[first]
