"""An agent at three in the morning with a queue at the door: a family of four, by keyboard alone."""

import pytest

from tests.browser.conftest import PHONE, Open, Site, session_cookie

FAMILY = (
    ("Rosa", "Chumil Tzoc", "3/2/1985", "F", "GT", ""),
    ("Juan", "Pop Caal", "1/9/1983", "M", "GT", ""),
    ("Ana", "Pop Chumil", "7/9/2012", "F", "GT", ""),
    ("Luis", "Pop Chumil", "5/5/2016", "M", "GT", ""),
)
MOST_KEYS = 40
"""Beyond the data itself (the goal of the intake)."""


def test_a_family_of_four_takes_few_keys(open_page: Open) -> None:
    page = open_page("/intake/")
    keys = 0

    def press(key: str) -> None:
        nonlocal keys
        keys += 1
        page.keyboard.press(key)

    page.locator("#id_place").fill("McAllen")  # remembered from the family before
    page.locator("#id_p0-given").focus()
    for number, person in enumerate(FAMILY):
        if number:
            press("Tab")  # over adult or child, which stands as it should
        for at, word in enumerate(person):
            page.keyboard.type(word)
            if number < len(FAMILY) - 1 or at < len(person) - 1:
                press("Tab")
    press("Enter")
    page.wait_for_selector("#kin-2-0")
    for word in ("Mother", "Father", "Mother", "Father"):
        press(word[0])
        press("Tab")
    press("Tab")  # over needs and tags, which are folded; tags are given unless somebody says otherwise
    press("Enter")
    page.wait_for_url("**/entries-*/")
    assert page.get_by_role("heading", name="The family is taken in").is_visible()
    assert keys <= MOST_KEYS
    assert page.locator(".kk-sheet-code").count() == 4 and page.get_by_role("button", name="Print tags and receipt").is_visible()
    assert page.evaluate("sessionStorage.length") == 0
    page.get_by_role("link", name="Open the family").click()
    assert page.get_by_text("Rosa").first.is_visible()


@pytest.mark.parametrize("language", ["en-US", "es-GT"])
def test_the_second_step_has_no_barrier_that_axe_knows(open_page: Open, language: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed.")
    page = open_page("/intake/", language=language, width=PHONE, script=True)
    page.locator("#id_place").fill("McAllen")
    page.locator("#id_p0-given").fill("Yamilet")
    page.locator("#id_p0-surnames").fill("Cuc")
    page.locator("#id_p2-given").fill("Maite")
    page.keyboard.press("Enter")
    page.wait_for_selector("#kin-1-0")
    found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_what_was_typed_survives_a_time_out_in_this_tab_alone(open_page: Open, site: Site) -> None:
    page = open_page("/intake/")
    assert not page.get_by_text("was put back").is_visible()
    page.locator("#id_p0-given").fill("Yamilet")
    page.context.clear_cookies(name="sessionid")  # the session is over
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign/in/**")
    page.context.add_cookies([session_cookie(site.address, "coordinator")])
    page.goto(site.address + "/intake/")
    assert page.locator("#id_p0-given").input_value() == "Yamilet" and page.get_by_text("was put back").is_visible()
    page.get_by_role("button", name="Start afresh").click()
    page.wait_for_load_state()
    assert page.locator("#id_p0-given").input_value() == ""
