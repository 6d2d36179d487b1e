"""Passkeys in a browser, with an authenticator that the browser itself plays: taken, signed in with, shown before what asks for it."""

from typing import Any

from tests.browser.conftest import Site
from tests.figures import Figure
from tests.web.browsing import PASSWORD, somebody


def test_a_passkey_is_taken_and_opens_the_door_and_the_export(chromium: Any, site: Site, figure: Figure) -> None:
    name = somebody("caseworker").pk
    context = chromium.new_context()
    page = context.new_page()
    wrongs: list[str] = []
    page.on("console", lambda message: wrongs.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrongs.append(str(error)))
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    key = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    address = site.address.replace("127.0.0.1", "localhost")
    page.goto(f"{address}/sign/in/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{address}/")
    page.goto(f"{address}/children-apart/export.csv")
    assert "totp%2Factivate" in page.url  # no second factor yet: the file is not given out
    page.goto(f"{address}/sign/factors/webauthn/add/")
    if "/sign/again/" in page.url:
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/webauthn/add/**")
    page.fill("[name=name]", "My key")
    if page.locator("[name=passwordless]").count():
        page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/sign/factors/**recovery-codes/**")
    assert len(devtools.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1
    context.clear_cookies()
    page.goto(f"{address}/sign/in/?next=/families/")
    page.click("#passkey_login")
    page.wait_for_url(f"{address}/families/")
    assert "Maite" in taken_away(page, address)
    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    context.close()
    assert wrongs == []
    figure(28, "{} passkey taken, signed in with, an export given after it", 1)


def taken_away(page: Any, address: str) -> str:
    """The list of children apart as a file: asked for, and fetched."""
    page.goto(f"{address}/children-apart/export.csv")
    page.fill("#export-why", "Status report to the court")
    page.click("form.kk-say button")
    page.wait_for_url("**/exports/**")
    with page.expect_download() as given:
        page.click("main a[download]")
    return str(given.value.path().read_text(encoding="utf-8-sig"))
