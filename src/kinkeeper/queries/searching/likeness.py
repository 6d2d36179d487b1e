"""How like a name is to what somebody typed: letters dropped, doubled, changed by ear or in each other's place, words in any order.

Who is the same person in two files is another question (`queries/likely`): there a name is written once and read once, here it is typed
from memory or by ear. So of those who may be meant at all the ones are shown first whose names are typed with the fewest slips.
"""

import re
from collections.abc import Sequence

from anyascii import anyascii
from rapidfuzz.distance import OSA

BY_EAR = (("ll", "y"), ("qu", "k"), ("ph", "f"), ("h", ""), ("v", "b"), ("z", "s"), ("x", "s"), ("ce", "se"), ("ci", "si"), ("c", "k"))
EAR_TOO = (("ge", "je"), ("gi", "ji"), ("i", "y"), ("w", "u"))
"""What is written for each other by those who only hear a name, in Spanish and in the spelling of Mayan names."""
HEARD = 0.3
"""A slip of the ear, as a part of a slip of the finger."""
LEFT_OUT, TOO_MANY = 0.35, 1.5
"""A word of the name that was not typed, and one that was typed and stands in no name."""


def slips(typed: str, name: str) -> float:
    """How many slips of the finger lie between what was typed and a name, each word beside the one that it is most like."""
    words, names = _words(typed), _words(name)
    costs = sorted((_between(one, other), at, nth) for at, one in enumerate(words) for nth, other in enumerate(names))
    left, free, total = set(range(len(words))), set(range(len(names))), 0.0
    for cost, at, nth in costs:
        if at in left and nth in free and cost < TOO_MANY * 2:
            left.remove(at)
            free.remove(nth)
            total += cost
    return total + TOO_MANY * 2 * len(left) + LEFT_OUT * len(free)


def _between(one: str, other: str) -> float:
    written = OSA.distance(one, other)
    if written == 0:
        return 0.0
    heard = OSA.distance(_by_ear(one), _by_ear(other))
    return float(min(written, HEARD + heard))


def _words(text: str) -> Sequence[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"['’‘ʼ`´]", "", anyascii(text)).casefold())


def _by_ear(word: str) -> str:
    for written, heard in (*BY_EAR, *EAR_TOO):
        word = word.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", word)
