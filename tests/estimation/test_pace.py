"""A pace is taken of a week; with too little done nothing is projected, and what is projected is in time or says by how much it is late."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.estimation.pace import WINDOW, project

TODAY = date(2018, 7, 8)


def test_at_this_weeks_pace_the_last_is_back_nine_days_late() -> None:
    told = project({date(2018, 6, 26): 11, date(2018, 7, 3): 8, date(2018, 7, 8): 6}, TODAY, date(2018, 7, 10))
    assert (told.open, told.done, told.needed) == (6, 5, 3.0)
    assert told.finish == date(2018, 7, 17) and told.late == 7


def test_too_few_to_project_and_none_at_all() -> None:
    few = project({date(2018, 6, 26): 11, date(2018, 7, 5): 10}, TODAY, date(2018, 7, 10))
    assert few.too_few and few.finish is None
    none = project({date(2018, 6, 26): 11}, TODAY, date(2018, 7, 1))
    assert not none.too_few and none.finish is None and none.needed is None and none.done == 0


@given(st.dictionaries(st.dates(date(2018, 5, 1), TODAY), st.integers(0, 3000)), st.dates(date(2018, 5, 1), date(2019, 1, 1)))
def test_a_finish_is_after_today_and_the_pace_reaches_it(open_on: dict[date, int], deadline: date) -> None:
    told = project(open_on, TODAY, deadline)
    if told.finish:
        days = (told.finish - TODAY).days
        assert days > 0 and told.done / WINDOW * days >= told.open > told.done / WINDOW * (days - 1)
        assert told.late == max((told.finish - deadline) // timedelta(days=1), 0)
