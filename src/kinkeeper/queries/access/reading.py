"""Whom a request shows: the queries note it here, and the door writes it down before anybody sees the answer."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from kinkeeper.domain.access.decisions import FieldGroup


@dataclass(slots=True)
class Reading:
    """The persons that were read for one answer, each with the groups of fields, and what was searched for."""

    persons: dict[str, set[FieldGroup]] = field(default_factory=dict)
    searched: str = ""

    @property
    def groups(self) -> tuple[str, ...]:
        """Every group of fields that was read of anybody."""
        return tuple(sorted({group.value for groups in self.persons.values() for group in groups}))


_reading: ContextVar[Reading | None] = ContextVar("reading", default=None)


@contextmanager
def reading() -> Iterator[Reading]:
    """What is read within."""
    seen = Reading()
    token = _reading.set(seen)
    try:
        yield seen
    finally:
        _reading.reset(token)


def note(persons: Collection[str], group: FieldGroup) -> None:
    """These persons are being read. Outside of a door (a job, a rebuild) nobody looks."""
    if (seen := _reading.get()) is not None:
        for person in persons:
            seen.persons.setdefault(person, set()).add(group)


def note_search(text: str) -> None:
    """This is being searched for."""
    if (seen := _reading.get()) is not None:
        seen.searched = text
