"""A statement: an entry with who made it, when, and in answer to which request; and its plain form.

The plain form is two objects of text, whole numbers, lists and objects. The core says what kind of
statement it is, about which ids, by whom; the detail holds everything personal (names, places,
passages), so that it can be sealed or expunged by itself while the core stays. A field that holds
its default is left out, so adding a field with a default changes no stored entry.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from kinkeeper.domain import extracts, families, people, placements, records, separations, ties
from kinkeeper.domain.catalog import ENTRY_OF, KIND_OF

Plain = dict[str, Any]

PERSONAL: dict[type, frozenset[str]] = {
    extracts.Extract: frozenset({"file", "sheet"}),
    records.Refusal: frozenset({"file", "value", "why"}),
    records.Record: frozenset(field.name for field in fields(records.Record)) - {"record_id", "extract_id", "layout", "row"},
    people.Person: frozenset({"joins"}),
    ties.Tie: frozenset({"evidence"}),
    ties.TieVerified: frozenset({"proof"}),
    ties.TieDisputed: frozenset({"reason"}),
    ties.TieRefuted: frozenset({"evidence"}),
    families.Family: frozenset({"units"}),
    placements.Placement: frozenset({"stay"}),
    separations.Separation: frozenset({"reason_as_recorded", "child_place", "adult_place"}),
}
"""Class -> the fields whose content goes into the detail."""


@dataclass(frozen=True, slots=True)
class Statement:
    """An entry as it stands in the ledger. `recorded_at` is UTC, ISO 8601 to the millisecond."""

    entry: Any
    actor: str
    agency: str
    request_id: str
    recorded_at: str


def to_plain(statement: Statement) -> tuple[Plain, Plain]:
    """The core and the detail of a statement."""
    kind: type = type(statement.entry)
    core = {
        "actor": statement.actor,
        "agency": statement.agency,
        "at": statement.recorded_at,
        "kind": KIND_OF[kind],
        "request": statement.request_id,
        "said": _writer(kind, half="core")(statement.entry),
        "v": 1,
    }
    return core, _writer(kind, half="detail")(statement.entry)


def from_plain(core: Plain, detail: Plain) -> Statement:
    """The statement that was stored.

    :raises KeyError: for a kind that the catalog does not know.
    """
    entry = _build(ENTRY_OF[core["kind"]], _merged(core["said"], detail))
    return Statement(entry, core["actor"], core["agency"], core["request"], core["at"])


# Writing. Writers are made once for each class from its annotations: hundreds of thousands of records
# pass here in one import.


Writer = Callable[[Any], Any]
Half = Literal["core", "detail", "both"]


@cache
def _writer(kind: type, *, half: Half) -> Writer:
    """What makes an object of a value of `kind`: of its fields for the core, for the detail, or of all."""
    hints = get_type_hints(kind)
    plan = [
        (field.name, _default(field), _convert(_only(hints[field.name]), half))
        for field in fields(kind)
        if _belongs(kind, field.name, _only(hints[field.name]), half)
    ]
    names = [name for name, _, _ in plan]
    if not names:
        return lambda value: {}
    together = attrgetter(*names) if len(names) > 1 else lambda value, one=attrgetter(names[0]): (one(value),)

    def write(value: Any) -> Plain:
        return {
            name: (convert(found) if convert else found)
            for (name, default, convert), found in zip(plan, together(value), strict=True)
            if found != default
        }

    return write


def _belongs(kind: type, name: str, hint: Any, half: Half) -> bool:
    if half == "both":
        return True
    if name in PERSONAL.get(kind, frozenset()):
        return half == "detail"
    return half == "core" or hint in PERSONAL


def _convert(hint: Any, half: Half) -> Writer | None:
    """How a field's value is written; None for as it is."""
    if is_dataclass(hint):
        return _writer(hint, half=half if hint in PERSONAL else "both")  # type: ignore[arg-type]
    if get_origin(hint) is tuple:
        item = _convert(get_args(hint)[0], "both")
        return (lambda found: [item(one) for one in found]) if item else list
    return None


def _only(hint: Any) -> Any:
    """The type that is left of an optional one."""
    if get_origin(hint) in (Union, UnionType):
        return next(option for option in get_args(hint) if option is not NoneType)
    return hint


def _default(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING


# Reading


def _merged(core: Plain, detail: Plain) -> Plain:
    merged = dict(core)
    for name, found in detail.items():
        both = isinstance(found, dict) and isinstance(merged.get(name), dict)
        merged[name] = _merged(merged[name], found) if both else found
    return merged


def _build(kind: type, told: Plain) -> Any:
    readers = _readers(kind)
    return kind(**{name: readers[name](found) for name, found in told.items()})


@cache
def _readers(kind: type) -> dict[str, Callable[[Any], Any]]:
    hints = get_type_hints(kind)
    return {field.name: _reader(_only(hints[field.name])) for field in fields(kind)}


def _reader(hint: Any) -> Callable[[Any], Any]:
    if is_dataclass(hint):
        return lambda found: _build(hint, found)  # type: ignore[arg-type]
    if get_origin(hint) is tuple:
        item = _reader(get_args(hint)[0])
        return lambda found: tuple([item(one) for one in found])
    return lambda found: found
