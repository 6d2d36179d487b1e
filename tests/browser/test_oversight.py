"""Oversight's page in a browser: both languages, desk and phone, nothing that a screen reader stumbles over."""

import pytest

from tests.browser.conftest import DESK, PHONE, Open
from tests.web.browsing import client, taken


@pytest.mark.parametrize(
    ("language", "width", "heading"), [("en-US", DESK, "Oversight"), pytest.param("es-GT", PHONE, "Supervisión", marks=pytest.mark.long)]
)
def test_the_page_reads_on_a_desk_and_on_a_phone(open_page: Open, language: str, width: int, heading: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed.")
    taken(client(role="caseworker"), "/reports/census/file.csv?day=2018-07-08")
    page = open_page("/oversight/?day=2018-07-08", language=language, width=width, role="inspector")
    assert page.get_by_role("heading", level=1).inner_text() == heading
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [one["id"] for one in axe.Axe().run(page).response["violations"]] == []
