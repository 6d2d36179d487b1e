"""Cases handed over from one caseworker to another on the pages; documents kept once, given out to who may know of the person."""

import re
from typing import Any

from kinkeeper.domain.access.accounts import Account
from kinkeeper.domain.casework.cases import OpenCase
from kinkeeper.extracts.court import shipped_plans
from kinkeeper.site.database import Database
from tests.gateway.test_consequences import rows
from tests.web.browsing import AT_THE_COMPUTER, client, words
from tests.web.scene import DAY, KEVIN, MAITE, history, play

ME, OTHER = "kk.coordinator.task-force", "l.ortiz"
PDF = b"%PDF-1.4 birth certificate"


def post(browser: Any, address: str, **told: Any) -> Any:
    page = browser.get(address).content.decode()
    request = re.search(r'name="request" value="(\w+)"', page)
    assert request, address
    return browser.post(address, {"request": request[1], **told})


def second() -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    from kinkeeper.gateway.accounts import open_account

    open_account(Account(OTHER, "TASK_FORCE", "coordinator", "L. Ortiz"), actor=AT_THE_COMPUTER, password="correct horse battery staple")
    browser = Client(SERVER_NAME="localhost", headers={"accept-language": "en"})
    browser.force_login(get_user_model().objects.get(pk=OTHER))
    return browser


def owners() -> dict[str, str]:
    return dict(rows("SELECT child, owner FROM child_case WHERE until IS NULL"))


def test_cases_are_handed_over_chosen_or_whole_and_the_next_accepts(database: Database) -> None:
    play(history())
    plan = shipped_plans()["stage-1"]
    play([OpenCase(MAITE, plan, DAY, ME), OpenCase(KEVIN, plan, DAY, ME)], name="cases")
    me, other = client(), second()
    assert "Maite Xitumul Cuc" in words(me.get("/cases/")) and "No open case is yours." in words(other.get("/cases/"))
    answer = post(me, "/record/hand-over-cases/", to_owner=OTHER, children=MAITE, words="a hearing on Friday")
    assert (answer.status_code, answer["Location"]) == (302, "/cases/")
    [(number,)] = rows("SELECT caseload_id FROM caseload WHERE until IS NULL")
    assert "a hearing on Friday" in words(other.get("/cases/")) and owners() == {MAITE: ME, KEVIN: ME}
    refused = post(me, "/record/answer-cases/", caseload_id=number, accepted="yes")
    assert refused.status_code == 400 and f"offered to {OTHER}" in words(refused)
    assert post(other, "/record/answer-cases/", caseload_id=number, accepted="yes").status_code == 302
    assert owners() == {MAITE: OTHER, KEVIN: ME}
    # The whole of what is left; nobody hands over what is another's.
    assert "has no open case" in words(post(me, "/record/hand-over-cases/", to_owner=OTHER, children=MAITE))
    post(me, "/record/hand-over-cases/", to_owner=OTHER)
    [(number,)] = rows("SELECT caseload_id FROM caseload WHERE until IS NULL AND open")
    post(other, "/record/answer-cases/", caseload_id=number, accepted="yes")
    assert owners() == {MAITE: OTHER, KEVIN: OTHER}
    assert rows("SELECT convert_from(body, 'UTF8')::json->>'actor' FROM part WHERE k = 1 ORDER BY seq DESC LIMIT 1") == [("Kinkeeper",)]


def test_a_document_is_kept_once_and_comes_back_to_who_may_know(database: Database) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    play(history())
    browser, address = client(), f"/people/{MAITE}/file/document/"
    for title in ("Birth certificate", "The same again"):
        answer = post(browser, address, title=title, on="2015-04-01", source="consulate", file=SimpleUploadedFile("../../a.exe", PDF))
        assert answer.status_code == 302, words(answer)
    assert rows("SELECT count(*) FROM file_piece") == [(1,)]
    assert "Birth certificate" in words(browser.get(f"/people/{MAITE}/file/"))
    [(number,), _] = rows("SELECT document_id FROM document WHERE until IS NULL ORDER BY since")
    got = browser.get(f"/documents/{number}/")
    assert (b"".join(got.streaming_content), got["Content-Type"]) == (PDF, "application/pdf")
    assert got["Content-Disposition"] == f'attachment; filename="{number}.pdf"' and got["X-Content-Type-Options"] == "nosniff"
    # ORR holds records of the child and may know; who arrests sees no document, and counsel no one who is not assigned.
    assert client(role="caseworker").get(f"/documents/{number}/").status_code == 200
    for role, agency in (("caseworker", "ICE"), ("officer", "ICE"), ("counsel", "")):
        assert client(role=role, agency=agency).get(f"/documents/{number}/").status_code in (403, 404), (role, agency)
    # Withdrawn it counts no longer; it stays listed, with who said why, and can still be saved.
    assert post(browser, "/record/withdraw-document/", document_id=number, why=" ").status_code == 400
    answer = post(browser, "/record/withdraw-document/", document_id=number, why="of her cousin")
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{MAITE}/file/#documents")
    assert "counts no longer: of her cousin" in words(browser.get(f"/people/{MAITE}/file/"))
    assert "ya no cuenta: of her cousin" in words(client("es").get(f"/people/{MAITE}/file/"))
    assert browser.get(f"/documents/{number}/").status_code == 200
    again = post(browser, "/record/withdraw-document/", document_id=number, why="once more")
    assert again.status_code == 400 and "was withdrawn already: of her cousin" in words(again)


def test_what_is_no_document_is_refused_in_a_sentence_and_nothing_is_kept(database: Database) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    play(history())
    browser, address = client(), f"/people/{MAITE}/file/document/"
    for told in (
        {"title": "x"},
        {"title": "x", "file": SimpleUploadedFile("a.pdf", b"MZ\x90\0")},
        {"title": "x", "file": SimpleUploadedFile("a.pdf", b"<html>")},
        {"title": "", "file": SimpleUploadedFile("a.pdf", PDF)},
    ):
        answer = post(browser, address, **told)
        assert answer.status_code == 400 and 'role="alert"' in answer.content.decode(), told
    assert rows("SELECT (SELECT count(*) FROM document) + (SELECT count(*) FROM file_piece)") == [(0,)]
    assert browser.get("/people/Pnobody/file/document/").status_code == 404
