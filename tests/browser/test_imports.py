"""The import desk in a browser: in both languages, on a phone, without script, with no barrier that axe knows."""

from pathlib import Path

import pytest

from kinkeeper.domain.access import Actor
from tests.browser.conftest import DESK, PHONE, Open, Site
from tests.extracts.written import csv_file

HEADER = ["LAST_NAME", "FIRST_NAME", "APPR_DT_TIME", "SECTOR", "SUBJECT AFILE#", "GENDER"]
ROWS = [["XOL", "ANA", "5/9/2018", "Yuma", "202385792", "F"], ["CHUB", "LUIS", "2/31/2018", "Yuma", "202385793", "varón x"]]


def let_work() -> str:
    from kinkeeper.jobs.deliveries.desk import work_on
    from kinkeeper.queries.deliveries.desk import list_desk

    me = Actor("tests", "", "operator")
    (file,) = list_desk(me)
    work_on(file.file_id, "take" if file.tables else "look", me)
    return file.file_id


@pytest.mark.parametrize(
    ("language", "width", "put", "take"), [("en-US", DESK, "Put down", "Take it in"), ("es-GT", PHONE, "Dejar", "Registrarlo")]
)
def test_from_the_file_to_the_records_without_script(
    open_page: Open, site: Site, tmp_path: Path, language: str, width: int, put: str, take: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed.")
    page = open_page("/imports/", language=language, width=width, script=False)
    page.set_input_files("#files", csv_file(tmp_path / "june.csv", [HEADER, *ROWS]))
    page.get_by_role("button", name=put, exact=True).click()
    let_work()
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_text("2/31/2018").first.is_visible()
    page.get_by_role("button", name=take).click()
    let_work()
    for path in (page.url, f"{site.address}/imports/"):
        looked = open_page(path.removeprefix(site.address), language=language, width=width)
        assert looked.evaluate("document.documentElement.scrollWidth") <= width
        found = axe.Axe().run(looked).response["violations"]
        assert [(path, one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == []
    assert looked.get_by_text("june.csv").first.is_visible()
