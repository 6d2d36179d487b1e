"""Rows leave as files by one way: for a purpose that is said, up to a number of rows, above it by a second person, marked, for a day."""

import io
import json
import zipfile
from typing import Any

import pytest

from kinkeeper.site.database import Database
from tests.access.planted import CANARY, planted
from tests.api.program import program
from tests.api.test_operations import entries, told
from tests.figures import Figure
from tests.web.browsing import WHY, client, taken, words
from tests.web.scene import history, play

LIST, REPORT = "/children-apart/export.csv", "/reports/separations/file.csv"


def number_of(asked: Any) -> str:
    """The number of an export that was asked for."""
    return str(asked["Location"]).partition("#")[2]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if one person let no more than one row go."""
    from kinkeeper.domain.access import exports

    monkeypatch.setattr(exports, "MOST_ROWS", 1)


def test_a_file_is_asked_for_with_a_reason_and_bears_who_took_it(database: Database) -> None:
    play(history())
    browser = client(role="caseworker")
    for address, rows in ((LIST, 4), (REPORT, 2)):
        page = browser.get(address)
        assert page.status_code == 200 and f"{rows} rows that name persons, as CSV" in words(page) and b"Maite" not in page.content
        assert browser.post(address, {"why": "  x "}).status_code == 400
        file = taken(browser, address)
        number = file["Content-Disposition"].partition('"')[2].partition("-children")[0].partition("-separations")[0]
        text = file.content.decode("utf-8-sig")
        assert number.startswith("EX-") and number in text and "kk.caseworker.orr (ORR, caseworker) · reunification · 20" in text
        assert WHY in text and "Maite" in text if address == LIST else "Pmaite" in text
    listed = words(browser.get("/exports/"))
    assert listed.count("times fetched: 1") == 2 and WHY in listed


def test_every_form_bears_the_mark(database: Database, figure: Figure) -> None:
    play(history())
    browser = client(role="caseworker")
    found = {form: taken(browser, f"/reports/separations/file.{form}").content for form in ("csv", "json", "html", "xlsx")}
    assert all(b"EX-" in found[form] and WHY.encode() in found[form] for form in ("csv", "json", "html"))
    with zipfile.ZipFile(io.BytesIO(found["xlsx"])) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) > 2 and all("EX-" in sheet for sheet in sheets)
        assert WHY in book.read("xl/sharedStrings.xml").decode() and not any("<f>" in sheet for sheet in sheets)
    figure(25, "{} forms, each with number, name, purpose and reason", len(found))


def test_the_pdf_bears_it_too(database: Database) -> None:
    pytest.importorskip("weasyprint", exc_type=ImportError)
    play(history())
    file = taken(client(role="caseworker"), "/reports/separations/file.pdf")
    assert file.content.startswith(b"%PDF") and "EX-" in file["Content-Disposition"]


def test_more_rows_wait_for_a_second_person_of_the_agency(database: Database, few: None, figure: Figure) -> None:
    play(history())
    browser, officer = client(role="caseworker"), client(role="records_officer")
    assert "somebody else of your agency has to let the file go" in words(browser.get(REPORT))
    number = number_of(browser.post(REPORT, {"why": WHY}))
    assert browser.get(f"/exports/{number}/file").status_code == 400
    assert client(role="records_officer", agency="ICE").post("/exports/", {"export": number, "what": "approve"}).status_code == 400
    assert browser.post("/exports/", {"export": number, "what": "approve"}).status_code == 400
    assert "Waiting for you to let them go" in words(officer.get("/exports/")) and WHY in words(officer.get("/exports/"))
    assert officer.post("/exports/", {"export": number, "what": "approve"}).status_code == 302
    assert officer.post("/exports/", {"export": number, "what": "refuse"}).status_code == 400
    assert browser.get(f"/exports/{number}/file").status_code == 200
    own = number_of(officer.post(REPORT, {"why": WHY}))
    assert officer.post("/exports/", {"export": own, "what": "approve"}).status_code == 400
    administrator = client(role="administrator")
    assert administrator.post("/exports/", {"export": own, "what": "refuse"}).status_code == 302
    assert officer.get(f"/exports/{own}/file").status_code == 400
    assert [one["said"]["approved"] for one in entries("export.answered")] == [True, False]
    figure(25, "{} ways around the second person, all refused", 6)


def test_a_file_is_for_whoever_asked_and_for_a_day(database: Database, figure: Figure) -> None:
    from django.db import connection

    play(history())
    browser = client(role="caseworker")
    number = number_of(browser.post(LIST, {"why": WHY}))
    assert client(role="coordinator").get(f"/exports/{number}/file").status_code == 404
    assert client(role="records_officer").get(f"/exports/{number}/file").status_code == 403
    assert client(role="inspector").get(f"/exports/{number}/file").status_code == 403
    with connection.cursor() as cursor:
        cursor.execute("UPDATE export SET expires_at = now() - interval '1 second'")
    assert browser.get(f"/exports/{number}/file").status_code == 400
    assert "time is over" in words(browser.get("/exports/"))
    figure(25, "{} others who fetch it and one who comes too late, all refused", 3)


def test_a_search_that_the_browser_forgot_does_not_become_the_whole_list(database: Database) -> None:
    play(history())
    browser = client(role="caseworker")
    found = browser.post("/search/", {"text": "Kevin"})
    word = found["Location"].partition("search=")[2]
    number = number_of(browser.post(f"{LIST}?search={word}", {"why": WHY}))
    file = browser.get(f"/exports/{number}/file").content
    assert b"Kevin" in file and b"Maite" not in file and b"what was searched for" in file
    for name in list(browser.cookies):
        if name not in ("sessionid", "csrftoken"):
            del browser.cookies[name]
    again = browser.get(f"/exports/{number}/file")
    assert (again.status_code == 400 and b"Maite" not in again.content) or again.content.count(b"Maite") == 0


def test_everybody_in_a_file_is_a_look_through_it_and_its_bytes_are_known_again(database: Database) -> None:
    from hashlib import sha256

    play(history())
    browser = client(role="caseworker")
    file = taken(browser, REPORT)
    [asked], [fetched] = entries("export.asked"), entries("export.fetched")
    look = entries("person.read")[-1]
    assert look["said"]["door"] == f"export {asked['said']['export']}" and {"Pmaite", "Pkevin"} <= set(look["said"]["persons"])
    assert fetched["said"]["sha256"] == sha256(file.content).hexdigest()
    assert (asked["said"]["rows"], asked["said"]["why"], asked["purpose"]) == (2, WHY, "reunification")
    assert f"export {asked['said']['export']}" in words(client(role="inspector").get("/oversight/"))
    assert asked["said"]["export"] in words(client(role="inspector").get("/exports/"))
    assert asked["said"]["export"] not in words(client(role="coordinator").get("/exports/"))


def test_a_program_asks_and_fetches_within_its_scope(database: Database, few: None) -> None:
    play(planted())
    wish = {"report": "separations", "form": "json", "why": WHY}
    assert program("caseworker", scopes=("read",)).post("/exports", wish).status_code == 403
    asker = program("caseworker")
    asked = told(asker.post("/exports", wish), 201)
    assert asked["state"] == "waiting" and asker.get(f"/exports/{asked['export_id']}/file").status_code == 400
    client(role="records_officer").post("/exports/", {"export": asked["export_id"], "what": "approve"})
    file = asker.get(f"/exports/{asked['export_id']}/file")
    assert json.loads(file.content)["export"].startswith(asked["export_id"]) and "attachment" in file["Content-Disposition"]
    assert [one["export_id"] for one in told(asker.get("/exports"))["exports"]] == [asked["export_id"]]
    assert told(asker.get(f"/exports/{asked['export_id']}"))["fetched"] == 1
    arrests = program("caseworker", "ICE")
    theirs = told(arrests.post("/exports", wish | {"report": "court"}), 201)
    client(role="records_officer", agency="ICE").post("/exports/", {"export": theirs["export_id"], "what": "approve"})
    assert CANARY not in arrests.get(f"/exports/{theirs['export_id']}/file").content.decode()
    assert told(asker.post("/exports", wish | {"form": "docx"}), 422) and told(asker.post("/exports", wish | {"report": "nothing"}), 404)


def test_a_report_that_names_nobody_leaves_as_before(database: Database) -> None:
    play(history())
    assert client(role="caseworker").get("/reports/over_time/file.csv")["Content-Disposition"].startswith('attachment; filename="over_time')
