"""Figures made of rows: everybody once in a tree, or as often as it holds among flags."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kinkeeper.reports.report import Breakdown, Figure, Kind

Label = tuple[str, Any]
"""A key for programs and the words for people."""
Path = tuple[Label, ...]
"""Where one is counted: the line of level 1, below it that of level 2, and so on."""


def tree(name: str, title: Any, paths: Iterable[Path], *, order: Callable[[Path, int], Any] | None = None) -> Breakdown:
    """Everybody counted once. Lines stand by `order` of (path, count); without it the largest first."""
    ends: Counter[tuple[str, ...]] = Counter()
    named: dict[tuple[str, ...], Path] = {}
    for path in paths:
        keys = tuple([key for key, _ in path])
        ends[keys] += 1
        if keys not in named:
            named[keys] = path
    counted: Counter[Path] = Counter()
    words: dict[Path, Any] = {}
    for keys, count in ends.items():
        for depth in range(1, len(keys) + 1):
            at = tuple((key, "") for key in keys[:depth])
            counted[at] += count
            words.setdefault(at, named[keys][depth - 1][1])
    place = order or (lambda path, count: -count)
    rank = {path: (place(path, count), path[-1][0]) for path, count in counted.items()}
    ordered = sorted(counted, key=lambda path: [rank[path[:depth]] for depth in range(1, len(path) + 1)])
    figures = tuple(Figure(path[-1][0], words[path], counted[path], len(path)) for path in ordered)
    return Breakdown(name, title, Kind.TREE, ends.total(), figures)


def fixed_tree(name: str, title: Any, lines: Sequence[Label], of: Iterable[str]) -> Breakdown:
    """Everybody counted once on one of these lines, which stand in this order also where nobody is on them."""
    counted = Counter(of)
    figures = tuple(Figure(key, words, counted[key]) for key, words in lines)
    return Breakdown(name, title, Kind.TREE, sum(counted.values()), figures)


def flags(name: str, title: Any, total: int, lines: Iterable[tuple[str, Any, int]]) -> Breakdown:
    """How many of the whole each of these holds for; several may hold for one."""
    return Breakdown(name, title, Kind.FLAGS, total, tuple(Figure(key, words, count) for key, words, count in lines))


AGES: tuple[tuple[str, int, int], ...] = (("0-4", 0, 4), ("5-11", 5, 11), ("12-17", 12, 17), ("18+", 18, 200))
"""Tender age of the court's first deadline, ORR's tender age, and the rest."""


def age_group(age: int | None) -> str:
    """The group of an age in completed years; empty where the birth is not known to the day."""
    return next((name for name, youngest, oldest in AGES if age is not None and youngest <= age <= oldest), "")
