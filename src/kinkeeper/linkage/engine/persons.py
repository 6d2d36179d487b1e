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
    known = known or Known()
    count = table.plan.count
    lead, tail = np.arange(count, dtype=np.int32), np.arange(count, dtype=np.int32)
    following, size = np.full(count, -1, dtype=np.int32), np.ones(count, dtype=np.int32)
    birth, sex = (np.zeros(count, dtype=np.int32) if one is None else one.astype(np.int32) for one in (known.birth, known.sex))
    good = np.flatnonzero(scored.odds >= USED)
    order = good[np.argsort(np.clip(-64 * scored.odds[good], -32000, 32000).astype(np.int16), kind="stable")]
    starts, others = _both_ways(known.apart, count)
    clusters = native.Clusters(lead=at(lead), tail=at(tail), next=at(following), size=at(size), birth=at(birth), sex=at(sex))
    if len(others):
        clusters.apart_starts, clusters.apart = at(starts), at(others)
    clusters.least, clusters.cap, clusters.most = MEAN, MOST_SAID, SPEAKERS
    machine = Machine(table, model)
    kernel().cluster(machine.here, ctypes.byref(clusters), at(scored.one), at(scored.other), at(order), ctypes.c_int64(len(order)))
    kernel().leads(at(lead), ctypes.c_int64(count))
    return Persons(lead, int(clusters.refused), int(clusters.impossible))


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
