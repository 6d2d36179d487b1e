"""An inquiry on the pages: recorded in parts, matched by what is known, answered with no more than the asker may know."""

import re
from typing import Any

import pytest

from kinkeeper.domain.casework.cases import OpenCase
from kinkeeper.domain.casework.inquiries import MAY_KNOW, Inquiry, RecordInquiry
from kinkeeper.extracts.court import shipped_plans
from kinkeeper.site.database import Database
from tests.web.browsing import client, words
from tests.web.scene import DAY, MAITE, OFFICER, history, play

PLACES = ("Harlingen", "McAllen", "Eloy", "Los Fresnos")
SAID = {"is_known": "We know of this person", "is_safe": "answers for this person", "custodian": "ORR program", "case_worker": "L. Ortiz"}


def ask(asker: str, verified: str = "", **told: Any) -> str:
    one = Inquiry("IN-7", asker, "Rosa Cuc", "by telephone", "her niece Maite, three years", "2018-07-08", verified=verified, **told)
    play([RecordInquiry(one)], name=f"inquiry-{asker}-{verified}")
    return words(client().get("/inquiries/IN-7/"))


def test_who_is_meant_is_found_by_what_was_said_in_parts(database: Database) -> None:
    play(history())
    page = ask("relative", given="Mayte", surnames="Xitumul", born="2015-03-12")
    assert "MAITE XITUMUL CUC" in page.upper() and "This person is meant" in page
    assert "It is not made sure who asks: nothing may be said." in page and "Nothing may be said." in page


def test_nobody_is_found_where_nothing_was_said_in_parts_or_nobody_is_known(database: Database) -> None:
    assert "Nobody known is like the person asked for" in ask("relative")
    assert "Nobody known is like the person asked for" in ask("hotline", given="Maite")
    assert client().get("/inquiries/IN-9/").status_code == 404


@pytest.mark.parametrize("asker", sorted(MAY_KNOW))
def test_f42_the_page_shows_to_who_answers_what_the_asker_may_know_and_no_more(database: Database, asker: str) -> None:
    play(history())
    play([OpenCase(MAITE, shipped_plans()["stage-1"], DAY, "L. Ortiz")], name="case")
    page = ask(asker, "called back at the consulate's number", matched=(MAITE,))
    shown = {part for part, said in SAID.items() if said in page}
    assert shown - {"case_worker"} == set(MAY_KNOW[asker]) & set(SAID) - {"case_worker"}
    assert ("L. Ortiz" in page) is bool({"case_worker", "how_to_call"} & set(MAY_KNOW[asker]))
    assert not any(place in page for place in PLACES)


def test_from_question_to_answer_by_the_forms(database: Database) -> None:
    play(history())
    ask("relative", given="Maite", surnames="Xitumul Cuc")
    browser = client()
    for name, told in (
        ("match", {"person_id": MAITE}),
        ("verify-asker", {"how": "her sister in detention named her"}),
        ("answer-inquiry", {"at": "2018-07-08T15:00"}),
    ):
        page = browser.get(f"/record/{name}/?inquiry_id=IN-7").content.decode()
        request = re.search(r'name="request" value="(\w+)"', page)
        assert request
        answer = browser.post(f"/record/{name}/", {"request": request[1], "inquiry_id": "IN-7", **told})
        assert (answer.status_code, answer["Location"]) == (302, "/inquiries/IN-7/"), words(answer)
    page = words(browser.get("/inquiries/IN-7/"))
    assert "Answered 8 July 2018 15:00" in page or "Answered" in page
    refused = browser.post("/record/answer-inquiry/", {"inquiry_id": "IN-7", "told": "custodian", "at": "2018-07-08T15:00"})
    assert refused.status_code == 400 and "may not be told custodian" in words(refused)


def test_it_is_spoken_of_in_spanish(database: Database) -> None:
    play(history())
    ask("relative", "called back", matched=(MAITE,))
    page = words(client("es").get("/inquiries/IN-7/"))
    assert "Sabemos de esta persona." in page and "Se comprobó quién pregunta" in page
    assert OFFICER.name not in page
