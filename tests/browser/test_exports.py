"""Taking rows away and giving tokens, in a browser: both languages, desk and phone, nothing that a screen reader stumbles over."""

import os
from typing import Any

import pytest

from tests.browser.conftest import DESK, PHONE, Open
from tests.web.browsing import client

AS = [("en-US", DESK), pytest.param("es-GT", PHONE, marks=pytest.mark.long)]


def reads_well(page: Any, width: int, name: str) -> None:
    """Nothing is wider than the page, and axe finds nothing.."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed.")
    if folder := os.environ.get("KINKEEPER_SHOTS"):
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [one["id"] for one in axe.Axe().run(page).response["violations"]] == []


@pytest.mark.parametrize(("language", "width"), AS)
def test_a_list_is_taken_away_more_rows_wait_and_a_token_is_given(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, language: str, width: int
) -> None:
    from kinkeeper.domain.access import exports

    page = open_page("/children-apart/", language=language, width=width, role="caseworker")
    page.locator("#export").click()
    page.wait_for_load_state()
    reads_well(page, width, "export")
    page.locator("#export-why").fill("Status report to the court of 10 July")
    page.locator("form.kk-say button").click()
    page.wait_for_url("**/exports/**")
    with page.expect_download() as file:
        page.locator("main a[download]").first.click()
    assert file.value.suggested_filename.startswith("EX-")
    page.reload()
    reads_well(page, width, "exports")
    page.goto(page.url.partition("/exports/")[0] + "/exports/lists/")
    if width == PHONE:
        page.locator("main .kk-fold summary").first.click()  # a group of lists is folded there
    page.locator("main .kk-card details summary").first.click()
    reads_well(page, width, "lists-as-files")
    monkeypatch.setattr(exports, "MOST_ROWS", 1)
    client(role="caseworker").post("/reports/separations/file.xlsx", {"why": "Hearing on the class of the court"})
    page = open_page("/exports/", language=language, width=width, role="administrator")
    reads_well(page, width, "exports-waiting")
    page.goto(page.url.replace("/exports/", "/tokens/"))
    page.locator("#token-words").fill("Nightly feed of the portal")
    page.locator("form.kk-say button").click()
    page.wait_for_load_state()
    assert page.locator("code.kk-token").inner_text().startswith("kk_T")
    reads_well(page, width, "tokens")
    page.goto(page.url.replace("/tokens/", "/hooks/"))
    page.locator("#hook-words").fill("Work list of the portal")
    page.locator("#hook-address").fill("https://portal.example.gov/kinkeeper/and/a/way/that/is/longer/than/a/telephone/is/wide")
    page.locator("form.kk-say button").click()
    page.wait_for_load_state()
    assert len(page.locator("code.kk-token").inner_text()) == 64
    reads_well(page, width, "hooks")
