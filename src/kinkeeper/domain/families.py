"""A family: persons connected by live ties, and the family units as agencies numbered them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact, replace


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


@dataclass(frozen=True, slots=True)
class UniteFamily:
    """Hold these persons, and all in whose families they are already, to be one family: under a number it has, else under this one."""

    run: str
    family: Family

    @property
    def families(self) -> tuple[Family, ...]:
        """What it names, as a run does."""
        return (self.family,)


# Entries


class FamilyFormed(Fact, frozen=True):
    """From here on this family has these members."""

    run: str
    family: Family


# State


@dataclass(slots=True)
class FamilyState:
    """The families, by id, and the family that each person is in now."""

    families: dict[str, Family] = field(default_factory=dict)
    family_of: dict[str, str] = field(default_factory=dict)


FamilyCommand = FormFamilies | UniteFamily


def decide(state: FamilyState, command: FamilyCommand) -> Iterable[FamilyFormed]:
    """Those families that are new or have changed.

    :raises Refused: where one command puts a person into two families, or names a family without members.
    """
    if isinstance(command, UniteFamily):
        command = FormFamilies(command.run, (_united(state, command.family),))
    members = [member for family in command.families for member in family.members]
    if len(set(members)) != len(members) or not all(family.members for family in command.families):
        raise Refused("One run puts a person into two families, or names a family without members. Nothing was recorded.")
    return [FamilyFormed(command.run, family) for family in command.families if state.families.get(family.family_id) != family]


def _united(state: FamilyState, family: Family) -> Family:
    known = [state.families[one] for one in sorted({state.family_of[member] for member in family.members if member in state.family_of})]
    members = dict.fromkeys((*family.members, *(member for one in known for member in one.members)))
    units = sorted({*family.units, *(unit for one in known for unit in one.units)})
    return Family(known[0].family_id if known else family.family_id, tuple(members), tuple(units))


def evolve(state: FamilyState, entry: FamilyFormed) -> FamilyState:
    """The state after an entry: members leave the family they were in. A number is never given up, so one left empty stays."""
    family = entry.family
    for left in {state.family_of[member] for member in family.members if member in state.family_of} - {family.family_id}:
        other = state.families[left]
        state.families[left] = replace(other, members=tuple(one for one in other.members if one not in family.members))
    for member in known.members if (known := state.families.get(family.family_id)) else ():
        state.family_of.pop(member, None)
    state.families[family.family_id] = family
    state.family_of.update(dict.fromkeys(family.members, family.family_id))
    return state
