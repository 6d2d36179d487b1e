"""Reports as pages and as files."""

import json

import pytest

from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.reports.making import REPORTS
from kinkeeper.site.database import Database
from tests.web.browsing import client, taken, words
from tests.web.scene import history, play


def test_every_report_stands_in_the_list_with_its_definition(database: Database) -> None:
    page = words(client().get("/reports/"))
    for module in REPORTS.values():
        assert str(module.DEFINITION.title) in page and str(module.DEFINITION.words) in page


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_report_is_a_page_of_an_empty_ledger_too(database: Database, name: str, language: str) -> None:
    assert client(language).get(f"/reports/{name}/").status_code == 200
    play(history())
    page = client(language).get(f"/reports/{name}/?day=2018-07-08")
    assert page.status_code == 200 and "{" not in words(page)


def test_the_page_and_the_files_say_the_same_of_the_same_standpoint(database: Database) -> None:
    play(history())
    asked = "?day=2018-06-15&known=23"
    told = json.loads(taken(client(), f"/reports/census/file.json{asked}").content)
    page = words(client().get(f"/reports/census/{asked}"))
    assert told["known_at"] == 24 and told["as_of"] == "2018-06-15"
    assert f"{told['total']} children ." in page and told["root"] in page
    again = json.loads(taken(client(), f"/reports/census/file.json{asked}").content)
    assert again.pop("export") != told.pop("export") and again == told


def test_a_file_carries_its_standpoint_in_its_name(database: Database) -> None:
    play(history())
    answer = taken(client(), "/reports/court/file.xlsx?day=2018-07-08")
    assert answer["Content-Disposition"].endswith('-court-2018-07-08-entries-26.xlsx"')


def test_everybody_may_have_the_tables_without_rows_and_small_counts(database: Database) -> None:
    play(history())
    assert "nothing of it can be shown to everybody" in words(client().get("/reports/census/"))
    assert client().get("/reports/census/file.csv?public=yes").status_code == 400
    some = tuple(
        Separation(f"Q{at}", f"A{at}", "2018-05-20", "", "MEDICAL" if at < 3 else "PROSECUTION", "recorded", "0.9500", "", "", "apart", "")
        for at in range(40)
    )
    play([RaiseSeparations("many", some)], name="many")
    page = client().get("/reports/census/?day=2018-07-08").content.decode()
    for form in ("html", "csv", "xlsx", "json"):
        address = f"/reports/census/file.{form}?day=2018-07-08&public=yes"
        assert address.replace("&", "&amp;") in page
        answer = client().get(address)
        assert answer.status_code == 200 and 'filename="public-census-2018-07-08' in answer["Content-Disposition"]
        assert b"Q1" not in answer.content
    told = json.loads(answer.content)
    reasons = {line["key"]: line["count"] for one in told["breakdowns"] if one["name"] == "reason" for line in one["figures"]}
    assert (told["public"], told["tables"], reasons["MEDICAL"]) == (True, [], "*") and told["checkpoint"].startswith("kinkeeper\n")


def test_the_difference_is_explained_on_the_page(database: Database) -> None:
    play(history())
    page = words(client().get("/reports/separations/?day=2018-07-08&against=20"))
    assert "the difference between two printings" in page and "a separation was first stated" in page and "+2" in page
    assert "Write a day" in words(client().get("/reports/separations/?against=never"))


def test_what_there_is_not_is_said(database: Database) -> None:
    assert client().get("/reports/cenus/").status_code == 404
    assert client().get("/reports/census/file.docx").status_code == 400


def test_the_picture_is_drawn_of_the_rows_and_says_what_it_shows(database: Database) -> None:
    play(history())
    page = client().get("/reports/over_time/?day=2018-07-08").content.decode()
    assert "<svg" in page and "Children apart, most: 2, on 2018-06-01. At the end: 2." in page
    assert "style=" not in page[page.index("<svg viewBox") : page.index("</svg>", page.index("<svg viewBox"))]
