"""F-29, F-30: the list of a class, its revisions with reasons, and nobody left out because something is not known."""

from typing import Any

from kinkeeper.domain.court.members import Member, PlaceMember, ReviseList, compare
from kinkeeper.domain.facts import replace
from kinkeeper.site.database import Database
from tests.domain.histories import History
from tests.jobs.court.test_clocks import enact, quiet
from tests.web.scene import DAY, KEVIN, MAITE, OFFICER, SEPARATIONS, history, play

ORDER = "ms-l-2018"


def listed(how_many: int, first: int = 0, standing: str = "included", reason: str = "every criterion holds") -> tuple[Member, ...]:
    return tuple(Member(ORDER, f"P{number:05}", 1, standing, reason) for number in range(first, first + how_many))


def members(history_of: History) -> list[Member]:
    return list(history_of.states["members"].members.values())


def test_f29_2654_plus_162_minus_79_is_2737_with_the_reason_of_each() -> None:
    told = History()
    told.give(ReviseList("July", listed(2654)))
    before = members(told)
    told.give(
        ReviseList(
            "October",
            listed(79, 0, "excluded", "not separated from a parent") + listed(162, 2654, reason="found in the records of grantees"),
        )
    )
    revision = compare(before, members(told))
    assert (revision.before, len(revision.added), len(revision.removed), revision.after) == (2654, 162, 79, 2737)
    assert set(revision.added.values()) == {"found in the records of grantees"}
    assert set(revision.removed.values()) == {"not separated from a parent"}


def test_f29_103_becomes_102_and_the_earlier_list_stays() -> None:
    told = History()
    told.give(ReviseList("10 July", listed(103)))
    before = members(told)
    told.give(PlaceMember(ORDER, "P00000", 1, "excluded", "the parent may be a citizen", "ana"))
    assert (compare(before, members(told)).after, len([one for one in before if one.standing == "included"])) == (102, 103)


def test_f30_946_with_an_indication_are_all_in_the_queue_with_an_owner_and_a_day() -> None:
    told = History()
    seeded = tuple(
        replace(one, owner="case_manager", due="2018-07-24") for one in listed(946, standing="indicated", reason="not known: relation")
    )
    told.give(ReviseList("July", seeded))
    queue = [one for one in members(told) if one.standing == "indicated"]
    assert len(queue) == 946 and all(one.owner and one.due and one.reason for one in queue)


def test_a_person_overrules_the_rules_and_not_the_other_way_round() -> None:
    told = History()
    told.give(PlaceMember(ORDER, "P00000", 1, "excluded", "the court's order of 3 August", "ana"))
    assert told.give(ReviseList("run", listed(1))) == []
    assert [one.by_hand for one in members(told)] == [True]


def test_a_list_is_made_of_what_is_known_and_its_revision_is_read_back(database: Database) -> None:
    from kinkeeper.domain.separations import RaiseSeparations
    from kinkeeper.jobs.court.members import revise_lists
    from kinkeeper.queries.court.members import get_class_list, revise
    from kinkeeper.queries.moments import ledger_size
    from kinkeeper.queries.standpoint import find_standpoint

    def made() -> Any:
        return revise_lists(as_of=DAY, actor=OFFICER, progress=quiet)

    play(history())
    enact(ORDER)
    assert made() == {ORDER: {"included": 2, "excluded": 0, "indicated": 0}}
    first = ledger_size()
    assert made() == {ORDER: {"included": 2, "excluded": 0, "indicated": 0}} and ledger_size() == first
    play([RaiseSeparations("later", (replace(SEPARATIONS[0], reason_code="CRIMINAL_HISTORY"),))], name="corrected")
    assert made()[ORDER] == {"included": 1, "excluded": 1, "indicated": 0}
    revision = revise(OFFICER, ORDER, first, ledger_size())
    assert revision.removed == {MAITE: "does not hold: the class leaves out parents with a criminal history or a communicable disease"}
    shown = get_class_list(OFFICER, ORDER, find_standpoint(OFFICER, today=DAY))
    assert [one.child for one in shown.members if one.standing == "included"] == [KEVIN] and shown.revision is not None
    past = get_class_list(OFFICER, ORDER, find_standpoint(OFFICER, today=DAY, known_at=first))
    assert past.counts == {"included": 2, "excluded": 0, "indicated": 0}
