from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.extracts.moments import Unreadable, latest, order_of, read_moment

DAYS = st.dates(min_value=date(1931, 1, 1), max_value=date(2030, 12, 31))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3/18/18", "2018-03-18"),
        ("03/18/2018", "2018-03-18"),
        ("2018-03-18", "2018-03-18"),
        ("2018-03-18T06:13:28", "2018-03-18T06:13:28"),
        ("2018-31-08", "2018-08-31"),
        ("18-Mar-18", "2018-03-18"),
        ("18 March 2018", "2018-03-18"),
        ("March 18, 2018", "2018-03-18"),
        ("18 de marzo de 2018", "2018-03-18"),
        ("20180318", "2018-03-18"),
        ("43177", "2018-03-18"),
        ("43177.25", "2018-03-18T06:00:00"),
        ("3/18/2018 6:13", "2018-03-18T06:13"),
        ("03/18/2018 12:36:28 AM", "2018-03-18T00:36:28"),
        ("03/18/2018 6:05:09 PM", "2018-03-18T18:05:09"),
        ("2018-03-18 00:00:00", "2018-03-18"),
        ("25/3/2018", "2018-03-25"),
        ("12/9/58", "1958-12-09"),
        ("2018-03", "2018-03"),
        ("2012", "2012"),
        ("O3/l8/2O18", "2018-03-18"),
    ],
)
def test_a_date_is_read_however_it_is_written(written: str, meant: str) -> None:
    assert read_moment(written) == meant


@pytest.mark.parametrize(
    "written", ["2/31/2018", "2018-02-31", "4/60/2020", "13/13/2018", "5/29/2220", "6/1/18 25:00", "soon", "12345678901", "1/2/3/4"]
)
def test_a_day_that_does_not_exist_is_not_bent_into_one(written: str) -> None:
    with pytest.raises(Unreadable):
        read_moment(written)


def test_day_and_month_are_told_apart_by_the_column() -> None:
    assert order_of(["4/5/2018", "25/6/2018", "1/2/2018"]) == "dmy"
    assert order_of(["4/5/2018", "6/25/2018"]) == "mdy"
    assert order_of(["4/5/2018"], otherwise="dmy") == "dmy"
    assert read_moment("4/5/2018", "dmy") == "2018-05-04"
    assert read_moment("4/25/2018", "dmy") == "2018-04-25"


@given(DAYS, st.sampled_from(["%m/%d/%Y", "%Y-%m-%d", "%d-%b-%y", "%d-%b-%Y", "%B %d, %Y", "%Y%m%d", "%m/%d/%y"]))
def test_what_a_machine_writes_is_read_back(day: date, form: str) -> None:
    assert read_moment(day.strftime(form)) == day.isoformat()


@given(DAYS)
def test_an_order_of_day_first_is_read_back(day: date) -> None:
    assert read_moment(day.strftime("%d/%m/%Y"), "dmy") == day.isoformat()


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    try:
        moment = read_moment(text)
    except Unreadable:
        return
    assert moment[:4].isdigit()
    assert len(moment) in {4, 7, 10, 16, 19}


def test_the_latest_day_is_not_a_slip_of_the_pen() -> None:
    days = [(date(2018, 4, 1) + timedelta(days=n)).isoformat() for n in range(60)]
    assert latest([*days, "2028-05-01", "2049-01-01"]) == days[-1]
    assert latest(["2018-04-01"]) == "2018-04-01"
    assert latest([]) == ""
