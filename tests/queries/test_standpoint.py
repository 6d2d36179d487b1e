"""From where one looks: positions, moments, days."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.errors import NotAllowed
from kinkeeper.queries.standpoint import Hour, Standpoint, find_standpoint, hour_of
from kinkeeper.site.database import Database
from tests.web.scene import DAY, OFFICER, history, play


def recorded_at(position: int) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT recorded_at FROM entry WHERE seq = %s", [position])
        return str(cursor.fetchone()[0].isoformat())


def test_now_is_everything_on_the_newest_day_of_the_extracts(database: Database) -> None:
    play(history())
    found = find_standpoint(OFFICER, today="2026-11-22")
    assert (found.known_at, found.as_of, found.is_past) == (found.size, DAY, False)


def test_an_empty_ledger_is_seen_from_today(database: Database) -> None:
    found = find_standpoint(OFFICER, today="2026-11-22")
    assert (found.known_at, found.size, found.as_of, found.known_to) == (0, 0, "2026-11-22", "")


def test_before_any_extract_the_day_is_today(database: Database) -> None:
    play(history())
    found = find_standpoint(OFFICER, today="2026-11-22", known_at=0)
    assert (found.is_past, found.as_of, found.newest_day) == (True, "2026-11-22", "")


def test_more_than_there_is_is_all_there_is(database: Database) -> None:
    play(history())
    found = find_standpoint(OFFICER, today=DAY, known_at=10**9)
    assert found.known_at == found.size and not found.is_past


@pytest.mark.parametrize("position", [0, 1, 7, 20])
def test_a_moment_is_the_number_of_entries_recorded_by_then(database: Database, position: int) -> None:
    for number, command in enumerate(history()):
        play([command], name=f"step {number}")
    found = find_standpoint(OFFICER, today=DAY, recorded_by=recorded_at(position))
    later = found.known_at < found.size and recorded_at(found.known_at)
    assert found.known_at > position and later != recorded_at(position)
    assert find_standpoint(OFFICER, today=DAY, recorded_by="2001-01-01T00:00:00+00:00").known_at == 0


def test_a_day_asked_for_is_the_day(database: Database) -> None:
    play(history())
    assert find_standpoint(OFFICER, today=DAY, as_of="2018-06-26").as_of == "2018-06-26"


def test_nobody_looks_without_the_right_to(database: Database) -> None:
    with pytest.raises(NotAllowed):
        find_standpoint(Viewer("stranger", "", "nobody"), today=DAY)


NOW = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)
HERE = Standpoint(90, "2018-07-08", 90, "2018-07-09T08:15:00", "2018-07-08")


@pytest.mark.parametrize(
    ("standpoint", "instant", "taken"),
    [
        (HERE, NOW, "now"),
        (replace(HERE, day_asked=True), datetime(2018, 7, 8, 23, 59, 59, tzinfo=UTC), "day"),
        (replace(HERE, as_of="2026-11-26", day_asked=True), NOW, "now"),
        (replace(HERE, size=91), datetime(2018, 7, 9, 8, 15, tzinfo=UTC), "entry"),
        (replace(HERE, size=91, day_asked=True), datetime(2018, 7, 8, 23, 59, 59, tzinfo=UTC), "day"),
        (replace(HERE, is_practice=True), datetime(2018, 7, 8, 23, 59, 59, tzinfo=UTC), "practice"),
        (replace(HERE, is_practice=True, newest_day=""), NOW, "now"),
        (replace(HERE, size=91, known_to=""), NOW, "now"),
    ],
)
def test_clocks_are_read_as_of_now_or_it_is_said_of_when(standpoint: Standpoint, instant: datetime, taken: str) -> None:
    assert hour_of(standpoint, NOW) == Hour(instant, taken)


def test_pages_commands_and_worker_agree_on_the_hour_and_a_practice_database_says_it_is_one(database: Database) -> None:
    from django.db import connections

    from kinkeeper.gateway import clock
    from kinkeeper.jobs import timer
    from kinkeeper.site.setup import mark_as_practice
    from tests.web.browsing import client, words

    play(history())
    assert abs(timer._now() - clock.instant()) < timedelta(minutes=1)
    assert "Clocks are read as of now" in words(client().get("/due/"))
    assert "as of the end of the day that is looked at, 26 June 2018, 11:59 pm UTC. That is not now." in words(
        client().get("/due/?day=2018-06-26")
    )
    with connections["owner"].cursor() as cursor:
        try:
            mark_as_practice()
            assert timer._now() == datetime(2018, 7, 8, 23, 59, 59, tzinfo=UTC)
            page = words(client("es").get("/due/"))
            assert (
                "Datos de práctica: los plazos se leen al final del último día de sus archivos, 8 de julio de 2018, 11:59 p. m. UTC" in page
            )
        finally:
            cursor.execute(f"COMMENT ON DATABASE {connections['owner'].settings_dict['NAME']} IS NULL")
