"""All rows that match a filter, done at once: counted, confirmed, piece by piece, each with an entry of its own, taken back alike."""

import re
from typing import Any

import pytest

from kinkeeper.domain.casework.cases import OpenCase
from kinkeeper.domain.casework.warnings import RaiseWarnings, Warning
from kinkeeper.extracts.court import shipped_plans
from kinkeeper.jobs.casework.at_once import DEEDS, MOST, list_rows
from kinkeeper.site.database import Database
from tests.gateway.test_consequences import rows
from tests.web.browsing import client, words
from tests.web.scene import DAY, KEVIN, MAITE, history, play
from tests.web.test_at_once import size
from tests.web.test_caseload_page import ME

MANY = 53
"""Of two pieces, the second of three."""


@pytest.fixture
def warned(database: Database) -> None:
    play(history())
    play([OpenCase(MAITE, shipped_plans()["stage-1"], DAY, ME)], name="cases")
    raised = [Warning(f"W-{n:03}", "", MAITE, "nobody called", "supervisor", 24, "2018-07-08T08:00:00Z", "r.delgado") for n in range(MANY)]
    play([RaiseWarnings(tuple(raised))], name="warnings")


def sent_on(page: Any) -> dict[str, str]:
    """What the form of a page would send: it goes on without script."""
    text = page.content.decode()
    form = text[text.index('class="kk-say"') :]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))
    return {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}


def answered() -> int:
    return int(rows("SELECT count(*) FROM warning WHERE until IS NULL AND warning_id LIKE 'W-%%' AND told->>'answer' = 'called'")[0][0])


def test_all_that_match_are_counted_confirmed_and_done_piece_by_piece_and_taken_back(warned: None) -> None:
    browser = client()
    listed = browser.get("/warnings/")
    back = "/warnings/?page=2"
    assert f"Go on with all {MANY} that match" in words(listed) and listed.content.decode().count('name="row"') == 25
    looked = browser.post("/at-once/", {"action": "answer", "all": "1", "of": "others", "back": back})
    assert f"To each of {MANY} rows" in words(looked) and f"Record for {MANY} rows" in words(looked) and answered() == 0
    ticked = re.findall(r'name="row" value="([^"]+)"', looked.content.decode())
    assert len(ticked) == MANY, "few enough to be shown one by one, and unticked"
    done = browser.post("/at-once/", {**sent_on(looked), "row": ticked, "answer": "called"})
    assert f"50 of {MANY} rows" in words(done) and "Go on with 3 more" in words(done) and "the rest stays as it is" in words(done)
    assert answered() == 50, "who leaves here leaves three as they were"
    # Sent twice, a piece is recorded once; the last one says what became of all.
    before, second = size(), sent_on(done)
    ended = browser.post("/at-once/", second)
    assert f"Recorded for {MANY} rows." in words(ended) and answered() == MANY and size() == before + 3
    assert words(browser.post("/at-once/", second)) == words(ended) and size() == before + 3
    # Nobody else sends on what was made for this person, and nobody sends on what we did not make.
    for who, going in ((client(role="inspector"), second["going"]), (browser, second["going"] + "x"), (browser, "x")):
        assert "Tick the rows again" in words(who.post("/at-once/", {**second, "going": going})), going
    back_first = browser.post("/at-once/", sent_on(ended))
    assert f"50 of {MANY} rows" in words(back_first) and "the rest stays recorded" in words(back_first) and answered() == 3
    taken_back = browser.post("/at-once/", sent_on(back_first))
    assert f"Taken back for {MANY} rows." in words(taken_back) and answered() == 0


def test_a_refusal_of_one_piece_is_said_at_the_end_by_its_row(warned: None) -> None:
    browser = client()
    assert browser.post("/record/answer/", {"warning_id": "W-001", "answer": "at noon"}).status_code == 302
    everything = [f"W-{n:03}" for n in range(MANY)]
    done = browser.post("/at-once/", {"action": "answer", "row": everything, "answer": "called", "step": "do", "request": "t"})
    assert f"50 of {MANY} rows . 1 was refused" in words(done) or f"50 of {MANY} rows. 1 was refused" in words(done)
    ended = words(browser.post("/at-once/", sent_on(done)))
    assert f"Recorded for {MANY - 1} rows. 1 was refused." in ended and f"{ME} has answered it already" in ended


def test_the_filter_of_the_list_says_which_children_match(warned: None) -> None:
    browser = client()
    for back, told in (("/children-apart/", "To each of 2 rows"), ("/children-apart/?age=0-4", "To 1 row")):
        looked = browser.post("/at-once/", {"action": "task", "all": "1", "of": "children", "back": back})
        assert told in words(looked), back
    assert KEVIN in looked.content.decode() or MAITE in looked.content.decode()
    for back, why in (
        ("/children-apart/?known=3", "looks back"),
        ("/families/", "cannot be ticked as a whole"),
        ("/nowhere/", "cannot be ticked as a whole"),
    ):
        refused = browser.post("/at-once/", {"action": "task", "all": "1", "of": "children", "back": back})
        assert why in words(refused) and refused.status_code == 400, back
    none = browser.post("/at-once/", {"action": "task", "all": "1", "of": "children", "back": "/children-apart/?child_with=CBP"})
    assert none.status_code == 400 and "Tick rows on a list first" in words(none)


def test_too_many_are_refused_in_one_line() -> None:
    from kinkeeper.domain.access import Actor
    from kinkeeper.domain.errors import Refused

    with pytest.raises(Refused, match=f"{MOST:,} at most"):
        list_rows(DEEDS["task"], [f"P{n}" for n in range(MOST + 1)], Actor("a", "HHS", "coordinator"), "")
