"""Who comes in with a second factor alone: by role, as the operator says; where it is served on a network, everybody."""

import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.proof import check_named, shows_it_to_come_in
from kinkeeper.domain.errors import Refused
from kinkeeper.site.database import Database
from tests.figures import Figure
from tests.web.browsing import client, somebody, words
from tests.web.scene import FAMILY, history, play
from tests.web.signing_in.test_signing_in import code_now, knock, with_app

STATED = {"Kinkeeper-Purpose": "reunification"}
ASKED = (
    "/",
    "/families/",
    f"/families/{FAMILY}/",
    "/search/",
    "/exports/",
    "/agreements/",
    "/children-apart/export.csv",
    "/reports/census/",
)


@pytest.fixture
def of_caseworkers(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "KINKEEPER_SECOND_FACTOR", ("ORR/caseworker",))


def test_a_password_alone_opens_no_page_until_one_is_taken(database: Database, of_caseworkers: None, figure: Figure) -> None:
    from django.core.cache import cache

    play(history())
    somebody("caseworker")
    browser = client(role="")
    knock(browser)
    for address in ASKED:
        answer = browser.get(address)
        assert answer.status_code == 302 and answer["Location"].startswith("/sign/factors/totp/activate/"), address
    refused = browser.get("/api/v1/families", headers=STATED)
    assert refused.status_code == 403 and refused.json()["code"] == "proof_needed" and b"Maite" not in refused.content
    secret = with_app(browser)
    assert browser.get("/families/")["Location"].startswith("/sign/factors/reauthenticate/")
    cache.clear()  # of codes that were used: the app would show another one in 30 seconds
    browser.post("/sign/factors/reauthenticate/?next=/families/", {"code": code_now(secret)})
    assert browser.get("/families/").status_code == 200 and browser.get("/api/v1/families", headers=STATED).status_code == 200
    figure(28, "{} pages and {} operation asked for with a password alone, none opened", len(ASKED), 1)


def test_who_has_shown_one_at_the_door_is_in(database: Database, of_caseworkers: None) -> None:
    from django.core.cache import cache

    somebody("caseworker")
    browser = client(role="")
    knock(browser)
    secret = with_app(browser)
    cache.clear()
    again = client(role="")
    assert knock(again)["Location"] == "/sign/factors/authenticate/"
    again.post("/sign/factors/authenticate/", {"code": code_now(secret)})
    assert again.get("/families/").status_code == 200


def test_it_is_asked_of_whom_it_is_said_and_of_nobody_else(database: Database, of_caseworkers: None) -> None:
    for role, agency in (("caseworker", "ICE"), ("inspector", "")):
        assert client(role=role, agency=agency, proven=False).get("/families/").status_code == 200
    assert client(role="", proven=False).get("/proof/").status_code == 200
    asked = client(role="caseworker", proven=False)
    assert asked.get("/families/").status_code == 302 and "second factor" in words(asked.get("/families/", follow=True))


@pytest.mark.parametrize(
    ("named", "asked"),
    [
        (("everybody",), True),
        (("nobody",), False),
        ((), False),
        (("caseworker",), True),
        (("ORR/caseworker",), True),
        (("ICE/caseworker",), False),
    ],
)
def test_roles_are_named_alone_or_of_an_agency(named: tuple[str, ...], asked: bool) -> None:
    assert shows_it_to_come_in(Actor("x", "ORR", "caseworker", "reunification"), check_named(named)) is asked


@pytest.mark.parametrize("named", ["caseworkers", "ORR", "HHS/caseworker", "all"])
def test_a_role_that_there_is_not_is_refused(named: str) -> None:
    with pytest.raises(Refused, match=f"no role '{named}'"):
        check_named([named])
