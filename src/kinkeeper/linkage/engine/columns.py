"""Which column of a table is what: by its name, borne out by what stands in it."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources

import polars as pl

from kinkeeper.linkage.engine.coding import header


class Role(StrEnum):
    """What a column holds, as far as it helps to tell people apart."""

    GIVEN = "given"
    MIDDLE = "middle"
    SURNAME = "surname"
    SURNAME2 = "surname2"
    SURNAMES = "surnames"
    FULL_NAME = "full_name"
    BORN = "born"
    SEX = "sex"
    COUNTRY = "country"
    PLACE = "place"
    STREET = "street"
    POSTCODE = "postcode"
    NUMBER = "number"
    PHONE = "phone"
    EMAIL = "email"
    OTHER = "other"


ONLY_ONE = frozenset(set(Role) - {Role.PLACE, Role.STREET, Role.NUMBER, Role.PHONE, Role.EMAIL, Role.OTHER})
"""Roles that only one column of a table can have: the first that fits."""


@lru_cache(maxsize=1)
def known_names() -> dict[str, Role]:
    """Column names as they are looked up, with the role each stands for."""
    listed = resources.files(__package__).joinpath("column_names.csv").read_text(encoding="utf-8")
    return {row["name"]: Role(row["role"]) for row in csv.DictReader(listed.splitlines())}


@dataclass(frozen=True, slots=True)
class Recognised:
    """The columns that will be compared, by name, and those that will not, with the reason."""

    roles: Mapping[str, Role]
    left: Mapping[str, str]


def recognise(names: Sequence[str], *, apart_from: Iterable[str] = ()) -> Recognised:
    """The roles of a table's columns by their names."""
    left_out, roles, left = set(apart_from), dict[str, Role](), dict[str, str]()
    for name in names:
        role = known_names().get(header(name))
        if name in left_out:
            continue
        if role is None:
            left[name] = "its name is not known"
        elif role in ONLY_ONE and role in roles.values():
            left[name] = f"another column is the {role.replace('_', ' ')} already"
        else:
            roles[name] = role
    if Role.FULL_NAME in roles.values() and Role.SURNAME in roles.values():
        whole = next(name for name, role in roles.items() if role == Role.FULL_NAME)
        left[whole] = "its parts are columns of their own"
        del roles[whole]
    return Recognised(roles, left)


def says_nothing(column: pl.Series, *, one_value: bool = False) -> str:
    """Why a column cannot tell people apart; empty where it can. With `one_value` one that is always the same can."""
    if column.null_count() == len(column):
        return "it is empty"
    # Of a large column the first values mostly show it.
    if one_value or column.head(1_000).drop_nulls().n_unique() > 1:
        return ""
    first = column.drop_nulls().first()
    if (column.drop_nulls() == first).all():
        return "all its values are equal"
    return ""
