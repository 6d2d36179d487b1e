"""Families, inquiries and custody are narrowed on their pages: by their own filters, by a search within, saved, and taken away so."""

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kinkeeper.domain.casework.inquiries import Inquiry, RecordInquiry
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.domain.handover.capacity import Beds, ReportBeds
from kinkeeper.site.database import Database
from tests.jobs.court.test_clocks import enact, run
from tests.web.browsing import client, queries_of, taken, words
from tests.web.listed import everything
from tests.web.scene import ALBERTO, FAMILY, KEVIN, MAITE, history, play
from tests.web.test_every_page import MOST_QUESTIONS


def families_on(page: Any) -> list[str]:
    return re.findall(r'<a class="kk-mono" href="/families/([^/"]+)/', page.content.decode())


def exported(browser: Any, page: Any, name: str, column: str) -> list[str]:
    address = re.findall(rf'href="(/exports/lists/{name}\.csv[^"]*)"', page.content.decode())[0].replace("&amp;", "&")
    return [str(row[column]) for row in json.loads(taken(browser, address, form="json").content)["rows"]]


@pytest.fixture
def two_families(database: Database) -> None:
    play(history())
    play([FormFamilies("two", (Family(FAMILY, (MAITE, "Pyamilet")), Family("FF2", (ALBERTO,))))], name="two")


def test_families_are_narrowed_by_who_is_apart_and_counted(two_families: None) -> None:
    browser = client()
    assert set(families_on(browser.get("/families/"))) == {FAMILY, "FF2"}
    assert families_on(browser.get("/families/?apart=some")) == [FAMILY] and families_on(browser.get("/families/?apart=nobody")) == ["FF2"]
    young = browser.get("/families/?age=0-4&child_with=ORR")
    assert families_on(young) == [FAMILY] and "1 family" in words(young) and "Age of a child apart: Under 5" in words(young)
    none = browser.get("/families/?age=12-17")
    assert families_on(none) == [] and "No family is all that you ask for. All families" in words(none)
    assert families_on(browser.get("/families/?apart=<b>&age=shoes")) == families_on(browser.get("/families/")), (
        "a choice there is not is any"
    )
    assert exported(browser, young, "families", "family") == [FAMILY] and exported(browser, none, "families", "family") == []
    spanish = words(browser.get("/families/?apart=some", headers={"accept-language": "es"}))
    assert "Al menos un" in spanish, spanish


def test_narrowed_or_searched_a_list_asks_no_more_than_any_page(two_families: None, still: None) -> None:
    """Names much alike, who holds a child and its adult, and whoever was found and is in no row: the most that a list asks for."""
    held = "child_with=ORR&adult_with=ICE"
    for role in ("coordinator", "caseworker", "counsel"):
        browser = client(role=role)
        browser.get("/")
        words = [browser.post("/search/", {"text": text})["Location"].partition("search=")[2] for text in ("Maite", "marai xitmul")]
        lists = {
            "families": ("apart=some", f"{held}&age=0-4", ""),
            "children-apart": ("", f"{held}&age=0-4", "outcome=any&adult_with=NONE"),
        }
        found = [f"/{name}/?search={word}&{by}" for name, filters in lists.items() for by in filters for word in words]
        narrowed = f"/families/?age=0-4&{held}", "/families/?apart=nobody", "/inquiries/?state=open", "/custody/?overdue=no"
        asked = {address: queries_of(partial(browser.get, address)) for address in ("/families/", *narrowed, *found)}
        assert {address: count for address, count in asked.items() if count > MOST_QUESTIONS} == {}, role


def test_a_search_within_the_families_keeps_the_filters_and_names_nobody_in_the_address(two_families: None) -> None:
    browser = client()
    told = {"text": "Alberto", "within": "families", "apart": "nobody", "columns": "persons", "shoes": "1"}
    to = browser.post("/search/", told)["Location"]
    assert re.fullmatch(r"/families/\?apart=nobody&columns=persons&search=[\w-]+", to)
    page = browser.get(to)
    assert families_on(page) == ["FF2"] and "Searched for “ Alberto ”: 1 person found." in words(page)
    assert exported(browser, page, "families", "family") == ["FF2"]
    assert families_on(browser.get(to.replace("nobody", "some"))) == []
    assert "type it again" in words(client().get(to)), "another browser does not know what was searched for"
    assert browser.post("/search/", {"text": " ", "within": "families", "apart": "some"})["Location"] == "/families/?apart=some"
    assert browser.post("/search/", {"text": "Alberto", "within": "warnings"})["Location"].startswith("/search/found/?")
    kept = words(browser.get("/record/save-view/?page=families&filters=apart%3Dnobody"))
    assert "Keep" in kept or "keep" in kept


def test_a_narrowed_list_of_families_is_kept_as_a_view(two_families: None) -> None:
    browser = client()
    page = browser.get("/families/?apart=nobody&age=").content.decode()
    [address] = re.findall(r'href="(/record/save-view/[^"]+)"', page)
    form = browser.get(address.replace("&amp;", "&")).content.decode()
    request = re.search(r'name="request" value="(\w+)"', form)
    assert request and 'value="apart=nobody"' in form
    told = {"page": "families", "filters": "apart=nobody", "name": "With nobody apart", "request": request[1]}
    assert browser.post("/record/save-view/", told).status_code == 302
    assert "/families/?apart=nobody" in browser.get("/families/").content.decode()


def test_inquiries_are_narrowed_by_who_asks_and_how_they_stand(database: Database) -> None:
    play(history())
    more = [
        Inquiry(
            f"IN-{n}",
            "relative" if n % 2 else "hotline",
            f"Rosa {n}",
            "by telephone",
            f"her niece {n}",
            "2018-07-08",
            verified="letter" * (n % 3 == 0),
        )
        for n in range(30)
    ]
    answered = Inquiry(
        "IN-99", "parent", "Yamilet", "in person", "her daughter", "2018-07-01", "", "seen", (MAITE,), "2018-07-02T10:00", ("is_known",)
    )
    play([*map(RecordInquiry, more), RecordInquiry(answered)], name="asked")
    browser = client()

    def shown(address: str) -> tuple[int, str]:
        page = browser.get(address)
        return len(set(re.findall(r'href="/inquiries/(IN-\d+)/', page.content.decode()))), words(page)

    assert shown("/inquiries/")[0] == 25 and "31 inquiries" in shown("/inquiries/")[1] and shown("/inquiries/?page=2")[0] == 6
    assert shown("/inquiries/?state=answered")[0] == 1 and shown("/inquiries/?asker=relative")[0] == 15
    assert shown("/inquiries/?asker=hotline&verified=yes&state=open")[0] == 5 and shown("/inquiries/?verified=no")[0] == 20
    assert "No inquiry is all that you ask for." in shown("/inquiries/?asker=consulate")[1]
    assert len(exported(browser, browser.get("/inquiries/?asker=relative"), "inquiries", "inquiry")) == 15
    in_order = exported(browser, browser.get("/inquiries/"), "inquiries", "inquiry")
    pages = [re.findall(r'href="/inquiries/(IN-\d+)/', browser.get(f"/inquiries/?page={page}").content.decode()) for page in (1, 2)]
    assert pages[0] + pages[1] == in_order == [*sorted(one.inquiry_id for one in more), "IN-99"], "open ones first, each as they came"
    from kinkeeper.queries.moments import ledger_size

    fewer, said = shown(f"/inquiries/?known={ledger_size() - 5}&page=2")
    assert 0 < fewer < 6 and f"{25 + fewer} inquiries" in said


def test_custody_is_narrowed_to_some_hand_overs_and_to_programs_with_room(database: Database, tmp_path: Path) -> None:
    everything(tmp_path)
    beds = [Beds(f"BE-{n + 5}", f"Casa {n}", "2018-07-08", 3 * n, 0, 17, "", ()) for n in range(2)]
    play([ReportBeds(one) for one in beds], name="beds")
    browser = client()
    page = browser.get("/custody/")
    whole = exported(browser, page, "transfers", "transfer")
    assert whole and "Casa 0" in words(page) and "Casa 1" in words(page)
    roomy = browser.get("/custody/?with_room=yes")
    assert "Casa 0" not in words(roomy) and "Casa 1" in words(roomy) and "Casa 0" not in exported(browser, roomy, "beds", "program")
    split = [exported(browser, browser.get(f"/custody/?overdue={told}"), "transfers", "transfer") for told in ("yes", "no")]
    assert sorted(split[0] + split[1]) == sorted(whole)
    none = browser.get("/custody/?to_custodian=SPONSOR")
    assert "No open transfer is all that you ask for." in words(none) and exported(browser, none, "transfers", "transfer") == []
    assert "save-view" in none.content.decode() and "to_custodian%3DSPONSOR" in none.content.decode()


def due_on(page: Any) -> list[str]:
    """The children of the rows, in their order."""
    return re.findall(r'<th scope="row" role="rowheader">.*?href="/people/([^/"]+)/file/', page.content.decode())


@pytest.fixture
def children_due(database: Database) -> None:
    """Maite, who is three, and Kevin, who is nine: a late call each, and a reunion in two weeks and in four."""
    play(history())
    enact("ms-l-2018")
    run()


def test_what_is_due_is_narrowed_child_by_child_and_clock_by_clock(children_due: None) -> None:
    browser = client()
    whole = browser.get("/due/")
    assert set(due_on(whole)) == {MAITE, KEVIN}
    young = browser.get("/due/?age=0-4")
    assert due_on(young) == [MAITE] and "Filters: 1 set" in words(young) and "1 to 1 of 1" in words(young)
    assert due_on(browser.get("/due/?age=0-4&by=clock")) == [MAITE, MAITE]
    calls = browser.get("/due/?by=clock&clock=ms-l-2018:call")
    assert set(due_on(calls)) == {MAITE, KEVIN} and "Clocks that run: 2. Late: 2." in words(calls)
    assert len(due_on(browser.get("/due/?by=clock&clock=ms-l-2018"))) == 4
    assert due_on(browser.get("/due/?by=clock&left=late&age=5-11")) == [KEVIN, KEVIN] and due_on(browser.get("/due/?left=later")) == []
    assert set(due_on(browser.get("/due/?child_with=ORR"))) == {MAITE, KEVIN} and due_on(browser.get("/due/?child_with=ICE")) == []
    assert "No clock that runs is all that you ask for." in words(browser.get("/due/?age=12-17"))
    assert due_on(browser.get("/due/?age=shoes&left=<b>")) == due_on(whole), "a choice there is not is any"
    assert due_on(browser.get("/due/?clock=shoes")) == [], "a rule that no order has by now is nobody's"
    assert "Menos de 5" in words(browser.get("/due/?age=0-4", headers={"accept-language": "es"}))
    rows = [
        exported(browser, browser.get(f"/due/?by=clock&{by}"), "clocks", "child") for by in ("left=late", "clock=ms-l-2018:reunite&age=0-4")
    ]
    assert sorted(rows[0]) == sorted([MAITE, KEVIN] * 2) and rows[1] == [MAITE]


def test_what_is_due_is_searched_within_for_a_child_or_its_family(children_due: None) -> None:
    browser = client()

    def found(text: str, **told: str) -> list[str]:
        to = browser.post("/search/", {"text": text, "within": "due", **told})["Location"]
        assert re.fullmatch(r"/due/\?[\w=&-]*search=[\w-]+", to) and text not in to
        return due_on(browser.get(to))

    assert found("Maite") == [MAITE]
    assert set(found(FAMILY)) == {MAITE, KEVIN}
    assert found(FAMILY, age="0-4", by="clock") == [MAITE, MAITE]
    assert found("Zoraida Quetzal") == []
    page = browser.get(browser.post("/search/", {"text": "Maite", "within": "due"})["Location"])
    assert exported(browser, page, "clocks", "child") == [MAITE, MAITE]


def test_work_on_all_that_match_takes_what_the_filters_leave(children_due: None) -> None:
    browser = client()
    told = {"action": "task", "all": "1", "of": "due"}
    for back, count in (("/due/", 2), ("/due/?age=0-4", 1), ("/due/?child_with=ICE", 0)):
        page = browser.post("/at-once/", {**told, "back": back})
        assert len(re.findall(r'type="checkbox" name="row"', page.content.decode())) == count, back


def test_narrowed_or_searched_what_is_due_asks_no_more_than_any_page(children_due: None) -> None:
    for role in ("coordinator", "caseworker", "counsel"):
        browser = client(role=role)
        browser.get("/")
        word = browser.post("/search/", {"text": "marai xitmul"})["Location"].partition("search=")[2]
        narrowed = ("child_with=ORR&age=0-4&left=late", f"child_with=ORR&search={word}", f"search={word}&new=1")
        asked = {f"/due/?{by}{way}": 0 for by in narrowed for way in ("", "&by=clock")}
        asked = {address: queries_of(partial(browser.get, address)) for address in asked}
        assert {address: count for address, count in asked.items() if count > MOST_QUESTIONS} == {}, role
