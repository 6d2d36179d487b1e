"""Who comes in, how long they stay, and what keeps others out."""

import base64
import hmac
import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from kinkeeper.domain.access.accounts import Account
from kinkeeper.domain.errors import Refused
from kinkeeper.site.database import Database
from tests.figures import Figure
from tests.web.browsing import AT_THE_COMPUTER, PASSWORD, client, somebody, words
from tests.web.scene import history, play

DOOR = "/sign/in/"


def knock(browser: Any, name: str = "kk.caseworker.orr", password: str = PASSWORD, **more: str) -> Any:
    return browser.post(DOOR, {"login": name, "password": password, **more})


def code_now(secret: str) -> str:
    """The code that an authenticator app shows now (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), (int(time.time()) // 30).to_bytes(8, "big"), "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def with_app(browser: Any) -> str:
    """Have the account of a browser prove itself again and take an authenticator app. Returns its secret."""
    assert browser.get("/sign/factors/totp/activate/")["Location"].startswith("/sign/again/")
    browser.post("/sign/again/", {"password": PASSWORD})
    page = browser.get("/sign/factors/totp/activate/")
    secret = re.search(r'id="authenticator_secret"[^>]*value="(\w+)"', page.content.decode())
    assert secret, words(page)
    answer = browser.post("/sign/factors/totp/activate/", {"code": code_now(secret[1])})
    assert answer.status_code == 302, words(answer)
    return secret[1]


@pytest.mark.parametrize(
    "address", ["/", "/children-apart/", "/children-apart/export.csv", "/families/", "/families/KF-20418/", "/people/Pmaite/"]
)
def test_nobody_sees_a_page_without_signing_in(database: Database, address: str) -> None:
    play(history())
    answer = client(role="").get(address)
    assert answer.status_code == 302 and answer["Location"].startswith(DOOR)
    assert b"Maite" not in answer.content


@pytest.mark.parametrize(
    ("role", "name", "first"), [("caseworker", "kk.caseworker.orr", "/"), ("administrator", "kk.administrator.orr", "/tokens/")]
)
def test_the_first_page_is_one_that_the_role_may_open(database: Database, role: str, name: str, first: str) -> None:
    somebody(role)
    browser = client(role="")
    assert knock(browser, name)["Location"] == first
    page = browser.get(first)
    assert page.status_code == 200 and ("Children apart" in words(page)) == (role == "caseworker")


def test_name_and_password_open_the_door_and_the_page_asked_for(database: Database) -> None:
    somebody("caseworker")
    browser = client(role="")
    before = browser.get(DOOR).cookies
    answer = knock(browser, next="/families/")
    assert answer["Location"] == "/families/"
    assert "caseworker of ORR , caseworker · ORR" in words(browser.get("/families/"))
    cookie = browser.cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie.value != before.get("sessionid")


def test_the_door_leads_to_no_other_site(database: Database) -> None:
    somebody("caseworker")
    assert knock(client(role=""), next="https://example.org/")["Location"] == "/"


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(database: Database, figure: Figure) -> None:
    somebody("caseworker")
    answers = [knock(client(role=""), name, "wrong password that is long") for name in ("kk.caseworker.orr", "kk.nobody.orr")]
    told = {re.sub(r'value="[^"]*"|kk\.\w+\.orr', "", answer.content.decode()) for answer in answers}
    assert len(told) == 1 and answers[0].status_code == 200 and "not correct" in words(answers[0])
    figure(30, "{} answers, to a wrong name and a wrong password, byte for byte the same", len(answers))


def test_the_eleventh_try_waits_and_others_do_not(database: Database) -> None:
    somebody("caseworker")
    somebody("inspector")
    for _ in range(10):
        assert "Too many" not in words(knock(client(role=""), password="wrong"))
    assert "Too many failed login attempts" in words(knock(client(role="", headers={"x-forwarded-for": "203.0.113.9"})))
    assert knock(client(role=""), "kk.inspector.oig").status_code == 302


def test_tries_at_once_are_all_counted(database: Database, figure: Figure) -> None:
    from django.db import connections

    from kinkeeper.gateway import limits

    def attempt(_: int) -> bool:
        try:
            limits.count("test", "x", most=10, seconds=60)
        except limits.TooOften:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(8) as pool:
        let_through = sum(pool.map(attempt, range(60)))
    assert let_through == 10
    figure(30, "{} tries at once, {} let through", 60, let_through)


def test_a_second_factor_is_asked_for_and_its_code_works_once(database: Database, figure: Figure) -> None:
    somebody("caseworker")
    browser = client(role="")
    knock(browser)
    secret = with_app(browser)
    browser = client(role="")
    assert knock(browser)["Location"] == "/sign/factors/authenticate/"
    assert browser.get("/families/").status_code == 302
    used = code_now(secret)
    assert browser.post("/sign/factors/authenticate/", {"code": "000000"}).status_code == 200
    assert browser.post("/sign/factors/authenticate/", {"code": used}).status_code in (200, 302)
    again = client(role="")
    knock(again)
    assert again.post("/sign/factors/authenticate/", {"code": used}).status_code == 200
    assert again.get("/families/").status_code == 302
    figure(28, "{} code sent twice, taken once", 1)


def test_a_recovery_code_works_once(database: Database, figure: Figure) -> None:
    somebody("caseworker")
    browser = client(role="")
    knock(browser)
    with_app(browser)
    codes = re.findall(r"\b[0-9a-f]{4,5}-?[0-9a-f]{4,5}\b|\b[0-9a-f]{8}\b", words(browser.get("/sign/factors/recovery-codes/download/")))
    assert len(codes) == 10
    for expected in (302, 200):
        browser = client(role="")
        knock(browser)
        assert browser.post("/sign/factors/authenticate/", {"code": codes[3]}).status_code == expected
    figure(28, "{} recovery codes, one sent twice, taken once", len(codes))


def test_codes_are_not_guessed(database: Database) -> None:
    somebody("caseworker")
    browser = client(role="")
    knock(browser)
    with_app(browser)
    browser = client(role="")
    knock(browser)
    for _ in range(10):
        browser.post("/sign/factors/authenticate/", {"code": "123456"})
    assert "tried too often" in words(browser.post("/sign/factors/authenticate/", {"code": "123457"}))


def test_the_secret_of_an_app_is_sealed_in_the_database(database: Database) -> None:
    from django.db import connection

    somebody("caseworker")
    browser = client(role="")
    knock(browser)
    secret = with_app(browser)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        assert not any(secret in row[0] for row in cursor.fetchall())


def test_sealed_secrets_and_sessions_outlive_a_change_of_keys(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    from kinkeeper.web.signing_in.adapters import Factors

    browser = client()
    sealed = Factors().encrypt("secret")
    old = settings.SECRET_KEY
    monkeypatch.setattr(settings, "SECRET_KEY", "a new key")
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [old])
    assert Factors().decrypt(sealed) == "secret" and browser.get("/families/").status_code == 200


@pytest.mark.parametrize(
    ("field", "seconds", "status"), [("seen", 29 * 60, 200), ("seen", 31 * 60, 302), ("began", 11 * 3600, 200), ("began", 13 * 3600, 302)]
)
def test_a_session_ends_when_idle_or_old(database: Database, field: str, seconds: int, status: int, figure: Figure) -> None:
    browser = client()
    browser.get("/families/")
    session = browser.session
    session[field] -= seconds
    session.save()
    assert browser.get("/families/").status_code == status
    figure(27, "{} ages of a session, each let in or out as said", 1)


def test_other_sessions_can_be_ended_and_are_refused_at_once(database: Database, figure: Figure) -> None:
    somebody("caseworker")
    here, there = client(role=""), client(role="")
    knock(here), knock(there)
    assert "127.0.0.1" in words(here.get("/sign/sessions/"))
    here.post("/sign/sessions/")
    assert here.get("/families/").status_code == 200 and there.get("/families/").status_code == 302
    figure(27, "{} session ended from elsewhere, refused at its next request", 1)


def test_an_account_that_is_closed_is_out_at_once(database: Database) -> None:
    from kinkeeper.gateway.accounts import close_account

    browser = client()
    assert browser.get("/families/").status_code == 200
    close_account("kk.coordinator.task-force", actor=AT_THE_COMPUTER, why="left")
    assert browser.get("/families/").status_code == 302
    browser = client(role="")
    knock(browser, "kk.coordinator.task-force")
    assert browser.get("/families/").status_code == 302


def test_an_account_that_nobody_used_for_ninety_days_opens_no_door(database: Database, _laid: Any) -> None:
    from kinkeeper.gateway.accounts import give_password

    somebody("caseworker")
    somebody("inspector")
    stays, idle = client(role="inspector"), client(role="caseworker")
    _laid.admin.execute("UPDATE sign_in SET last_login = now() - interval '89 days' WHERE name = 'kk.inspector.oig'")
    _laid.admin.execute("UPDATE sign_in SET last_login = now() - interval '91 days' WHERE name = 'kk.caseworker.orr'")
    browser = client(role="")
    knock(browser)
    assert browser.get("/families/").status_code == 302 and idle.get("/families/").status_code == 302
    assert stays.get("/families/").status_code == 200
    password = give_password("kk.caseworker.orr", actor=AT_THE_COMPUTER)
    assert knock(browser, password=password)["Location"] == "/"
    assert browser.get("/families/").status_code == 200


def test_a_new_password_ends_sessions_and_second_factors(database: Database) -> None:
    from kinkeeper.gateway.accounts import give_password

    somebody("caseworker")
    browser = client(role="")
    knock(browser)
    with_app(browser)
    password = give_password("kk.caseworker.orr", actor=AT_THE_COMPUTER)
    assert browser.get("/families/").status_code == 302
    assert knock(client(role="")).status_code == 200
    assert knock(client(role=""), password=password)["Location"] == "/"


@pytest.mark.parametrize("address", ["/sign/new/", "/sign/lost/", "/sign/mail/", "/sign/no-password/"])
def test_nobody_opens_an_account_or_mends_a_password_alone(database: Database, address: str) -> None:
    assert client(role="").get(address).status_code == 404
    assert client(role="").post(address, {"username": "x", "password1": PASSWORD}).status_code == 404


def test_signing_out_clears_what_the_browser_keeps(database: Database) -> None:
    browser = client()
    assert "Clear-Site-Data" not in browser.get("/sign/out/").headers
    assert browser.post("/sign/out/")["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.get("/families/").status_code == 302


# Passwords


@pytest.mark.parametrize(
    "password", ["fourteen chars", "kinkeeper kinkeeper", "r.delgado r.delgado", "aaaaaaaaaaaaaaaaaaaa", "password123456789"]
)
def test_a_weak_password_is_refused(database: Database, password: str) -> None:
    from kinkeeper.gateway.accounts import open_account

    with pytest.raises(Refused):
        open_account(Account("r.delgado", "ORR", "caseworker"), actor=AT_THE_COMPUTER, password=password)


@pytest.mark.parametrize("password", [PASSWORD, "ñandú café río lluvia", "tr0ub4dor&3xyzwq", "               x1y2z3"])
def test_a_long_password_of_any_letters_is_taken(database: Database, password: str) -> None:
    from kinkeeper.gateway.accounts import open_account

    open_account(Account("r.delgado", "ORR", "caseworker"), actor=AT_THE_COMPUTER, password=password)
    assert knock(client(role=""), "r.delgado", password).status_code == 302


def test_each_of_the_commonest_passwords_is_refused_also_beside_a_second_factor(database: Database, figure: Figure) -> None:
    """The 3,000 first of the list that comes with Django, lengthened to no more than they are."""
    import gzip
    from pathlib import Path

    import django.contrib.auth
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    listed = gzip.decompress((Path(django.contrib.auth.__file__).parent / "common-passwords.txt.gz").read_bytes()).decode().split()
    taken = []
    for password in listed[:3000]:
        try:
            validate_password(password)
            taken.append(password)
        except ValidationError:
            pass
    assert len(listed) > 3000 and taken == []
    figure(29, "{} commonest passwords, {} taken", len(listed[:3000]), len(taken))


def test_eight_characters_are_enough_beside_a_second_factor_which_then_stays(database: Database) -> None:
    somebody("caseworker")
    browser = client(role="")
    knock(browser)
    change = {"oldpassword": PASSWORD, "password1": "zarpa9lu", "password2": "zarpa9lu"}
    assert "at least 15 characters" in words(browser.post("/sign/password/", change))
    with_app(browser)
    assert browser.post("/sign/password/", change).status_code == 302
    browser = client(role="")
    assert knock(browser, password="zarpa9lu")["Location"] == "/sign/factors/authenticate/"


def test_passwords_are_kept_as_argon2(database: Database, figure: Figure) -> None:
    kept = somebody("caseworker").password
    algorithm, kind, version, cost, *_ = kept.split("$")
    told = dict(pair.split("=") for pair in cost.split(","))
    assert (algorithm, kind, version) == ("argon2", "argon2id", "v=19")
    assert int(told["m"]) >= 19_456 and int(told["t"]) >= 2  # OWASP's least
    figure(29, "Argon2id, {} KiB, {} rounds", int(told["m"]), int(told["t"]))


# The demonstration's open door


def test_a_demonstration_is_entered_by_one_click_from_this_computer_only(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    name = somebody("caseworker").pk
    somebody("inspector")
    assert client(role="").post("/sign/demonstration/", {"name": name}).status_code == 404
    monkeypatch.setattr(settings, "KINKEEPER_DEMONSTRATION", (name,))
    browser = client(role="")
    assert "every person in it is invented" in words(browser.get(DOOR))
    elsewhere = client(role="", REMOTE_ADDR="192.0.2.7")
    assert "one click" not in words(elsewhere.get(DOOR))
    assert elsewhere.post("/sign/demonstration/", {"name": name}).status_code == 404
    assert client(role="", HTTP_X_FORWARDED_FOR="192.0.2.7").post("/sign/demonstration/", {"name": name}).status_code == 404
    assert browser.post("/sign/demonstration/", {"name": "kk.inspector.oig"}).status_code == 404
    assert browser.post("/sign/demonstration/", {"name": name}).status_code == 302
    assert browser.get("/families/").status_code == 200


def test_a_database_without_accounts_says_how_to_open_the_first(database: Database) -> None:
    assert "kinkeeper account open" in words(client(role="").get(DOOR))
