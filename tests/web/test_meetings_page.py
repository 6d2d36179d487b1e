"""The weekly meeting on the pages: arranged, looked at, reasons and owners given and taken back, held; each sees what they may."""

import re
from pathlib import Path
from typing import Any

import pytest

from kinkeeper.site.database import Database
from tests.queries.test_meeting import ADA, EVA, IKER, LUIS, NOE, TURNED, WEEKS, came_in, lines, screen
from tests.web.browsing import client, queries_of, words

CHOSEN = [f"orr {WEEKS[0]}.csv", f"counsel {WEEKS[0]}.csv"]


@pytest.fixture
def first_week(database: Database, tmp_path: Path) -> Path:
    came_in(tmp_path, WEEKS[0], [LUIS, EVA, NOE], [LUIS, IKER, TURNED])
    return tmp_path


def arranged(browser: Any) -> str:
    answer = browser.post("/meetings/", {"name": "Thursday", "role": "child", "other": "orr *.csv, counsel *.csv"})
    assert answer.status_code == 302, words(answer)
    [address] = set(re.findall(r'href="(/meetings/ME-\w+/)"', browser.get("/meetings/").content.decode()))
    return str(address)


def sent(browser: Any, address: str, **told: str) -> Any:
    """What the form sends: every field as it stands on the page, some filled in."""
    page = browser.get(address).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', page))
    return browser.post(address, hidden | told)


def test_a_meeting_from_one_week_to_the_next(first_week: Path) -> None:
    browser = client()
    page = words(browser.get("/meetings/", {"list": CHOSEN}))
    assert "stand on all of them alike: 1. Who do not: 3." in page and "No meeting is arranged" in page
    refused = browser.post("/meetings/", {"name": "Thursday", "list": CHOSEN[0]})
    assert refused.status_code == 400 and "two lists or more" in words(refused)
    address = arranged(browser)
    page = words(browser.get(address))
    assert "Before the first meeting" in page and "Not on counsel *.csv" in page
    assert "Day and month change places: 2013-03-05 / 2013-05-03." in page and "As suggested: Day and month" in page
    people = {name: one.person for name, one in lines(screen()).items()}
    eva, noe = people["EVA CAAL"], people["NOE TUX"]
    filled = {f"reason-{eva}": "not_yet_reported", f"owner-{eva}": "COUNSEL", f"next_step-{eva}": "ask on Monday", f"suggested-{noe}": "on"}
    assert sent(browser, address, **filled).status_code == 302
    said = {name: one.explanation for name, one in lines(screen()).items()}
    assert (said["EVA CAAL"].reason, said["EVA CAAL"].owner, said["NOE TUX"].reason) == ("not_yet_reported", "COUNSEL", "day_and_month")
    assert said["IKER CHUB"] is None
    nothing = sent(browser, address, **filled | {f"suggested-{noe}": ""})
    assert nothing.status_code == 400 and "does not stand there already" in words(nothing)
    assert sent(browser, address, back=noe).status_code == 302 and lines(screen())["NOE TUX"].explanation is None
    assert sent(browser, address, what="hold").status_code == 302

    came_in(first_week, WEEKS[1], [LUIS, EVA, NOE, ADA], [LUIS, NOE, IKER])
    page = words(browser.get(address))
    assert "Since the meeting of" in page and "ADA POP new" in page and "ask on Monday" in browser.get(address).content.decode()
    assert "on all lists alike" in page and "COUNSEL 1 oldest 7 days" in page
    # Who asks, what stands and stood on the lists, and what is known of whom they differ on: no question a difference, and none twice.
    assert queries_of(lambda: browser.get(address)) <= 12
    assert "ADA POP" not in words(browser.get(address + "?owner=COUNSEL")).partition("Settled since the meeting")[0]
    spanish = words(client("es").get(address))
    assert "nuevo" in spanish and "Motivo" in spanish and "No figura en counsel *.csv" in spanish
    # The same as files, through the door of exports.
    found = words(browser.get("/reports/list_differences/"))
    assert "not_yet_reported" in found and "COUNSEL" in found


def test_what_another_said_meanwhile_is_not_overwritten(first_week: Path) -> None:
    browser = client()
    address = arranged(browser)
    person = lines(screen())["EVA CAAL"].person
    page = browser.get(address).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', page))
    assert sent(client(), address, **{f"owner-{person}": "ORR"}).status_code == 302
    answer = browser.post(address, hidden | {f"owner-{person}": "CBP"})
    assert answer.status_code == 400 and "has said something of EVA CAAL meanwhile" in words(answer)
    assert lines(screen())["EVA CAAL"].explanation.owner == "ORR"
    wrong = sent(browser, address, **{f"owner-{person}": "ICEE"})
    assert wrong.status_code == 400 and "is no owner" in words(wrong) and 'value="ICEE"' in wrong.content.decode()


def test_who_sees_a_part_sees_what_was_said_of_whom_they_may_know(first_week: Path) -> None:
    browser = client()
    address = arranged(browser)
    person = lines(screen())["EVA CAAL"].person
    assert sent(browser, address, **{f"owner-{person}": "ORR", f"next_step-{person}": "look at the intake"}).status_code == 302
    orr = client(role="caseworker")
    assert orr.get(address).status_code == 404 and "Thursday" not in words(orr.get("/meetings/"))
    page = words(orr.get("/meetings/"))
    assert "look at the intake" in page and "EVA CAAL" in page and "Choose lists" not in page
    assert orr.post("/meetings/", {"name": "x", "other": "orr *.csv, apart"}).status_code == 403
    for role, agency in (("caseworker", "ICE"), ("officer", "ICE"), ("counsel", "")):
        assert "look at the intake" not in words(client(role=role, agency=agency).get("/meetings/")), (role, agency)
