"""Families and who is in them."""

from collections.abc import Iterable, Sequence
from typing import Any

from kinkeeper.domain import families
from kinkeeper.domain.families import Family, FamilyFormed, FamilyState, FormFamilies
from kinkeeper.projections.versions import Cursor, Version, VersionedTable, from_json, read_current, to_json, write_versions

FAMILY = VersionedTable("family", ("family_id",), ("members", "units"))
FAMILY_MEMBER = VersionedTable("family_member", ("family_id", "person_id"), ())


def load(cursor: Cursor, commands: Sequence[FormFamilies]) -> FamilyState:
    """The families that the commands name, where known."""
    return _load(cursor, (family.family_id for command in commands for family in command.families))


def apply(cursor: Cursor, entries: Sequence[tuple[int, FamilyFormed]]) -> None:
    """Write each family's members and units, and end the membership of those it no longer has."""
    state = _load(cursor, (entry.family.family_id for _, entry in entries))
    formed: list[Version] = []
    moved: list[Version] = []
    for at, entry in entries:
        family = entry.family
        known = state.families.get(family.family_id)
        before, after = set(known.members if known else ()), set(family.members)
        formed.append(Version(at, (family.family_id,), (to_json(family.members), to_json(family.units))))
        moved += [Version(at, (family.family_id, one), None) for one in sorted(before - after)]
        moved += [Version(at, (family.family_id, one), ()) for one in sorted(after - before)]
        state = families.evolve(state, entry)
    write_versions(cursor, FAMILY, formed)
    write_versions(cursor, FAMILY_MEMBER, moved)


def dump(cursor: Cursor) -> FamilyState:
    """Every family as known now."""
    return _state(read_current(cursor, FAMILY))


def _load(cursor: Cursor, ids: Iterable[str]) -> FamilyState:
    return _state(read_current(cursor, FAMILY, [(family_id,) for family_id in ids]))


def _state(rows: Sequence[tuple[Any, ...]]) -> FamilyState:
    return FamilyState(
        {family_id: Family(family_id, tuple(from_json(members)), tuple(from_json(units))) for family_id, members, units in rows}
    )
