"""Where everybody is: one look at what is known now gives what laying out each person gives."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.domain.placements import Placement, ReportPlacement
from kinkeeper.domain.records import Stay
from kinkeeper.domain.requests import Request
from kinkeeper.site.database import Database
from tests.web.scene import OFFICER, history, play

days = st.sampled_from(["2018-05-17", "2018-05-18T06:00", "2018-05-20", "2018-06", "2018-06-10", "2099-01-01"])
ends = st.sampled_from([("", ""), ("2018-06-30", ""), ("2018-06-30", "released")])
some_day = st.sampled_from(["2018-05-17", "2018-05-25", "2018-07-08"])
reports = st.builds(
    lambda n, person, custodian, start, end: ReportPlacement(
        Placement(f"PL-{n}", f"P{person}", Stay(custodian, "", start, *(end if start < "2018-06-30" else ("", ""))))
    ),
    st.integers(0, 5),
    st.integers(0, 2),
    st.sampled_from(["CBP", "ORR", "ICE", "JAIL"]),
    days,
    ends,
)


def everyone(day: str, known_at: int | None = None) -> dict[str, int]:
    from kinkeeper.queries.handover.everyone import count_everyone
    from kinkeeper.queries.standpoint import find_standpoint

    return count_everyone(OFFICER, find_standpoint(OFFICER, today=day, as_of=day, known_at=known_at))


def laid_out(day: str) -> dict[str, int]:
    """The same, person by person, as for a moment that is past."""
    from kinkeeper.queries.moments import ledger_size

    play([ReportPlacement(Placement("PL-later", "Pnobody", Stay("CBP", "", "2018-05-01")))], name="later")
    return everyone(day, ledger_size() - 1)


def test_the_scene(database: Database) -> None:
    play(history())
    assert everyone("2018-07-08") == {"ORR": 2, "ABROAD": 1, "ICE": 1}
    assert everyone("2018-05-20") == {"CBP": 2, "NONE": 2}
    assert laid_out("2018-07-08") == {"ORR": 2, "ABROAD": 1, "ICE": 1}


def test_f21_where_are_the_parents_of_the_46(database: Database) -> None:
    """12 deported, 9 with the marshals, 2 in a jail, 1 whose place nobody knows (HHS, 12 July 2018)."""
    gone = [("ABROAD", 12), ("USMS", 9), ("JAIL", 2)]
    custodians = [custodian for custodian, count in gone for _ in range(count)]
    play([ReportPlacement(Placement(f"PL-{n}", f"Padult{n}", Stay(one, "", "2018-06-01"))) for n, one in enumerate(custodians)])
    play([ReportPlacement(Placement("PL-lost", "Padultlost", Stay("ICE", "", "2017-03-01", "2017-06-01")))], name="lost")
    assert everyone("2018-07-12") == {"ABROAD": 12, "USMS": 9, "JAIL": 2, "NONE": 1}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(reports, min_size=1, max_size=6), st.sampled_from(["2018-05-17", "2018-05-25", "2018-07-08"]), st.uuids())
def test_now_is_what_each_person_laid_out_gives(database: Database, some: list[Any], day: str, salt: Any) -> None:
    from kinkeeper.gateway import submit

    for n, one in enumerate(some):
        try:
            submit([Request(f"{salt}:{n}", one)], actor=OFFICER)
        except KinkeeperError:
            continue
    from kinkeeper.queries.counts.held import where_held
    from kinkeeper.queries.standpoint import find_standpoint

    standpoint = find_standpoint(OFFICER, today=day, as_of=day)
    persons = [f"P{n}" for n in range(3)]
    held = {person: one.custodian for person, one in where_held(OFFICER, persons, standpoint).items()}
    found = dict(_rows(day))
    assert {person: found.get(person, "NONE") for person in persons} == held


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(reports, min_size=1, max_size=6), st.sampled_from(["2018-05-17", "2018-05-25", "2018-07-08"]), st.uuids(), st.integers(0, 3)
)
def test_the_persons_listed_are_those_whom_each_day_by_day_look_finds_there(
    database: Database, some: list[Any], day: str, salt: Any, before: int
) -> None:
    from kinkeeper.gateway import submit

    for n, one in enumerate(some):
        try:
            submit([Request(f"{salt}:{n}", one)], actor=OFFICER)
        except KinkeeperError:
            continue
    from kinkeeper.queries.counts.held import where_held
    from kinkeeper.queries.handover.held_by import HeldBy, list_held
    from kinkeeper.queries.moments import ledger_size
    from kinkeeper.queries.standpoint import find_standpoint

    here = find_standpoint(OFFICER, today=day, as_of=day, known_at=max(ledger_size() - before, 0))
    held = where_held(OFFICER, [f"P{n}" for n in range(3)], here)
    for custodian, count in everyone(day, here.known_at).items():
        rows = list_held(OFFICER, here, HeldBy(custodian)).rows
        there = {person for person, one in held.items() if one.custodian == custodian}
        assert len(rows) == count and ({one.person.person_id for one in rows} == there or custodian == "NONE")
        assert all((one.custodian, one.since <= day) == (custodian, True) for one in rows)
        assert [one.since for one in rows] == sorted(one.since for one in rows)


def _rows(day: str) -> list[tuple[str, str]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, custodian FROM custody_day WHERE until IS NULL AND from_day <= %s AND until_day > %s", [day, day])
        return list(cursor.fetchall())
