"""A person who asks the API in a session shows a second factor before what cannot be taken back, by the API itself; a program does not."""

from typing import Any

import pytest

from kinkeeper.api.catalog import OPERATIONS
from kinkeeper.domain.access.proof import PROVEN_SAYINGS, is_fresh
from kinkeeper.site.database import Database
from tests.api.program import Program, program
from tests.api.test_rights import session
from tests.web.browsing import client, words
from tests.web.scene import history, play
from tests.web.signing_in.test_signing_in import code_now, knock, somebody, with_app

WANTED = {"report": "separations", "form": "csv", "why": "Status report to the court"}
CLOSING = {"child": "Pmaite", "outcome": "reunited", "at": "2018-07-08"}


def in_session(browser: Any) -> Program:
    """The API asked by who signed in with this browser."""
    asker = session("coordinator", "TASK_FORCE")
    asker.browser = browser
    return asker


def with_factor(role: str = "coordinator") -> tuple[Any, str]:
    """Somebody who has signed in by password and has an authenticator app; their recovery codes are at the pages."""
    somebody(role)
    browser = client(role="")
    knock(browser, f"kk.{role}.task-force")
    return browser, with_app(browser)


def test_it_is_asked_for_shown_by_the_api_and_then_let_through(database: Database) -> None:
    from django.core.cache import cache

    play(history())
    browser, secret = with_factor()
    asker = in_session(browser)
    kept = browser.session
    kept["account_authentication_methods"] = [{"method": "password", "at": 0}]  # the app was taken long ago
    kept.save()
    for answer in (asker.say("close-case", "step-up-0001", **CLOSING), asker.post("/exports", WANTED)):
        assert (answer.status_code, answer.json()["code"]) == (403, "proof_needed") and "/proofs" in answer.json()["detail"]
    many = {"statements": [{"key": "step-up-0002", "saying": "consent", "told": {"person_id": "Pmaite"}}]}
    assert asker.post("/statements", many).json()["outcomes"][0]["refused"]["code"] == "proof_needed"
    assert asker.say("need", "step-up-0003", person_id="Pmaite", kind="medication", words="inhaler").status_code == 201
    assert asker.post("/proofs", {"code": "000000"}).status_code == 422
    cache.clear()  # of codes that were used: the app would show another one in 30 seconds
    code = code_now(secret)
    shown = asker.post("/proofs", {"code": code})
    assert shown.status_code == 200 and shown.json()["until"].endswith("Z"), shown.content
    assert asker.post("/exports", WANTED).status_code == 201
    assert asker.say("close-case", "step-up-0001", **CLOSING).json()["code"] != "proof_needed"  # through to the rules
    assert asker.post("/proofs", {"code": code}).status_code == 422  # a code works once


def test_guesses_are_counted_with_those_of_the_pages(database: Database) -> None:
    browser, _ = with_factor()
    asker = in_session(browser)
    for _ in range(10):
        asker.post("/proofs", {"code": "123456"})
    assert "tried too often" in asker.post("/proofs", {"code": "123457"}).json()["errors"][0]["detail"]
    assert "tried too often" in words(browser.post("/sign/factors/reauthenticate/", {"code": "123458"}))


def test_a_program_has_a_token_that_somebody_gave_who_had_shown_one(database: Database) -> None:
    play(history())
    asker = program("coordinator")
    assert asker.post("/exports", WANTED).status_code == 201
    answer = asker.post("/proofs", {"code": "123456"})
    assert answer.status_code == 400 and "shows no second factor" in answer.json()["detail"]


def test_whatever_the_pages_ask_it_for_the_api_does_too() -> None:
    asks = {name for name, one in OPERATIONS.items() if one.proof}
    assert asks == {
        "ask_for_export",
        "ask_for_exchange",
        "ask_for_list",
        "fetch_export",
        *(f"say_{name.replace('-', '_')}" for name in PROVEN_SAYINGS),
    }


@pytest.mark.parametrize(
    ("method", "at", "fresh"), [("mfa", 700, True), ("mfa", 401, True), ("mfa", 400, False), ("mfa", 701, False), ("password", 700, False)]
)
def test_it_is_fresh_for_five_minutes_and_a_password_is_none(method: str, at: float, fresh: bool) -> None:
    assert is_fresh([{"method": method, "at": at}], 700) is fresh and not is_fresh([], 700)
