"""Work ahead: the next slice is read while the database stores the last one."""

from collections.abc import Iterator
from queue import Queue
from threading import Event, Thread
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterator[Item], most: int = 2) -> Iterator[Item]:
    """
    The same items in the same order, at most so many of them made before they are asked for.

    They are made in a thread of their own. Whatever making one raises is raised here, in its place.
    """
    made: Queue[tuple[Item | None, BaseException | None]] = Queue(most)
    given_up = Event()

    def make() -> None:
        try:
            for item in items:
                made.put((item, None))
                if given_up.is_set():
                    return
            made.put((None, StopIteration()))
        except BaseException as error:  # noqa: BLE001  handed to the one who asks
            made.put((None, error))

    Thread(target=make, name="ahead", daemon=True).start()
    try:
        while True:
            item, error = made.get()
            if isinstance(error, StopIteration):
                return
            if error is not None:
                raise error
            yield item  # type: ignore[misc]
    finally:
        given_up.set()
        while not made.empty():
            made.get_nowait()
