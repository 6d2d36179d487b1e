"""Names that last: a group found anew keeps the name it had, as far as it is the same group."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence


def lasting_names(groups: Sequence[Sequence[str]], known: Mapping[str, str], make: Callable[[str, int], str]) -> list[str]:
    """
    A name for each group of things.

    `known` says which name each thing went by. A group keeps the name that most of its things went by;
    where two groups want one name, the one with more of its things gets it. Others get a new one from
    `make(first thing, attempt)`, tried with rising attempts until it is free.
    """
    wishes = [Counter(known[thing] for thing in group if thing in known) for group in groups]
    names: list[str] = [""] * len(groups)
    taken = set(known.values())
    given: set[str] = set()
    offers = sorted((-count, min(groups[at]), name, at) for at, wish in enumerate(wishes) for name, count in wish.items())
    for _, _, name, at in offers:
        if not names[at] and name not in given:
            names[at] = name
            given.add(name)
    for at in sorted(range(len(groups)), key=lambda at: min(groups[at])):
        attempt = 0
        while not names[at]:
            name = make(min(groups[at]), attempt)
            names[at] = "" if name in taken else name
            attempt += 1
        taken.add(names[at])
    return names
