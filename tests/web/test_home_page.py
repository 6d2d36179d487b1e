"""The first page says what is due, what waits, what changed since one last looked, and how many are apart."""

import pytest

from kinkeeper.domain.casework.cases import OpenCase
from kinkeeper.domain.casework.departures import PlanDeparture
from kinkeeper.domain.casework.tasks import RecordTask, Task
from kinkeeper.domain.casework.warnings import RaiseWarnings, Warning
from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.handover.transfers import OfferTransfer, Transfer
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.extracts.court import shipped_plans
from kinkeeper.site.database import Database
from tests.jobs.court.test_clocks import enact, run
from tests.web.browsing import client, words
from tests.web.scene import ALBERTO, KEVIN, MAITE, history, play
from tests.web.test_own_views import tomorrow

ROLES = ("caseworker", "coordinator", "inspector")


@pytest.fixture
def scene(database: Database) -> None:
    play(history())


def test_counts_on_the_first_page_are_those_of_the_list(scene: None) -> None:
    browser = client()
    said = words(browser.get("/"))
    assert "2 children are apart from a parent or other kin." in said
    assert "2 Still apart" in said and "1 No reason recorded" in said
    assert "Nothing is due" in said and "Nothing waits for your answer." in said


def test_what_changed_is_what_came_since_this_browser_last_looked(scene: None, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = client()
    for _ in range(2):  # one visit, also where the page is opened again
        said = words(browser.get("/"))
        assert "The newest changes 2" in said, said.partition("Waits for")[2]
    browser = tomorrow(browser, monkeypatch)
    assert "Changed since you last looked 0" in words(browser.get("/"))
    reunited = Separation(KEVIN, ALBERTO, "2018-06-01", "", "", "detected", "0.9500", "ORR, Brownsville", "USMS", "reunited", "2018-07-05")
    play([RaiseSeparations("separations-2", (reunited,))], name="later")
    said = words(browser.get("/"))
    assert "Changed since you last looked 1" in said and "Kevin" in said.partition("Changed since")[2]
    assert "new ·" not in said.partition("Changed since")[2]


def test_a_look_back_is_no_visit_and_a_forged_cookie_no_harm(scene: None) -> None:
    browser = client()
    browser.get("/?known=20")
    assert "The newest changes" in words(browser.get("/"))
    for told in ("x", "1.2", "-1.2.3", f"{'9' * 40}.1.1", "²", "999999.999999.1", "1.1.999999999"):
        browser.cookies["seen-home"] = told
        assert browser.get("/").status_code == 200


def test_an_empty_house_says_so(database: Database) -> None:
    said = words(client().get("/"))
    assert "0 children are apart" in said and "Nothing has changed." in said


def test_one_meets_ones_own_children_first_and_what_waits_for_oneself(scene: None) -> None:
    browser = client(role="caseworker")
    enact("ms-l-2018")
    run()
    me = "kk.caseworker.orr"
    transfer = Transfer("TR-9", KEVIN, "CBP", "McAllen", "ORR", "Casa Sol", "2018-07-08", "2018-07-09")
    play(
        [
            OpenCase(MAITE, shipped_plans()["stage-1"], "2018-07-01", me),
            OfferTransfer(transfer),
            RecordTask(Task("TA-9", MAITE, "Find the birth certificate", me, "2018-07-09")),
            PlanDeparture("DP-9", ALBERTO, "removal", "2018-07-09T06:00"),
        ],
        name="waits",
    )
    said = words(browser.get("/?day=2018-07-08"))
    due, waits = said.partition("Waits for my answer")[::2]
    page = browser.get("/?day=2018-07-08").content.decode()
    assert '<time datetime="2018-07-07T06:59:59Z" title="7 July 2018, 6:59 am UTC">6 July 2018, 11:59 pm (PDT)</time>' in page
    assert "1 child is yours." in said and "Maite" in due and "Record a call" in due
    assert "removal planned, and no choice that counts is on record" in due and "Record the choice" in due
    assert "Can ORR program, Casa Sol receive" in waits and "Find the birth certificate" in waits and "Read and acknowledge" in waits
    everybody = words(browser.get("/?day=2018-07-08&whose=all"))
    assert "Under five" in everybody and "Five and over" in everybody and "ICE" in everybody.partition("Waits for")[0]


def test_a_reader_is_offered_no_form_that_the_role_may_not_send(scene: None) -> None:
    enact("ms-l-2018")
    run()
    said = words(client(role="inspector").get("/?day=2018-07-08"))
    assert "Open the file" in said and "Record a call" not in said and "Take a family in" not in said.partition("What is due")[2]


def test_how_it_went_lately_is_asked_for_by_itself(scene: None) -> None:
    page = client().get("/apart-lately/?day=2018-07-08")
    assert b"<polyline" in page.content and "Same as the day before. Since" in words(page)


def test_only_what_waits_for_oneself_stands_there_and_the_rest_under_whom_it_waits_for(scene: None) -> None:
    warnings = [
        Warning(f"W-{number}", rule, KEVIN, "In words.", role, hours, "2018-07-08T00:00", raised_by="HHS")
        for number, (rule, role, hours) in enumerate(
            (("departure-stopped", "case_manager", 48), ("need-left-behind", "receiving_custodian", 4), ("reason", "supervisor", 48))
        )
    ]
    play([RaiseWarnings(tuple(warnings))], name="warned")
    told = {role: words(client("es" if role == "inspector" else "en", role=role).get("/?day=2018-07-08")) for role in ROLES}
    mine = {role: said.partition("Waits for my answer")[2].partition("Waits for others")[0] for role, said in told.items()}
    assert mine["caseworker"].count("must answer") == 1 and "must answer: case manager" in mine["caseworker"]
    assert "must answer: supervisor" in mine["coordinator"] and "case manager" not in mine["coordinator"]
    assert "1 warning: inspector must answer" in told["caseworker"] and "1 warning: supervisor must answer" in told["caseworker"]
    assert "Espera a otros 1 aviso: debe responder" in told["inspector"]
    page = words(client(role="caseworker").get("/warnings/?day=2018-07-08"))
    waits, others = page.partition("Waits for others")[::2]
    assert waits.count("In words.") == 1 and others.count("In words.") == 2


def test_the_warnings_of_one_clock_count_as_one_as_their_list_has_them(scene: None) -> None:
    """Soon late, then late: the first page sends nobody to two where the list has one row."""
    some = [
        Warning(f"W-{rule}-{clock}", rule, KEVIN, "In words.", "supervisor", hours, at, other=clock, raised_by="HHS")
        for clock in ("C-1", "C-2")
        for rule, hours, at in (("clock-soon", 200, "2018-07-06T00:00"), ("clock-late", 240, "2018-07-07T00:00"))
    ]
    play([RaiseWarnings(tuple(some))], name="warned")
    told = {role: words(client(role=role).get("/?day=2018-07-08")) for role in ("caseworker", "coordinator")}
    assert "2 warnings: supervisor must answer" in told["caseworker"]
    assert "Must answer: supervisor (2)" in words(client(role="caseworker").get("/warnings/?day=2018-07-08"))
    mine = told["coordinator"].partition("Waits for my answer")[2]
    assert mine.startswith(" All 2 ") and mine.count("must answer: supervisor") == 2 and mine.count("A clock is late") == 2


def test_everybody_means_the_same_day_whichever_files_they_are_shown(database: Database) -> None:
    play([*history(), ReceiveExtract(Extract("xlate", "late.csv", "", "00", "ice_detention", 9, 0, "2018-07-09"))])
    for role in ("coordinator", "caseworker", "counsel"):
        assert "9 July 2018" in words(client(role=role).get("/children-apart/")), role
