"""From where one looks: positions, moments, days."""

import pytest

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.errors import NotAllowed
from kinkeeper.queries.standpoint import find_standpoint
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
