"""Small cells: what of a table of counts may be shown to everybody, so that nobody is found by it, nor by subtraction (F-43).

Of 2,816 children five were under one year old: a line of five, with a sector beside it, is a child. So a count of at least one and fewer
than the least is hidden. One hidden line alone would be the whole less the others, so where a line is hidden others of the same whole are
hidden with it, the smallest first, until they are two or more and the least together. Under a hidden line everything is hidden. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 10
"""A count from 1 to 9 is not shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a tree of counts: level 1 stands under the whole, level 2 under the last of level 1."""

    count: int
    level: int = 1


def hidden_of_tree(whole: int, lines: Sequence[Line], least: int = LEAST) -> frozenset[int]:
    """The places of the lines to hide. Everything, where the whole itself is not shown."""
    if 0 < whole < least:
        return frozenset(range(len(lines)))
    return frozenset(_hidden(lines, range(len(lines)), 1, least))


def hidden_of_flags(whole: int, counts: Sequence[int], least: int = LEAST) -> frozenset[int]:
    """The places of the flags to hide: small ones, and those that hold for all but a few."""
    if 0 < whole < least:
        return frozenset(range(len(counts)))
    return frozenset(at for at, count in enumerate(counts) if 0 < count < least or 0 < whole - count < least)


def _hidden(lines: Sequence[Line], within: range, level: int, least: int) -> set[int]:
    heads = [at for at in within if lines[at].level == level]
    hidden = _of_one_whole([lines[at].count for at in heads], least)
    found: set[int] = set()
    for place, (at, following) in enumerate(zip(heads, [*heads[1:], within.stop], strict=True)):
        below = range(at + 1, following)
        if place in hidden:
            found |= {at, *below}
        elif below:
            found |= _hidden(lines, below, level + 1, least)
    return found


def _of_one_whole(counts: Sequence[int], least: int) -> set[int]:
    hidden = {at for at, count in enumerate(counts) if 0 < count < least}
    others = sorted((at for at, count in enumerate(counts) if count >= least), key=lambda at: (counts[at], at))
    while hidden and others and (len(hidden) < 2 or sum(counts[at] for at in hidden) < least):
        hidden.add(others.pop(0))
    return hidden
