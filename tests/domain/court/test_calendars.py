"""Legal holidays of the federal courts, against the years as they were."""

from datetime import date

from kinkeeper.domain.court.calendars import holidays_of, sits
from kinkeeper.extracts.court import shipped_calendars

FEDERAL = shipped_calendars()["federal"]


def days(year: int) -> list[str]:
    return sorted(day.isoformat()[5:] for day in holidays_of(FEDERAL, year))


def test_the_holidays_of_2018() -> None:
    assert days(2018) == ["01-01", "01-15", "02-19", "05-28", "07-04", "09-03", "10-08", "11-12", "11-22", "12-25"]


def test_new_years_day_of_2022_was_kept_in_2021_and_juneteenth_since_then() -> None:
    assert "12-31" in days(2021) and "01-01" not in days(2022)
    assert "06-18" in days(2021) and "06-20" in days(2022) and "06-19" not in days(2020)


def test_a_court_sits_on_no_weekend_and_no_holiday() -> None:
    assert [day for day in range(1, 9) if not sits(FEDERAL, date(2018, 7, day))] == [1, 4, 7, 8]
