"""Families and who is in them."""

from collections.abc import Sequence
from typing import Any

from kinkeeper.domain import families
from kinkeeper.domain.families import Family, FamilyCommand, FamilyFormed, FamilyState
from kinkeeper.projections.versions import Cursor, Version, VersionedTable, from_json, read_current, to_json, write_versions

FAMILY = VersionedTable("family", ("family_id",), ("members", "units"))
FAMILY_MEMBER = VersionedTable("family_member", ("family_id", "person_id"), ())


def load(cursor: Cursor, commands: Sequence[FamilyCommand]) -> FamilyState:
    """The families that the commands name, and those that hold the members they name."""
    return _load(cursor, [family for command in commands for family in command.families])


def apply(cursor: Cursor, entries: Sequence[tuple[int, FamilyFormed]]) -> None:
    """Write each family that an entry forms or takes members from, and who is in it from then on."""
    state = _load(cursor, [entry.family for _, entry in entries])
    formed: list[Version] = []
    moved: list[Version] = []
    for at, entry in entries:
        touched = {entry.family.family_id} | {state.family_of[one] for one in entry.family.members if one in state.family_of}
        before = {family_id: _members(state, family_id) for family_id in touched}
        state = families.evolve(state, entry)
        for family_id in sorted(touched):
            after = _members(state, family_id)
            formed.append(Version(at, (family_id,), _values(state.families[family_id])))
            moved += [Version(at, (family_id, one), None) for one in sorted(before[family_id] - after)]
            moved += [Version(at, (family_id, one), ()) for one in sorted(after - before[family_id])]
    write_versions(cursor, FAMILY, formed)
    write_versions(cursor, FAMILY_MEMBER, moved)


def dump(cursor: Cursor) -> FamilyState:
    """Every family as known now."""
    return _state(read_current(cursor, FAMILY))


def _load(cursor: Cursor, named: Sequence[Family]) -> FamilyState:
    members = [member for family in named for member in family.members]
    cursor.execute("SELECT DISTINCT family_id FROM family_member WHERE until IS NULL AND person_id = ANY(%s)", [members])
    ids = {(family.family_id,) for family in named} | set(cursor.fetchall())
    return _state(read_current(cursor, FAMILY, ids))


def _members(state: FamilyState, family_id: str) -> set[str]:
    return set(state.families[family_id].members) if family_id in state.families else set()


def _values(family: Family) -> tuple[str, str]:
    return to_json(family.members), to_json(family.units)


def _state(rows: Sequence[tuple[Any, ...]]) -> FamilyState:
    known = [Family(family_id, tuple(from_json(members)), tuple(from_json(units))) for family_id, members, units in rows]
    return FamilyState(
        {family.family_id: family for family in known},
        {member: family.family_id for family in known for member in family.members},
    )
