"""A family: persons connected by live ties, and the family units as agencies numbered them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.facts import Fact


class Family(Fact, frozen=True):
    """Persons connected by ties, children first, with every family unit number any of them ever carried."""

    family_id: str
    """`KF-` and digits: a number that says nothing about the persons."""
    members: tuple[str, ...]
    units: tuple[str, ...] = ()


# Commands


@dataclass(frozen=True, slots=True)
class FormFamilies:
    """Hold these persons to be families. Families not named stay as they are."""

    run: str
    families: tuple[Family, ...]


# Entries


class FamilyFormed(Fact, frozen=True):
    """From here on this family has these members."""

    run: str
    family: Family


# State


@dataclass(slots=True)
class FamilyState:
    """The families, by id."""

    families: dict[str, Family] = field(default_factory=dict)


def decide(state: FamilyState, command: FormFamilies) -> Iterable[FamilyFormed]:
    """Those families that are new or have changed."""
    return [FamilyFormed(command.run, family) for family in command.families if state.families.get(family.family_id) != family]


def evolve(state: FamilyState, entry: FamilyFormed) -> FamilyState:
    """The state after an entry. A family number is never given up: one whose members moved on keeps its last ones."""
    state.families[entry.family.family_id] = entry.family
    return state
