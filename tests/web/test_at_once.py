"""Many rows of a list at once: an entry for each, refusals named, sent twice recorded once, and taken back by later entries."""

import re
from typing import Any

import pytest

from kinkeeper.domain.casework.cases import OpenCase
from kinkeeper.domain.casework.warnings import RaiseWarnings, Warning
from kinkeeper.domain.records import Stay
from kinkeeper.extracts.court import shipped_plans
from kinkeeper.site.database import Database
from tests.gateway.test_consequences import rows
from tests.web.browsing import client, words
from tests.web.scene import DAY, KEVIN, MAITE, history, play
from tests.web.test_caseload_page import ME, OTHER, owners, second

NOBODY, HIDDEN = "Pnobody", "Phidden"


@pytest.fixture
def cases(database: Database) -> None:
    play(history())
    play([OpenCase(MAITE, shipped_plans()["stage-1"], DAY, ME)], name="cases")


def send(browser: Any, action: str, ticked: list[str], *, request: str = "t1", step: str = "do", **told: str) -> Any:
    return browser.post("/at-once/", {"action": action, "row": ticked, "request": request, "step": step, **told})


def size() -> int:
    return int(rows("SELECT count(*) FROM entry")[0][0])


def test_ticked_rows_are_shown_with_what_it_does_to_each_before_anything_is_recorded(cases: None) -> None:
    browser, before = client(), size()
    page = browser.get("/children-apart/").content.decode()
    assert f'name="row" value="{MAITE}" form="ticked-children"' in page and 'value="case">Assign to a caseworker' in page
    answer = browser.post("/at-once/", {"action": "case", "row": [MAITE, KEVIN, NOBODY], "back": "/children-apart/?age=0-4"})
    said = words(answer)
    assert f"Maite Xitumul Cuc Has an open case; its owner is {ME}." in said and "Has no open case." in said
    assert "Pnobody You may not know of it, or there is none. It is left out." in said and "Record for 2 rows" in said
    assert 'href="/children-apart/?age=0-4"' in answer.content.decode() and size() == before
    for action, ticked in (("case", []), ("nothing", [MAITE]), ("case", [f"P{n}" for n in range(2_001)])):
        assert browser.post("/at-once/", {"action": action, "row": ticked}).status_code == 400
    assert browser.get("/at-once/").status_code == 200 and size() == before
    assert "example" not in browser.post("/at-once/", {"action": "case", "row": [MAITE], "back": "//example.org/"}).content.decode()


def test_cases_are_assigned_in_one_go_and_taken_back_in_one_go(cases: None) -> None:
    browser = client()
    second()
    assert send(browser, "case", [MAITE], owner="nobody").status_code == 400 and owners() == {MAITE: ME}
    answer = send(browser, "case", [MAITE, KEVIN, NOBODY], owner=OTHER)
    said = words(answer)
    assert "Recorded for 1 row. 2 were refused." in said and owners() == {MAITE: OTHER}
    assert "no open case. Choose a plan" in said and "Pnobody : You may not know of it" in said
    # A row that was refused is done when it is sent again with what it lacked; one that was done is not done twice.
    before = size()
    assert "Recorded for 1 row. 2 were refused." in words(send(browser, "case", [MAITE, KEVIN, NOBODY], owner=OTHER)) and size() == before
    assert "Recorded for 1 row." in words(send(browser, "case", [KEVIN], request="t2", owner=OTHER, plan="stage-1"))
    assert owners() == {MAITE: OTHER, KEVIN: OTHER}
    # Back to whoever had it, by a later entry; what was opened in the same go, and what another changed meanwhile, is named and left.
    back = send(browser, "case", [MAITE], step="undo", owner=OTHER)
    assert "Taken back for 1 row." in words(back) and owners()[MAITE] == ME and size() > before
    opened = words(send(browser, "case", [KEVIN], request="t2", step="undo", owner=OTHER, plan="stage-1"))
    assert "1 was refused" in opened and "opened in this go" in opened and owners()[KEVIN] == OTHER
    send(browser, "case", [MAITE], request="t3", owner=OTHER)
    play([OpenCase(MAITE, shipped_plans()["stage-1"], DAY, "HHS")], name="meanwhile")
    assert "changed meanwhile" in words(send(browser, "case", [MAITE], request="t3", step="undo", owner=OTHER))
    assert owners()[MAITE] == "HHS"
    assert "You may not know" in words(send(browser, "case", [NOBODY], step="undo", owner=OTHER))


def test_flags_and_tasks_of_many_rows_are_taken_back(cases: None) -> None:
    browser = client()
    flag = {"kind": "medical", "words": "asthma, no inhaler", "owner": ME, "due": "2018-07-20"}
    assert "Recorded for 1 row. 1 was refused." in words(send(browser, "flag", [MAITE, KEVIN], **flag))
    [(flags,)] = rows("SELECT told->'flags' FROM child_case WHERE until IS NULL")
    assert "asthma" in str(flags)
    assert "Taken back for 1 row" in words(send(browser, "flag", [MAITE], step="undo", **flag))
    assert "mistake" in str(rows("SELECT told->'flags' FROM child_case WHERE until IS NULL"))
    assert "Recorded for 2 rows." in words(send(browser, "task", [MAITE, KEVIN], words="weigh and measure"))
    assert rows("SELECT count(*) FROM task WHERE until IS NULL AND told->>'words' = 'weigh and measure'") == [(2,)]
    assert "Taken back for 2 rows." in words(send(browser, "task", [MAITE, KEVIN], step="undo", words="weigh and measure"))
    assert rows("SELECT count(*) FROM task WHERE until IS NULL AND coalesce(told->>'done_at', '') = ''") == [(0,)]


def warn(*numbers: int) -> None:
    raised = (Warning(f"W-{n}", "", MAITE, "nobody called", "supervisor", 24, "2018-07-08T08:00:00Z", "r.delgado") for n in numbers)
    play([RaiseWarnings(tuple(raised))], name="warnings")


def test_warnings_are_answered_at_once_and_an_answer_is_never_written_over(cases: None) -> None:
    warn(1, 2, 3)
    browser = client()
    page = browser.get("/warnings/").content.decode()
    assert page.count('name="row" value="W-') == 3
    assert "Recorded for 1 row." in words(send(browser, "answer", ["W-1"], answer="called at noon"))
    asked = words(browser.post("/at-once/", {"action": "answer", "row": ["W-1", "W-2", "W-3"]}))
    assert f"{ME} has answered it already. It is left out." in asked
    assert "Record for 2 rows" in asked and "You can take it back for all" in asked
    said = words(send(browser, "answer", ["W-1", "W-2", "W-3"], request="t2", answer="called at two"))
    assert "Recorded for 2 rows. 1 was refused." in said and "has answered it already" in said
    told = dict(rows("SELECT warning_id, told->>'answer' FROM warning WHERE until IS NULL AND warning_id LIKE 'W-_'"))
    assert told == {"W-1": "called at noon", "W-2": "called at two", "W-3": "called at two"}
    # Nobody closes what they answered: each is named, none is closed; another closes them all.
    assert "3 were refused." in words(send(browser, "close-warning", ["W-1", "W-2", "W-3"], because="it holds"))
    other = second()
    assert "Recorded for 3 rows." in words(send(other, "close-warning", ["W-1", "W-2", "W-3"], because="it holds"))


def stand(column: str) -> dict[str, str]:
    return dict(rows(f"SELECT warning_id, coalesce(told->>'{column}', '') FROM warning WHERE until IS NULL AND warning_id LIKE 'W-_'"))


def test_answers_and_closings_are_taken_back_in_one_go_by_who_gave_them(cases: None) -> None:
    warn(1, 2)
    browser, other, both = client(), second(), ["W-1", "W-2"]
    done = send(browser, "answer", both, answer="called at two")
    assert 'name="step" value="undo"' in done.content.decode() and "Take it back for all 2" in words(done)
    # Another has sent nothing in this go, whatever token they name.
    assert "2 were refused" in words(send(other, "answer", both, step="undo", answer="called at two"))
    assert stand("answer") == {"W-1": "called at two", "W-2": "called at two"}
    # What another said meanwhile is left as it is, and named.
    assert "Recorded for 1 row." in words(send(other, "close-warning", ["W-2"], because="it holds"))
    said, before = words(send(browser, "answer", both, step="undo", answer="called at two")), size()
    assert "Taken back for 1 row. 1 was refused." in said and "answered anew, or closed, meanwhile" in said
    assert stand("answer") == {"W-1": "", "W-2": "called at two"}
    assert "Taken back for 1 row." in words(send(browser, "answer", both, step="undo", answer="called at two")) and size() == before
    # What was closed is open again, by an entry that says which closing it undoes.
    assert "Taken back for 1 row." in words(send(other, "close-warning", ["W-2"], step="undo", because="it holds"))
    assert stand("closed_by") == {"W-1": "", "W-2": ""} and stand("answer")["W-2"] == "called at two"
    [(kind, told)] = rows(
        "SELECT body->>'kind', body FROM (SELECT convert_from(c.body, 'UTF8')::jsonb AS body FROM part c WHERE c.k = 1) p "
        "WHERE body->>'kind' = 'warning.reopened'"
    )
    assert kind == "warning.reopened" and OTHER in str(told)


def test_one_answer_is_taken_back_on_the_list_and_a_closed_warning_opened_on_the_file(cases: None) -> None:
    warn(1)
    browser, other = client(), second()
    assert browser.post("/record/answer/", {"warning_id": "W-1", "answer": "called"}).status_code == 302
    assert "/record/take-back-answer/?warning_id=W-1" in browser.get("/warnings/").content.decode()
    assert "/record/close-warning/?warning_id=W-1" in other.get("/warnings/").content.decode()
    assert other.post("/record/take-back-answer/", {"warning_id": "W-1", "why": "x"}).status_code == 400
    assert browser.post("/record/take-back-answer/", {"warning_id": "W-1", "why": "of another child"}).status_code == 302
    assert browser.post("/record/answer/", {"warning_id": "W-1", "answer": "called her"}).status_code == 302
    assert other.post("/record/close-warning/", {"warning_id": "W-1", "because": "it holds"}).status_code == 302
    file = browser.get(f"/people/{MAITE}/file/")
    assert f"closed by {OTHER}: open it again" in words(file) and "/record/reopen-warning/?warning_id=W-1" in file.content.decode()
    assert "open it again" not in words(client(role="data_officer").get(f"/people/{MAITE}/file/"))
    assert browser.post("/record/reopen-warning/", {"warning_id": "W-1", "why": "it does not"}).status_code == 302
    assert "W-1" in browser.get("/warnings/").content.decode()


@pytest.mark.parametrize(("role", "agency", "rights"), [("officer", "ICE", 0), ("counsel", "COUNSEL", 0), ("inspector", "OIG", 2)])
def test_who_records_nothing_is_offered_nothing_and_refused(cases: None, role: str, agency: str, rights: int) -> None:
    warn(1)
    browser, before = client(role=role, agency=agency), size()
    assert 'class="kk-chosen-row"' not in browser.get("/children-apart/").content.decode()
    assert browser.get("/warnings/").content.decode().count('<option value="') == rights
    answer = send(browser, "task", [MAITE], words="x")
    assert answer.status_code in (200, 403) and "Recorded for 1" not in words(answer) and size() == before


def test_the_inspector_answers_what_climbed_to_them_and_who_may_not_reads_who_must(cases: None) -> None:
    warn(1)
    inspector, reader = client(role="inspector"), client(role="data_officer")
    assert "Nobody has answered it" in words(inspector.post("/at-once/", {"action": "answer", "row": ["W-1"]}))
    assert "/record/answer/?warning_id=W-1" in inspector.get("/warnings/").content.decode()
    assert inspector.get("/record/answer/?warning_id=W-1").status_code == 200
    for address in ("/warnings/", f"/people/{MAITE}/file/"):
        page = reader.get(address)
        assert "/record/answer/" not in page.content.decode() and "inspector must answer" in words(page), address
    assert "Recorded for 1 row." in words(send(inspector, "answer", ["W-1"], answer="why did nobody call?"))
    assert rows("SELECT told->>'answered_by' FROM warning WHERE until IS NULL AND warning_id = 'W-1'") == [("kk.inspector.oig",)]


def test_a_row_that_one_may_not_know_of_is_as_if_there_were_none(cases: None) -> None:
    from kinkeeper.domain.people import IdentifyPeople, Person
    from kinkeeper.domain.records import ReceiveRecords
    from tests.web.scene import record

    held = record(90, "ice_detention", "Elmer", "Tzoc", born="1980-01-01", sex="M", stays=(Stay("ICE", "Eloy", "2018-06-01", ""),))
    play([ReceiveRecords((held,)), IdentifyPeople("h", (Person(HIDDEN, ("r90",)),))], name="hidden")
    assert "Recorded for 1 row." in words(send(client(), "task", [HIDDEN], words="x"))
    browser = client(role="caseworker")
    hidden = words(send(browser, "task", [HIDDEN], words="x")).replace(HIDDEN, "P")
    assert hidden == words(send(browser, "task", [NOBODY], words="x")).replace(NOBODY, "P") and "Recorded for 0 rows." in hidden


# Columns

DUE = "/due/"


def heads(page: Any) -> list[str]:
    return [re.sub("<[^>]*>", "", one).strip(" ▾▴") for one in re.findall(r'role="columnheader"[^>]*>(.*?)</th>', page.content.decode())]


def test_columns_stand_in_the_address_and_are_kept_for_the_person(cases: None) -> None:
    browser, other = client(), client(role="caseworker")
    address = "/children-apart/?age=0-4"
    everything = heads(browser.get(address))
    moved = browser.get(f"{address}&column=&column=days&column=place")
    assert (moved.status_code, moved["Location"]) == (302, "/children-apart/?age=0-4&columns=days%2Cplace")
    chosen = browser.get(moved["Location"])
    assert heads(chosen) == ["Child, age", "Child is now", "Days apart"] and len(everything) == 7
    assert "columns=days%2Cplace" in chosen.content.decode(), "filters and pages keep them"
    assert heads(browser.get(f"{address}&columns=none")) == ["Child, age"] == heads(browser.get(f"{address}&columns=<b>"))
    # Kept: the list opens so for this person, in any browser, until an address says otherwise; for nobody else.
    assert browser.post("/views/columns/", {"page": "separations", "columns": "days,place"})["Location"] == "/children-apart/"
    assert heads(client().get(address)) == ["Child, age", "Child is now", "Days apart"] and heads(other.get(address)) == everything
    assert heads(browser.get(f"{address}&columns=all")) == everything
    browser.post("/views/columns/", {"page": "separations", "columns": "basis"})
    assert heads(browser.get(address)) == ["Child, age", "Basis"]
    assert rows("SELECT count(*) FROM saved_view WHERE until IS NULL AND open") == [(1,)]
    assert "My columns" in words(browser.get("/views/")) and "1 column" in words(browser.get("/views/"))
    for told in ({"page": "nothing", "columns": "x"}, {"page": "separations", "columns": "x" * 99}):
        assert browser.post("/views/columns/", told).status_code == 400


@pytest.mark.parametrize("address", ["/due/", "/warnings/", "/cases/", "/inquiries/", "/families/"])
def test_every_worklist_lets_its_columns_be_chosen(cases: None, address: str) -> None:
    from tests.web.test_casework_pages import more

    more()
    warn(1)
    play([OpenCase(KEVIN, shipped_plans()["stage-1"], DAY, ME)], name="mine")
    browser = client()
    page = browser.get(address).content.decode()
    names = re.findall(r'name="column" value="(\w+)" checked', page)
    assert len(names) >= 3
    fewer = browser.get(f"{address}?columns={names[-1]}")
    all_heads = heads(browser.get(address))
    assert fewer.status_code == 200 and 2 <= len(heads(fewer)) < len(all_heads)
    assert {*heads(fewer)} < {*all_heads}
