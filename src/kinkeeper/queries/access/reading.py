"""Whom an answer shows: every query says which persons it hands out, and the door writes that down before anybody sees the answer.

Each public query is either `shows(...)` some groups of fields of the persons it returns, or `shows_nobody(why)`; a test fails where one is
neither. Whom a query returns is read from what it returns, so that it cannot be forgotten.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import cache, wraps
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar, get_args, get_origin, get_type_hints

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
NAMING = PERSONS | RECORDS


@dataclass(slots=True)
class Reading:
    """The persons and records that were read for one answer, every group of fields of any of them; and what was searched for."""

    persons: set[str] = field(default_factory=set)
    records: set[str] = field(default_factory=set)
    groups: set[FieldGroup] = field(default_factory=set)
    searched: str = ""

    def add(self, found: Iterable[tuple[bool, str]], groups: Iterable[FieldGroup]) -> None:
        """These persons, and these records where True stands before the number, are shown, and these groups of fields of them."""
        for is_record, number in found:
            (self.records if is_record else self.persons).add(number)
            self.groups.update(groups)

    def read_persons(self) -> tuple[str, ...]:
        """The persons read, those of the records among them; a record that is nobody's yet by its own number."""
        whose = _whose(self.records) if self.records else {}
        return tuple(sorted({*self.persons, *(whose.get(record, record) for record in self.records)}))

    def forget(self) -> None:
        """What was read so far is written down."""
        self.persons.clear()
        self.records.clear()
        self.groups.clear()
        self.searched = ""

    def said(self, door: str) -> tuple[list[Fact], tuple[str, ...]]:
        """What the access log says of it, and whom it is found by; nothing where nobody was read and nothing searched for."""
        persons = self.read_persons()
        said: list[Fact] = [Searched(self.searched, len(persons))] if self.searched else []
        groups = tuple(sorted(group.value for group in self.groups))
        return said + ([PersonsRead(door, groups, persons)] if persons else []), persons


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
        seen.add(((False, person) for person in persons), [group])


def note_search(text: str) -> None:
    """This is being searched for."""
    if (seen := _reading.get()) is not None:
        seen.searched = text


def persons_in(value: Any) -> set[tuple[bool, str]]:
    """Every person's number in what a query returns, and, with True before it, every record's."""
    found: set[tuple[bool, str]] = set()
    _look_into(value, "", found)
    return found


def _look_into(value: Any, name: str, found: set[tuple[bool, str]]) -> None:
    """Add whom a value names that stands in a member of this name."""
    kind: type = type(value)
    if isinstance(value, str):
        if value and name in NAMING:
            found.add((name in RECORDS, value))
    elif held := _held_by(kind):
        for inner in held(value):
            _look_into(inner, name, found)
    else:
        for member in members_that_name(kind):
            if inner := getattr(value, member):
                _look_into(inner, member, found)


@cache
def _held_by(kind: type) -> Callable[[Any], Iterable[Any]] | None:
    """What a value of this type holds one by one; None where it holds nothing but its members."""
    if issubclass(kind, dict | MappingProxyType):
        return kind.values
    return iter if issubclass(kind, list | tuple | set | frozenset) else None


@cache
def members_that_name(kind: type) -> tuple[str, ...]:
    """The members of what a query returns in which somebody's number can stand, by their names and types: most of all hold none."""
    return tuple(name for name, hint in _members(kind).items() if name in NAMING or _may_name(hint, frozenset()))


def _members(kind: type) -> dict[str, Any]:
    every = (*getattr(kind, "__dataclass_fields__", ()), *getattr(kind, "__struct_fields__", ()))
    hints = get_type_hints(kind) if every else {}
    return {name: hints[name] for name in every}


def _may_name(hint: Any, within: frozenset[type]) -> bool:
    """Whether a value of this type may have a member that names somebody; of what is not known to have none it is said."""
    if parts := [one for one in get_args(hint) if one is not Ellipsis]:
        return any(_may_name(one, within) for one in parts) or bool(_members(get_origin(hint)))
    if not isinstance(hint, type):
        return True
    if hint in NAMELESS or hint in within or issubclass(hint, Enum):
        return False
    members = _members(hint)
    if not members or hint.__subclasses__():
        return True
    return any(name in NAMING or _may_name(one, within | {hint}) for name, one in members.items())


NAMELESS = frozenset({str, int, float, bool, date, datetime, type(None)})
"""What names nobody where the member that holds it is not one of those that do."""


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
                seen.add(who(found), groups)
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
