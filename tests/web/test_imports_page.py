"""The import desk on the page: put down, look, choose, take, take back; without script, in both languages."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kinkeeper.domain.access import Actor
from kinkeeper.site.database import Database
from tests.extracts.written import csv_file
from tests.web.browsing import client, tags, words

HEADER = ["LAST_NAME", "FIRST_NAME", "APPR_DT_TIME", "SECTOR", "SUBJECT AFILE#"]
XOL = ["XOL", "ANA", "5/9/2018", "Yuma", "202385792"]
CHUB = ["CHUB", "LUIS", "2/31/2018", "Yuma", "202385793"]
NOBODY = ["", "", "", "Yuma", ""]


def upload(browser: Any, *paths: Path, sender: str = "") -> Any:
    files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
    return browser.post("/imports/put-down/", {"files": files, "sender": sender})


def let_work() -> None:
    """What a worker does, done here."""
    from kinkeeper.jobs.deliveries.desk import work_on
    from kinkeeper.queries.deliveries.desk import list_desk

    me = Actor("operator", "", "operator")
    for file in list_desk(me):
        if file.state == "waiting":
            work_on(file.file_id, "look", me)


def as_found(page: Any) -> dict[str, str]:
    """The form as the page has it: what is chosen in each select, what stands in each field."""
    form: dict[str, str] = {}
    name = ""
    for tag, given in tags(page):
        if tag == "select":
            name = given.get("name") or ""
        elif tag == "option" and name and "selected" in given:
            form[name] = given.get("value") or ""
        elif tag == "input" and given.get("name") in {"sender"}:
            form["sender"] = given.get("value") or ""
    return form


def take(browser: Any, address: str) -> None:
    from kinkeeper.jobs.deliveries.desk import work_on

    browser.post(f"{address}say/", {"what": "take"})
    work_on(address.split("/")[2], "take", Actor("operator", "", "operator"))


def test_from_the_file_to_the_records_and_back(database: Database, tmp_path: Path) -> None:
    browser = client()
    address = upload(browser, csv_file(tmp_path / "june.csv", [HEADER, XOL, CHUB, NOBODY]), sender="CBP")["Location"]
    assert "Waits for a worker" in words(browser.get(address))
    let_work()
    said = words(browser.get(address))
    assert "Rows 3 New 2 Known 0 Changed 0 Refused 1 Single cells set aside 1" in said
    assert "3 APPR_DT_TIME 2/31/2018 There is no such day." in said and "The row names nobody" in said
    assert browser.get(f"{address}refused/")["Content-Disposition"] == 'attachment; filename="june.csv - refused.xlsx"'
    take(browser, address)
    assert "Taken" in words(browser.get(address))
    listed = browser.get("/imports/")
    assert "june.csv CBP border_patrol 3 1" in words(listed)
    (back,) = {given["action"] for tag, given in tags(listed) if tag == "form" and "withdraw" in (given.get("action") or "")}
    assert browser.post(back, {"what": "withdraw", "why": ""}).status_code == 400
    browser.post(back, {"what": "withdraw", "why": "the wrong file"})
    assert "Taken back: the wrong file" in words(browser.get("/imports/"))
    browser.post(back, {"what": "reinstate", "why": "it was right"})
    assert "Taken back: the wrong file" not in words(browser.get("/imports/"))


def test_what_is_chosen_on_the_page_is_how_the_file_is_read(database: Database, tmp_path: Path) -> None:
    browser = client()
    rows = [["Kind", "Elternteil", "RELATION"], ["Luis Xol", "Eva Caal", "apoderada x"]]
    address = upload(browser, csv_file(tmp_path / "list.csv", rows))["Location"]
    let_work()
    assert "Fits no layout that is known" in words(browser.get(address))
    browser.post(f"{address}say/", {"what": "look", "layout-0": "hand_list"})
    let_work()
    page = browser.get(address)
    form = as_found(page) | {"what": "look", "layout-0": "hand_list", "sender": "Volunteers"}
    form |= {"column-0-0": "child.whole_name", "column-0-1": "adult.whole_name", "column-0-2": "relation"}
    browser.post(f"{address}say/", form)
    let_work()
    page = browser.get(address)
    assert "New 1" in words(page) and "apoderada x" in words(page)
    value = next(given["name"] for tag, given in tags(page) if tag == "select" and (given.get("name") or "").startswith("value-0-"))
    browser.post(f"{address}say/", as_found(page) | {"what": "look", value: "guardian"})
    let_work()
    assert as_found(browser.get(address))[value] == "" or "Single cells set aside 0" in words(browser.get(address))


def test_nothing_chosen_and_hostile_names(database: Database, tmp_path: Path) -> None:
    browser = client()
    assert browser.post("/imports/put-down/", {}).status_code == 400
    name = '"><img src=x onerror=alert(1)>.csv'
    content = csv_file(tmp_path / "a.csv", [["<b>LAST_NAME</b>", *HEADER[1:]], ["<script>alert(1)</script>", *XOL[1:]]]).read_bytes()
    address = browser.post("/imports/put-down/", {"files": [SimpleUploadedFile(name, content)], "sender": "<script>"})["Location"]
    let_work()
    for page in (browser.get(address), browser.get("/imports/")):
        assert page.status_code == 200
        assert not any(tag == "img" or (tag == "script" and not given.get("src")) for tag, given in tags(page))
        assert not any(one.startswith("on") for _, given in tags(page) for one in given)
    assert browser.get("/imports/0000000000000000/").status_code == 404


@pytest.mark.parametrize(("language", "said"), [("en", "Put files down"), ("es", "Dejar archivos")])
def test_both_languages(database: Database, language: str, said: str) -> None:
    assert said in words(client(language).get("/imports/"))


def test_nobody_is_asked_to_wait_for_a_file_to_be_put_down_by_a_page_from_elsewhere(database: Database) -> None:
    from django.test import Client

    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    assert strict.post("/imports/put-down/", {}).status_code == 403
