"""Room for what is called: the interpreter keeps the frames of calls in pieces of 16 KB, and asks the system for each piece anew.

Where the edge of a piece falls into a loop, each call in it fetches a piece of memory and gives it back: a page of children apart takes
28 ms of processor time or 54, by how many calls lie above it. A frame that needs more than a piece is given one as large as it takes, and
what is called from there finds its room in the rest of it.
"""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

VALUES = 33_000
"""How many values the frame says it needs: it is given 512 KB and leaves half of it. What is not used is not fetched."""


def with_room(call: Callable[[], T]) -> T:
    """What this call answers, with room for all that it calls in one piece."""
    return call()


with_room.__code__ = with_room.__code__.replace(co_stacksize=VALUES)
