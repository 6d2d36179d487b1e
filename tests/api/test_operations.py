"""The API as an agency's program meets it: tokens, purposes, pages of lists, statements that are recorded once, and clear refusals."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from kinkeeper.domain.records import ReceiveRecords, Record
from kinkeeper.site.database import Database
from tests.access.test_wall import hidden
from tests.api.program import Program, program, token_for
from tests.figures import Figure
from tests.web.browsing import AT_THE_COMPUTER, client, somebody, words
from tests.web.scene import FAMILY, MAITE, history, play

PLACED = {"person_id": MAITE, "custodian": "ORR", "place": "Harlingen, Texas", "start": "2018-07-01"}


def told(answer: Any, status: int = 200) -> Any:
    """The JSON of an answer of this status."""
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def entries(kind: str) -> list[Any]:
    """What the access log holds of a kind."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM access_entry ORDER BY seq")
        return [one for (body,) in cursor.fetchall() if (one := json.loads(bytes(body)))["kind"] == kind]


# What is read


def test_the_list_and_the_family_are_those_of_the_pages(database: Database) -> None:
    play(history())
    asker = program()
    listed = told(asker.get("/children-apart"))
    assert [row["child"]["name"] for row in listed["rows"]] == ["Maite Xitumul Cuc", "Kevin Xitumul Cuc"] and listed["total"] == 2
    assert listed["rows"][0]["told"]["days"] == 48 and listed["here"]["as_of"] == "2018-07-08"
    family = told(asker.get(f"/families/{FAMILY}"))["family"]
    assert {one["portrait"]["person_id"] for one in family["members"]} == {"Pmaite", "Pyamilet", "Palberto", "Pkevin"}
    assert told(asker.get("/people/Pmaite"))["family_id"] == FAMILY
    assert told(asker.get("/reports/census"))["total"] == 2
    assert {one["portrait"]["person_id"] for one in told(asker.post("/searches", {"text": "xitumul"}))["persons"]} >= {"Pmaite", "Pkevin"}
    likely = told(asker.post("/likely-persons", {"whole": "mayte shitumul", "born": "2015"}))["likely"]
    assert likely[0]["person_id"] == "Pmaite" and 0 < likely[0]["probability"] <= 1


def test_one_can_look_from_another_day_and_from_what_was_known_then(database: Database) -> None:
    play(history())
    asker = program()
    assert told(asker.get("/children-apart?as_of=2018-05-22"))["total"] == 1
    assert told(asker.get("/children-apart?known_at=9"))["total"] == 0
    now = told(asker.get("/children-apart?known_at=2090-01-01"))
    assert now["total"] == 2 and told(asker.get("/children-apart?known_at=2018-01-01T10:00Z"))["total"] == 0
    for wrong in ("as_of=2018-02-30", "as_of=yesterday", "known_at=2018-13-01", "known_at=x"):
        answer = told(asker.get(f"/children-apart?{wrong}"), 422)
        assert answer["code"] == "not_as_described" and answer["errors"][0]["at"].startswith("query")


def test_pages_of_a_list_hold_still_while_others_write(database: Database) -> None:
    play(history())
    asker = program()
    first = told(asker.get("/families?limit=1&as_of=2018-07-08"))
    whole = told(asker.get("/children-apart"))["rows"]
    page = told(asker.get("/children-apart?limit=1"))
    play(hidden(), name="meanwhile")
    rest = told(asker.get(f"/children-apart?cursor={page['next']}"))
    assert [*page["rows"], *rest["rows"]] == whole and rest["next"] == "" and rest["here"] == page["here"]
    assert first["total"] == 1 and first["next"] == "" and told(asker.get("/families"))["total"] == 2
    for wrong in (f"cursor={page['next']}&limit=2", "cursor=abc", "page=2", f"cursor={page['next'][:-6]}"):
        assert told(asker.get(f"/children-apart?{wrong}"), 422)["errors"][0]["at"].startswith("query")


def test_what_is_as_it_was_is_not_sent_again(database: Database) -> None:
    play(history())
    asker = program()
    first = asker.get(f"/families/{FAMILY}")
    again = asker.get(f"/families/{FAMILY}", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"") and again["ETag"] == first["ETag"]
    play([ReceiveRecords((Record("z1", "xz", "z.csv#1", "border_patrol", 1, given="Zoe"),))], name="more")
    assert asker.get(f"/families/{FAMILY}", **{"If-None-Match": first["ETag"]}).status_code == 200


def test_every_look_is_written_down_with_the_purpose_that_was_stated(database: Database) -> None:
    play(history())
    asker = program("caseworker")
    asker.get(f"/families/{FAMILY}")
    asker.post("/searches", {"text": "Xitumul"})
    looks = entries("person.read")
    assert [one["said"]["door"] for one in looks] == ["api get_family", "api search"]
    assert {"Pmaite", "Pyamilet", "Palberto", "Pkevin"} == set(looks[0]["said"]["persons"]) and looks[0]["purpose"] == "reunification"
    assert [one["said"]["text"] for one in entries("person.searched")] == ["Xitumul"]
    assert "api get_family" in [one["door"] for one in told(asker.get("/people/Pmaite/looks"))["looks"]]
    assert asker.get("/people/Pnobody").status_code == 404
    assert [one["said"] for one in entries("person.withheld")] == [{"door": "api get_person", "asked": "Pnobody"}]
    page = words(client(role="caseworker").get(f"/families/{FAMILY}/looks/"))
    assert "api get_family" in page


def test_where_nothing_can_be_written_down_nobody_is_shown(database: Database, _laid: Any) -> None:
    play(history())
    asker = program()
    _laid.admin.execute("DELETE FROM access_head")
    answer = asker.get("/children-apart")
    assert answer.status_code == 503 and b"Maite" not in answer.content


# Who asks


def test_a_purpose_is_stated_and_is_one_of_the_account(database: Database) -> None:
    play(history())
    asker = program("caseworker")
    assert told(Program(asker.token, "", asker.browser).get("/families"), 422)["errors"][0]["at"] == "header.Kinkeeper-Purpose"
    for other in ("enforcement", "oversight", "gossip"):
        assert told(Program(asker.token, other, asker.browser).get("/families"), 403)["code"] == "not_allowed"


def test_a_token_opens_what_it_says_until_it_ends(database: Database) -> None:
    from kinkeeper.gateway.accounts import close_account
    from kinkeeper.gateway.programs.tokens import end_token, replace_token

    play(history())
    reads = program("caseworker", scopes=("read",))
    assert told(reads.say("placement", "key-000001", **PLACED), 403)["detail"].startswith("This token does not reach")
    given = token_for("caseworker")
    old = Program(given.text, "reunification", reads.browser)
    new = Program(replace_token(given.token.token_id, days=30, actor=AT_THE_COMPUTER).text, "reunification", reads.browser)
    assert old.get("/families").status_code == new.get("/families").status_code == 200
    end_token(given.token.token_id, actor=AT_THE_COMPUTER, why="changed over")
    assert told(old.get("/families"), 401)["code"] == "not_signed_in"
    for wrong in (given.text[:-1] + "x", "", "kk", "kk__", "kk_T1_" + "0" * 64, "kk_" + "x" * 500, "Basic x"):
        assert Program(wrong, "reunification", reads.browser).get("/families").status_code == 401
    close_account("kk.caseworker.orr", actor=AT_THE_COMPUTER)
    assert new.get("/families").status_code == 401
    assert len(entries("token.made")) == 3 and [one["said"]["why"] for one in entries("token.ended")] == ["changed over"]


def test_what_opens_the_door_is_kept_nowhere(database: Database, _laid: Any) -> None:
    given = token_for("caseworker")
    secret = given.text.rpartition("_")[2]
    for table in ("token", "access_entry", "tried", "staff"):
        assert not [row for (row,) in _laid.admin.execute(f"SELECT t::text FROM {table} t") if secret in row]  # type: ignore[arg-type]
    program("caseworker").get("/families")
    listed = client(role="administrator").get("/tokens/")
    assert given.token.token_id in words(listed) and secret not in words(listed)


def test_an_administrator_gives_tokens_of_the_own_agency_by_page(database: Database) -> None:
    somebody("caseworker")
    somebody("caseworker", "ICE")
    page = client(role="administrator")
    sent = {"what": "make", "account": "kk.caseworker.orr", "words": "portal", "scope": ["read"], "days": "30"}
    shown = words(page.post("/tokens/", sent))
    token = next(word for word in shown.split() if word.startswith("kk_T"))
    play(history())
    asker = Program(token, "reunification", page)
    assert asker.get("/families").status_code == 200
    refusals = {
        "another agency": {"account": "kk.caseworker.ice"},
        "Choose one or more": {"scope": ["everything"]},
        "whole number": {"days": "many"},
        "from 1 to 365": {"days": "9999"},
        "what the token is for": {"words": " "},
        "no open account": {"account": "nobody"},
    }
    for why, change in refusals.items():
        answer = page.post("/tokens/", sent | change)
        assert answer.status_code in (400, 403), why
    number = token.split("_")[1]
    assert client(role="administrator", agency="ICE").post("/tokens/", {"what": "end", "token": number}).status_code == 400
    assert asker.get("/families").status_code == 200
    assert page.post("/tokens/", {"what": "end", "token": number}).status_code == 302
    assert asker.get("/families").status_code == 401 and "opens nothing any more" in words(page.get("/tokens/"))
    assert client(role="caseworker").get("/tokens/").status_code == 403


def test_a_session_asks_too_and_sends_nothing_without_proof_against_forgery(database: Database) -> None:
    from django.test import Client

    play(history())
    browser = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    browser.force_login(somebody("coordinator"))
    headers = {"Kinkeeper-Purpose": "reunification", "Idempotency-Key": "session-1"}
    assert browser.get("/api/v1/families", headers=headers).status_code == 200
    send = {"content_type": "application/json", "headers": headers}
    assert browser.post("/api/v1/statements/placement", PLACED, **send).status_code == 403
    assert b"csrf" not in browser.post("/api/v1/searches", {"text": "Maite"}, **send).content
    page = browser.get("/search/found/")
    proof = headers | {"X-CSRFToken": page.content.decode().partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]}
    assert browser.post("/api/v1/statements/placement", PLACED, **(send | {"headers": proof})).status_code == 201


def test_too_often_is_said_with_when_to_come_back(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from kinkeeper.api import caller

    play(history())
    monkeypatch.setattr(caller, "ASKED", 3)
    asker, other = program("caseworker"), program("coordinator")
    answers = [asker.get("/families").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 429, 429] and int(asker.get("/families")["Retry-After"]) <= 60
    assert told(asker.get("/families"), 429)["code"] == "too_often" and other.get("/families").status_code == 200


def test_person_after_person_is_noticed(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from kinkeeper.api import caller

    play(history())
    monkeypatch.setattr(caller, "MANY", 3)
    asker = program("caseworker")
    assert [asker.get("/people/Pmaite").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert {one["actor"] for one in entries("reading.unusual")} == {"kk.caseworker.orr"}


# What is said


def test_a_statement_is_recorded_once_however_often_it_is_sent(database: Database) -> None:
    from kinkeeper.queries.moments import ledger_size

    play(history())
    asker, before = program("caseworker"), ledger_size()
    first = told(asker.say("placement", "placement-1", **PLACED), 201)
    assert first == {"key": "placement-1", "first": before, "count": 1}
    assert told(asker.say("placement", "placement-1", **PLACED), 201) == first and ledger_size() == before + 1
    other = told(asker.say("placement", "placement-1", **(PLACED | {"place": "Elsewhere"})), 409)
    assert other["code"] == "request_reused" and ledger_size() == before + 1
    somebody_else = program("coordinator")
    assert told(somebody_else.say("placement", "placement-1", **(PLACED | {"start": "2018-07-02"})), 201)["first"] == before + 1
    assert words(client().get(f"/families/{FAMILY}/?statements=all")).count("kk.caseworker.orr") >= 1


def test_sent_at_once_it_is_recorded_once_too(database: Database) -> None:
    from django.db import connection
    from django.test import Client

    from kinkeeper.queries.moments import ledger_size

    play(history())
    asker, before = program("caseworker"), ledger_size()

    def send(_: int) -> Any:
        try:
            one = Program(asker.token, asker.purpose, Client(SERVER_NAME="localhost"))
            return told(one.say("placement", "placement-2", **PLACED), 201)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(send, range(8)))
    assert {one["first"] for one in receipts} == {before} and ledger_size() == before + 1


def test_what_the_rules_refuse_frees_the_key_and_says_what_to_do(database: Database) -> None:
    play(history())
    asker = program("caseworker")
    refused = told(asker.say("close-case", "close-0001", child="Pnobody", outcome="reunited", at="2018-07-09"), 400)
    assert refused["code"] != "error" and refused["detail"].endswith(".")
    assert told(asker.say("placement", "close-0001", **PLACED), 201)["count"] == 1
    missing = told(asker.say("placement", "close-0002", custodian="ORR"), 422)
    assert "person_id" in missing["errors"][0]["detail"]
    assert told(asker.say("placement", "short", **PLACED), 422)["errors"][0]["at"] == "header.Idempotency-Key"
    assert told(program("officer").say("placement", "officer-01", **PLACED), 403)["detail"].startswith("The role 'officer'")


def test_of_several_statements_read_is_recorded_and_refused(database: Database) -> None:
    play(history())
    asker = program("caseworker")
    said = [
        {"key": "several-01", "saying": "placement", "told": PLACED},
        {"key": "several-02", "saying": "placement", "told": {"custodian": "ORR"}},
        {"key": "several-03", "saying": "nothing-like-it", "told": {}},
        {"key": "several-01", "saying": "placement", "told": PLACED},
        {"key": "several-01", "saying": "placement", "told": PLACED | {"place": "Elsewhere"}},
    ]
    first = told(asker.post("/statements", {"statements": said}))
    assert (first["read"], first["recorded"], first["refused"]) == (5, 2, 3)
    assert [one["refused"]["code"] for one in first["outcomes"] if "refused" in one] == ["refused", "refused", "request_reused"]
    assert told(asker.post("/statements", {"statements": said})) == first


def test_a_family_is_taken_in_once(database: Database) -> None:
    asker = program("caseworker", "CBP")
    arrivals = [
        {"role": "child", "given": "Ana", "surnames": "Lux Tol", "born": "2015-02-03", "sex": "F"},
        {"role": "adult", "given": "Rosa", "surnames": "Tol Ix", "born": "1990-02-03", "sex": "F"},
    ]
    sent = {"intake_id": "intake-00001", "at": "2018-06-01T10:00", "place": "McAllen", "arrivals": arrivals}
    first = asker.post("/intakes", sent)
    if first.status_code == 422:
        pytest.fail(first.content.decode())
    assert told(asker.post("/intakes", sent), 201) == told(first, 201)


# Hostile


BODIES: list[tuple[bytes, str, int]] = [
    (b'{"text": "a\\u0000b"}', "application/json", 422),
    (b'{"text": "\\u202etxet"}', "application/json", 422),
    (b'{"text": "\\ud800"}', "application/json", 422),
    (b'{"text": "\xff\xfe"}', "application/json", 422),
    (b'{"text": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", "application/json", 422),
    (b'{"text": "ab", "limit": 1' + b"0" * 400 + b"}", "application/json", 422),
    (b'{"text": "ab", "limit": 99999999999999999999}', "application/json", 422),
    (b'{"text": "ab", "limit": 1e999}', "application/json", 422),
    (b'{"text": "ab", "role": "operator"}', "application/json", 422),
    (b" ", "application/json", 422),
    (b"[]", "application/json", 422),
    (b'{"text": "ab"}', "text/plain", 415),
    (b"text=ab", "application/x-www-form-urlencoded", 415),
    (b"--x\r\n", "multipart/form-data; boundary=x", 415),
    (b'{"text": "' + b"a" * (1 << 20) + b'"}', "application/json", 413),
    (b'{"text": "' + b"a" * (3 << 20) + b'"}', "application/json", 413),
]


def test_a_body_that_cannot_be_is_refused_in_a_sentence(database: Database, figure: Figure) -> None:
    asker = program()
    headers = {"Authorization": f"Bearer {asker.token}", "Kinkeeper-Purpose": asker.purpose}
    for body, kind, status in BODIES:
        answer = asker.browser.generic("POST", "/api/v1/searches", body, content_type=kind, headers=headers)
        assert told(answer, status)["detail"] and answer["Content-Type"] == "application/problem+json", body[:60]
    figure(43, "{} bodies that cannot be, each refused in a sentence", len(BODIES))


def test_addresses_and_methods_that_there_are_not_are_told_as_problems(database: Database) -> None:
    asker = program()
    for path in (
        "/",
        "/nowhere",
        "/families/%00",
        "/families/%ff",
        "/families/a%2fb/c",
        "/people/" + "x" * 500,
        "/families?limit=1&limit=2",
    ):
        answer = asker.get(path)
        assert answer.status_code in (404, 422) and answer["Content-Type"] == "application/problem+json", path
    refused = asker.browser.delete("/api/v1/families")
    assert refused.status_code == 405 and refused["Allow"] == "GET" and json.loads(refused.content)["code"] == "no_such_method"
