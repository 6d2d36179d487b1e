"""All rows that match a filter, done at once: counted, confirmed, done by the worker, each with an entry of its own, taken back alike."""

import os
import re
import signal
import time
from typing import Any

import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.accounts import Account
from kinkeeper.domain.casework.cases import OpenCase
from kinkeeper.domain.casework.warnings import RaiseWarnings, Warning
from kinkeeper.domain.waiting.goes import Asked, GoState
from kinkeeper.extracts.court import shipped_plans
from kinkeeper.jobs.casework.at_once import DEEDS, MOST, list_rows
from kinkeeper.site.database import Database
from tests.gateway.test_consequences import rows
from tests.jobs.test_desk import worker
from tests.web.browsing import AT_THE_COMPUTER, client, words
from tests.web.scene import DAY, KEVIN, MAITE, history, play
from tests.web.test_at_once import size
from tests.web.test_caseload_page import ME

MINE = Account(ME, "TASK_FORCE", "coordinator").actor
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


def worked(page: Any, *, stops: bool = False) -> str:
    """Have the worker do the go that a form was sent for, or its first piece; returns the address of its page."""
    from kinkeeper.gateway.waiting import goes
    from kinkeeper.jobs.casework import going

    assert page.status_code == 302, words(page)
    address = str(page["Location"])
    go_id, advance = address.split("/")[2], goes.advance

    def once(*told: Any) -> bool:
        return advance(*told) and goes.set_state(go_id, GoState.STOPPED, of=list(GoState))

    with pytest.MonkeyPatch.context() as patch:
        if stops:
            patch.setattr(goes, "advance", once)
        going.work_on(go_id, MINE)
    return address


def test_all_that_match_are_counted_confirmed_done_by_the_worker_and_taken_back(warned: None) -> None:
    browser = client()
    listed = browser.get("/warnings/")
    back = "/warnings/?page=2"
    assert f"Go on with all {MANY} that match" in words(listed) and listed.content.decode().count('name="row"') == 25
    looked = browser.post("/at-once/", {"action": "answer", "all": "1", "of": "others", "back": back})
    assert f"To each of {MANY} rows" in words(looked) and f"Record for {MANY} rows" in words(looked) and answered() == 0
    ticked = re.findall(r'name="row" value="([^"]+)"', looked.content.decode())
    assert len(ticked) == MANY, "few enough to be shown one by one, and unticked"
    told = {**sent_on(looked), "row": ticked}
    lacks = browser.post("/at-once/", told)
    assert lacks.status_code == 400 and answered() == 0, "what is said for all rows is asked for before any is done"
    sent = browser.post("/at-once/", {**told, "answer": "called"})
    waits = browser.get(sent["Location"])
    assert f"0 of {MANY} rows" in words(waits) and "whether this page is open or not" in words(waits) and back in waits.content.decode()
    assert browser.post("/at-once/", {**told, "answer": "called"})["Location"] == sent["Location"], "sent twice, it is one go"
    before = size()
    ended = browser.get(worked(sent))
    assert f"Recorded for {MANY} rows." in words(ended) and answered() == MANY and size() == before + MANY
    assert browser.get(worked(sent)).status_code == 200 and size() == before + MANY, "what is done is not done again"
    listed = words(browser.get("/at-once/"))
    assert "Answer the warnings" in listed and f"{MANY} / {MANY}" in listed
    undone = browser.post("/at-once/", sent_on(ended))
    assert undone["Location"] != sent["Location"]
    assert f"Taken back for {MANY} rows." in words(browser.get(worked(undone))) and answered() == 0


def test_a_go_is_stopped_shown_as_it_stands_and_gone_on_with(warned: None) -> None:
    browser = client()
    everything = [f"W-{n:03}" for n in range(MANY)]
    sent = browser.post("/at-once/", {"action": "answer", "row": everything, "answer": "called", "step": "do", "request": "t"})
    address = worked(sent, stops=True)
    stopped = browser.get(address)
    assert answered() == 50 and "Recorded for 50 rows." in words(stopped) and "3 rows stay as they were." in words(stopped)
    assert "Go on with 3 rows" in words(stopped)
    assert browser.post(address, {"what": "go-on"})["Location"] == address and f"50 of {MANY} rows" in words(browser.get(address))
    browser.post(address, {"what": "stop"})
    worked(sent)
    assert answered() == 50, "what is stopped is not done"
    browser.post(address, {"what": "go-on"})
    worked(sent)
    assert answered() == MANY and f"Recorded for {MANY} rows." in words(browser.get(address))
    assert browser.post(address, {"what": "go-on"}).status_code == 302 and "Recorded for" in words(browser.get(address)), "it is done"


def test_a_go_is_its_owners_alone(warned: None) -> None:
    browser = client()
    sent = browser.post("/at-once/", {"action": "answer", "row": [f"W-{n:03}" for n in range(MANY)], "answer": "called", "step": "do"})
    for other in (client(role="inspector"), client(role="counsel", agency="COUNSEL")):
        assert other.get(sent["Location"]).status_code == 404
        assert other.post(sent["Location"], {"what": "stop"}).status_code == 404
        assert "Answer the warnings" not in words(other.get("/at-once/"))
    assert "waits for its turn" in words(browser.get("/at-once/"))


def test_whose_account_is_another_by_now_has_nothing_done(warned: None) -> None:
    from kinkeeper.gateway.accounts import close_account

    browser = client()
    sent = browser.post("/at-once/", {"action": "answer", "row": [f"W-{n:03}" for n in range(MANY)], "answer": "called", "step": "do"})
    close_account(MINE.name, actor=AT_THE_COMPUTER)
    worked(sent)
    assert answered() == 0 and [(state, done) for state, done in rows("SELECT state, rows_done FROM at_once_go")] == [("failed", 0)]


def test_a_row_that_one_may_not_know_of_is_refused_by_the_worker_as_on_a_page(warned: None) -> None:
    from kinkeeper.gateway.waiting import goes
    from kinkeeper.jobs.casework.going import work_on
    from kinkeeper.queries.casework.goes import get_go

    client(role="officer", agency="ICE")
    [(name,)] = rows("SELECT name FROM staff WHERE role = 'officer'")
    officer = Actor(name, "ICE", "officer", "enforcement")
    go_id = goes.begin(Asked(name, "task", False, "t", {"words": "look", "owner": "", "due": ""}, (MAITE, "Pnobody")), actor=officer)
    work_on(go_id, officer)
    go = get_go(officer, go_id)
    assert (go.state, go.came.done) == (GoState.DONE, ()) and [one.row for one in go.came.refused] == [MAITE, "Pnobody"]
    assert {one.form for one in go.came.refused} == {"You may not know of it, or there is none."}, "one is there, and it is not told"


def test_a_refusal_is_said_at_the_end_by_its_row_in_the_readers_language(warned: None) -> None:
    browser = client()
    assert browser.post("/record/answer/", {"warning_id": "W-001", "answer": "at noon"}).status_code == 302
    everything = [f"W-{n:03}" for n in range(MANY)]
    sent = browser.post("/at-once/", {"action": "answer", "row": everything, "answer": "called", "step": "do", "request": "t"})
    ended = words(browser.get(worked(sent)))
    assert f"Recorded for {MANY - 1} rows. 1 was refused." in ended and f"{ME} has answered it already" in ended
    assert "Registrado" in words(browser.get(sent["Location"], headers={"accept-language": "es"}))


def test_what_was_sealed_for_another_is_sent_on_by_nobody(warned: None) -> None:
    browser = client()
    done = browser.post("/at-once/", {"action": "answer", "row": ["W-001", "W-002"], "answer": "called", "step": "do", "request": "t"})
    assert "Recorded for 2 rows." in words(done)
    sent = sent_on(done)
    for who, going in ((client(role="inspector"), sent["going"]), (browser, sent["going"] + "x"), (browser, "x")):
        assert "Tick the rows again" in words(who.post("/at-once/", {**sent, "going": going})), going
    assert "Taken back for 2 rows." in words(browser.post("/at-once/", sent)) and answered() == 0


def test_a_killed_workers_go_is_gone_on_with_and_no_row_is_done_twice(warned: None, database: Database) -> None:
    more = tuple(Warning(f"W-{n}", "", MAITE, "nobody called", "supervisor", 24, "2018-07-08T08:00:00Z", ME) for n in range(100, 500))
    play([RaiseWarnings(more)], name="more")
    everything = [one.warning_id for one in more]
    browser = client()
    sent = browser.post("/at-once/", {"action": "answer", "row": everything, "answer": "called", "step": "do", "request": "t"})
    with worker(database) as process:
        while not answered() > 60:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
    assert answered() < len(everything)
    with worker(database) as process:
        until = time.monotonic() + 120
        while "Recorded for" not in (page := words(browser.get(sent["Location"]))) and time.monotonic() < until:
            time.sleep(0.5)
        process.terminate()
    assert f"Recorded for {len(everything)} rows." in page and answered() == len(everything)
    assert rows("SELECT count(*), sum(count) FROM request WHERE request_id LIKE 'at-once:%%'") == [(len(everything), len(everything))]


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
    from kinkeeper.domain.errors import Refused

    with pytest.raises(Refused, match=f"{MOST:,} at most"):
        list_rows(DEEDS["task"], [f"P{n}" for n in range(MOST + 1)], Actor("a", "HHS", "coordinator"), "")
