"""Small cells: what of a table of counts may be shown to everybody, so that nobody is found by it, nor by subtraction (F-43).

Of 2,816 children five were under one year old: a line of five, with a sector beside it, is a child. So a count of at least one and fewer
than the least is hidden. One hidden line alone would be the whole less the others, so where a line is hidden others of the same whole are
hidden with it, the smallest first, until they are two or more and the least together. Under a hidden line everything is hidden. Pure.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

LEAST = 10
"""A count from 1 to 9 is not shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a tree of counts: level 1 stands under the whole, level 2 under the last of level 1."""

    count: int
    level: int = 1


def hidden_of_tree(whole: int, lines: Sequence[Line], least: int = LEAST, also: Collection[int] = ()) -> frozenset[int]:
    """The places of the lines to hide, those of a number in `also` among them. Everything, where the whole itself is not shown."""
    if 0 < whole < least:
        return frozenset(range(len(lines)))
    return frozenset(_hidden(lines, range(len(lines)), 1, _Rule(least, frozenset(also))))


def hidden_of_flags(whole: int, counts: Sequence[int], least: int = LEAST, also: Collection[int] = ()) -> frozenset[int]:
    """The places of the flags to hide: small ones, those that hold for all but a few, and those of a number in `also` or of its rest."""
    if 0 < whole < least:
        return frozenset(range(len(counts)))
    rule = _Rule(least, frozenset(also))
    return frozenset(at for at, count in enumerate(counts) if rule.hides(count) or rule.hides(whole - count))


@dataclass(frozen=True, slots=True)
class _Rule:
    least: int
    also: frozenset[int]

    def hides(self, count: int) -> bool:
        return 0 < count < self.least or count in self.also


def _hidden(lines: Sequence[Line], within: range, level: int, rule: _Rule) -> set[int]:
    heads = [at for at in within if lines[at].level == level]
    hidden = _of_one_whole([lines[at].count for at in heads], rule)
    found: set[int] = set()
    for place, (at, following) in enumerate(zip(heads, [*heads[1:], within.stop], strict=False)):
        below = range(at + 1, following)
        if place in hidden:
            found |= {at, *below}
        elif below:
            found |= _hidden(lines, below, level + 1, rule)
    return found


def _of_one_whole(counts: Sequence[int], rule: _Rule) -> set[int]:
    hidden = {at for at, count in enumerate(counts) if rule.hides(count)}
    others = sorted((at for at, count in enumerate(counts) if count and at not in hidden), key=lambda at: (counts[at], at))
    while hidden and others and (len(hidden) < 2 or sum(counts[at] for at in hidden) < rule.least):
        hidden.add(others.pop(0))
    return hidden
