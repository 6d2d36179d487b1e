"""Agreements and emergencies in a browser: both languages, desk and phone, nothing that a screen reader stumbles over."""

import pytest

from tests.access.test_agreements import CBP, ONE, ORR
from tests.browser.conftest import DESK, PHONE, Open
from tests.web.browsing import client
from tests.web.scene import FAMILY, play


@pytest.mark.parametrize(
    ("address", "language", "width", "heading"),
    [
        ("/agreements/", "en-US", DESK, "Agreements of agencies"),
        ("/agreements/", "es-GT", PHONE, "Acuerdos entre agencias"),
        ("/emergency/", "en-US", PHONE, "Open somebody in an emergency"),
        ("/emergency/", "es-GT", DESK, "Abrir a alguien en una emergencia"),
    ],
)
def test_they_read_on_a_desk_and_on_a_phone(open_page: Open, address: str, language: str, width: int, heading: str) -> None:
    from kinkeeper.domain.access.agreements import ProposeAgreement, SignAgreement
    from kinkeeper.domain.facts import replace

    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed.")
    for number in "12":
        play([ProposeAgreement(replace(ONE, agreement_id=number), CBP.name, "CBP")], name=number, actor=CBP)
    play([SignAgreement("1", ORR.name, "ORR")], name="signed", actor=ORR)
    client(role="caseworker").post("/emergency/", {"asked": FAMILY, "reason": "The child is in hospital", "minutes": "30"})
    page = open_page(address, language=language, width=width, role="administrator" if "agree" in address else "inspector")
    assert page.get_by_role("heading", level=1).inner_text() == heading
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [one["id"] for one in axe.Axe().run(page).response["violations"]] == []
