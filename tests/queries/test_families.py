"""A family: its members in the order of the lanes, what was known of it then, and every statement about it."""

import pytest

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.errors import NotAllowed, NotFound
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.placements import Placement, ReportPlacement
from kinkeeper.domain.records import Stay
from kinkeeper.domain.ties import RefuteTie
from kinkeeper.queries.families import find_family_of, get_family, get_person_alone
from kinkeeper.queries.family_list import list_families_in_short
from kinkeeper.queries.history import list_statements
from kinkeeper.queries.standpoint import Standpoint, find_standpoint
from kinkeeper.site.database import Database
from tests.web.scene import ALBERTO, DAY, FAMILY, KEVIN, MAITE, OFFICER, YAMILET, history, play

STRANGER = Viewer("stranger", "", "nobody")


def here(day: str = "", known_at: int | None = None) -> Standpoint:
    return find_standpoint(OFFICER, today=DAY, as_of=day, known_at=known_at)


def test_those_who_are_apart_stand_beside_each_other(database: Database) -> None:
    play(history())
    household = get_family(OFFICER, FAMILY, here())
    assert [member.person_id for member in household.members] == [MAITE, YAMILET, KEVIN, ALBERTO]
    assert [member.is_child for member in household.members] == [True, False, True, False]
    assert household.units == ("RGV-77",)


def test_a_family_has_the_members_it_had_then(database: Database) -> None:
    play(history())
    before = here()
    play([FormFamilies("families-2", (Family(FAMILY, (MAITE, YAMILET)),))], name="later")
    assert len(get_family(OFFICER, FAMILY, here()).members) == 2
    assert len(get_family(OFFICER, FAMILY, here(known_at=before.known_at)).members) == 4
    with pytest.raises(NotFound):
        get_family(OFFICER, FAMILY, here(known_at=10))


def test_a_refuted_tie_stays_and_says_so(database: Database) -> None:
    play(history())
    before = here().size
    play([RefuteTie(MAITE, ALBERTO, "DNA test")], name="refuted")
    household = get_family(OFFICER, FAMILY, here())
    assert {tie.key: tie.status for tie in household.ties}[MAITE, ALBERTO] == "refuted"
    assert {tie.key: tie.status for tie in get_family(OFFICER, FAMILY, here(known_at=before)).ties}[MAITE, ALBERTO] == "suggested"


def test_where_somebody_is_on_a_day(database: Database) -> None:
    play(history())

    def place(day: str) -> list[str]:
        return [one.custodian + " " + one.place for one in get_family(OFFICER, FAMILY, here(day)).member(YAMILET).custody.now]

    assert place("2018-05-20") == ["CBP McAllen"]
    assert place("2018-05-21") == ["USMS Pharr"]
    assert place("2018-05-26") == []
    assert place("2018-06-18") == ["ICE Eloy, Arizona"]
    assert place("2018-06-17") == ["ICE Los Fresnos, Texas"]


def test_a_stay_reported_by_staff_counts_with_the_sources(database: Database) -> None:
    report = ReportPlacement(Placement("m1", YAMILET, Stay("HOSPITAL", "Tucson", "2018-07-01")))
    play([*history(), report])
    custody = get_family(OFFICER, FAMILY, here()).member(YAMILET).custody
    assert [one.custodian for one in custody.now] == ["HOSPITAL"]
    assert [one.custodian for one in get_family(OFFICER, FAMILY, here("2018-06-30")).member(YAMILET).custody.now] == ["ICE"]


def test_the_family_of_a_person_and_the_person_without_one(database: Database) -> None:
    play(history())
    assert find_family_of(OFFICER, KEVIN, here()) == FAMILY
    assert find_family_of(OFFICER, KEVIN, here(known_at=16)) == ""
    alone = get_person_alone(OFFICER, KEVIN, here(known_at=20))
    assert [member.person_id for member in alone.members] == [KEVIN] and not alone.ties
    with pytest.raises(NotFound):
        get_person_alone(OFFICER, "Pnobody", here())


def test_families_in_short_begin_with_those_longest_apart(database: Database) -> None:
    play([*history(), FormFamilies("families-2", (Family("KF-1", (ALBERTO,)),))])
    listed = list_families_in_short(OFFICER, here(), page=1, size=1)
    assert (listed.families, listed.pages, listed.rows[0].family_id) == (2, 2, FAMILY)
    assert (listed.rows[0].children_apart, listed.rows[0].since) == (2, "2018-05-21")


# Statements


def test_every_statement_is_there_newest_first(database: Database) -> None:
    play(history())
    told = list_statements(OFFICER, here(), [MAITE, YAMILET, KEVIN, ALBERTO], FAMILY, most=None)
    positions = [one.position for one in told.statements]
    assert positions == sorted(positions, reverse=True)
    kinds = [type(one.statement.entry).__name__ for one in told.statements if one.statement]
    assert len(kinds) == told.count == 9 + 4 + 4 + 1 + 2 + 1 + 1
    assert kinds[:2] == ["SeparationRaised", "TieVerified"]  # what is proven is apart with more certainty


def test_the_newest_come_whole_and_all_are_counted(database: Database) -> None:
    play(history())
    told = list_statements(OFFICER, here(), [MAITE], FAMILY, most=2)
    assert len(told.statements) == 2 and told.count == 2 + 1 + 1


def test_a_replaced_statement_names_what_replaced_it_once_that_is_known(database: Database) -> None:
    play(history())
    persons = [MAITE, YAMILET]
    verified = here().size - 2  # what follows from it stands behind it
    now = {one.position: one for one in list_statements(OFFICER, here(), persons, FAMILY, most=None).statements}
    replaced = [one for one in now.values() if one.replaced_by is not None]
    assert [one.replaced_by for one in replaced] == [verified + 1, verified] and all(one.replaced_at for one in replaced)
    then = list_statements(OFFICER, here(known_at=verified), persons, FAMILY, most=None)
    assert all(one.replaced_by is None for one in then.statements)


def test_a_record_that_moved_to_another_person_tells_of_that_one(database: Database) -> None:
    play(history())
    before = here()
    play([IdentifyPeople("link-2", (Person(MAITE, ("r1",)), Person("Pother", ("r2",))))], name="later")

    def records(person: str, standpoint: Standpoint) -> int:
        told = list_statements(OFFICER, standpoint, [person], "", most=None)
        return sum(type(one.statement.entry).__name__ == "RecordReceived" for one in told.statements if one.statement)

    assert (records(MAITE, here()), records("Pother", here())) == (1, 1)
    assert (records(MAITE, before), records("Pother", before)) == (2, 0)


def test_recorded_days_lead_to_what_was_known_after_them(database: Database, still: None) -> None:
    play(history())
    days = list_statements(OFFICER, here(), [MAITE], FAMILY, most=None).days
    assert days[-1].known_at <= here().size and days[-1].day == here().known_to[:10]


@pytest.mark.parametrize("question", [get_family, get_person_alone, find_family_of])
def test_nobody_sees_a_family_without_the_right_to(database: Database, question: object) -> None:
    with pytest.raises(NotAllowed):
        question(STRANGER, FAMILY, Standpoint(0, DAY))  # type: ignore[operator]
    with pytest.raises(NotAllowed):
        list_statements(STRANGER, Standpoint(0, DAY), [], "", most=1)
    with pytest.raises(NotAllowed):
        list_families_in_short(STRANGER, Standpoint(0, DAY), page=1, size=1)
