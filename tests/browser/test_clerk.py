"""The day of the clerk of a court, who reads what an order asks and takes away what the docket needs.

In both languages, on a desk and on a phone; no barrier that axe knows, nothing sideways, no complaint of the browser.
"""

from typing import Any

import pytest

from tests.browser.conftest import DESK, PHONE, Open, Site
from tests.browser.test_four_children import _in_july_2018, keep  # noqa: F401 - a fixture that is used by being there
from tests.jobs.court.test_clocks import enact, run

LANGUAGES = [("en-US", DESK), ("es-GT", PHONE)]


def look(page: Any, name: str) -> None:
    """What is on every page of a day: kept, no wider than the screen, no barrier."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed.")
    page.wait_for_load_state("networkidle")
    keep(page, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], name
    found = axe.Axe().run(page).response["violations"]
    assert [(name, one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == []


@pytest.mark.long
@pytest.mark.parametrize(("language", "width"), LANGUAGES)
def test_a_clerk_reads_what_an_order_asks_and_takes_away_what_the_docket_needs(
    open_page: Open, site: Site, language: str, width: int
) -> None:
    enact("ms-l-2018", "coming-of-age")
    run()
    page = open_page("/", role="inspector", agency="COURT", language=language, width=width)
    look(page, f"clerk-home-{language[:2]}")
    page.goto(site.address + "/orders/")
    page.locator("a[href*='/orders/ms-l-2018/']").first.click()
    assert page.locator("section:has(#clocks) tbody tr").count() == 2  # the call, and the reunion
    look(page, f"clerk-order-{language[:2]}")
    for path in ("/due/", "/warnings/", "/reports/", "/reports/court/", "/reports/census/", "/proof/"):
        answer = page.goto(site.address + path)
        assert answer and answer.status == 200, path
        look(page, f"clerk{path.rstrip('/').replace('/', '-')}-{language[:2]}")
    # A look back, and a copied address shows the same to another who may.
    address = "/children-apart/?day=2018-07-01&columns=days,outcome"
    page.goto(site.address + address)
    shown = page.locator("#list table").inner_text()
    look(page, f"clerk-back-{language[:2]}")
    other = open_page(
        "/children-apart/?day=2018-07-01&columns=days,outcome", role="inspector", agency="OIG", language=language, width=width
    )
    assert other.locator("#list table").inner_text() == shown
    # Nothing is signed in these tests: what there is to file is said, and not an empty page.
    before = len(site.wrongs)
    answer = page.goto(site.address + "/proof/docket/")
    assert answer and answer.status == 404 and page.get_by_role("heading", level=1).is_visible()
    look(page, f"clerk-docket-{language[:2]}")
    del site.wrongs[before:]
