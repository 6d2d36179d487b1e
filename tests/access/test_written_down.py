"""Every look at a person is written down before anybody sees the answer, and can be read by those it concerns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Thread
from typing import Any

import msgspec
import psycopg
import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.errors import NotFound, Refused
from kinkeeper.domain.reviews import AskQuestions, JudgeQuestion, Question
from kinkeeper.queries.access.reading import members_that_name, persons_in
from kinkeeper.queries.custody import Custody
from kinkeeper.site.database import Database
from tests.access.planted import addresses, planted
from tests.figures import Figure
from tests.web.browsing import AT_THE_COMPUTER, client, somebody, taken, words
from tests.web.scene import ALBERTO, FAMILY, KEVIN, MAITE, YAMILET, history, play


def written() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT size FROM access_head")
        return int(cursor.fetchone()[0])


def entries(kind: str, first: int = 0) -> list[dict[str, Any]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM access_entry WHERE seq >= %s ORDER BY seq", [first])
        told = [msgspec.json.decode(bytes(body)) for (body,) in cursor.fetchall()]
    return [one for one in told if one["kind"] == kind]


@pytest.mark.parametrize(
    ("address", "persons"),
    [
        ("/children-apart/", {"Pmaite", "Pyamilet", "Pkevin", "Palberto"}),
        ("/children-apart/?basis=detected", {"Pkevin", "Palberto", "Pyamilet"}),
        ("/custody/persons/?custodian=ORR", {"Pmaite", "Pkevin"}),
        ("/families/", {"Pmaite", "Pyamilet", "Pkevin", "Palberto"}),
        (f"/families/{FAMILY}/", {"Pmaite", "Pyamilet", "Pkevin", "Palberto"}),
    ],
)
def test_whoever_is_shown_is_on_the_record(database: Database, address: str, persons: set[str]) -> None:
    play(history())
    browser = client(role="caseworker")
    assert browser.get(address).status_code == 200
    [said] = entries("person.read")
    assert set(said["said"]["persons"]) >= persons - {"Pyamilet"} and "identity" in said["said"]["groups"]
    assert (said["actor"], said["agency"], said["role"], said["purpose"]) == ("kk.caseworker.orr", "ORR", "caseworker", "reunification")


NAMES = {"Maite": MAITE, "Yamilet": YAMILET, "Kevin": KEVIN, "Alberto": ALBERTO}
QUESTIONS = AskQuestions("run-1", (Question("person", "r1", "r2", "0.7100"), Question("tie", "r1", "r6", "0.6000", relation="parent")))
ANSWERED = JudgeQuestion("person", "r1", "r2", "same", "", "kk.coordinator.task-force")
WHERE = (
    *("review/person/r1/r2/", "review/tie/r1/r6/", "families/?page=1", "children-apart/?outcome=any", "?seen=1"),
    "custody/persons/?custodian=ICE",
)


def test_everybody_whom_any_answer_names_is_on_the_record(database: Database, monkeypatch: pytest.MonkeyPatch, figure: Figure) -> None:
    """Whatever is asked, by every address there is: a name or a number that stands in the answer stands in the access log."""
    from kinkeeper.gateway.programs import exports
    from kinkeeper.reports.making import REPORTS

    monkeypatch.setattr(exports, "ASKED", 1_000)
    play([*planted(), QUESTIONS])
    play([ANSWERED], name="answered", actor=Actor("kk.coordinator.task-force", "TASK_FORCE", "coordinator"))
    browser, named = client(), 0
    browser.get("/")
    for address in [*addresses(tuple(REPORTS)), *(f"/{where}" for where in WHERE)]:
        before = written()
        answer = browser.get(address)
        if b'id="export-why"' in answer.content if not answer.streaming else False:
            answer = taken(browser, address)
        told = (b"".join(answer) if answer.streaming else answer.content).decode(errors="replace")
        read = {person for one in entries("person.read", before) for person in one["said"]["persons"]}
        shown = {person for name, person in NAMES.items() if re.search(rf"{name}\b|\b{person}\b", told, re.IGNORECASE)}
        asked = set(re.findall(r"P[a-z]+", address))
        assert shown - asked <= read, f"{address} shows {shown - asked - read} and does not say so"
        named += len(shown)
    figure(24, "{} persons named in the answers of every address, all of them on the record", named)
    assert named > 100


@dataclass(frozen=True)
class Stayed:
    place: str
    days: int


@dataclass(frozen=True)
class StayedBeside(Stayed):
    matched: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    place: str
    stays: tuple[Stayed | None, ...] = ()
    by_day: Mapping[str, Sequence["Told"]] = field(default_factory=dict)
    days: tuple[date, ...] = ()
    whatever: Any = None


@dataclass(frozen=True)
class Named:
    told: Told | None = None
    children: int = 3
    person_id: str = ""


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (Named(Told("Pplace")), set()),
        (Named(person_id="P1"), {(False, "P1")}),
        (Told("", (Stayed("P2", 1), StayedBeside("P3", 2, ("P4",)))), {(False, "P4")}),
        (Told("", by_day={"P5": [Told("", whatever=Named(person_id="P6"))]}), {(False, "P6")}),
        ({"x": [({"adults": "P7"}, Named(person_id="P8"))]}, {(False, "P8")}),
    ],
)
def test_whom_an_answer_names_is_found_by_its_members_types_and_what_they_may_hold(value: Any, named: set[tuple[bool, str]]) -> None:
    assert persons_in(value) == named
    assert "days" not in members_that_name(Told)
    assert members_that_name(Stayed) == () and members_that_name(Custody) == ()  # what a type cannot hold is not looked into


def test_a_search_is_on_the_record(database: Database) -> None:
    play(history())
    client().post("/search/", {"text": "xitumul"}, follow=True)
    assert {one["said"]["text"] for one in entries("person.searched")} == {"xitumul"}


def test_a_page_that_shows_nobody_writes_nothing(database: Database) -> None:
    play(history())
    browser = client()
    for address in ("/sign/factors/", "/families/KF-1/", "/proof/"):
        browser.get(address)
    assert entries("person.read") == []


def test_where_nothing_can_be_written_down_nobody_is_shown(database: Database, _laid: Any, figure: Figure) -> None:
    play(history())
    browser = client(raise_request_exception=False)
    _laid.admin.execute("DELETE FROM access_head")
    answer = browser.get("/children-apart/")
    assert answer.status_code == 500 and b"Maite" not in answer.content
    figure(24, "{} page asked for while nothing could be written down, nobody shown", 1)


def test_the_family_s_counsel_reads_who_has_looked(database: Database) -> None:
    from kinkeeper.gateway.accounts import assign
    from kinkeeper.queries.access.subjects import persons_of

    play(history())
    counsel = client(role="counsel")
    assert counsel.get(f"/families/{FAMILY}/looks/").status_code == 404
    assign("kk.counsel.counsel", persons_of(FAMILY), actor=AT_THE_COMPUTER)
    client(role="caseworker").get(f"/families/{FAMILY}/")
    page = words(counsel.get(f"/families/{FAMILY}/looks/"))
    assert "kk.caseworker.orr Office of Refugee Resettlement, caseworker reunification" in page
    assert client(role="officer").get(f"/families/{FAMILY}/looks/").status_code == 404
    with pytest.raises(Refused, match="no counsel"):
        assign("kk.caseworker.orr", ["Pmaite"], actor=AT_THE_COMPUTER)


def test_who_may_not_know_of_somebody_does_not_learn_who_looked(database: Database) -> None:
    from kinkeeper.queries.access.looks import list_looks

    play(history())
    for viewer in (Actor("x", "ICE", "officer", "enforcement"), Actor("x", "ORR", "administrator", "administration")):
        with pytest.raises(NotFound):
            list_looks(viewer, ["Pmaite"])


def test_family_after_family_is_noticed_and_asked_about(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from kinkeeper.gateway.looks import noticing

    play(history())
    monkeypatch.setitem(noticing.OFTEN, "families", 5)
    browser = client(role="caseworker")
    answers = [browser.get(f"/families/{FAMILY}/") for _ in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [302] and answers[-1]["Location"].startswith("/sign/again/")
    assert [one["actor"] for one in entries("reading.unusual")] == ["kk.caseworker.orr"]
    browser.post("/sign/again/", {"password": "correct horse battery staple"})
    assert browser.get(f"/families/{FAMILY}/").status_code == 200


def test_whoever_tries_numbers_or_searches_on_and_on_is_noticed_and_oversight_sees_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kinkeeper.gateway.looks import noticing

    play(history())
    monkeypatch.setitem(noticing.OFTEN, "not shown", 3)
    monkeypatch.setitem(noticing.OFTEN, "searches", 2)
    browser = client(role="caseworker")
    assert [browser.get(f"/families/KF-{n}/").status_code for n in range(5)] == [404] * 3 + [302] * 2
    browser.post("/sign/again/", {"password": "correct horse battery staple"})
    assert browser.get("/families/KF-9/").status_code == 404
    other = client(role="coordinator")
    found = [other.post("/search/", {"text": text}, headers={"hx-request": "true"}) for text in ("xit", "xitu", "xitum")]
    assert found[-1]["HX-Redirect"].startswith("/sign/again/")
    assert [one["said"].get("what", "families") for one in entries("reading.unusual")] == ["not shown", "not shown", "searches"]
    assert [one["said"]["asked"] for one in entries("person.withheld")] == ["KF-0", "KF-1", "KF-2", "KF-3", "KF-4", "KF-9"]
    assert "more than usual: not shown" in words(client(role="inspector").get("/oversight/"))


def test_the_access_log_is_proven_and_a_change_is_found(database: Database, _laid: Any) -> None:
    from kinkeeper.queries.log.access import verify_access_log

    play(history())
    browser = client()
    for _ in range(3):
        browser.get("/families/")
    assert verify_access_log().wrong == "" and verify_access_log().size == len(entries("person.read")) + 1
    for change in ("UPDATE access_entry SET body = body || ' ' WHERE seq = 2", "DELETE FROM access_entry WHERE seq = 3"):
        _laid.admin.execute(change)
        assert verify_access_log().wrong.startswith("Entry 2: ")
    with psycopg.connect(database.app.conninfo) as app, pytest.raises(psycopg.Error):
        app.execute("DELETE FROM person_read")


def test_nobody_is_named_in_the_log_of_looks(database: Database) -> None:
    play(history())
    client().get(f"/families/{FAMILY}/?statements=all")
    somebody("inspector")
    assert "Maite" not in str(entries("person.read")) and "Xitumul" not in str(entries("person.read"))


def test_whoever_looked_looks_no_more_when_the_page_is_there_whoever_wrote_meanwhile(database: Database) -> None:
    from django.db import connection

    from kinkeeper.gateway.wall import look_no_more

    def looks() -> tuple[str, ...]:
        with connection.cursor() as cursor:
            names = ("search_path", *(f"kinkeeper.{name}" for name in ("reach", "agency", "name", "purpose", "opened")))
            cursor.execute("SELECT " + ", ".join(f"coalesce(current_setting('{name}', TRUE), '')" for name in names))
            return tuple(cursor.fetchone())

    def write_from_elsewhere() -> None:
        client(role="coordinator").get("/families/")
        connection.close()

    play(history())
    look_no_more()
    nobody, browser, known = looks(), client(role="caseworker"), written()
    for address in ("/families/", "/families/", "/warnings/", f"/families/{FAMILY}/", "/families/KF-66666/", "/families/", "/families/"):
        browser.get(address)
        assert looks() == nobody, address
    elsewhere = Thread(target=write_from_elsewhere)
    elsewhere.start()
    elsewhere.join()
    for _ in range(3):
        browser.get("/families/")
        assert looks() == nobody, "said again where the head had moved"
    assert written() - known >= 9, "and all of it is on the record"
