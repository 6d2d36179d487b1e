"""Two who change one thing: the second is shown both sides by field, and nothing is overwritten silently."""

import re

import pytest

from kinkeeper.domain.casework.contacts import ContactPoint, RecordContact
from kinkeeper.domain.casework.warnings import RaiseWarnings, Warning
from kinkeeper.site.database import Database
from tests.web.browsing import client, words
from tests.web.scene import MAITE, history, play


@pytest.fixture
def scene(database: Database) -> None:
    warned = Warning("w1", "", MAITE, "No call for ten days", "supervisor", 24, "2018-07-01T00:00:00Z")
    play([*history(), RaiseWarnings((warned,)), RecordContact(ContactPoint("c1", MAITE, "phone", "555", "aunt", "2018-07-02"))])


def opened(browser: object, address: str) -> dict[str, str]:
    """What the form at an address sends along by itself."""
    page = browser.get(address).content.decode()  # type: ignore[attr-defined]
    return dict(re.findall(r'<input type="hidden" name="(request|seen)" value="(\w+)"', page))


def answer_of(warning: str) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT told->>'answer' FROM public.warning WHERE warning_id = %s AND until IS NULL", [warning])
        return str(cursor.fetchone()[0] or "")


FORM = "/record/answer/?warning_id=w1"


def test_the_second_of_two_sees_both_answers_and_chooses(scene: None) -> None:
    first, second = client(), client(role="caseworker", agency="ORR")
    mine, theirs = opened(second, FORM), opened(first, FORM)
    assert first.post("/record/answer/", {**theirs, "warning_id": "w1", "answer": "Called at noon"}).status_code == 302
    told = {"warning_id": "w1", "answer": "Nobody answers"}
    shown = second.post("/record/answer/", {**mine, **told})
    said = words(shown)
    assert shown.status_code == 409 and answer_of("w1") == "Called at noon"
    assert "Called at noon" in said and "Nobody answers" in said and "changed this on" in said and "kk.coordinator.task-force" in said
    again = dict(re.findall(r'<input type="hidden" name="(request|seen|theirs-answer)" value="([^"]*)"', shown.content.decode()))
    kept = second.post("/record/answer/", {**again, **told, "take-answer": "theirs"})
    assert kept.status_code in (302, 400) and answer_of("w1") == "Called at noon"


def test_what_only_one_changes_is_recorded_at_once(scene: None) -> None:
    browser = client()
    sent = {**opened(browser, "/record/attempt/?contact_id=c1"), "contact_id": "c1", "at": "2018-07-03T10:00", "result": "no_answer"}
    assert browser.post("/record/attempt/", sent).status_code == 302
    assert browser.post("/record/attempt/", sent).status_code == 302, "sent twice, it is recorded once and asks nothing"


def test_an_attempt_beside_another_is_asked_about_and_then_added(scene: None) -> None:
    first, second = client(), client()
    form = "/record/attempt/?contact_id=c1"
    mine, theirs = opened(second, form), opened(first, form)
    told = {"contact_id": "c1", "at": "2018-07-03T10:00", "result": "no_answer"}
    first.post("/record/attempt/", {**theirs, **told, "result": "reached"})
    shown = second.post("/record/attempt/", {**mine, **told})
    assert shown.status_code == 409 and "reached" in words(shown)
    again = dict(re.findall(r'<input type="hidden" name="(request|seen)" value="(\w+)"', shown.content.decode()))
    assert second.post("/record/attempt/", {**again, **told}).status_code == 302
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT jsonb_array_length(told->'attempts') FROM public.contact WHERE contact_id = 'c1' AND until IS NULL")
        assert cursor.fetchone() == (2,)


def test_a_third_change_is_shown_again(scene: None) -> None:
    first, second = client(), client()
    form, told = "/record/attempt/?contact_id=c1", {"contact_id": "c1", "at": "2018-07-03T10:00", "result": "no_answer"}
    mine = opened(second, form)
    for day in ("04", "05"):
        first.post("/record/attempt/", {**opened(first, form), **told, "at": f"2018-07-{day}T10:00"})
        shown = second.post("/record/attempt/", {**mine, **told})
        assert shown.status_code == 409 and f"2018-07-{day}" in words(shown)
        if day == "04":
            mine = dict(re.findall(r'<input type="hidden" name="(request|seen)" value="(\w+)"', shown.content.decode()))


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40, "²"])
def test_a_bad_mark_of_what_was_seen_overwrites_nothing_by_itself(scene: None, seen: str) -> None:
    sent = {"warning_id": "w1", "answer": "Called", "seen": seen, "request": "r1"}
    assert client().post("/record/answer/", sent).status_code in (302, 409)
