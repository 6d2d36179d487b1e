"""Whom an answer shows: every query says which persons it hands out, and the door writes that down before anybody sees the answer.

Each public query is either `shows(...)` some groups of fields of the persons it returns, or `shows_nobody(why)`; a test fails where one is
neither. Whom a query returns is read from what it returns, so that it cannot be forgotten.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection

from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.access.log import PersonsRead, Searched
from kinkeeper.domain.facts import Fact

P = ParamSpec("P")
T = TypeVar("T")

PERSONS = frozenset({"person_id", "person", "persons", "child", "children", "adult", "adults", "about", "matched"})
"""Members of what queries return that hold persons' numbers, or persons."""

RECORDS = frozenset({"record_id", "inquiry_id"})
"""Members that hold the number of a record or of an inquiry: somebody who may not be anybody's person yet."""


@dataclass(slots=True)
class Reading:
    """The persons that were read for one answer, each with the groups of fields; records; and what was searched for."""

    persons: dict[str, set[FieldGroup]] = field(default_factory=dict)
    records: dict[str, set[FieldGroup]] = field(default_factory=dict)
    searched: str = ""

    @property
    def groups(self) -> tuple[str, ...]:
        """Every group of fields that was read of anybody."""
        everybody = [*self.persons.values(), *self.records.values()]
        return tuple(sorted({group.value for groups in everybody for group in groups}))

    def read_persons(self) -> tuple[str, ...]:
        """The persons read, those of the records among them; a record that is nobody's yet by its own number."""
        whose = _whose(set(self.records)) if self.records else {}
        return tuple(sorted({*self.persons, *(whose.get(record, record) for record in self.records)}))

    def forget(self) -> None:
        """What was read so far is written down."""
        self.persons.clear()
        self.records.clear()
        self.searched = ""

    def said(self, door: str) -> tuple[list[Fact], tuple[str, ...]]:
        """What the access log says of it, and whom it is found by; nothing where nobody was read and nothing searched for."""
        persons = self.read_persons()
        said: list[Fact] = [Searched(self.searched, len(persons))] if self.searched else []
        return said + ([PersonsRead(door, self.groups, persons)] if persons else []), persons


_reading: ContextVar[Reading | None] = ContextVar("reading", default=None)


@contextmanager
def reading() -> Iterator[Reading]:
    """What is read within."""
    seen = Reading()
    with _into(seen):
        yield seen


@contextmanager
def unseen() -> Iterator[None]:
    """What is read within is shown to nobody: the program asks for itself."""
    with _into(None):
        yield


@contextmanager
def _into(seen: Reading | None) -> Iterator[None]:
    token = _reading.set(seen)
    try:
        yield
    finally:
        _reading.reset(token)


def note(persons: Collection[str], group: FieldGroup) -> None:
    """These persons, or rows of this file that are nobody's yet, are being shown. Outside of a door (a job, a rebuild) nobody looks."""
    if (seen := _reading.get()) is not None:
        for person in persons:
            seen.persons.setdefault(person, set()).add(group)


def note_search(text: str) -> None:
    """This is being searched for."""
    if (seen := _reading.get()) is not None:
        seen.searched = text


def persons_in(value: Any) -> Iterator[tuple[bool, str]]:
    """Every person's number in what a query returns, and, with True before it, every record's."""
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        name, one = waiting.pop()
        if isinstance(one, str):
            if one and (name in PERSONS or name in RECORDS):
                yield name in RECORDS, one
        elif isinstance(one, Mapping):
            waiting += [(name, inner) for inner in one.values()]
        elif isinstance(one, list | tuple | set | frozenset):
            waiting += [(name, inner) for inner in one]
        else:
            for member, names in _members(type(one)):
                inner = getattr(one, member)
                if inner and (names or type(inner) not in NAMELESS):
                    waiting.append((member, inner))


NAMELESS = frozenset({str, int, float, bool, date, datetime})
"""What names nobody where the member that holds it is not one of those that do: most of all that is handed out."""


_MEMBERS: dict[type, tuple[tuple[str, bool], ...]] = {}


def _members(kind: type) -> tuple[tuple[str, bool], ...]:
    """The members of what a query returns, and whether each may hold somebody's number."""
    if kind not in _MEMBERS:
        every = (*getattr(kind, "__dataclass_fields__", ()), *getattr(kind, "__struct_fields__", ()))
        _MEMBERS[kind] = tuple((name, name in PERSONS or name in RECORDS) for name in every)
    return _MEMBERS[kind]


def keys(value: Mapping[str, Any]) -> Iterator[tuple[bool, str]]:
    """The persons of a query that returns a mapping from persons."""
    return ((False, person) for person in value)


def told_already(_value: Any) -> Iterable[tuple[bool, str]]:
    """Nobody: the query knows whom it is asked about, and notes them itself."""
    return ()


def shows(*groups: FieldGroup, who: Callable[[Any], Iterable[tuple[bool, str]]] = persons_in) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A query that shows these groups of fields of the persons that it returns."""

    def of(query: Callable[P, T]) -> Callable[P, T]:
        @wraps(query)
        def noted(*args: P.args, **kwargs: P.kwargs) -> T:
            found = query(*args, **kwargs)
            if (seen := _reading.get()) is not None:
                for is_record, number in who(found):
                    (seen.records if is_record else seen.persons).setdefault(number, set()).update(groups)
            return found

        noted.__dict__["shows"] = groups
        return noted

    return of


def shows_nobody(why: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A query of whose answer nobody is shown, and why: what it asks of others on the way is not noted either."""

    def of(query: Callable[P, T]) -> Callable[P, T]:
        @wraps(query)
        def unnoted(*args: P.args, **kwargs: P.kwargs) -> T:
            with unseen():
                return query(*args, **kwargs)

        unnoted.__dict__["shows"] = why
        return unnoted

    return of


def _whose(records: Collection[str]) -> dict[str, str]:
    """Record -> person, for whoever looks: what is written down is known in full."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT record_id, person_id FROM public.membership WHERE until IS NULL AND record_id = ANY(%s)", [sorted(records)])
        return dict(cursor.fetchall())
