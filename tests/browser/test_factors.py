"""Second factors, recovery codes and sessions in a browser: taken, asked for again, used once, ended from elsewhere."""

import re
from typing import Any

import pytest

from tests.browser.conftest import Site
from tests.web.browsing import PASSWORD, somebody
from tests.web.signing_in.test_signing_in import code_now


def sign_in(context: Any, site: Site, name: str) -> Any:
    page = context.new_page()
    page.goto(f"{site.address}/sign/in/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()
    return page


def take_app(page: Any, site: Site) -> tuple[str, list[str]]:
    """An authenticator app taken, as somebody does who has none. Returns its secret, and the recovery codes."""
    page.goto(f"{site.address}/sign/factors/totp/activate/")
    if "/sign/again/" in page.url:
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/totp/activate/**")
    secret = page.locator("#authenticator_secret").input_value()
    show_code(page, secret)
    told = page.request.get(f"{site.address}/sign/factors/recovery-codes/download/").text()
    return secret, re.findall(r"\b[0-9a-f]{4,5}-?[0-9a-f]{4,5}\b", told)


def show_code(page: Any, secret: str) -> None:
    """Type what the app shows; again where it showed another one meanwhile."""
    from django.core.cache import cache

    asked = page.url
    for _ in range(3):
        cache.clear()  # of codes that were used: the app would show another one in 30 seconds
        page.fill("[name=code]", code_now(secret))
        with page.expect_navigation():
            page.press("[name=code]", "Enter")
        if page.url != asked:
            return


def forget_proof(name: str) -> None:
    """As if the second factor had been shown an hour ago."""
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.backends.db import SessionStore

    for one in UserSession.objects.filter(user_id=name):
        kept = SessionStore(one.session_key)
        kept["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}]
        kept.save()


@pytest.mark.long
def test_a_form_waits_for_the_code_of_an_app_and_a_recovery_code_works_once(chromium: Any, site: Site) -> None:
    name = somebody("coordinator").pk
    context = chromium.new_context()
    page = sign_in(context, site, name)
    secret, codes = take_app(page, site)
    assert len(set(codes)) == 10
    forget_proof(name)
    page.goto(f"{site.address}/record/consent/?person_id=Pmaite")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/sign/factors/reauthenticate/**")
    show_code(page, secret)
    page.wait_for_url("**/sign/go-on/")
    assert "You have shown that it is you" in page.inner_text("main")
    context.close()
    for at, comes_in in enumerate((True, False)):
        context = chromium.new_context()
        page = sign_in(context, site, name)
        assert "/sign/factors/authenticate/" in page.url, at
        page.fill("[name=code]", codes[0])
        page.press("[name=code]", "Enter")
        page.wait_for_load_state()
        assert ("/sign/factors/authenticate/" not in page.url) is comes_in
        context.close()


def test_one_s_sessions_are_listed_and_ended_from_elsewhere(chromium: Any, site: Site) -> None:
    name = somebody("caseworker").pk
    here, there = chromium.new_context(), chromium.new_context(user_agent="A lost telephone")
    one, other = sign_in(here, site, name), sign_in(there, site, name)
    other.goto(f"{site.address}/families/")
    assert "/sign/in/" not in other.url
    one.goto(f"{site.address}/sign/sessions/")
    assert "A lost telephone" in one.inner_text("main")
    one.locator("main form button[type=submit]").last.click()
    one.wait_for_load_state()
    assert "A lost telephone" not in one.inner_text("main")
    other.goto(f"{site.address}/families/")
    assert "/sign/in/" in other.url
    one.goto(f"{site.address}/families/")
    assert "/sign/in/" not in one.url
    here.close()
    there.close()
