"""Which pairs are worth comparing: records that agree in all parts of at least one rule.

A rule is a list of atoms. Its records are sorted by a key of them, records of one key are a block. How many pairs that will be is
counted before any is compared, and a rule that would propose too many is thinned: in a block that is a crowd each record is compared with
the next ones in the order of content only, so that equal content still meets.
"""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import product
from threading import local

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.engine import native
from kinkeeper.linkage.engine.native import at, kernel
from kinkeeper.linkage.engine.plan import MONTH_AND_DAY, WHOLE, YEAR, Plan

NEIGHBOURS = 8
"""Records of a crowd that a record is compared with."""
SMALLEST_CROWD, LARGEST_CROWD = 64, 4096
MOST_OF_A_RULE, MOST_A_RECORD = 10_000_000, 3
"""Pairs that a rule may propose of a table in all or, of a large one, a record; beyond that its crowds are thinned. What many share says
little there, and of each pair that is worth a look some other rule proposes most: at five million records the same given name and surname
alone propose half of all pairs, and without its crowds more persons are right."""
MOST_ASKED_FOR = 400
"""Pairs a record that a rule may propose which was asked for by name."""

PARTS = {"year": ("born", YEAR), "day": ("born", MONTH_AND_DAY)}
"""Parts that are a piece of an atom."""
EITHER = "surname"
"""A part that is met by either surname of one with either of the other."""

STANDARD = (
    ("given", "surname1"),
    ("born", "surname1"),
    ("born", "given3"),
    ("surname1", "surname2", "year"),
    ("born", "place"),
    ("day", "given1", "surname1_3"),
    ("given1", "surname1", "place"),
    ("given1", "year", "place"),
)
"""Eight narrow rules, about four pairs a record at a million."""
WIDE = (("born",), ("given", "surname1"), ("surname1", "surname2", "year"), *STANDARD[5:])
"""All who were born on one day meet, about 38 pairs a record at a million."""
BEST = (
    ("number",),
    ("email",),
    ("phone",),
    ("born", EITHER),
    ("born", "given3"),
    ("born", "place"),
    ("surname1", "surname2", "year"),
    ("given_sound", EITHER, "year"),
    ("given1", EITHER, "place"),
    ("given1", "year", "place"),
    ("day", "surname1", "place"),
    ("surname1", "surname2", "given_sound"),
    ("surname1", "surname2", "day"),
    ("surname1", "year", "place"),
    ("given", "surname1"),
    ("postcode", "given1"),
    ("postcode", "surname1"),
    ("postcode", "year"),
    ("street", "given1"),
    ("street", "surname1"),
    ("street", "year"),
    ("full_name",),
)
LOOSE = (
    ("born",),
    ("surname1",),
    ("surname2",),
    ("given",),
    ("given1",),
    ("given_sound",),
    ("surname1_sound",),
    ("postcode",),
    ("street",),
    ("place", "year"),
    ("place", "surname1_3"),
    ("place", "given3"),
    ("given3", "surname1_3"),
    ("given3", "year"),
    ("surname1_3", "year"),
    ("given3", "day"),
    ("surname1_3", "day"),
)
"""Rules for a small table, where they propose few pairs a record; in a large one they would propose too many, and are left out."""
FAMILY = (("surname1", "surname2", "place"), ("surname1", "postcode"), ("surname1", "place"), ("surname1", "street"))
"""Pairs that agree on what a family shares; looked at only to learn how many relatives there are."""
SMALL = 300_000
"""Records of a small table at most."""
FEW = 400_000
"""Pairs that a loose rule may propose."""
FALLBACK = ("given", "surname1", "born", "place", "postcode", "street", "number")
"""Atoms that are rules by themselves where no rule of several fits the table."""


@dataclass(frozen=True, slots=True)
class Block:
    """A rule's records in blocks: entries in the order of their keys, and where each block ends."""

    rule: native.Rule
    name: str
    entries: NDArray[np.uint64]
    ends: NDArray[np.int64]
    way: int
    crowd: int
    pairs_by_block: NDArray[np.int64]
    """How many pairs each block proposes, those included that an earlier rule proposed."""

    @property
    def slots(self) -> int:
        """Entries that one record can have."""
        return 2 if self.rule.twin >= 0 else 1


def proposed(sizes: NDArray[np.int64], crowd: int) -> NDArray[np.int64]:
    """Pairs proposed by blocks of these sizes."""
    return np.where(sizes > crowd, sizes * NEIGHBOURS, sizes * (sizes - 1) // 2)


# From names to rules


def loose_rules(plan: Plan) -> tuple[tuple[str, ...], ...]:
    """The loose rules that may propose few enough pairs of this table; a first look, by how often their values meet."""
    if plan.count > SMALL:
        return ()
    known = (parts for parts in LOOSE if all(_atoms(plan, part) for part in parts))
    return tuple(parts for parts in known if meeting(plan, parts) * plan.contents**2 / 2 <= FEW)


def meeting(plan: Plan, parts: tuple[str, ...]) -> float:
    """How often two records agree on all parts, if these did not depend on each other."""
    chance = 1.0
    for part in parts:
        mask = PARTS.get(part, (part, WHOLE))[1]
        codes, values = plan.atoms[next(iter(_atoms(plan, part)))]
        keys, inverse = np.unique(values.view(np.uint32) & np.uint32(mask), return_inverse=True)
        counts = np.bincount(inverse, weights=np.bincount(codes, minlength=len(values)))
        counts[keys == 0] = 0
        chance *= float(((counts / max(plan.count, 1)) ** 2).sum())
    return chance


def make_rules(plan: Plan, named: tuple[tuple[str, ...], ...]) -> list[tuple[str, native.Rule]]:
    """The rules whose atoms the table has; where none fits, what there is alone."""
    rules = [rule for parts in named for rule in rules_of(plan, parts)]
    return rules or [rule for part in FALLBACK for rule in rules_of(plan, (part,))]


def rules_of(plan: Plan, parts: tuple[str, ...]) -> list[tuple[str, native.Rule]]:
    """A rule for each choice of columns where several hold what a part names."""
    choices = [_atoms(plan, part) for part in parts]
    return [(" + ".join(parts), _rule(plan, parts, atoms)) for atoms in product(*choices)]


def _atoms(plan: Plan, part: str) -> list[str]:
    if part == EITHER:
        return ["surname1"] if plan.has("surname1") else []
    atom = PARTS.get(part, (part, WHOLE))[0]
    return [atom] if plan.has(atom) else [name for name in plan.atoms if name.startswith(f"{atom}:")]


def _rule(plan: Plan, parts: tuple[str, ...], atoms: tuple[str, ...]) -> native.Rule:
    rule = native.Rule(parts=len(parts), twin=-1, other=-1)
    for nth, (part, atom) in enumerate(zip(parts, atoms, strict=True)):
        rule.atom[nth], rule.mask[nth] = plan.place(atom), PARTS.get(part, (part, WHOLE))[1]
        if part == EITHER:
            rule.twin, rule.other = nth, plan.place("surname2")
    return rule


def make_ways(rules: list[native.Rule]) -> tuple[native.Ways, list[int]]:
    """All ways of agreeing, in the order of the rules, and the first way of each rule."""
    ways = native.Ways()
    pieces: dict[tuple[int, int, int], int] = {}
    starts = []
    for rule in rules:
        starts.append(ways.ways)
        for one, other in product((0, 1), repeat=2) if rule.twin >= 0 else ((0, 0),):
            need = 0
            for nth in range(rule.parts):
                left, right = (rule.other if slot and nth == rule.twin else rule.atom[nth] for slot in (one, other))
                whole = left == right < native.WHOLE_ATOMS and rule.mask[nth] == WHOLE
                piece = (left, right, rule.mask[nth])
                need |= 1 << (left if whole else native.WHOLE_ATOMS + pieces.setdefault(piece, len(pieces)))
            ways.need[ways.ways] = need
            ways.ways += 1
    for (left, right, mask), nth in pieces.items():
        ways.left[nth], ways.right[nth], ways.mask[nth] = left, right, mask
    ways.pieces = len(pieces)
    return ways, starts


# From rules to blocks

Named = tuple[str, native.Rule]
Entries = NDArray[np.uint64]


def block_makers(rules: list[Named], ways: list[int], rows: NDArray[np.int32], most: int) -> list[Callable[[], Block]]:
    """What makes the blocks of each rule, thinned until it proposes at most `most` pairs; a thread sorts its rules in the same memory."""
    slots = max((2 if rule.twin >= 0 else 1 for _, rule in rules), default=1)
    here = local()

    def make(named: Named, way: int) -> Block:
        room: Room = here.__dict__.get("room") or Room(len(rows) * slots)
        here.room = room
        (entries,) = entries_of([named], rows, [room.entries])
        return make_block(named, way, (rows, entries), most, room)

    return [partial(make, named, way) for named, way in zip(rules, ways, strict=True)]


class Room:
    """Memory to sort entries in, one rule after the other: memory that is used again costs nothing, new memory much."""

    def __init__(self, count: int) -> None:
        self.entries, self.spare = np.empty(count, dtype=np.uint64), np.empty(count, dtype=np.uint64)
        self.ends = np.empty(count // 2 + 1, dtype=np.int64)
        self.seen = np.empty(1 << max(10, (count * 2).bit_length() - 2), dtype=np.uint8)


def entries_of(rules: list[Named], rows: NDArray[np.int32], room: list[Entries] | None = None) -> list[Entries]:
    """For each rule the records that have a key of it, with their keys, in one pass over the rows; in the memory given, if any is."""
    count, stride = rows.shape
    laid = (native.Rule * max(len(rules), 1))(*(rule for _, rule in rules))
    room = room or [np.empty(count * (2 if rule.twin >= 0 else 1), dtype=np.uint64) for _, rule in rules]
    found = np.zeros(len(rules), dtype=np.int64)
    to = (ctypes.c_void_p * max(len(rules), 1))(*(one.ctypes.data for one in room))
    arguments = laid, ctypes.c_int32(len(rules)), at(rows), ctypes.c_int64(count), ctypes.c_int32(stride), to, at(found)
    kernel().entries_of(*arguments)
    return [one[:kept] for one, kept in zip(room, found.tolist(), strict=True)]


def make_block(named: Named, way: int, keyed: tuple[NDArray[np.int32], Entries], most: int, room: Room) -> Block:
    """The blocks of a rule, thinned until they propose at most `most` pairs; the entries are sorted where they lie."""
    (name, rule), (rows, entries) = named, keyed
    kept, slots = len(entries), 2 if rule.twin >= 0 else 1
    size = 1 << max(12, (kept * 2).bit_length())
    kept = int(kernel().without_lonely(at(entries), ctypes.c_int64(kept), at(room.seen), ctypes.c_int64(size)))
    kernel().sort_entries(at(entries), at(room.spare), ctypes.c_int64(kept))
    blocks = int(kernel().blocks_of(at(entries), ctypes.c_int64(kept), at(room.ends)))
    entries, ends = entries[: int(room.ends[blocks - 1]) if blocks else 0].copy(), room.ends[:blocks].copy()
    crowd, pairs = _crowd(np.diff(ends, prepend=0), most)
    arguments = ctypes.c_int32(rows.shape[1]), ctypes.c_int32(slots), at(entries), at(ends), ctypes.c_int64(blocks), ctypes.c_int64(crowd)
    kernel().order_crowds(at(rows), *arguments)
    return Block(rule, name, entries, ends, way, crowd, pairs)


def most_pairs(named: tuple[tuple[str, ...], ...], count: int) -> int:
    """How many pairs each rule may propose of so many records."""
    return max(MOST_OF_A_RULE, MOST_A_RECORD * count) if named is BEST else MOST_ASKED_FOR * count


def _crowd(sizes: NDArray[np.int64], most: int) -> tuple[int, NDArray[np.int64]]:
    """The largest size of a block in which all pairs are compared, and how many pairs each block then proposes."""
    crowd = LARGEST_CROWD
    pairs = proposed(sizes, crowd)
    while crowd > SMALLEST_CROWD and int(pairs.sum()) > most:
        crowd //= 2
        pairs = proposed(sizes, crowd)
    return crowd, pairs
