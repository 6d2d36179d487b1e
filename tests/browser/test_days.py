"""Each role's day, page after page, in both languages and on both screens: no barrier that axe knows, nothing sideways, nothing wrong.

Where the run names a folder (`KINKEEPER_SHOTS`), a picture of every page is kept there.
"""

import pytest

from tests.browser.conftest import DESK, PHONE, Open, Site
from tests.browser.test_family_page import HAPPENED
from tests.browser.test_four_children import _in_july_2018, fill, keep  # noqa: F401 - a fixture that is used by being there
from tests.jobs.court.test_clocks import enact, run
from tests.web.scene import FAMILY, KEVIN, MAITE, YAMILET, play

DAYS = {
    "caseworker": (
        *("/", "/cases/", f"/families/{FAMILY}/", f"/people/{MAITE}/file/", "/due/", "/warnings/", "/custody/", "/intake/", "/inquiries/"),
        *("/record/", "/record/milestone/", "/record/decision/", "/record/scan/", "/record/acknowledge/"),
    ),
    "coordinator": (
        *("/children-apart/", "/families/", "/orders/", "/orders/ms-l-2018/", "/review/", "/review/queue/", "/review/decided/", "/views/"),
        *("/exports/", f"/people/{YAMILET}/file/", f"/families/{FAMILY}/looks/", "/emergency/", "/record/account/"),
    ),
    "inspector": ("/", "/oversight/", "/warnings/", "/pictures/", "/reports/", "/reports/census/", "/proof/", "/proof/checkpoints/"),
    "data_officer": ("/", "/imports/", "/review/control/", "/reports/lists/", "/reports/unlisted/", f"/people/{KEVIN}/"),
    "counsel": ("/", "/children-apart/", "/due/", "/inquiries/", "/agreements/"),
    "officer": ("/", "/children-apart/", "/due/", "/warnings/", "/agreements/"),
    "administrator": ("/tokens/", "/hooks/", "/agreements/", "/exports/", "/sign/factors/"),
}


@pytest.mark.long
@pytest.mark.parametrize("role", DAYS)
@pytest.mark.parametrize(("language", "width"), [("en-US", DESK), ("es-GT", PHONE)])
def test_a_day(open_page: Open, site: Site, role: str, language: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed.")
    play(list(HAPPENED), name="happened")
    enact("ms-l-2018", "coming-of-age")
    run()
    page = open_page(DAYS[role][0], role=role, language=language, width=width)
    for path in DAYS[role]:
        answer = page.goto(site.address + path)
        assert answer and answer.status == 200, path
        page.wait_for_load_state("networkidle")
        keep(page, f"{role}{path.rstrip('/').replace('/', '-')}-{language[:2]}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        found = axe.Axe().run(page).response["violations"]
        assert [(path, one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == []


@pytest.mark.long
def test_a_caseworker_goes_from_the_first_page_to_a_call_that_is_recorded(open_page: Open, site: Site) -> None:
    enact("ms-l-2018")
    run()
    page = open_page("/", role="caseworker")
    page.get_by_role("link", name="Record a call").first.click()
    fill(page, at="2018-07-08T15:00", words="10 minutes, with an interpreter")
    assert page.url.endswith("/file/") and "call between child and parent" in page.locator("section:has(#designations)").inner_text()
    page.goto(site.address + "/")
    assert page.get_by_role("link", name="Record a call").count() == 1
