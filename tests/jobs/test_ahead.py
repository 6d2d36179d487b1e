import threading
import time
from collections.abc import Iterator

import pytest

from kinkeeper.jobs.ahead import ahead


def test_the_same_items_in_the_same_order() -> None:
    assert list(ahead(iter(range(1_000)))) == list(range(1_000))


def test_an_error_stands_where_the_item_would() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise LookupError("row 2")

    made = ahead(items())
    assert next(made) == 1
    with pytest.raises(LookupError, match="row 2"):
        next(made)


def test_no_more_than_so_many_are_made_before_they_are_asked_for() -> None:
    made: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    waiting = ahead(items(), most=2)
    next(waiting)
    time.sleep(0.2)
    assert len(made) <= 5
    waiting.close()  # type: ignore[attr-defined]


def test_whoever_stops_asking_leaves_no_thread_behind() -> None:
    started = ahead(iter(range(100)))
    next(started)
    started.close()  # type: ignore[attr-defined]
    until = time.monotonic() + 5
    while any(thread.name == "ahead" for thread in threading.enumerate()) and time.monotonic() < until:
        time.sleep(0.01)
    assert not any(thread.name == "ahead" for thread in threading.enumerate())
