"""The pages of casework in a browser: no barrier that axe knows, nothing wider than the screen, a form without script."""

import os
from pathlib import Path

import pytest

from tests.browser.conftest import DESK, PHONE, Open, Site
from tests.web.scene import MAITE
from tests.web.test_casework_pages import PAGES, more

PATHS = (*PAGES, f"/record/decision/?child={MAITE}")


@pytest.mark.parametrize(("language", "width"), [("en-US", DESK), pytest.param("es-GT", PHONE, marks=pytest.mark.long)])
def test_no_barrier_that_axe_knows_and_nothing_wider_than_the_screen(open_page: Open, site: Site, language: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed.")
    more()
    page = open_page("/", language=language, width=width)
    for path in PATHS:
        page.goto(site.address + path)
        keep = os.environ.get("KINKEEPER_SHOTS")
        if keep:
            page.screenshot(path=Path(keep) / f"{path.strip('/').replace('/', '-').split('?')[0]}-{width}-{language}.png", full_page=True)
        found = axe.Axe().run(page).response["violations"]
        assert [(path, one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_need_is_recorded_without_script_and_stands_in_the_file(open_page: Open, site: Site) -> None:
    page = open_page(f"/people/{MAITE}/file/", script=False)
    page.get_by_role("link", name="Record a need").click()
    page.get_by_label("Kind").select_option("deaf")
    page.get_by_label("In words").fill("needs an interpreter for sign language")
    page.get_by_role("button", name="Record").click()
    assert page.url == f"{site.address}/people/{MAITE}/file/"
    assert page.get_by_text("needs an interpreter for sign language").is_visible()
