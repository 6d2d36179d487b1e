"""Names as they were received, made safe to stand among other words."""

import unicodedata

from kinkeeper.queries.portraits import Portrait

LONGEST, LONGEST_GIVEN = 80, 30
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
TURNS = frozenset({"R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "RLI", "LRI", "FSI", "PDF", "PDI"})
"""Kinds of characters that may turn the direction of what stands after them."""


def shown(name: str, most: int = LONGEST) -> str:
    """The name, cut with dots where nobody is called anything so long, and kept from turning the words around it."""
    whole = name if len(name) <= most else name[: most - 1] + "…"
    if any(unicodedata.bidirectional(letter) in TURNS for letter in whole):
        return f"{FIRST_STRONG_ISOLATE}{whole}{POP_ISOLATE}"
    return whole


def full(portrait: Portrait) -> str:
    """The whole name; the person's number where no source gives one."""
    return shown(portrait.name or portrait.person_id)


def called(portrait: Portrait) -> str:
    """The given name, for use inside the family."""
    return shown(portrait.called, LONGEST_GIVEN)
