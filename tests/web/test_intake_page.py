"""A family is taken in as one unit, in two steps, and those known already are seen first."""

from typing import Any

import pytest

from kinkeeper.site.database import Database
from tests.web.browsing import client, tags, words
from tests.web.scene import YAMILET, history, play

MOTHER = {"role": "adult", "given": "Rosa", "surnames": "Chumil Tzoc", "born": "3/2/1985", "sex": "f", "nationality": "Guatemala"}
CHILD = {"role": "child", "given": "Ana", "surnames": "Pop Chumil", "born": "2012-07-09", "sex": "F", "nationality": "guatemalteca"}
KNOWN = {"role": "adult", "given": "Yamilet", "surnames": "Cuc Juan", "born": "2/1/1990", "sex": "F", "nationality": "GT"}


def form(*people: dict[str, str], step: str, **more: str) -> dict[str, str]:
    """What a browser sends."""
    told = {"intake_id": "intake-0123456789abcdef", "place": "El Paso", "day": "2018-07-08", "time": "03:10", "step": step}
    for number, person in enumerate(people):
        told |= {f"p{number}-{name}": value for name, value in person.items()}
    return {**told, **more}


def rows(sql: str) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def test_a_family_is_recorded_with_its_ties_at_once(database: Database) -> None:
    browser = client()
    assert "Step 1 of 2" in words(browser.get("/intake/"))
    checked = browser.post("/intake/", form(MOTHER, CHILD, step="check"))
    assert "Rosa Chumil Tzoc is to Ana Pop Chumil" in words(checked) and rows("SELECT size FROM head") == [(0,)]
    done = browser.post("/intake/", form(MOTHER, CHILD, step="record", **{"kin-1-0": "mother"}), follow=True)
    assert "The family is taken in" in words(done) and "entries 0 to 5" in words(done)
    assert rows("SELECT relation, status, basis FROM tie") == [("parent", "claimed", "recorded")]
    assert rows("SELECT custodian, place, start FROM placement") == [("CBP", "El Paso", "2018-07-08T03:10")] * 2
    assert rows("SELECT count(*) FROM family_member WHERE until IS NULL") == [(2,)]
    [(family,)] = rows("SELECT DISTINCT family_id FROM family_member")
    said = words(browser.get(f"/families/{family}/"))
    assert "Intake at El Paso" in said and "Rosa" in said


@pytest.mark.parametrize("kin", [{"kin-1-0": "mother"}, {}])
def test_an_agent_sees_the_family_that_the_agent_took_in_with_its_tags(database: Database, kin: dict[str, str]) -> None:
    browser = client(role="caseworker", agency="CBP")
    done = browser.post("/intake/", form(MOTHER, CHILD, step="record", tags="on", **kin), follow=True)
    assert done.status_code == 200 and "The family is taken in" in words(done) and "Rosa Chumil Tzoc" in words(done)


@pytest.mark.parametrize(("language", "why"), [("en", "You are not shown this family"), ("es", "A usted no se le muestra esta familia")])
def test_who_is_shown_nothing_of_a_family_taken_in_is_told_that_it_stands_and_why(database: Database, language: str, why: str) -> None:
    browser = client(language, role="caseworker", agency="ORR")
    done = browser.post("/intake/", form(MOTHER, CHILD, step="record", **{"kin-1-0": "mother"}), follow=True)
    assert done.status_code == 200 and why in words(done) and "Rosa" not in words(done)
    assert ("entries 0 to 5" if language == "en" else "asientos 0 a 5") in words(done) and b"data-draft-done" in done.content
    assert browser.get("/intake/intake-ffffffffffffffff/taken-in/").status_code == 404


def test_the_same_form_sent_twice_is_one_family(database: Database) -> None:
    browser = client()
    for _ in range(2):
        done = browser.post("/intake/", form(MOTHER, CHILD, step="record", **{"kin-1-0": "mother"}), follow=True)
        assert "entries 0 to 5" in words(done)
    assert rows("SELECT count(*) FROM record") == [(2,)]


def test_whoever_may_be_known_is_shown_before_anything_is_recorded(database: Database) -> None:
    play(history())
    before = rows("SELECT size FROM head")
    said = words(client().post("/intake/", form(KNOWN, CHILD, step="check")))
    assert "a like name, the same birth" in said and "1 person may be known" in said and rows("SELECT size FROM head") == before


def test_whoever_is_recognised_stays_the_person_and_the_family_that_is_known(database: Database) -> None:
    play(history())
    done = client().post("/intake/", form({**KNOWN, "known_as": YAMILET}, CHILD, step="record", **{"kin-1-0": "mother"}), follow=True)
    assert "KF-20418" in words(done)
    assert rows(f"SELECT count(*) FROM membership WHERE person_id = '{YAMILET}' AND until IS NULL") == [(4,)]


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        ({**MOTHER, "born": "31/31/1985"}, "Write the day as"),
        ({**MOTHER, "born": "7/9/2031"}, "yet to come"),
        ({**MOTHER, "sex": "woman?"}, "Write F or M"),
        ({**MOTHER, "nationality": "Atlantis"}, "no country"),
        ({"role": "adult", "given": "", "surnames": "", "born": "1985"}, "what the person is called"),
        ({"role": "adult", "given": " "}, "Nobody was entered"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_typed_is_lost(database: Database, person: dict[str, str], sentence: str) -> None:
    for step in ("check", "record"):
        answer = client().post("/intake/", form(person, CHILD if person.get("born") else {"role": "child"}, step=step))
        assert sentence in words(answer) and "Step 1 of 2" in words(answer)
        values = {attributes.get("value") for _, attributes in tags(answer)}
        assert {"El Paso", person.get("born", "")} - {""} <= values
    assert rows("SELECT size FROM head") == [(0,)]


def test_rows_are_added_and_what_was_typed_stays(database: Database) -> None:
    answer = client().post("/intake/", form(MOTHER, CHILD, step="more-child"))
    names = [attributes.get("name") for _, attributes in tags(answer)]
    assert "p2-given" in names and "Rosa" in answer.content.decode()


def test_hostile_words_are_only_words(database: Database) -> None:
    hostile = "<script>alert(1)</script>"
    told = form({**MOTHER, "given": hostile, "surnames": "\u202e'; DROP TABLE record; --"}, CHILD, step="check")
    assert b"<script>alert" not in client().post("/intake/", told).content
    for bad in ("P1' OR 1=1", "Pnobody"):
        answer = client().post("/intake/", form({**MOTHER, "known_as": bad}, CHILD, step="record"))
        assert answer.status_code in (200, 400) and rows("SELECT size FROM head") == [(0,)]


def test_the_station_is_remembered_and_the_page_is_in_spanish(database: Database) -> None:
    browser = client("es-GT")
    browser.post("/intake/", form(MOTHER, CHILD, step="record"))
    page = browser.get("/intake/")
    assert "Recibir a una familia" in words(page) and 'value="El Paso"' in page.content.decode()


def test_needs_and_tags_are_recorded_with_the_family_once(database: Database) -> None:
    browser = client()
    told = form(
        MOTHER,
        CHILD,
        step="record",
        **{"kin-1-0": "mother", "need-1": "deaf", "need-words-1": "signs", "need-0": "medication", "tags": "yes"},
    )
    for _ in range(2):
        done = browser.post("/intake/", told, follow=True)
    said = words(done)
    assert "deaf : signs" in said and "medication : medication" in said and "Keep this paper" in said
    assert rows("SELECT count(*), count(DISTINCT person_id) FROM tag WHERE until IS NULL") == [(2, 2)]
    assert rows("SELECT count(*) FROM need WHERE until IS NULL") == [(2,)]
    assert done.content.count(b"kk-sheet-code") == 2


def test_a_family_without_tags_and_needs_says_neither(database: Database) -> None:
    done = client().post("/intake/", form(MOTHER, CHILD, step="record", **{"kin-1-0": "mother"}), follow=True)
    assert rows("SELECT count(*) FROM tag") == [(0,)] and b"kk-sheet-code" not in done.content
