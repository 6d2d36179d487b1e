"""The layouts: one TOML file each, saying which headers mean what and who stands in a row.

A new agency's table is a new file here (and a line in docs/layouts.md), never a branch in the code.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kinkeeper.domain.errors import BadExtract


@dataclass(frozen=True, slots=True)
class StayRule:
    """How a row tells one stay: in each tuple of fields the first that is given counts.

    `last_end` closes a stay that has no end of its own; `ended` is how such a stay ends where no field says.
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


@dataclass(frozen=True, slots=True)
class NamedRule:
    """A column that names a relative of the row's person."""

    field: str
    relation: str
    a_number: str = ""


@dataclass(frozen=True, slots=True)
class TextRule:
    """A column of free text in which relatives may be named."""

    field: str


@dataclass(frozen=True, slots=True)
class SeparationRule:
    """Columns in which the source itself says that a child was separated. With a `flag`, only a ticked one says so."""

    flag: str = ""
    reason: str = ""
    on: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class PersonRule:
    """One person of a row: `who` ends the record's name and starts the person's fields; empty where the row has one person."""

    who: str = ""
    role: str = ""
    several: bool = False
    stays: tuple[StayRule, ...] = ()
    named: tuple[NamedRule, ...] = ()
    texts: tuple[TextRule, ...] = ()
    separation: SeparationRule | None = None


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
    facts: Mapping[str, tuple[str, ...]]
    people: tuple[PersonRule, ...]
    pairs: tuple[PairRule, ...] = ()


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
    return Layout(
        name=name,
        title=data["title"],
        about=data["about"],
        needs=_lists(data["needs"]),
        columns=_flat(data["columns"]),
        facts=_flat(data.get("facts", {})),
        people=tuple(_person(person) for person in data["people"]),
        pairs=tuple(PairRule(**pair) for pair in data.get("pairs", ())),
    )


def _flat(table: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """`{"child": {"born": [...]}}` as `{"child.born": (...)}`."""
    flat: dict[str, tuple[str, ...]] = {}
    for field, value in table.items():
        if isinstance(value, dict):
            flat.update({f"{field}.{inner}": tuple(spellings) for inner, spellings in value.items()})
        else:
            flat[field] = tuple(value)
    return flat


def _lists(groups: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group) for group in groups)


def _person(data: dict[str, Any]) -> PersonRule:
    return PersonRule(
        who=data.get("who", ""),
        role=data.get("role", ""),
        several=data.get("several", False),
        stays=tuple(StayRule(**{key: tuple(value) if isinstance(value, list) else value for key, value in stay.items()}) for stay in data.get("stays", ())),
        named=tuple(NamedRule(**named) for named in data.get("named", ())),
        texts=tuple(TextRule(**text) for text in data.get("texts", ())),
        separation=SeparationRule(**data["separation"]) if "separation" in data else None,
    )
