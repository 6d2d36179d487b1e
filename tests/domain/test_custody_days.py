"""Who holds a person: one answer for every day there ever was."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.custody_days import DISPUTED, NOBODY, Holding, held_on, holdings
from kinkeeper.domain.records import Stay
from tests.domain.test_custody import histories, of, timeline

days = st.dates().map(lambda day: day.isoformat())


@given(histories, st.lists(days, min_size=1, max_size=5))
def test_the_days_are_cut_without_gap_and_each_has_the_answer_of_that_day(records: list, some: list[str]) -> None:  # type: ignore[type-arg]
    told = timeline(records)
    found = holdings(told)
    assert (found[0].from_day, found[-1].until_day) == ("", "")
    assert all(one.until_day == following.from_day for one, following in pairwise(found))
    assert all(one.custodian != following.custodian for one, following in pairwise(found))
    exact = [one for one in told.periods if len(one.start) >= 10 and (not one.until or len(one.until) >= 10)]
    if len(exact) == len(told.periods):
        for day in some:
            [one] = [one for one in found if one.from_day <= day and (not one.until_day or day < one.until_day)]
            assert one.custodian == held_on(told, day)


def test_nobody_a_move_and_a_removal() -> None:
    station = Stay("CBP", "McAllen", "2018-05-17T06:00", "2018-05-19", "transferred")
    told = of(station, Stay("ICE", "Eloy", "2018-05-19", "2018-07-02", "removed"))
    assert holdings(told) == (
        Holding("", "2018-05-17", NOBODY),
        Holding("2018-05-17", "2018-05-19", "CBP"),
        Holding("2018-05-19", "2018-07-02", "ICE"),
        Holding("2018-07-02", "", "ABROAD"),
    )


def test_f21_sources_that_disagree_are_said_to() -> None:
    told = of(Stay("ORR", "Harlingen", "2018-05-19", "2018-06-01"), Stay("ICE", "Eloy", "2018-05-19", "2018-06-01"))
    assert [one.custodian for one in holdings(told)][:2] == [NOBODY, DISPUTED]
