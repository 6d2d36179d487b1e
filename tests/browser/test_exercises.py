"""The two exercises of the import desk, done on the page in a browser by its docs, with a picture of every step.

A list that no layout knows is put down, told what it is and taken; the sender's next file is read by itself; then the sender renames three
columns. The pictures are kept in the folder that `KINKEEPER_PICTURES` names, else beside the test's temporary files; real files are among
them where they lie beside the project. How long each took, waiting for the worker included, is printed.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kinkeeper.domain.access import Actor
from tests.browser.conftest import DESK, PHONE, Open, Site
from tests.extracts.test_practice import REAL
from tests.extracts.written import csv_file

HEADER = ["Caso", "Apellidos del menor", "Nombres", "Nacimiento", "Sexo", "Ingreso", "Albergue", "Pariente mencionado"]
JUNE = [
    ["1", "XOL TUX", "ANA", "3/14/2010", "F", "5/28/2018", "Casa Sol", "mamá EVA XOL"],
    ["2", "CHUB", "LUIS", "11/2/2008", "M", "6/3/2018", "Casa Luna", "papá JUAN CHUB"],
    ["3", "POP CAAL", "RITA", "7/19/2012", "F", "2/31/2018", "Casa Sol", ""],
]
READ_AS = {
    "Apellidos del menor": "surnames",
    "Nombres": "given",
    "Nacimiento": "born",
    "Sexo": "sex",
    "Ingreso": "admitted",
    "Albergue": "facility",
    "Pariente mencionado": "parent_name",
}
RENAMED = {"Apellidos del menor": "Apellidos (menor)", "Ingreso": "Fecha de ingreso al albergue", "Albergue": "Programa"}
SENDER = "Consulado"
Shot = Callable[[Any, str], None]


@pytest.fixture
def shot(tmp_path: Path) -> Shot:
    """Keeps a picture of a page, numbered in the order of the steps."""
    folder = Path(os.environ.get("KINKEEPER_PICTURES", tmp_path / "pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    taken: list[str] = []

    def keep(page: Any, name: str) -> None:
        taken.append(name)
        page.screenshot(path=str(folder / f"{len(taken):02}-{name}.png"), full_page=True)

    return keep


def let_work(job: str) -> str:
    """What the worker does, done here; the file that was put down last."""
    from kinkeeper.jobs.deliveries.desk import work_on
    from kinkeeper.queries.deliveries.desk import list_desk

    me = Actor("tests", "", "operator")
    newest = list_desk(me)[0]
    work_on(newest.file_id, job, me)
    return newest.file_id


def put_down(page: Any, site: Site, path: Path, sender: str) -> None:
    page.goto(f"{site.address}/imports/")
    page.set_input_files("#files", path)
    page.fill("#sender", sender)
    page.get_by_role("button", name="Put down", exact=True).click()
    page.goto(f"{site.address}/imports/{let_work('look')}/")


def look_again(page: Any) -> None:
    page.get_by_role("button", name="Look again, read as chosen").click()
    let_work("look")
    page.reload()


def take(page: Any) -> None:
    page.get_by_role("button", name="Take it in").click()
    let_work("take")
    page.reload()


def choose(page: Any, header: str, field: str) -> None:
    page.get_by_label(header, exact=True).select_option(field)


def counts(page: Any) -> dict[str, str]:
    """What the page counts of the table: rows, new, known, changed, refused."""
    heads, numbers = page.locator(".kk-desk-counts dt").all_inner_texts(), page.locator(".kk-desk-counts dd").all_inner_texts()
    return dict(zip(heads, numbers, strict=True))


@pytest.mark.long
def test_a_new_agencys_list_and_three_renamed_columns_by_the_page(open_page: Open, site: Site, tmp_path: Path, shot: Shot) -> None:
    page = open_page("/imports/", width=DESK)
    shot(page, "desk-empty")
    began = time.monotonic()
    put_down(page, site, csv_file(tmp_path / "junio.csv", [HEADER, *JUNE]), SENDER)
    shot(page, "new-agency-as-it-is-found")
    page.get_by_label("Taken for").select_option("orr_children")
    look_again(page)
    shot(page, "new-agency-columns-to-be-told")
    for header, field in READ_AS.items():
        choose(page, header, field)
    look_again(page)
    assert counts(page)["Rows"] == "3" and counts(page)["New"] == "3", page.inner_text("main")
    assert page.get_by_text("2/31/2018").first.is_visible(), "the day that does not exist is said, by row and column"
    shot(page, "new-agency-preview")
    take(page)
    shot(page, "new-agency-taken")
    first = time.monotonic() - began

    began = time.monotonic()
    renamed = [RENAMED.get(one, one) for one in HEADER]
    july = [
        ["4", "TZUL", "IRMA", "1/5/2011", "F", "7/1/2018", "Casa Sol", ""],
        ["5", "COC", "BETO", "2/6/2009", "M", "7/2/2018", "Casa Mar", ""],
    ]
    put_down(page, site, csv_file(tmp_path / "julio.csv", [renamed, *july]), SENDER)
    said = page.inner_text("main")
    assert "Otherwise than in this sender’s last file" in said and all(one in said for one in RENAMED)
    shot(page, "renamed-what-is-otherwise")
    for before, now in RENAMED.items():
        choose(page, now, READ_AS[before])
    look_again(page)
    assert counts(page)["New"] == "2", page.inner_text("main")
    read = {header: page.get_by_label(header, exact=True).input_value() for header in renamed if header != "Caso"}
    assert read == {RENAMED.get(one, one): field for one, field in READ_AS.items()}, "what was not renamed is read as before"
    shot(page, "renamed-preview")
    take(page)
    second = time.monotonic() - began

    put_down(
        page, site, csv_file(tmp_path / "agosto.csv", [renamed, ["6", "CUC", "SARA", "4/4/2012", "F", "8/1/2018", "Casa Mar", ""]]), SENDER
    )
    assert counts(page)["New"] == "1" and "Otherwise than" not in page.inner_text("main"), "the next file needs nothing to be told"
    shot(page, "next-file-read-by-itself")
    page.goto(f"{site.address}/imports/")
    shot(page, "desk-with-what-came-in")
    print(f"a new agency's list {first:.0f} s, three columns renamed {second:.0f} s, waiting for the worker included")


@pytest.mark.long
@pytest.mark.parametrize(("width", "language"), [(DESK, "en-US"), (PHONE, "es-GT")])
def test_each_step_of_the_desk_with_a_real_file(open_page: Open, site: Site, shot: Shot, width: int, language: str) -> None:
    path = REAL / "orr_separated_children_foia.csv"
    if not path.exists():
        pytest.skip(f"{path.name} is not here: the steps were not tried with it.")
    page = open_page("/imports/", width=width, language=language)
    page.set_input_files("#files", path)
    shot(page, f"{width}-real-chosen")
    page.locator('form[action="/imports/put-down/"] button').click()
    page.goto(f"{site.address}/imports/{let_work('look')}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert "3,108" in page.inner_text("main").replace("\u202f", ",").replace(".", ",").replace("\u00a0", ",")
    shot(page, f"{width}-real-preview")
    page.locator('button[value="take"]').click()
    let_work("take")
    page.reload()
    shot(page, f"{width}-real-taken")
    page.goto(f"{site.address}/imports/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shot(page, f"{width}-real-came-in")
