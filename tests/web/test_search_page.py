"""One search box finds whoever and whatever is known, says why, and leaves no name in an address."""

import pytest

from kinkeeper.site.database import Database
from tests.web.browsing import client, words
from tests.web.scene import history, play


@pytest.fixture
def scene(database: Database) -> None:
    play(history())


def test_a_search_shows_who_was_found_and_why_and_leaves_no_name_in_the_address(scene: None) -> None:
    browser = client()
    answer = browser.post("/search/", {"text": "cuc maité", "day": "2018-07-01"})
    assert answer.status_code == 302 and "cuc" not in answer["Location"].lower() and "mait" not in answer["Location"].lower()
    assert "day=2018-07-01" in answer["Location"]
    said = words(browser.get(answer["Location"]))
    assert "1 person" in said and "Maite Xitumul Cuc" in said and "the name" in said and "KF-20418" in said and "Harlingen" in said


def test_numbers_come_before_names_and_say_whose_they_are(scene: None) -> None:
    browser = client()
    said = words(browser.get(browser.post("/search/", {"text": "A 201-970-005"})["Location"]))
    assert "Yamilet" in said and "1 person" in said and "A-number" in said.partition("Found by")[2]
    said = words(browser.get(browser.post("/search/", {"text": "KF-20418"})["Location"]))
    assert "4 persons" in said and "a number of Kinkeeper’s" in said


def test_files_are_found_by_their_names(scene: None) -> None:
    browser = client()
    said = words(browser.get(browser.post("/search/", {"text": "orr children"})["Location"]))
    assert "Files" in said and "orr_children.csv" in said
    assert "csv" not in words(browser.get(browser.post("/search/", {"text": "%_%"})["Location"])).partition("Found for")[2]


def test_while_typing_the_first_few_are_shown_and_nothing_is_kept(scene: None) -> None:
    browser = client()
    answer = browser.post("/search/", {"text": "xitu"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "Maite" in words(answer) and "<html" not in answer.content.decode()
    assert "searches" not in browser.cookies
    assert words(browser.post("/search/", {"text": "x"}, headers={"HX-Request": "true"})) == ""
    assert "Nobody is found" in words(browser.post("/search/", {"text": "zzzz"}, headers={"HX-Request": "true"}))


def test_a_search_copied_to_another_browser_finds_nothing_and_says_so(scene: None) -> None:
    address = client().post("/search/", {"text": "maite"})["Location"]
    assert "This search was made in another browser" in words(client().get(address))


def test_a_forged_cookie_is_no_search(scene: None) -> None:
    browser = client()
    address = browser.post("/search/", {"text": "maite"})["Location"]
    browser.cookies["searches"] = browser.cookies["searches"].value + "x"
    assert "another browser" in words(browser.get(address))


def test_hostile_words_are_only_words(scene: None) -> None:
    browser = client()
    for text in ("<script>alert(1)</script>", "'; DROP TABLE record; --", "\x00\x01", "%" * 500, "\\", "a & b | !c:*", "ñ" * 300):
        page = browser.get(browser.post("/search/", {"text": text})["Location"])
        assert page.status_code == 200 and b"<script>alert" not in page.content
        assert browser.post("/search/", {"text": text}, headers={"HX-Request": "true"}).status_code == 200


@pytest.mark.parametrize("typed", ["mayte shitumul cuk", "Maite Xitumull Cux", "xitumul kuc maitte", "Maite Xitmuul 2015", "aMite Xiumul"])
def test_a_misspelt_name_finds_who_is_meant_and_says_that_it_is_only_like_it(scene: None, typed: str) -> None:
    browser = client()
    said = words(browser.get(browser.post("/search/", {"text": typed})["Location"]))
    rows = said.partition("Found by")[2]
    assert rows.split("a name much like it")[0].strip().startswith("Maite Xitumul Cuc") and "much like them" in said
    assert "Maite" in words(browser.post("/search/", {"text": typed}, headers={"HX-Request": "true"}))


def test_a_year_beside_a_name_is_one_of_birth(scene: None) -> None:
    browser = client()
    said = words(browser.get(browser.post("/search/", {"text": "xitumul 2009"})["Location"]))
    assert "1 person" not in said.partition("Found by")[0].replace("1 persons", "") or "Kevin" in said
    assert said.partition("Found by")[2].strip().startswith("Kevin")


@pytest.mark.parametrize(("role", "agency"), [("caseworker", "CBP"), ("counsel", "COUNSEL"), ("officer", "ICE")])
def test_whoever_may_not_know_of_somebody_is_not_led_to_them_by_a_misspelt_name(scene: None, role: str, agency: str) -> None:
    browser = client(role=role, agency=agency)
    found = words(browser.get(browser.post("/search/", {"text": "xitumull albertto"})["Location"]))
    exact = words(browser.get(browser.post("/search/", {"text": "xitumul alberto"})["Location"]))
    assert ("Alberto" in found.partition("Found for")[2].partition("Found by")[2]) is ("Alberto" in exact.partition("Found by")[2])
