"""A table of people ready to be compared: coded columns, rows of atoms, blocks; and how the kernel is given them."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kinkeeper.linkage.engine import native, nicknames, rules
from kinkeeper.linkage.engine.coding import code_column
from kinkeeper.linkage.engine.columns import Recognised
from kinkeeper.linkage.engine.frequencies import count_values
from kinkeeper.linkage.engine.learning import Model
from kinkeeper.linkage.engine.native import at, kernel, side_by_side
from kinkeeper.linkage.engine.plan import Plan, make_plan
from kinkeeper.linkage.engine.rules import Block

_AT_A_TIME = 1 << 15
"""Records laid out in one go: two megabytes, which the cache of a core and a large page of memory hold."""


@dataclass(frozen=True, slots=True)
class Table:
    """Records ready to be compared."""

    plan: Plan
    rows: NDArray[np.int32]
    blocks: list[Block]
    ways: native.Ways

    @property
    def proposed(self) -> int:
        """How many pairs the rules propose at most; a pair that several propose counts more than once."""
        return sum(int(block.pairs_by_block.sum()) for block in self.blocks)


def prepare(people: pl.DataFrame, recognised: Recognised, named: tuple[tuple[str, ...], ...] = rules.BEST) -> Table:
    """Code the columns, lay out the rows, sort them into blocks."""
    columns = list(recognised.roles.items())
    # All codes in one piece: memory that is asked for in large pieces is given in large pages.
    room = np.empty((len(columns), people.height), dtype=np.int32)
    coded = side_by_side(lambda one: (one[0][1], code_column(people[one[0][0]], one[1])), zip(columns, room, strict=True))
    plan = make_plan(dict(zip(recognised.roles, coded, strict=True)), people.height)
    rows = rows_of(plan)
    count: list[Callable[[], Any]] = [partial(count_values, plan, rows)]
    most = rules.most_pairs(named, people.height)
    if named is rules.BEST and people.height <= rules.SMALL:
        count.pop()()
        named += rules.loose_rules(plan)
    made = rules.make_rules(plan, named)
    ways, starts = rules.make_ways([rule for _, rule in made])
    makers = rules.block_makers(made, starts, rows, most)
    blocks: list[Block] = side_by_side(lambda one: one(), [*count, *makers], records=people.height)[len(count) :]
    return Table(plan, rows, blocks, ways)


def rows_of(plan: Plan) -> NDArray[np.int32]:
    """Rows of atoms, each row on cache lines of its own, the atoms of a column side by side."""
    stride = max(1, -(-len(plan.atoms) // 16)) * 16
    room = np.zeros(plan.count * stride + 16, dtype=np.int32)
    start = -(room.ctypes.data // 4) % 16
    rows = room[start : start + plan.count * stride].reshape(plan.count, stride)
    by_column: dict[int, list[str]] = {}
    for atom, (codes, _) in plan.atoms.items():
        by_column.setdefault(id(codes), []).append(atom)

    plan.atoms = {atom: plan.atoms[atom] for atoms in by_column.values() for atom in atoms}
    columns = [
        (plan.place(atoms[0]), plan.atoms[atoms[0]][0], np.column_stack([plan.atoms[atom][1] for atom in atoms]))
        for atoms in by_column.values()
    ]

    # Some records at a time: a row is written while it is near, and no two threads ask for the same new page.
    def fill(first: int) -> None:
        some = rows[first : first + _AT_A_TIME]
        for place, codes, values in columns:
            width = ctypes.c_int32(values.shape[1])
            here = at(some), ctypes.c_int64(len(some)), ctypes.c_int32(stride), ctypes.c_int32(place)
            kernel().fill_rows(*here, at(codes[first : first + len(some)]), at(values), width)

    side_by_side(fill, range(0, plan.count, _AT_A_TIME), records=plan.count)
    return rows


class Machine:
    """A table and, once it is learnt, a model as the kernel takes them."""

    def __init__(self, table: Table, model: Model | None = None) -> None:
        self._alive = table, model
        fields = table.plan.fields
        self._comparisons = (native.Comparison * max(len(fields), 1))()
        weights = model.weights() if model else np.zeros((len(fields), native.MOST_LEVELS))
        for one, comparison, weight in zip(fields, self._comparisons, weights, strict=False):
            comparison.kind, comparison.shared = one.kind, int(one.shared)
            comparison.atom[5] = -1
            for nth, atom in enumerate(one.atoms):
                comparison.atom[nth] = table.plan.place(atom)
            comparison.rarity = one.rarity.ctypes.data if one.rarity is not None else None
            comparison.rarity_of_word = one.rarity_of_word.ctypes.data if one.rarity_of_word is not None else None
            if one.nickname is not None:
                comparison.nickname, comparison.called = one.nickname.ctypes.data, nicknames.called().ctypes.data
                comparison.names = len(nicknames.called())
            comparison.weight[:] = weight.astype(np.float32).tolist()
        prior = model.prior_odds if model else 0.0
        self._table = native.Table(
            rows=table.rows.ctypes.data,
            count=table.plan.count,
            stride=table.rows.shape[1],
            comparisons=len(fields),
            plan=ctypes.cast(self._comparisons, ctypes.c_void_p),
            texts=table.plan.texts.ctypes.data,
            ways=ctypes.cast(ctypes.byref(table.ways), ctypes.c_void_p),
            prior=prior,
            kin=model.kin_odds if model else 0.0,
        )

    @property
    def here(self) -> Any:
        """Where the kernel finds it."""
        return ctypes.byref(self._table)


def walk_of(block: Block, first: int, last: int) -> native.Walk:
    """A walk over some blocks of a rule."""
    walk = native.Walk(entries=block.entries.ctypes.data, ends=block.ends.ctypes.data, first=first, last=last, every=1)
    walk.crowd, walk.neighbours, walk.slots, walk.way = block.crowd, rules.NEIGHBOURS, block.slots, block.way
    return walk


Tell = Callable[[str, int], None]
"""Progress: what, and how many."""
