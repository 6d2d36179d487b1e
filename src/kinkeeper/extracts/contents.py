"""What a column holds, told from its cells: how a header nobody has seen before is still understood."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from kinkeeper.extracts import cells as read
from kinkeeper.extracts.moments import Unreadable, read_moment

LOOK_AT = 100
ENOUGH = 0.8
"""A column holds what so large a share of its cells can be read as."""
NAME = re.compile(r"[^\W\d_][^\d_]*(?:\([^)]*\)[^\d]*)*", re.UNICODE)
FEW = 0.3
"""Names are mostly different from one another; codes and places repeat."""

TESTS: tuple[tuple[str, Callable[[str], Any]], ...] = (
    ("a_number", read.read_a_number),
    ("date", read_moment),
    ("sex", read.read_sex),
    ("age", read.read_age),
    ("country", read.read_country),
    ("relation", read.read_relation),
)


def contents_of(cells: Iterable[str]) -> frozenset[str]:
    """What the cells of a column can be: any of the kinds of `Layout.holds`. Empty where the column says nothing."""
    given = [cell.strip() for cell in cells if not read.is_nothing(cell)][:LOOK_AT]
    if not given:
        return frozenset()
    found = {kind for kind, test in TESTS if _share(given, test) >= ENOUGH}
    if not found and _share(given, _name) >= ENOUGH and len(set(given)) >= FEW * len(given):
        found.add("name")
    return frozenset(found)


def _share(cells: list[str], test: Callable[[str], Any]) -> float:
    failed = 0
    for cell in cells:
        try:
            test(cell)
        except Unreadable:
            failed += 1
            if failed > len(cells) * (1 - ENOUGH):
                break
    return 1 - failed / len(cells)


def _name(text: str) -> None:
    plain = read.A_NUMBER.sub("", text)
    if not NAME.fullmatch(plain) or len(plain.split()) > 24:
        raise Unreadable("This is not a name.")
