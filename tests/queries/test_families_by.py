"""Families as they are narrowed: the same as looking through every family and every child apart, for every reader, now and then."""

from random import Random
from typing import Any

from kinkeeper.domain.access import Actor
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.domain.ties import RefuteTie
from kinkeeper.site.database import Database
from tests.queries.counts.test_unchanged import COUNSEL, OPERATOR, READERS, looking, send
from tests.reports.season import beginning, corrections

ASKED: tuple[dict[str, Any], ...] = (
    {"apart": "some"},
    {"apart": "nobody"},
    {"ages": (0, 4)},
    {"ages": (5, 17), "child_with": "ORR"},
    {"child_with": "NONE"},
    {"child_with": "CBP"},
    {"adult_with": "ICE"},
    {"adult_with": "NONE", "apart": "some"},
    {"child_with": "ORR", "apart": "nobody"},
)


def members_of(number: int) -> tuple[str, ...]:
    """Four families of two children and two adults each, six of a child and an adult."""
    pairs = (number, number + 10) if number < 4 else (number,)
    return tuple(f"P{role}{pair}" for pair in pairs for role in "ca")


MOVED = (Family("F10", members_of(0)[:2]), Family("F5", (*members_of(4), *members_of(5))))
"""A family of four becomes two, and two families one: what is kept of a child says the family that it is in now."""


def whole(reader: Actor, here: Any) -> list[Any]:
    from kinkeeper.queries.family_list import list_families_in_short

    return list(list_families_in_short(reader, here, page=1, size=5_000).rows)


def looked_through(reader: Actor, here: Any, asked: dict[str, Any]) -> list[Any]:
    """Those of all families that are what is asked, each looked at."""
    from kinkeeper.queries.choosing import Chosen, choose

    of_children = {name: told for name, told in asked.items() if name not in ("apart", "persons")}
    children = {one.child for one in choose(reader, here, Chosen(outcome="apart", **of_children))}
    persons = asked.get("persons")

    def wanted(family: Any) -> bool:
        members = {member.person_id for member in family.members}
        apart = {"some": family.children_apart > 0, "nobody": family.children_apart == 0}.get(asked.get("apart", ""), True)
        return apart and (not of_children or bool(members & children)) and (persons is None or bool(members & persons))

    return [family for family in whole(reader, here) if wanted(family)]


def test_a_choice_of_families_is_what_looking_through_all_of_them_finds(database: Database) -> None:
    from dataclasses import replace

    from kinkeeper.domain.access.accounts import Account
    from kinkeeper.gateway import rebuild
    from kinkeeper.gateway.accounts import assign, open_account
    from kinkeeper.queries.searching.families import FamiliesBy, list_families_by

    chance, found = Random(11), 0
    open_account(Account(COUNSEL.name, "COUNSEL", "counsel"), actor=OPERATOR)
    send(beginning(chance, 14), "first")
    send([FormFamilies("formed", tuple(Family(f"F{one}", members_of(one)) for one in range(10)))], "families")
    send(list(corrections(chance, 14, 4)), "later")
    send([FormFamilies("later", (*MOVED, Family("F0", members_of(10))))], "moved")
    with looking(READERS[0]) as here:
        everybody = [member.person_id for family in whole(READERS[0], here) for member in family.members]
    assign(COUNSEL.name, everybody[:9], actor=OPERATOR)
    searched = [{"persons": frozenset(chance.sample(everybody, 7)), **told} for told in ({}, *ASKED[:4])] + [{"persons": frozenset()}]
    for reader in READERS:
        with looking(reader) as now:
            for here in (now, replace(now, known_at=now.size - 3)):
                for asked in (*ASKED, *searched):
                    expected = looked_through(reader, here, asked)
                    pages = [list_families_by(reader, here, FamiliesBy(**asked), page=page, size=4) for page in (1, 2)]
                    assert [one.families for one in pages] == [len(expected)] * 2, (reader.agency, asked)
                    assert list(pages[0].rows) == expected[:4] and list(pages[1].rows) == (expected[4:8] or expected[:4]), (
                        reader.agency,
                        asked,
                    )
                    found += len(expected)
    assert found > 100
    assert rebuild.check() == []


def test_who_sees_a_part_has_families_without_a_child_apart_counted_as_far_as_is_said(database: Database, monkeypatch: Any) -> None:
    from kinkeeper.queries.searching import families
    from kinkeeper.queries.searching.families import FamiliesBy, list_families_by

    send(beginning(Random(11), 6), "first")
    send([FormFamilies("formed", tuple(Family(f"F{one}", (f"Pc{one}", f"Pa{one}")) for one in range(6)))], "families")
    send([RefuteTie(f"Pc{one}", f"Pa{one}", "test") for one in range(6)], "refuted")
    monkeypatch.setattr(families, "ENOUGH", 4)
    for reader, told in ((READERS[0], [(6, True), (6, True)]), (READERS[1], [(4, False), (6, True)])):
        with looking(reader) as here:
            pages = [list_families_by(reader, here, FamiliesBy("nobody"), page=page, size=3) for page in (1, 2)]
            assert [(one.families, one.to_the_end) for one in pages] == told
            assert [[row.family_id for row in one.rows] for one in pages] == [["F0", "F1", "F2"], ["F3", "F4", "F5"]]
