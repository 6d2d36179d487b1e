"""The layouts: one TOML file each, saying which headers mean what and who stands in a row.

A new agency's table is a new file here (and a section in docs/layouts.md), never a branch in the code.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kinkeeper.domain.errors import BadExtract
from kinkeeper.domain.terms import IdentifierKind

HOLDS = {
    "born": "date",
    "encountered": "date",
    "age": "age",
    "sex": "sex",
    "nationality": "country",
    "given": "name",
    "middle": "name",
    "surnames": "name",
    "whole_name": "name",
    "relation": "relation",
    "custodian": "custodian",
    "stay_end": "stay_end",
    **{str(kind.value): str(kind.value) for kind in IdentifierKind},
}
"""What a field of this name holds in every layout; a layout's own rules say it of the others."""

DATED_FACTS = frozenset({"encountered", "referred", "age_on"})


@dataclass(frozen=True, slots=True)
class StayRule:
    """How a row tells one stay: in each tuple of fields the first that is given counts.

    `last_end` closes a stay that has no end of its own (the person left the country); `ended` is how a
    stay with an end, but no reason that the code list knows, ended.
    """

    custodian: str
    place: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    last_end: tuple[str, ...] = ()
    reason: tuple[str, ...] = ()
    codes: str = ""
    ended: str = ""
    released_to: str = ""
    held_by: str = ""
    """The field that names who held the person, in a table of many custodians."""
    end_code: str = ""
    """The field that says how the stay ended by our own list, beside `reason` in the source's words."""


@dataclass(frozen=True, slots=True)
class NamedRule:
    """A column that names a relative of the row's person, and the column of that relative's A-number."""

    field: str
    relation: str
    a_number: str = ""


@dataclass(frozen=True, slots=True)
class SeparationRule:
    """Columns in which the source itself says that a child was separated. With a `flag`, only a ticked one says so."""

    flag: str = ""
    reason: str = ""
    on: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class PersonRule:
    """One person of a row. `who` ends the record's name and begins the person's fields; empty where the row has one person.

    `several`: the name's cell may hold several people. `texts` are columns of free text in which kin may be named.
    """

    who: str = ""
    role: str = ""
    several: bool = False
    stays: tuple[StayRule, ...] = ()
    named: tuple[NamedRule, ...] = ()
    texts: tuple[str, ...] = ()
    separation: SeparationRule | None = None

    def field(self, name: str) -> str:
        """The full name of one of this person's fields: `child.born`."""
        return f"{self.who}.{name}" if self.who else name


@dataclass(frozen=True, slots=True)
class PairRule:
    """Two persons of one row are kin: the field that says what `to` is to `of`, and what they are where it is empty."""

    of: str
    to: str
    relation: str
    otherwise: str = "unknown"


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of table: its headers (field -> spellings), what it must have, and who stands in a row."""

    name: str
    title: str
    about: str
    needs: tuple[tuple[str, ...], ...]
    columns: Mapping[str, tuple[str, ...]]
    people: tuple[PersonRule, ...]
    pairs: tuple[PairRule, ...]
    facts: Mapping[str, tuple[str, ...]]
    """Fact of a record -> the fields that hold it, where that is not the field of its own name."""
    numbers: Mapping[str, str]
    """Field -> the kind of identifier it holds, where the field is not called like the kind."""
    dates: frozenset[str]
    names: frozenset[str]

    def holds(self, field: str) -> str:
        """What a field holds: `date`, `age`, `sex`, `country`, `name`, `relation`, a kind of identifier, or `text`."""
        if field in self.dates:
            return "date"
        if field in self.names:
            return "name"
        return self.numbers.get(field) or HOLDS.get(field.rpartition(".")[2], "text")


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout that Kinkeeper knows, by name."""
    folder = resources.files(__package__)
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return tuple(_layout(entry.name.removesuffix(".toml"), tomllib.loads(entry.read_text("utf-8"))) for entry in files)


def layout_named(name: str) -> Layout:
    """The layout of this name.

    :raises BadExtract: where there is none.
    """
    for layout in layouts():
        if layout.name == name:
            return layout
    raise BadExtract(f"There is no layout '{name}'. Known: {', '.join(layout.name for layout in layouts())}.")


def _layout(name: str, data: dict[str, Any]) -> Layout:
    people = tuple(_person(person) for person in data["people"])
    facts = _flat(data.get("facts", {}))
    return Layout(
        name=name,
        title=data["title"],
        about=data["about"],
        needs=tuple(map(tuple, data["needs"])),
        columns=_flat(data["columns"]),
        people=people,
        pairs=tuple(PairRule(**pair) for pair in data.get("pairs", ())),
        facts=facts,
        numbers=data.get("numbers", {}),
        dates=frozenset(_dates_of(people)).union(*(fields for fact, fields in facts.items() if fact.rpartition(".")[2] in DATED_FACTS)),
        names=frozenset(named.field for person in people for named in person.named),
    )


def _dates_of(people: tuple[PersonRule, ...]) -> list[str]:
    found = [field for person in people for stay in person.stays for field in (*stay.start, *stay.end, *stay.last_end)]
    return found + [person.separation.on for person in people if person.separation and person.separation.on]


def _flat(table: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """`{"child": {"born": [...]}}` as `{"child.born": (...)}`."""
    flat: dict[str, tuple[str, ...]] = {}
    for field, value in table.items():
        if isinstance(value, dict):
            flat.update({f"{field}.{inner}": tuple(spellings) for inner, spellings in value.items()})
        else:
            flat[field] = tuple(value)
    return flat


def _person(data: dict[str, Any]) -> PersonRule:
    return PersonRule(
        who=data.get("who", ""),
        role=data.get("role", ""),
        several=data.get("several", False),
        stays=tuple(StayRule(**_tuples(stay)) for stay in data.get("stays", ())),
        named=tuple(NamedRule(**named) for named in data.get("named", ())),
        texts=tuple(data.get("texts", ())),
        separation=SeparationRule(**data["separation"]) if "separation" in data else None,
    )


def _tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
