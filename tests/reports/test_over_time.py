"""Day by day: each day is the census of its end."""

from random import Random
from typing import Any

from kinkeeper.domain.requests import Request
from kinkeeper.gateway import submit
from kinkeeper.queries.apart import count_children_apart
from kinkeeper.queries.moments import ledger_size
from kinkeeper.queries.standpoint import Standpoint, find_standpoint
from kinkeeper.reports.making import make_report
from kinkeeper.site.database import Database
from tests.reports.season import beginning, corrections
from tests.web.scene import OFFICER


def here(as_of: str, known_at: int) -> Standpoint:
    return find_standpoint(OFFICER, today="2018-10-01", as_of=as_of, known_at=known_at)


def send(commands: list[Any]) -> None:
    submit([Request(f"{ledger_size()}-{number}", command) for number, command in enumerate(commands)], actor=OFFICER)


def test_each_day_is_the_census_of_its_end(database: Database) -> None:
    chance = Random(7)
    send(beginning(chance, 25))
    send(list(corrections(chance, 25, 80)))
    for known_at in (ledger_size() * 4 // 5, ledger_size()):
        rows = make_report(OFFICER, "over_time", here("2018-09-30", known_at)).counted.tables[0].rows
        assert len(rows) > 100
        for day, _began, _ended, apart in rows[:: len(rows) // 25]:
            assert apart == count_children_apart(OFFICER, here(day, known_at)), day
