"""The page of children apart, and the same list as a file."""

import csv
import io
from typing import Any

import pytest

from kinkeeper.domain.separations import RaiseSeparations
from kinkeeper.site.database import Database
from tests.web.browsing import client, taken, words
from tests.web.scene import SEPARATIONS, history, play


@pytest.fixture
def scene(database: Database) -> None:
    play(history())


def test_one_row_is_one_child_with_both_halves_of_the_family(scene: None) -> None:
    said = words(client().get("/children-apart/"))
    assert "2 children apart , from 2 adults. One row is one child." in said
    assert "Maite Xitumul Cuc , 3 A 201-970-001 ORR Harlingen, Texas Mother ICE Eloy, Arizona" in said
    assert "48 21 May Recorded Prosecution “ ZTP ” Still apart" in said
    assert "37 1 Jun Detected None recorded No source gives a reason Adult removed, still apart 2 Jul" in said


def test_no_number_stands_alone(scene: None) -> None:
    said = words(client().get("/children-apart/"))
    assert "How this is counted" in said and "On 8 July 2018. As known on" in said and "As many as the day before." in said


def test_the_badge_is_the_count_is_the_number_of_rows(scene: None) -> None:
    page = client().get("/children-apart/")
    assert page.content.count(b'class="kk-child"') == 2
    assert "Children apart 2 Families" in words(page) and "Still apart 2 Under five 1" in words(page)


def test_a_filter_in_force_is_seen_and_can_be_cleared(scene: None) -> None:
    page = client().get("/children-apart/?basis=detected")
    assert "1 child , from 1 adult" in words(page) and "Kevin" in words(page) and "Maite Xitumul" not in words(page)
    assert b"kk-in-force" in page.content and "Clear 1" in words(page)


def test_an_empty_list_says_what_there_is_without_filters(scene: None) -> None:
    said = words(client().get("/children-apart/?child_with=HOSPITAL&basis=detected"))
    assert "No child matches what you ask for (2 filters). Without filters there are 2." in said


def test_an_empty_database_says_the_next_step(database: Database) -> None:
    assert "No child is known to be apart. Extracts come in with the command" in words(client().get("/children-apart/"))


@pytest.mark.parametrize(
    "asked",
    [
        "outcome=nonsense",
        "age=1-2-3",
        "page=x",
        "page=-1",
        "page=99999999999",
        "order=%27",
        "day=2018-02-31",
        "day=9999-12-31",
        "search=x",
    ],
)
def test_an_address_that_makes_no_sense_shows_a_list(scene: None, asked: str) -> None:
    assert client().get(f"/children-apart/?{asked}").status_code == 200


def test_the_past_is_marked_and_counted_as_it_was_known(scene: None) -> None:
    play([RaiseSeparations("later", ())], name="nothing")
    page = client().get("/children-apart/?known=21")
    assert "You are looking at what was known on" in words(page) and "with 22 entries. Go back to now." in words(page)
    assert "No child is known to be apart" in words(page)


def test_what_cannot_be_read_as_a_moment_is_said_at_its_field(scene: None) -> None:
    page = client().get("/children-apart/?known=yesterday")
    assert b'aria-invalid="true" aria-describedby="known-error"' in page.content
    assert "or the number of an entry." in words(page) and "2 children apart" in words(page)


def test_filters_answer_htmx_with_the_list_alone(scene: None) -> None:
    part = client().get("/children-apart/?basis=detected", headers={"HX-Request": "true"})
    assert b"<html" not in part.content and "Kevin" in words(part)


# Search


def searched(browser: Any, text: str, **kept: str) -> Any:
    """The list of children apart, searched."""
    address = browser.post("/search/", {"text": text, **kept})["Location"]
    return browser.get(address.replace("/search/found/", "/children-apart/"))


def test_a_search_for_an_adult_finds_the_child(scene: None) -> None:
    said = words(searched(client(), "alberto"))
    assert "1 child , from 1 adult" in said and "Kevin" in said


def test_somebody_found_who_is_not_apart_is_named_beside_the_list(scene: None) -> None:
    said = words(searched(client(), "xitumul", day="2018-05-20"))
    assert "Found, and in no row below: Alberto Xitumul Juan , Kevin Xitumul Cuc , Maite Xitumul Cuc ." in said


def test_searching_for_nothing_is_the_whole_list(scene: None) -> None:
    assert client().post("/search/", {"text": "  "})["Location"] == "/children-apart/"
    assert client().get("/search/").status_code == 405


# The file


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_file_has_the_rows_of_the_list_and_says_what_they_are(scene: None) -> None:
    answer = taken(client(), "/children-apart/export.csv?basis=detected")
    told = rows(answer.content)
    head = told.index([])
    assert len(told) - head - 2 == 2
    assert told[1][0] == "Export" and ["Rows", "2"] in told[:head] and ["Filters", "basis = detected"] in told[:head]
    lines = [dict(zip(told[head + 1], line, strict=True)) for line in told[head + 2 :]]
    row = next(line for line in lines if line["adult"] == "Palberto")
    assert (row["name"], row["days"], row["adult_name"], row["relation"], row["adult_with"]) == (
        "Kevin Xitumul Cuc",
        "37",
        "Alberto Xitumul Juan",
        "parent",
        "ABROAD",
    )
    assert answer["Content-Disposition"].startswith('attachment; filename="EX-')


def test_the_file_has_every_page(scene: None) -> None:
    names = [row[1] for row in rows(taken(client(), "/children-apart/export.csv?page=7").content) if len(row) > 2]
    assert list(dict.fromkeys(names))[-2:] == ["Maite Xitumul Cuc", "Kevin Xitumul Cuc"]


def test_days_apart_are_those_of_the_contract(scene: None) -> None:
    assert [one.separated_on for one in SEPARATIONS] == ["2018-05-21", "2018-06-01"]
    assert "47 21 May" in words(client().get("/children-apart/?day=2018-07-07"))


def test_filters_fold_on_a_phone_unless_something_is_filtered(scene: None) -> None:
    browser = client()
    folded, filtered = (browser.get(f"/children-apart/{asked}").content.decode() for asked in ("", "?age=0-4&order="))
    assert '<details class="kk-fold"><summary>Filters</summary>' in folded
    assert '<details class="kk-fold" open><summary>Filters: 1 set</summary>' in filtered
    assert '<details class="kk-fold" open><summary>Filters</summary>' in browser.get("/children-apart/?age=&order=").content.decode()
    for address in ("/families/", "/custody/", "/inquiries/"):
        assert '<details class="kk-fold"><summary>Filters</summary>' in browser.get(address).content.decode(), address
