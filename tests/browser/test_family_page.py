"""The family's page as it stands on 8 July 2018: the lanes with calls, choice, hearing, test and deadlines; what is next; the phone.

Where the run names a folder (`KINKEEPER_SHOTS`), a picture of it is kept there.
"""

import pytest

from kinkeeper.domain.casework.contacts import ContactPoint, RecordContact
from kinkeeper.domain.casework.decisions import Decision, RecordDecision
from kinkeeper.domain.casework.milestones import Milestone, ReportMilestone
from kinkeeper.domain.casework.parentage import Proof, RecordProof
from tests.browser.conftest import DESK, PHONE, SMALL_PHONE, Open, Site
from tests.browser.test_four_children import _in_july_2018, fill, keep  # noqa: F401 - a fixture that is used by being there
from tests.jobs.court.test_clocks import enact, run
from tests.web.scene import ALBERTO, FAMILY, KEVIN, MAITE, YAMILET, play

HAPPENED = (
    RecordContact(ContactPoint("CO-1", MAITE, "phone", "555-0100", "ICE, Eloy", "2018-06-01", attempts=("2018-06-28T10:00 no_answer",))),
    ReportMilestone(Milestone("MI-1", MAITE, "called", "2018-07-03T16:00", words="12 minutes")),
    ReportMilestone(Milestone("MI-2", YAMILET, "hearing", "2018-05-24")),
    ReportMilestone(Milestone("MI-3", KEVIN, "called", "2018-06-20")),
    RecordDecision(
        Decision("DC-1", YAMILET, MAITE, "reunite_here", "2018-07-07", "K'iche'", "R. Ajú", "all", "C. Lee", "2018-07-09", "2018-07-07")
    ),
    RecordProof(Proof("PR-1", MAITE, YAMILET, "dna", "supports", "2018-07-05", "result only", "Lab 4", "12000")),
)


@pytest.mark.parametrize(("language", "width"), [("en-US", DESK), ("es-GT", PHONE)])
def test_the_family_on_8_july_2018(open_page: Open, site: Site, language: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed.")
    play(list(HAPPENED), name="happened")
    enact("ms-l-2018")
    run()
    page = open_page(f"/families/{FAMILY}/", width=width, language=language)
    said = page.locator("[data-mark].kk-mark").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    kinds = page.locator("[data-mark] use").evaluate_all("all => all.map(one => one.getAttribute('href').slice(6))")
    drawn = {kind: kinds.count(kind) for kind in ("call", "unanswered", "court", "decision", "test", "missed", "deadline")}
    assert drawn == {"call": 2, "unanswered": 1, "court": 1, "decision": 1, "test": 1, "missed": 1, "deadline": 2}, said
    assert any("12 minutes" in one for one in said)
    assert page.locator(".kk-happened").is_visible() is (width == PHONE)
    assert page.locator(".kk-left-soon").inner_text().startswith(("2 days 7 hours", "Quedan 2 días", "2 días"))
    keep(page, f"family-{language[:2]}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [one["id"] for one in axe.Axe().run(page).response["violations"]] == []
    if width == DESK:
        page.get_by_role("link", name="Open a case").first.click()
        fill(page, plan="stage-1", at="2018-07-01")
        page.goto(f"{site.address}/families/{FAMILY}/")
        assert page.locator(".kk-panel-words").inner_text() == "Maite: Identity of child and adult known"
        assert page.locator(".kk-part-open").count() == 5 and page.locator(".kk-part-waits").count() == 4
        page.get_by_role("link", name="Record as done").click()
        fill(page, at="2018-07-08", words="birth certificate seen")
        page.goto(f"{site.address}/families/{FAMILY}/?zoom=month")
        assert page.locator(".kk-part-done").count() == 1 and ALBERTO not in page.locator("#who-was-where").inner_text()
        keep(page, "family-month")
        page.set_viewport_size({"width": SMALL_PHONE, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE
