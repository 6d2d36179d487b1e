"""Who holds a person: one answer for every day there ever was."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kinkeeper.domain.custody import Timeline, timeline
from kinkeeper.domain.custody_days import DISPUTED, NOBODY, Held, Holding, begun_by, held_on, holdings
from kinkeeper.domain.records import Record, Stay

DAYS = st.integers(1, 12).map(lambda day: f"2018-06-{day:02}")
moments = DAYS | DAYS.map(lambda day: day + "T06:13") | st.sampled_from(["2018", "2018-06", ""])
stays = st.builds(
    Stay,
    custodian=st.sampled_from(["CBP", "ICE", "ORR", "USMS"]),
    place=st.sampled_from(["", "Casa", "Eloy"]),
    start=moments,
    end=moments | st.just(""),
    end_reason=st.sampled_from(["", "transferred", "released", "removed", "reunited"]),
)


def laid_out(told: Sequence[Stay]) -> Timeline:
    return timeline([Record(f"r{number}", "", "", "", 0, stays=(stay,)) for number, stay in enumerate(told)])


@settings(max_examples=500)
@given(st.lists(stays, max_size=4), DAYS)
def test_each_day_has_the_answer_of_what_had_begun_by_it(told: list[Stay], day: str) -> None:
    found = [one for one in holdings(told, laid_out) if one.from_day <= day and (not one.until_day or day < one.until_day)]
    begun = [stay for one in told if (stay := begun_by(one, day))]
    assert [Held(one.custodian, one.place) for one in found] == [held_on(laid_out(begun), day)]
    assert (holdings(told, laid_out)[0].from_day, holdings(told, laid_out)[-1].until_day) == ("", "")
    assert all(one.until_day == following.from_day for one, following in pairwise(holdings(told, laid_out)))
    assert all((one.custodian, one.place) != (later.custodian, later.place) for one, later in pairwise(holdings(told, laid_out)))


def test_nobody_a_move_and_a_removal() -> None:
    station = Stay("CBP", "McAllen", "2018-05-17T06:00", "2018-05-19", "transferred")
    assert holdings([station, Stay("ICE", "Eloy", "2018-05-19", "2018-07-02", "removed")], laid_out) == (
        Holding("", "2018-05-17", NOBODY),
        Holding("2018-05-17", "2018-05-19", "CBP", "McAllen"),
        Holding("2018-05-19", "2018-07-02", "ICE", "Eloy"),
        Holding("2018-07-02", "", "ABROAD"),
    )


def test_f21_sources_that_disagree_are_said_to() -> None:
    told = [Stay("ORR", "Harlingen", "2018-05-19", "2018-06-01"), Stay("ICE", "Eloy", "2018-05-19", "2018-06-01")]
    assert [one.custodian for one in holdings(told, laid_out)][:2] == [NOBODY, DISPUTED]


def test_what_is_said_of_a_later_day_does_not_fill_in_what_was_not_said_before() -> None:
    told = [Stay("CBP", "", "2018-06-01"), Stay("CBP", "Casa", "2018-06-05")]
    assert [(one.custodian, one.place) for one in holdings(told, laid_out)] == [(NOBODY, ""), ("CBP", ""), ("CBP", "Casa")]
