"""A lot among many: which of those left apart are read as well, so that what is missed is known.

The lot is the hash of what a thing is known by: whoever draws it again draws the same things, and no
score has a say in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

BANDS = ((0.02, 0.2), (0.001, 0.02))
"""Probabilities between which pairs are left apart: the nearer to the threshold, the more is missed, so each band has a lot of its own."""
DRAWN = 40
"""How many of a band are read."""
ASKED_FROM = BANDS[0][1]
"""Below it a pair is left apart unread; from here a person is asked."""
SURE_FROM = 0.9
"""From here the machine's word is used without waiting for a person (contract)."""


@dataclass(frozen=True, slots=True)
class Band:
    """The pairs left apart between two probabilities: how many, and the places of those drawn."""

    least: float
    below: float
    population: int
    drawn: tuple[int, ...]


def draw(keys: Sequence[str], number: int = DRAWN) -> list[int]:
    """The places of up to `number` of these, drawn by lot."""
    return sorted(sorted(range(len(keys)), key=lambda at: sha256(f"control:{keys[at]}".encode()).digest())[:number])


def draw_bands(probabilities: Sequence[float], keys: Sequence[str]) -> list[Band]:
    """A lot of each band; `drawn` are places in what was given."""
    found = []
    for least, below in BANDS:
        within = [at for at, one in enumerate(probabilities) if least <= one < below]
        found.append(Band(least, below, len(within), tuple(within[at] for at in draw([keys[at] for at in within]))))
    return found
