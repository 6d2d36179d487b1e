"""Who was apart, as known at a position and on a day."""

from dataclasses import replace

import msgspec
import pytest

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.errors import NotAllowed
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.domain.terms import Outcome
from kinkeeper.queries.apart import count_children_apart, list_apart_among, list_apart_of
from kinkeeper.queries.choosing import Chosen, Order, choose
from kinkeeper.queries.counts.apart.beside import count
from kinkeeper.queries.separations import list_separations
from kinkeeper.queries.standpoint import Standpoint, find_standpoint
from kinkeeper.site.database import Database
from tests.web.scene import ALBERTO, KEVIN, MAITE, OFFICER, SEPARATIONS, YAMILET, history, play


def here(day: str = "", known_at: int | None = None) -> Standpoint:
    return find_standpoint(OFFICER, today="2018-07-09", as_of=day, known_at=known_at)


def ended(outcome: str, on: str) -> Separation:
    return msgspec.structs.replace(SEPARATIONS[0], outcome=outcome, outcome_on=on)


def children(standpoint: Standpoint, outcome: str = "") -> list[str]:
    return [one.child for one in choose(OFFICER, standpoint, Chosen(outcome=outcome))]


def test_both_children_are_apart_and_days_count_to_the_day(database: Database) -> None:
    play(history())
    apart = list_apart_of(OFFICER, [MAITE, KEVIN], here("2018-07-08"))
    assert (apart[MAITE][0].days, apart[KEVIN][0].days) == (48, 37)


def test_a_separation_that_begins_later_is_not_seen(database: Database) -> None:
    play(history())
    assert children(here("2018-05-25")) == [MAITE]
    assert children(here("2018-05-20")) == []


def test_the_adults_removal_does_not_end_it_and_is_not_known_before_its_day(database: Database) -> None:
    play(history())
    (before,) = list_apart_among(OFFICER, [KEVIN, ALBERTO], here("2018-07-01"))
    (after,) = list_apart_among(OFFICER, [KEVIN, ALBERTO], here("2018-07-02"))
    assert (before.outcome, after.outcome) == (Outcome.APART, Outcome.ADULT_REMOVED)
    assert before.still and after.still


@pytest.mark.parametrize("outcome", [Outcome.REUNITED, Outcome.RELEASED_TO_OTHER, Outcome.TURNED_18])
def test_an_end_ends_it_from_its_day_on(database: Database, outcome: str) -> None:
    play(history())
    play([RaiseSeparations("later", (ended(outcome, "2018-07-05"),))], name="later")
    (eve,) = list_apart_among(OFFICER, [MAITE, YAMILET], here("2018-07-04"))
    (day,) = list_apart_among(OFFICER, [MAITE, YAMILET], here("2018-07-08"))
    assert eve.still and eve.days == 44
    assert not day.still and day.days == 45


def test_a_child_nobody_mentions_any_more_is_not_counted_as_apart(database: Database) -> None:
    play(history())
    play([RaiseSeparations("later", (ended(Outcome.UNKNOWN, ""),))], name="later")
    assert count_children_apart(OFFICER, here()) == 1
    assert children(here()) == [MAITE, KEVIN] and children(here(), "apart") == [KEVIN]


def test_what_is_learnt_later_changes_no_earlier_answer(database: Database) -> None:
    play(history())
    then = here()
    before = list_apart_of(OFFICER, [MAITE, KEVIN], then)
    play([RaiseSeparations("later", (ended(Outcome.REUNITED, "2018-07-05"),))], name="later")
    assert list_apart_of(OFFICER, [MAITE, KEVIN], replace(then, size=then.size + 1)) == before
    assert count_children_apart(OFFICER, here(known_at=then.known_at)) == 2
    assert count_children_apart(OFFICER, here()) == 1


def test_the_count_of_the_navigation_is_that_of_the_list_at_every_position_and_day(database: Database) -> None:
    play([*history(), RaiseSeparations("later", (ended(Outcome.REUNITED, "2018-07-05"),))])
    days = ("2018-05-20", "2018-05-21", "2018-06-10", "2018-07-04", "2018-07-05", "2018-12-31")
    for known_at in range(18, here().size + 1):
        before = None
        for day in days:
            standpoint = here(day, known_at)
            listed = list_separations(OFFICER, standpoint, Chosen(outcome=Outcome.APART))
            apart = count_children_apart(OFFICER, standpoint)
            assert apart == listed.counts.apart == listed.children == len(listed.rows)
            if day in ("2018-05-21", "2018-07-05"):
                assert listed.counts.day_before == before
            before = apart


def test_a_row_holds_both_halves_of_the_family(database: Database) -> None:
    play(history())
    rows = {row.child.person_id: row for row in list_separations(OFFICER, here(), Chosen()).rows}
    maite = rows[MAITE]
    assert (maite.child.name, maite.age, maite.family_id, maite.told.days) == ("Maite Xitumul Cuc", 3, "KF-20418", 48)
    assert [(one.relation, one.apart is not None) for one in maite.adults] == [("parent", True), ("parent", False)]
    assert [period.place for period in maite.adults[0].custody.now] == ["Eloy, Arizona"]
    assert [period.custodian for period in maite.adults[1].custody.now] == ["ABROAD"]


CHOICES: list[tuple[Chosen, list[str]]] = [
    (Chosen(), [MAITE, KEVIN]),
    (Chosen(order=Order.SHORTEST), [KEVIN, MAITE]),
    (Chosen(order=Order.YOUNGEST), [MAITE, KEVIN]),
    (Chosen(order=Order.OLDEST), [KEVIN, MAITE]),
    (Chosen(ages=(0, 4)), [MAITE]),
    (Chosen(basis="detected"), [KEVIN]),
    (Chosen(reason="PROSECUTION"), [MAITE]),
    (Chosen(reason="NONE"), [KEVIN]),
    (Chosen(outcome="adult_removed"), [KEVIN]),
    (Chosen(outcome="reunited"), []),
    (Chosen(child_with="ORR"), [MAITE, KEVIN]),
    (Chosen(child_with="ICE"), []),
    (Chosen(adult_with="ICE"), [MAITE]),
    (Chosen(adult_with="ABROAD"), [KEVIN]),
    (Chosen(adult_with="NONE"), []),
    (Chosen(persons=frozenset({ALBERTO})), [KEVIN]),
    (Chosen(persons=frozenset()), []),
]


def test_what_is_chosen_is_what_is_listed(database: Database) -> None:
    play(history())
    for chosen, listed in CHOICES:
        assert [row.child.person_id for row in list_separations(OFFICER, here(), chosen).rows] == listed, chosen


def test_a_page_beyond_the_last_is_the_last(database: Database) -> None:
    play(history())
    listed = list_separations(OFFICER, here(), Chosen(), page=99, size=1)
    assert (listed.page, listed.pages, listed.first, len(listed.rows), listed.children) == (2, 2, 2, 1, 2)


def test_a_child_taken_from_somebody_nobody_names_has_a_row(database: Database) -> None:
    alone = Separation("Palone", "", "2018-06-01", "Other", "LEGACY_UNKNOWN", "recorded", "0.9700", "ORR", "", "apart", "")
    play([*history(), RaiseSeparations("later", (alone,))])
    (row,) = list_separations(OFFICER, here(), Chosen(reason="LEGACY_UNKNOWN")).rows
    assert row.child.person_id == "Palone" and row.adults[0].portrait is None


def test_nobody_reads_without_the_right_to(database: Database) -> None:
    stranger = Viewer("stranger", "", "nobody")
    nowhere = Standpoint(0, "2018-07-08")
    with pytest.raises(NotAllowed):
        count_children_apart(stranger, nowhere)
    for question in (list_apart_of, list_apart_among):
        with pytest.raises(NotAllowed):
            question(stranger, [MAITE], nowhere)
    with pytest.raises(NotAllowed):
        count(stranger, nowhere)
    with pytest.raises(NotAllowed):
        choose(stranger, nowhere, Chosen())
    with pytest.raises(NotAllowed):
        list_separations(stranger, nowhere, Chosen())
