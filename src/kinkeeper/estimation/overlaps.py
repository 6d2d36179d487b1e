"""Who stands on which of several lists: how many on each combination, and what that can carry."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

MOST_LISTS = 5
"""With more the number of ways in which lists may depend on each other is out of reach (822 decomposable graphs of five, 18,154 of six)."""

FEWEST_ON_TWO = 10
"""Fewer who stand on two lists or more say next to nothing about those on none."""


@dataclass(frozen=True, slots=True)
class Overlaps:
    """
    How many stand on each combination of lists. `counts[h]` is of combination `h`, whose bit `i` says whether list `i` has them.

    `counts[0]`, those on no list, is what nobody knows: it is 0 here and nothing reads it.
    """

    names: tuple[str, ...]
    counts: tuple[int, ...]

    @property
    def lists(self) -> int:
        """How many lists there are."""
        return len(self.names)

    @property
    def seen(self) -> int:
        """How many stand on at least one."""
        return sum(self.counts[1:])

    def on(self, lists: int) -> int:
        """How many stand on exactly so many lists."""
        return sum(count for h, count in enumerate(self.counts) if h and h.bit_count() == lists)

    def on_both(self, one: int, other: int) -> int:
        """How many stand on two lists, whatever others they are on."""
        return sum(count for h, count in enumerate(self.counts) if h >> one & 1 and h >> other & 1)

    def size_of(self, one: int) -> int:
        """How many stand on a list."""
        return sum(count for h, count in enumerate(self.counts) if h >> one & 1)


def overlaps_of(names: Sequence[str], persons: Iterable[Iterable[str]]) -> Overlaps:
    """The overlaps of persons, each told by the names of the lists that have them; who is on none is left out."""
    place = {name: 1 << at for at, name in enumerate(names)}
    counted = Counter(sum(place[name] for name in set(lists)) for lists in persons)
    return Overlaps(tuple(names), (0, *(counted[h] for h in range(1, 1 << len(names)))))


def why_not(told: Overlaps) -> str:
    """Why these overlaps cannot carry an estimate, as a sentence; empty where they can."""
    if told.lists < 3:
        return f"There are {told.lists} lists. How lists depend on each other can be told from three on."
    if told.lists > MOST_LISTS:
        return f"There are {told.lists} lists, and at most {MOST_LISTS} can be compared. Put those together that come from one source."
    empty = [name for at, name in enumerate(told.names) if not told.size_of(at)]
    if empty:
        return f"Nobody stands on {empty[0]}."
    alone = [name for at, name in enumerate(told.names) if not any(told.on_both(at, other) for other in range(told.lists) if other != at)]
    if alone:
        return f"Nobody on {alone[0]} stands on any other list: nothing links it to the others."
    shared = sum(told.on(lists) for lists in range(2, told.lists + 1))
    if shared < FEWEST_ON_TWO:
        return f"Only {shared} stand on two lists or more; fewer than {FEWEST_ON_TWO} say next to nothing of those on none."
    without = [(one, other) for one, other in combinations(range(told.lists), 2) if not told.on_both(one, other)]
    pairs = told.lists * (told.lists - 1) // 2
    if 2 * len(without) > pairs:
        return f"{len(without)} of {pairs} pairs of lists have nobody in common: the lists hardly meet."
    return ""
