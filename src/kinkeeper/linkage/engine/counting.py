"""The counts of patterns that a model is learnt from: pairs drawn at random, and some pairs of each rule."""

import ctypes
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.engine import native, rules
from kinkeeper.linkage.engine.learning import Counts, Model, chance_of, learn, prior_of, relatives_of
from kinkeeper.linkage.engine.native import at, kernel, side_by_side
from kinkeeper.linkage.engine.rules import Block
from kinkeeper.linkage.engine.table import Machine, Table, walk_of

DRAWN = 300_000
"""Pairs drawn at random."""
LEARNT_FROM = 50_000
"""Pairs of each rule that are learnt from; more are thinned evenly."""
_NO_WAY = -1
"""The way of a rule that proposes nothing."""
SEED = 20180626
"""Of the draw: fixed, so that the same records give the same weights."""


def learn_model(table: Table) -> Model:
    """What agreement is worth in this table, learnt from it without labels."""
    machine = Machine(table)
    chance = chance_of(table.plan, _drawn(table, machine))
    every = [max(1, int(block.pairs_by_block.sum()) // LEARNT_FROM) for block in table.blocks]
    work: list[Callable[[], Any]] = [partial(_of_relatives, table, machine)]
    work += [partial(_counted, machine, *one) for one in zip(table.blocks, every, strict=True)]
    (strangers, alike), *tallies = side_by_side(lambda one: one(), work)
    sessions = [(_looked_at(table, block), tally.counts()) for block, tally in zip(table.blocks, tallies, strict=True)]
    model = learn(table.plan, chance, sessions)
    firsts = [tally.counts(first=True) for tally in tallies]
    patterns = np.concatenate([np.zeros(0, dtype=np.uint64), *(one[0] for one in firsts)])
    counts = np.concatenate([np.zeros(0, dtype=np.int64), *(one[1] * step for one, step in zip(firsts, every, strict=True))])
    pairs = max(table.plan.count * (table.plan.count - 1) / 2, 1.0)
    if alike:
        model = replace(model, relatives=relatives_of(model, table.plan, alike, strangers))
    return replace(model, prior=prior_of(model, table.plan, (patterns, counts), pairs))


def _of_relatives(table: Table, machine: Machine) -> tuple[float, Counts | None]:
    """Of pairs that share what families share: how many are strangers, and how all agree; None where the table does not tell."""
    plan = table.plan
    second = plan.shares.get("surname2 known", 0.0) > 0.2
    named = [rule for parts in rules.FAMILY if second or "surname2" not in parts for rule in rules.rules_of(plan, parts)]
    if not named or all(one.shared for one in plan.fields):
        return 0.0, None
    every = max(1, plan.count // 60_000)
    (entries,) = rules.entries_of(named[:1], table.rows)
    some = entries if every == 1 else entries[(entries >> np.uint64(40)) % np.uint64(every) == 0]
    block = rules.make_block(named[0], _NO_WAY, (table.rows, some), 50 * plan.count, rules.Room(len(some)))
    step = max(1, int(block.pairs_by_block.sum()) // LEARNT_FROM)
    patterns, counts = _counted(machine, block, step).counts()
    chance = rules.meeting(plan, tuple(named[0][0].split(" + ")))
    strangers = chance * plan.count * (plan.count - 1) / 2 / every
    return strangers, (patterns, counts * step)


class _Tally:
    """A table of counts that the kernel fills."""

    def __init__(self, size: int = 1 << 15) -> None:
        self._patterns = np.zeros(size, dtype=np.uint64)
        self._counts, self._first = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
        self.tally = native.Tally(patterns=at(self._patterns), counts=at(self._counts), first=at(self._first), size=size)

    def counts(self, *, first: bool = False) -> Counts:
        seen = np.flatnonzero(self._patterns)
        order = seen[np.argsort(self._patterns[seen])]
        return self._patterns[order] - np.uint64(1), (self._first if first else self._counts)[order]


def _counted(machine: Machine, block: Block, every: int) -> _Tally:
    tally = _Tally()
    if len(block.ends):
        walk = walk_of(block, 0, len(block.ends))
        walk.every = every
        kernel().walk_counting(machine.here, ctypes.byref(walk), ctypes.byref(tally.tally))
    return tally


def _drawn(table: Table, machine: Machine) -> Counts:
    draw = np.random.default_rng(SEED)
    distinct = np.flatnonzero(table.plan.distinct).astype(np.int32)
    one, other = (distinct[draw.integers(0, max(len(distinct), 1), DRAWN if len(distinct) else 0)] for _ in range(2))

    def count(sides: tuple[NDArray[np.int32], NDArray[np.int32]]) -> Counts:
        tally = _Tally(1 << 17)
        kernel().count_pairs(machine.here, at(sides[0]), at(sides[1]), ctypes.c_int64(len(sides[0])), ctypes.byref(tally.tally))
        return tally.counts()

    half = len(one) // 2
    counted = side_by_side(count, [(one[:half], other[:half]), (one[half:], other[half:])])
    return np.concatenate([part[0] for part in counted]), np.concatenate([part[1] for part in counted])


def _looked_at(table: Table, block: Block) -> set[int]:
    """Comparisons that look at a column which the rule looks at as well."""
    atoms = list(table.plan.atoms.values())
    columns = {id(atoms[block.rule.atom[nth]][0]) for nth in range(block.rule.parts)}
    if block.rule.twin >= 0:
        columns.add(id(atoms[block.rule.other][0]))
    return {nth for nth, one in enumerate(table.plan.fields) if columns & {id(table.plan.atoms[atom][0]) for atom in one.atoms}}
