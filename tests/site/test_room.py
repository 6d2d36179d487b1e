"""What is called with room takes no longer for lying deeper."""

import time
from collections.abc import Callable
from functools import partial

from kinkeeper.site.room import with_room

DEPTHS = 400
"""So many calls fill several of the interpreter's pieces."""


def often() -> float:
    """How long a loop that calls takes, in seconds of the processor."""
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        for _ in range(300):
            nothing()
        best = min(best, time.process_time() - started)
    return best


def nothing() -> None:
    return None


def deeper(depth: int, call: Callable[[], float]) -> float:
    return deeper(depth - 1, call) if depth else call()


def test_a_loop_takes_as_long_at_any_depth() -> None:
    taken = sorted(with_room(partial(deeper, depth, often)) for depth in range(DEPTHS))
    assert taken[-1] < 5 * taken[DEPTHS // 2], "at an edge each call would take twenty times as long"


def test_what_is_called_answers_and_what_it_raises_comes_through() -> None:
    assert with_room(lambda: 3) == 3
    try:
        with_room(lambda: 1 // 0)
    except ZeroDivisionError as error:
        assert error.__traceback__ is not None
