"""What reading is usual is learnt by role; what is more is noticed at the door, asked about, and told to oversight and cases' owners."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.log import PersonsRead
from kinkeeper.domain.access.unusual import BOUNDS, ENOUGH, usual
from kinkeeper.domain.casework.cases import OpenCase
from kinkeeper.site.database import Database
from tests.access.test_emergencies import PLAN
from tests.access.test_written_down import entries
from tests.figures import Figure
from tests.web.browsing import client, words
from tests.web.scene import FAMILY, history, play

OWNER = "kk.coordinator.task-force"
AT_THE_FAMILY = f"/families/{FAMILY}/"


@given(what=st.sampled_from(sorted(BOUNDS)), counts=st.lists(st.integers(1, 5_000), max_size=300))
def test_what_is_learnt_stays_within_its_bounds_and_too_little_teaches_nothing(what: str, counts: list[int]) -> None:
    bounds = BOUNDS[what]
    learnt = usual(what, counts)
    assert bounds.least <= learnt <= bounds.most
    assert len(counts) >= ENOUGH or learnt == bounds.most


def test_one_who_reads_without_end_does_not_make_it_usual() -> None:
    assert usual("families", [4] * 200 + [5_000]) == usual("families", [4] * 201) == 30
    assert usual("families", [40] * 200) == 80, "a role that reads more is noticed later"


def learnt(database: Any, role: str, what: str, most: int) -> None:
    database.admin.execute("INSERT INTO usual_reading VALUES (%s, %s, %s, 100, now())", [role, what, most])


def test_the_measure_is_learnt_from_the_log_for_each_role(database: Database, still: None) -> None:
    from django.db import connection

    from kinkeeper.gateway import access_log
    from kinkeeper.gateway.looks import noticing

    for number in range(ENOUGH):
        for role, often in (("caseworker", 3), ("coordinator", 1)):
            for _ in range(often):
                access_log.write_down([PersonsRead("page family", ("kinship",), ("P1",))], Actor(f"{role}{number}", "ORR", role), ("P1",))
    assert noticing.learn() == 2 * ENOUGH + 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT role, what, most, learnt_from FROM usual_reading ORDER BY 1, 2")
        told = cursor.fetchall()
    assert told == [("", "readers", 20, 1), ("caseworker", "families", 30, ENOUGH), ("coordinator", "families", 30, ENOUGH)]
    assert noticing.most("families", "caseworker") == 30 and noticing.most("families", "inspector") == BOUNDS["families"].most


def test_more_than_is_usual_for_the_role_is_asked_about(database: Database, _laid: Any, figure: Figure) -> None:
    play(history())
    learnt(_laid, "caseworker", "families", 3)
    caseworker, coordinator = client(role="caseworker", proven=False), client(role="coordinator", proven=False)
    assert [caseworker.get(AT_THE_FAMILY).status_code for _ in range(4)] == [200, 200, 200, 302]
    assert [coordinator.get(AT_THE_FAMILY).status_code for _ in range(4)] == [200] * 4, "of the own role only"
    assert [one["said"]["families"] for one in entries("reading.unusual")] == [3]
    figure(31, "{} families are usual, the next is asked about and in the log", 3)


def test_families_of_others_cases_are_counted_and_their_owner_is_told(database: Database, _laid: Any) -> None:
    play([*history(), OpenCase("Pmaite", PLAN, "2018-06-01", OWNER)])
    for role in ("caseworker", "coordinator"):
        learnt(_laid, role, "outside", 2)
    caseworker, owner = client(role="caseworker", proven=False), client(role="coordinator", proven=False)
    assert [caseworker.get(AT_THE_FAMILY).status_code for _ in range(3)] == [200, 200, 302]
    assert [owner.get(AT_THE_FAMILY).status_code for _ in range(4)] == [200] * 4, "the own caseload is not outside"
    told = words(owner.get("/"))
    assert "kk.caseworker.orr opened more families whose cases are others’ than is usual" in told
    assert "more than usual: outside" in words(client(role="inspector").get("/oversight/"))
    assert "than is usual" in words(client(role="inspector").get("/"))
    assert "than is usual" not in words(client(role="data_officer").get("/")), "nobody else is told"
    assert caseworker.post("/sign/again/", {"password": "correct horse battery staple"}).status_code == 302
    assert caseworker.get(AT_THE_FAMILY).status_code == 200, "who has shown who they are goes on"


def test_many_accounts_that_open_one_family_are_noticed(database: Database, _laid: Any) -> None:
    play([*history(), OpenCase("Pmaite", PLAN, "2018-06-01", OWNER)])
    learnt(_laid, "", "readers", 2)
    browsers = [client(role=role, proven=False) for role in ("caseworker", "coordinator", "data_officer")]
    assert [browser.get(AT_THE_FAMILY).status_code for browser in (*browsers, browsers[0])] == [200, 200, 302, 302]
    assert [(one["said"]["what"], one["said"]["families"]) for one in entries("reading.unusual")] == [("readers", 3)] * 2
    assert "More accounts than is usual opened a family of yours" in words(browsers[1].get("/"))
    assert FAMILY not in str(entries("reading.unusual"))
