"""A second factor, shown within five minutes, before merges, reunions, exports, agreements and emergencies."""

import re
import time

import pytest

from kinkeeper.domain.access.proof import PROVEN_SAYINGS
from kinkeeper.site.database import Database
from kinkeeper.web.rights import LOOK, RIGHTS, SENT
from tests.figures import Figure
from tests.web.browsing import PASSWORD, client, words
from tests.web.scene import FAMILY, history, play
from tests.web.signing_in.test_signing_in import code_now, knock, somebody, with_app

JUDGED = {"subject": "tie", "one": "r1", "other": "r6", "answer": "different", "seen": "1", "reason": "Another family"}
ASKING = {
    "/review/decide/": JUDGED,
    "/review/undo/": JUDGED,
    "/record/close-case/": {"child": "Pmaite", "outcome": "reunited"},
    "/record/consent/": {"person_id": "Pmaite"},
    "/emergency/": {"asked": FAMILY},
    "/children-apart/export.csv": None,
    "/reports/census/file.csv": None,
}


@pytest.mark.parametrize("address", sorted(ASKING))
def test_what_cannot_be_taken_back_by_closing_a_window_asks_for_it(database: Database, address: str, figure: Figure) -> None:
    play(history())
    browser, told = client(proven=False), ASKING[address]
    answer = browser.get(address) if told is None else browser.post(address, told)
    assert answer.status_code == 302 and answer["Location"].startswith("/sign/factors/totp/activate/?next=")
    answer = client().get(address) if told is None else client().post(address, told)
    assert not answer.get("Location", "").startswith("/sign/")
    figure(28, "{} things that cannot be taken back, all asked for it", 1)


def test_everything_that_needs_proof_is_in_the_list() -> None:
    needs = {name for name, one in RIGHTS.items() if one.proof in (LOOK, SENT)}
    assert (
        needs
        == {
            "decide",
            "undo",
            "say",
            "emergency",
            "agreements",
            "tokens",
            "hooks",
            "export",
            "exports",
            "export-file",
            "report-file",
            "exchange-to-take",
            "family-pdf",
            "case-pdf",
            "list-to-take",
        }
        and {
            "close-case",
            "consent",
        }
        == PROVEN_SAYINGS
    )
    assert not {name for name, one in RIGHTS.items() if one.proof and one.proof not in (LOOK, SENT)}


def test_a_form_that_was_sent_waits_and_is_sent_by_whoever_proved_it_is_they(database: Database) -> None:
    from django.core.cache import cache

    play(history())
    somebody("coordinator")
    browser = client(role="")
    knock(browser, "kk.coordinator.task-force")
    secret = with_app(browser)
    sent = {"child": "Pmaite", "outcome": "reunited", "at": "2018-07-08", "request": "x1"}
    answer = browser.post("/record/close-case/", sent)
    assert answer["Location"] == "/sign/factors/reauthenticate/?next=%2Fsign%2Fgo-on%2F"
    by_password = browser.post("/sign/again/?next=/sign/go-on/", {"password": PASSWORD})
    assert by_password["Location"] == "/sign/go-on/"
    again = browser.get("/sign/go-on/")
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', again.content.decode()))
    assert hidden["child"] == "Pmaite" and hidden["request"] == "x1" and 'action="/record/close-case/"' in again.content.decode()
    assert browser.post("/record/close-case/", sent)["Location"].startswith(
        "/sign/factors/reauthenticate/"
    )  # a password is no second factor
    cache.clear()  # of codes that were used: the app would show another one in 30 seconds
    assert browser.post("/sign/factors/reauthenticate/?next=/sign/go-on/", {"code": code_now(secret)})["Location"] == "/sign/go-on/"
    assert "You have shown that it is you" in words(browser.get("/sign/go-on/"))
    assert browser.get("/sign/go-on/")["Location"] == "/"
    answer = browser.post("/record/close-case/", sent)
    assert answer.status_code == 400 and "Pmaite" in answer.content.decode()  # let through to the rules: there is no case to close


def test_it_is_asked_for_again_after_five_minutes_and_a_page_s_script_is_led_there(database: Database) -> None:
    play(history())
    browser = client()
    session = browser.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time() - 301}]
    session.save()
    assert browser.get("/children-apart/export.csv").status_code == 302
    answer = browser.post("/review/decide/", JUDGED, headers={"hx-request": "true"})
    assert answer.status_code == 200 and answer["HX-Redirect"].startswith("/sign/factors/totp/activate/")
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time() + 3600}]
    session.save()
    assert browser.get("/children-apart/export.csv").status_code == 302
