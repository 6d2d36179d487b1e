"""An hour of review in a browser: by one key, in both languages, without script, on a phone, without barriers."""

import pytest

from kinkeeper.domain.reviews import AskQuestions
from tests.browser.conftest import DESK, PHONE, SMALL_PHONE, Open, Site
from tests.web.scene import play
from tests.web.test_review_page import LOT, TIE, TWO_RECORDS

PAGES = ("/review/person/r1/r2/#received", "/review/queue/", "/review/decided/", "/review/control/", "/review/")


@pytest.fixture(autouse=True)
def _asked(site: Site) -> None:
    play([AskQuestions("run-1", (TWO_RECORDS, TIE, LOT))], name="asked")


@pytest.mark.parametrize(
    ("language", "questions", "recorded"),
    [
        (
            "en-US",
            ("Is this adult the child’s father?", "Are these two records one child?"),
            ("Recorded: same.", "Recorded: different.", "Undone.", "Recorded: unsure."),
        ),
        (
            "es-GT",
            ("Vínculo con el niño o la niña: ¿padre?", "¿Son estos dos registros de un mismo niño o niña?"),
            ("Registrado: la misma.", "Registrado: distintas.", "Deshecho.", "Registrado: sin certeza."),
        ),
    ],
)
def test_a_queue_by_keys_alone(open_page: Open, language: str, questions: tuple[str, str], recorded: tuple[str, ...]) -> None:
    page = open_page("/review/", language=language)
    question, said = page.locator("#question"), page.locator("#said")
    assert question.inner_text() == questions[0]
    page.keyboard.press("j")
    page.wait_for_url("**/person/r1/r2/")
    page.keyboard.press("k")
    page.wait_for_url("**/tie/r1/r6/")
    page.keyboard.press("s")
    said.get_by_text(recorded[0]).wait_for()
    assert question.inner_text() == questions[1]
    assert page.evaluate("document.activeElement.id") == "question" and page.url.endswith("/review/person/r1/r2/")
    page.keyboard.press("d")
    assert page.evaluate("document.activeElement.name") == "usual" and "kk-asked" in (page.locator("#reasons").get_attribute("class") or "")
    page.keyboard.press("1")
    said.get_by_text(recorded[1]).wait_for()
    page.keyboard.press("z")
    page.wait_for_url("**/person/r1/r2/?recorded=undone")
    assert recorded[2] in said.inner_text() and question.inner_text() == questions[1]
    page.keyboard.press("r")
    assert page.locator("#received").is_visible() and page.locator("#received").get_by_role("heading", level=3).count() == 2
    page.keyboard.press("r")
    page.keyboard.press("u")
    page.locator("#reason").fill("no photograph")
    page.keyboard.press("Enter")
    said.get_by_text(recorded[3]).wait_for()
    page.wait_for_url("**/person/r3/r9/")
    page.wait_for_function("document.activeElement.id === 'question'")
    page.keyboard.press("?")
    page.locator("#keys").wait_for()


def test_everything_works_without_script(open_page: Open) -> None:
    page = open_page("/review/", script=False)
    page.get_by_role("button", name="Kin A second reader is asked").click()
    assert "Recorded: same." in page.locator("#said").inner_text()
    page.get_by_role("button", name="Different").click()
    assert "Say in a few words why" in page.locator("#reasons").inner_text()
    page.get_by_label("The names are common here").check()
    page.get_by_role("button", name="Different").click()
    assert "Recorded: different." in page.locator("#said").inner_text()
    page.get_by_role("button", name="Undo my last answer").click()
    assert "Undone." in page.locator("#said").inner_text()
    page.get_by_role("link", name="Show decided").click()
    assert page.get_by_role("rowheader").count() == 1
    page.get_by_role("link", name="Review", exact=True).last.click()
    page.get_by_role("link", name="Order of the queue").click()
    assert page.get_by_role("rowheader").count() == 2


def test_letters_typed_as_a_reason_decide_nothing(open_page: Open) -> None:
    page = open_page("/review/")
    page.locator("#reason").press_sequentially("sdu z 1")
    assert page.locator("#reason").input_value() == "sdu z 1" and page.locator("#said").inner_text() == ""


@pytest.mark.parametrize("language", ["en-US", "es-GT"])
def test_nothing_scrolls_sideways_and_the_answers_stay_within_reach(open_page: Open, site: Site, language: str) -> None:
    page = open_page("/review/", language=language)
    for path in PAGES:
        page.goto(site.address + path)
        for width in (SMALL_PHONE, PHONE, DESK // 2, DESK):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
    page.goto(site.address + "/review/")
    page.set_viewport_size({"width": PHONE, "height": 700})
    for button in page.locator(".kk-answers button").all():
        box = button.bounding_box()
        assert box is not None and box["y"] + box["height"] <= 700 and box["height"] >= 44


@pytest.mark.parametrize(("language", "width"), [("en-US", DESK), pytest.param("es-GT", PHONE, marks=pytest.mark.long)])
def test_no_barrier_that_axe_knows(open_page: Open, site: Site, language: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed.")
    page = open_page("/review/", language=language, width=width)
    for path in PAGES:
        page.goto(site.address + path)
        found = axe.Axe().run(page).response["violations"]
        assert [(path, one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == []
    page.keyboard.press("s")
    page.locator("#said").get_by_text("2").wait_for()
    found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == []
