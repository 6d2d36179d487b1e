"""Work ahead: the next slice is read while the database stores the last one."""

from collections.abc import Iterator
from dataclasses import dataclass
from queue import Queue
from threading import Event, Thread
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterator[Item], most: int = 2) -> Iterator[Item]:
    """
    The same items in the same order, at most so many of them made before they are asked for.

    They are made in a thread of their own. Whatever making one raises is raised here, in its place.
    """
    made: Queue[Item | _End] = Queue(most)
    given_up = Event()
    Thread(target=_make, args=(items, made, given_up), name="ahead", daemon=True).start()
    try:
        while not isinstance(item := made.get(), _End):
            yield item
        if item.error:
            raise item.error
    finally:
        given_up.set()
        while not made.empty():
            made.get_nowait()


@dataclass(frozen=True, slots=True)
class _End:
    """No more items: there are none, or making one raised this."""

    error: BaseException | None = None


def _make(items: Iterator[Item], made: "Queue[Item | _End]", given_up: Event) -> None:
    try:
        for item in items:
            made.put(item)
            if given_up.is_set():
                return
        made.put(_End())
    except BaseException as error:  # noqa: BLE001  handed to the one who asks
        made.put(_End(error))
