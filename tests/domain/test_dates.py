from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.dates import age_on, birthday, day, day_text, days_between, is_moment

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("on", "years"), [("2018-02-27", 17), ("2018-02-28", 17), ("2018-03-01", 18), ("2020-02-28", 19), ("2020-02-29", 20)]
)
def test_a_child_born_on_29_february_comes_of_age_on_1_march_of_a_common_year(on, years):
    assert age_on("2000-02-29", on) == years


def test_the_eighteenth_birthday_of_a_child_born_on_29_february():
    assert birthday("2000-02-29", 18) == date(2018, 3, 1)
    assert birthday("2000-02-29", 20) == date(2020, 2, 29)


@given(DAYS, st.integers(0, 90))
def test_age_and_birthday_agree(born, years):
    comes_of_age = birthday(born.isoformat(), years)
    assert age_on(born.isoformat(), comes_of_age.isoformat()) == years
    assert age_on(born.isoformat(), (comes_of_age - timedelta(days=1)).isoformat()) == years - 1


@pytest.mark.parametrize("rough", ["", "2018", "2018-05"])
def test_what_is_not_given_to_the_day_gives_no_day(rough):
    assert day(rough) is None
    assert day_text(rough) == ""
    assert birthday(rough, 18) is None
    assert age_on(rough, "2018-06-26") is None
    assert days_between(rough, "2018-06-26") is None


def test_days_between_counts_midnights_not_hours():
    assert days_between("2018-05-17T23:59", "2018-05-18T00:01") == 1
    assert days_between("2018-05-18", "2018-05-17T06:13") == -1


@pytest.mark.parametrize("text", ["2018", "2018-05", "2018-05-17", "2018-05-17T06:13", "2018-05-17T06:13:28", "2020-02-29"])
def test_the_five_shapes_of_a_moment(text):
    assert is_moment(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "18",
        "0000",
        "2018-13",
        "2018-02-31",
        "2019-02-29",
        "2018-05-17T25:00",
        "2018-05-17 06:13",
        "20180517",
        "2018-05-17T06",
        "yesterday",
        "٢٠١٨",
    ],
)
def test_what_is_no_moment(text):
    assert not is_moment(text)
