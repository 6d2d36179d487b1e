"""The public page about the ledger in a browser: without sign-in, without script, in both languages; a receipt is checked right there."""

from pathlib import Path

import pytest

from kinkeeper.gateway.inspections import keep_inspection
from kinkeeper.jobs.follow import Follower, Showing
from kinkeeper.queries.ledger import verify_ledger
from kinkeeper.queries.log.receipts import make_receipt
from tests.browser.conftest import DESK, PHONE, Open, Site
from tests.signing import OFFICER, a_signer, record


@pytest.fixture
def number(site: Site, tmp_path: Path) -> str:
    """The scene, some entries more, signed and proven; the number of a receipt, of which the file is kept beside."""
    record(500, 40)
    with a_signer(tmp_path / "signer") as signer:
        for _ in range(2):
            Follower(signer, Showing(), print).once()
            record(600, 1)
    keep_inspection(verify_ledger(OFFICER))
    made = make_receipt(OFFICER, 3)
    (tmp_path / "good").write_text(str(made.receipt))
    (tmp_path / "bad").write_text(str(made.receipt).replace("index 3", "index 4"))
    (tmp_path / "other").write_text("hello")
    return str(made.number)


@pytest.mark.parametrize(("language", "width"), [("en-US", DESK), pytest.param("es-GT", PHONE, marks=pytest.mark.long)])
def test_no_barrier_that_axe_knows(open_page: Open, number: str, language: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed.")
    for path in (f"/proof/?receipt={number}", "/proof/?receipt=x#growth-table", "/proof/docket/", "/proof/checkpoints/"):
        page = open_page(path, language=language, width=width, role="")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [one["id"] for one in axe.Axe().run(page).response["violations"]] == []


def test_the_browser_checks_a_receipts_file_and_sends_it_nowhere(open_page: Open, number: str, tmp_path: Path) -> None:
    page = open_page("/proof/", role="")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name, says in (("good", "Entry 3 stands in"), ("bad", "does not prove its entry"), ("other", "is not a receipt")):
        page.set_input_files("#file", tmp_path / name)
        page.wait_for_function("says => document.getElementById('file-answer').textContent.includes(says)", arg=says)
    assert [url for url in asked if "/static/" not in url] == []


def test_all_of_it_works_without_script(open_page: Open, number: str) -> None:
    page = open_page("/proof/", role="", script=False)
    page.fill("#receipt", number.lower().replace("-", " "))
    page.click(".kk-check-row button")
    assert page.locator(".kk-receipt-good").is_visible() and page.locator("#receipt-file").is_hidden()
