"""Emergencies: a reason, an hour at most by the database's clock, the owner told, a second person's review, and nothing that is walled."""

from typing import Any

import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.accounts import ENFORCES, ROLES_OF
from kinkeeper.domain.casework.cases import OpenCase
from kinkeeper.domain.casework.plans import Plan, PlanStep
from kinkeeper.domain.errors import KinkeeperError, NotAllowed
from kinkeeper.site.database import Database
from tests.access.planted import CANARY, planted
from tests.access.test_agreements import of_cbp_alone
from tests.access.test_wall import VIEWERS, hidden
from tests.access.test_written_down import entries
from tests.figures import Figure
from tests.web.browsing import client, words
from tests.web.scene import FAMILY, KEVIN, play

PLAN = Plan("p", "A plan", "Un plan", "x", "recalled", (PlanStep("one", "One", "Uno", "HHS"),))
TOLD = {"action": "open", "asked": "KF-30303", "reason": "The child is in hospital now", "minutes": "30"}


def test_it_opens_is_told_and_reviewed_and_ends(database: Database, _laid: Any, figure: Figure) -> None:
    play([*of_cbp_alone(), OpenCase("Prut", PLAN, "2018-06-01", "kk.coordinator.task-force")])
    caseworker, owner, inspector = client(role="caseworker"), client(role="coordinator"), client(role="inspector")
    refused = caseworker.get("/families/KF-30303/")
    assert refused.status_code == 404 and "Open somebody in an emergency" in words(refused)
    for wrong in ({"reason": "urgent"}, {"minutes": "61"}, {"minutes": "0"}, {"minutes": "x"}):
        assert caseworker.post("/emergency/", TOLD | wrong).status_code == 400
    assert caseworker.post("/emergency/", TOLD)["Location"] == "/families/KF-30303/"
    assert "Rut" in words(caseworker.get("/families/KF-30303/"))
    assert client(role="caseworker", agency="ICE").get("/families/KF-30303/").status_code == 404
    told = words(owner.get("/"))
    assert "kk.caseworker.orr opened a family of yours in an emergency" in told and "The child is in hospital now" in told
    assert "waits for a second person" in words(owner.get("/emergency/"))
    [said] = entries("emergency.opened")
    assert said["said"]["owners"] == ["kk.coordinator.task-force"] and said["said"]["persons"] == ["Pnoe", "Prut"]
    number = said["said"]["number"]
    review = {"action": "review", "number": number, "finding": "justified", "words": "The hospital called"}
    assert caseworker.post("/emergency/", review).status_code == 400
    assert inspector.post("/emergency/", review).status_code == 302 and inspector.post("/emergency/", review).status_code == 400
    assert "justified, says kk.inspector.oig" in words(owner.get("/emergency/"))
    _laid.admin.execute("UPDATE emergency SET at = now() - interval '1 hour', ends = now() - interval '1 second'")
    assert caseworker.get("/families/KF-30303/").status_code == 404
    figure(23, "61 minutes refused; closed when its time was over; {} owner told on the next page; {} waited for review", 1, 1)


def test_who_opened_it_can_close_it_and_nobody_prolongs_it(database: Database, _laid: Any) -> None:
    from django.db import DatabaseError, connection

    play(of_cbp_alone())
    caseworker = client(role="caseworker")
    caseworker.post("/emergency/", TOLD)
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("UPDATE emergency SET ends = now() + interval '1 day'")
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM emergency")
    number = entries("emergency.opened")[0]["said"]["number"]
    assert client(role="coordinator").post("/emergency/", {"action": "end", "number": number}).status_code == 400
    assert caseworker.post("/emergency/", {"action": "end", "number": number}).status_code == 302
    assert caseworker.get("/families/KF-30303/").status_code == 404
    assert [one["said"]["number"] for one in entries("emergency.ended")] == [number]


def test_the_fourth_of_a_day_waits(database: Database) -> None:
    play(of_cbp_alone())
    caseworker = client(role="caseworker")
    assert [caseworker.post("/emergency/", TOLD | {"asked": asked}).status_code for asked in ("KF-1", "KF-30303", "Prut", "Pnoe")] == [
        400,
        302,
        302,
        400,
    ]


@pytest.mark.parametrize("viewer", [one for one in VIEWERS if one.purpose == "enforcement"], ids=lambda one: one.name)
def test_nobody_who_looks_for_enforcement_has_one(database: Database, viewer: Actor) -> None:
    from kinkeeper.gateway.emergencies import open_in_emergency

    play(hidden())
    with pytest.raises(NotAllowed, match="Rule 'enforcement'"):
        open_in_emergency("KF-77777", "The child is in hospital", 30, actor=viewer)
    assert entries("emergency.opened") == []


def test_no_byte_of_a_sponsor_comes_out_in_an_emergency_of_who_arrests(database: Database, figure: Figure) -> None:
    from django.db import connection

    from kinkeeper.gateway import wall
    from kinkeeper.gateway.emergencies import open_in_emergency
    from kinkeeper.store.tables import READ_TABLES

    play(planted())
    opened = 0
    for agency in sorted(ENFORCES):
        for role in sorted(ROLES_OF[agency]):
            viewer = next(one for one in VIEWERS if (one.agency, one.role) == (agency, role))
            try:
                open_in_emergency(FAMILY, "The child is in hospital", 30, actor=viewer)
                opened += 1
            except KinkeeperError:
                continue
            wall.look_as(viewer)
            with connection.cursor() as cursor:
                for table in (*READ_TABLES, "part"):
                    cursor.execute(f"SELECT t::text FROM {table} t WHERE t::text ILIKE %s", [f"%{CANARY}%"])
                    assert cursor.fetchall() == [], (viewer, table)
            wall.look_no_more()
    assert opened >= 4 and KEVIN
    figure(23, "{} roles of who arrests had one, no byte of the canary in any view", opened)
