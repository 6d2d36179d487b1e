"""What staff can say, by name: one form for the command line and the pages alike, made from the command itself.

A saying's fields are those of its command, those of the thing in it laid open. The name of who says it is filled in, and so is
a new thing's id, so that nobody can say it for another, nor number it wrong.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from secrets import token_hex
from typing import Any, TypeVar, get_type_hints

import msgspec

from kinkeeper.domain.access import Actor
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.requests import Receipt, Request
from kinkeeper.gateway import submit
from kinkeeper.queries.requests import find_receipt
from kinkeeper.queries.things import list_things

Thing = TypeVar("Thing")

FILLED_IN = frozenset(
    {
        "by",
        "raised_by",
        "closed_by",
        "closed_because",
        "answered",
        "answered_at",
        "answered_by",
        "granted_by",
        "revoked_because",
    }
)
"""What nobody types: who says it, and what only another command can change."""


@dataclass(frozen=True)
class Saying:
    """One thing that staff can say."""

    name: str
    command: type
    new_id: str = ""
    """The field that gets a new id where none is given."""
    prefix: str = ""
    parts: tuple[tuple[str, bool], ...] = ()
    """Field and whether it is needed, where the command is not asked for field by field."""
    make: Callable[[Mapping[str, str], Actor], Any] | None = None
    """What makes the command then."""

    @cached_property
    def asked(self) -> dict[str, "Asked"]:
        """Field -> what is asked for, in order."""
        if self.parts:
            return {name: Asked(name, str, needed, (name,)) for name, needed in self.parts}
        return {one.name: one for one in _asked(self.command) if one.name != self.new_id}


@dataclass(frozen=True, slots=True)
class Asked:
    """A field: its type, whether it may stay empty, and in which parts of the command it stands."""

    name: str
    kind: Any
    needed: bool
    at: tuple[str, ...]

    def is_missing(self, text: str) -> bool:
        """Whether the field was left empty and may not be. A list may hold nothing, and what is not ticked is not so."""
        return self.needed and self.kind in (str, int) and not text.strip()


def say(one: Saying, told: Mapping[str, str], actor: Actor, *, request_id: str = "") -> Receipt:
    """
    Record what somebody says, as text by field. What is sent again under a known request id gets its first receipt.

    :raises Refused: for a field that is missing, not known or not readable, and where the rules refuse it.
    """
    known = find_receipt(actor, request_id) if request_id else None
    if known:
        return known
    command = command_of(one, told, actor)
    return submit([Request(request_id or f"say:{token_hex(16)}", command)], actor=actor)[0]


def command_of(one: Saying, told: Mapping[str, str], actor: Actor) -> Any:
    """
    The command of what somebody says.

    :raises Refused: naming the field that is wrong.
    """
    unknown = set(told) - set(one.asked) - {one.new_id}
    if unknown:
        raise Refused(
            "'%(unknown)s' is not a part of '%(name)s'. Its parts: %(known)s.",
            unknown=min(unknown),
            name=one.name,
            known=", ".join(one.asked),
        )
    missing = [name for name, field in one.asked.items() if field.is_missing(told.get(name, ""))]
    if missing:
        raise Refused("'%(name)s' needs '%(missing)s'.", name=one.name, missing=missing[0])
    if one.make:
        return one.make({name: told.get(name, "").strip() for name in one.asked}, actor)
    values: dict[str, Any] = {"by": actor.name}
    for field in _asked(one.command):
        text = told.get(field.name, "").strip()
        if field.name == one.new_id and not text:
            text = f"{one.prefix}-{token_hex(6)}"
        if text or field.needed:
            _put(values, field.at, _value(field, text))
    return _made(one.command, values)


def _put(values: dict[str, Any], at: tuple[str, ...], value: Any) -> None:
    for name in at[:-1]:
        values = values.setdefault(name, {})
    values[at[-1]] = value


def _value(field: Asked, text: str) -> Any:
    if field.kind is str:
        return text
    try:
        if field.kind is int:
            return int(text)
        if field.kind is bool:
            return text.casefold() in ("1", "yes", "true", "on", "sí", "si")
        if field.kind == tuple[str, ...]:
            return [part.strip() for part in text.split(",") if part.strip()]
        return msgspec.json.decode(text)
    except (ValueError, msgspec.DecodeError) as error:
        raise Refused(
            "'%(name)s' cannot be read as %(sort)s.", name=field.name, sort=getattr(field.kind, "__name__", field.kind)
        ) from error


def _made(kind: type, values: dict[str, Any]) -> Any:
    hints = get_type_hints(kind)
    told = {}
    for name in (field.name for field in fields(kind)):
        if name in values:
            try:
                told[name] = msgspec.convert(values[name], hints[name])
            except msgspec.ValidationError as error:
                raise Refused("%(name)s: %(error)s.", name=name, error=error) from error
    return kind(**told)


def _asked(kind: type, at: tuple[str, ...] = ()) -> list[Asked]:
    hints = get_type_hints(kind)
    needed = _needed(kind)
    found = []
    for name in needed:
        if isinstance(hints[name], type) and issubclass(hints[name], msgspec.Struct):
            found += _asked(hints[name], (*at, name))
        elif name not in FILLED_IN:
            found.append(Asked(name, hints[name], needed[name], (*at, name)))
    return found


def _needed(kind: type) -> dict[str, bool]:
    """Field -> whether it has no default. Text that is needed may still be refused by the rules."""
    if is_dataclass(kind):
        return {field.name: repr(field.default).startswith("<dataclasses._MISSING") for field in fields(kind)}
    return {field.name: field.required for field in msgspec.structs.fields(kind)}


def known_thing(actor: Actor, table: str, kind: type[Thing], column: str, name: str) -> Thing:
    """
    What somebody changes, as it stands.

    :raises Refused: where there is none of that number, or the actor may not know of it.
    """
    found = list_things(actor, table, kind, f"{column} = %(name)s", {"name": name})
    if not found:
        raise Refused("No %(table)s %(name)s is known.", table=table, name=name)
    return found[0]


def parts(*names: str) -> tuple[tuple[str, bool], ...]:
    """Fields; those that end in `?` may stay empty."""
    return tuple((name.rstrip("?"), not name.endswith("?")) for name in names)
