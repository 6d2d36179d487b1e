"""Kin in free text on the page: the words marked, proven or followed up no further by who may judge, and shown to nobody else."""

import re
from typing import Any

from kinkeeper.domain.casework.tasks import RecordTask, Task
from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import ReceiveRecords
from kinkeeper.site.database import Database
from tests.gateway.test_consequences import rows
from tests.queries.test_kept import travellers
from tests.web.browsing import client, queries_of, words
from tests.web.scene import KEVIN, MAITE, history, play

NOTE = "Says he came with sister Maite Xitumul A201-970-001."


def answered(browser: Any, address: str, **told: str) -> Any:
    page = browser.get(address).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(request|mention|bearer)" value="([^"]*)">', page))
    return browser.post(address, hidden | told)


def test_a_note_is_listed_marked_and_answered(database: Database) -> None:
    play(history())
    play([RecordTask(Task("TA-1", KEVIN, NOTE)), RecordTask(Task("TA-2", MAITE, "Likes to draw."))], name="notes")
    browser = client()
    page = browser.get("/mentions/")
    assert '<mark class="kk-mentioned">sister</mark>' in page.content.decode()
    assert "Maite Xitumul Cuc has the number" in words(page) and "a note" in words(page) and "Likes to draw" not in words(page)
    refused = answered(browser, "/mentions/", what="dismiss", words=" ")
    assert refused.status_code == 400 and "Say why" in words(refused)
    assert answered(browser, "/mentions/", what="dismiss", words="a slip of the officer").status_code == 302
    assert "None." in words(browser.get("/mentions/"))
    assert "a slip of the officer (kk.coordinator.task-force)" in words(browser.get("/mentions/?show=dismissed"))
    assert answered(browser, "/mentions/?show=dismissed", what="back").status_code == 302
    spanish = words(client("es").get("/mentions/"))
    assert "Familiares nombrados en texto libre" in spanish and "tiene el número" in spanish
    assert answered(browser, "/mentions/", what="accept", words="birth certificate").status_code == 302
    assert ("verified",) in rows(f"SELECT status FROM tie WHERE until IS NULL AND child = '{KEVIN}' AND adult = '{MAITE}'")
    assert "A tie was proven" in words(browser.get("/mentions/?show=accepted"))


def test_who_arrests_reads_no_note_and_who_only_reads_answers_none(database: Database) -> None:
    play(history())
    play([RecordTask(Task("TA-1", KEVIN, NOTE))], name="notes")
    for role, agency in (("caseworker", "ICE"), ("officer", "ICE"), ("counsel", "")):
        assert "came with" not in words(client(role=role, agency=agency).get("/mentions/?show=all")), (role, agency)
    reader = client(role="inspector")
    page = reader.get("/mentions/").content.decode()
    assert "came with" in page and 'name="what"' not in page
    assert reader.post("/mentions/", {"what": "dismiss", "words": "x"}).status_code == 403


def test_the_page_asks_few_questions_also_with_nothing_kept(database: Database, still: None) -> None:
    from kinkeeper.queries import kept

    play(history())
    people = tuple(Person(f"P{n}", (f"a{n}",)) for n in range(6))
    received = ReceiveExtract(Extract("a", "a.csv", "", "00", "orr_children", 9, 0, "2018-07-05"))
    play([received, ReceiveRecords(tuple(travellers())), IdentifyPeople("run", people)], name="remarks")
    play([RecordTask(Task("TA-1", KEVIN, NOTE))], name="notes")
    for role, agency in (("coordinator", ""), ("caseworker", "ORR"), ("inspector", "")):
        browser = client(role=role, agency=agency)
        assert "a note" in words(browser.get("/mentions/?show=all")) and "a.csv#" in words(browser.get("/mentions/?show=all")), role
        warm = queries_of(lambda browser=browser: browser.get("/mentions/?show=all"))
        kept.forget()
        cold = queries_of(lambda browser=browser: browser.get("/mentions/?show=all"))
        assert warm < cold <= 12, (role, warm, cold)
