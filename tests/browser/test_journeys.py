"""A morning with the pages, in a browser: in both languages, by keyboard, without script, on a phone, with hostile names."""

import pytest

from tests.browser.conftest import DESK, PHONE, SMALL_PHONE, Open, Site
from tests.figures import Figure
from tests.web.scene import FAMILY, play
from tests.web.test_every_page import HOSTILE, hostile

FAMILY_PAGE = f"/families/{FAMILY}/"
PATHS = (
    "/intake/",
    "/search/found/?search=none",
    "/children-apart/?known=yesterday",
    "/families/",
    "/reports/",
    "/reports/days_apart/?against=17",
    "/reports/over_time/?against=never",
    f"{FAMILY_PAGE}?known=24&statements=all#timeline-table",
    "/people/Pkevin/?known=16#keys",
)
SIGN_IN_PATHS = ("/sign/factors/", "/sign/sessions/", "/sign/password/", "/sign/out/")


def test_nobody_who_has_not_signed_in_gets_beyond_the_door(open_page: Open, site: Site) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed.")
    for language, width in (("en-US", DESK), ("es-GT", PHONE)):
        page = open_page("/families/", language=language, width=width, role="")
        assert page.url.startswith(f"{site.address}/sign/in/") and "Maite" not in page.content()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [one["id"] for one in axe.Axe().run(page).response["violations"]] == []


@pytest.mark.parametrize(
    ("language", "view", "heading", "state", "table"),
    [
        ("en-US", "No reason recorded 1", "Family of Maite Xitumul Cuc", "Apart: Kevin and father, 37 days", "Show as table"),
        (
            "es-GT",
            "Detectados, en ninguna lista 1",
            "Familia de Maite Xitumul Cuc",
            "Separados: Kevin y su padre, 37 días",
            "Mostrar como tabla",
        ),
    ],
)
def test_from_the_list_to_the_evidence(open_page: Open, language: str, view: str, heading: str, state: str, table: str) -> None:
    page = open_page("/children-apart/", language=language)
    page.get_by_role("link", name=view).click()
    page.get_by_role("link", name="Kevin Xitumul Cuc").click()
    assert page.get_by_role("heading", level=1).inner_text() == heading
    assert page.get_by_text(state, exact=True).first.is_visible()
    page.locator("#timeline-as-table").click()
    assert page.locator("#timeline-table").get_by_role("row").count() > 8 and page.locator("#timeline-table").is_visible()
    assert page.locator("#timeline-as-table").inner_text() == table
    page.locator("svg a[href*='tie=Pkevin~Palberto']").click()
    assert "Alberto" in page.locator("#evidence-title").inner_text()


def test_filters_change_the_list_and_the_address_at_once(open_page: Open) -> None:
    page = open_page("/children-apart/")
    page.get_by_role("combobox", name="Basis").select_option("detected")
    page.wait_for_url("**basis=detected**")
    page.locator(".kk-number", has_text="1").wait_for()
    assert page.locator(".kk-child").all_inner_texts()[0].strip().startswith("Kevin")
    page.go_back()
    page.locator(".kk-number", has_text="2").wait_for()


def test_a_search_by_keyboard_alone(open_page: Open) -> None:
    page = open_page(FAMILY_PAGE)
    page.keyboard.press("/")
    page.keyboard.type("cuc maité")
    page.keyboard.press("Enter")
    page.wait_for_url("**search=**")
    assert "mait" not in page.url.lower()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Maite Xitumul Cuc"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{FAMILY_PAGE}")


def test_the_first_few_are_found_while_one_types(open_page: Open) -> None:
    page = open_page("/families/", width=PHONE)
    page.locator("#search-text").press_sequentially("xitu")
    page.locator("#search-found a").first.wait_for()
    assert page.locator("#search-found a").count() == 3 and page.evaluate("document.documentElement.scrollWidth") <= PHONE
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/families/KF-**")
    page.keyboard.press("/")
    page.keyboard.type("yam")
    page.locator("#search-found a").first.wait_for()
    page.keyboard.press("Escape")
    assert page.locator("#search-found a").count() == 0


def test_rows_lanes_and_days_by_keyboard(open_page: Open) -> None:
    page = open_page("/children-apart/")
    focused = "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(focused) == "Kevin Xitumul Cuc"
    page.keyboard.press("k")
    assert page.evaluate(focused) == "Maite Xitumul Cuc"
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.name") == "outcome"
    page.goto(page.url.replace("/children-apart/", FAMILY_PAGE))
    page.locator("[data-mark][tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused) == "Maite: ORR program, Harlingen, Texas, from 23 May 2018 until now"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused).startswith("Yamilet: ") and page.locator("[data-mark][tabindex='0']").count() == 1
    page.keyboard.press("t")
    assert page.locator("#timeline-table").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#timeline-table").is_visible()
    page.keyboard.press("?")
    assert page.get_by_role("heading", name="Keyboard keys").is_visible()
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url("**/children-apart/")


def test_everything_works_without_script(open_page: Open) -> None:
    page = open_page("/children-apart/", script=False)
    page.get_by_role("combobox", name="Basis").select_option("detected")
    page.get_by_role("button", name="Filter").click()
    assert page.locator(".kk-child").count() == 1
    page.get_by_label("Search by name or number").fill("A 201-970-001")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Maite Xitumul Cuc").click()
    page.locator("#timeline-as-table").click()
    assert page.locator("#timeline-table").is_visible()
    page.get_by_role("textbox", name="As known on").fill("entry 22")
    page.get_by_role("button", name="Show", exact=True).click()
    assert page.get_by_text("You are looking at what was known on").is_visible()
    page.get_by_role("link", name="Go back to now.").click()
    page.get_by_role("button", name="Español").click()
    page.get_by_role("heading", name="Quién estuvo dónde").wait_for()


@pytest.mark.parametrize("language", ["en-US", "es-GT"])
def test_nothing_scrolls_sideways_down_to_a_small_phone_or_at_200_percent(open_page: Open, site: Site, language: str) -> None:
    page = open_page("/", language=language)
    for path in PATHS:
        page.goto(site.address + path)
        for width in (SMALL_PHONE, PHONE, DESK // 2, DESK):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_things_to_touch_are_large_enough_on_the_phone(open_page: Open) -> None:
    page = open_page("/children-apart/", width=PHONE)
    assert page.locator("#filters").is_hidden(), "folded, as nothing is filtered"
    page.locator(".kk-fold summary").click()
    assert page.locator("#filters").is_visible()
    for field in ("button.usa-button", "select", "input.usa-input", ".kk-tabs a", ".kk-nav-open", ".kk-fold summary"):
        heights = page.locator(field).evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
        assert heights and min(heights) >= 40, field


def test_the_phone_draws_time_downwards(open_page: Open) -> None:
    page = open_page(FAMILY_PAGE, width=PHONE)
    assert page.locator(".kk-portrait").is_visible() and not page.locator(".kk-landscape").is_visible()
    page = open_page(FAMILY_PAGE)
    assert page.locator(".kk-landscape").is_visible() and not page.locator(".kk-portrait").is_visible()


def test_print_shows_picture_and_table_and_from_where_one_looks(open_page: Open) -> None:
    page = open_page(FAMILY_PAGE)
    page.emulate_media(media="print")
    assert page.locator(".kk-landscape").is_visible() and page.locator("#timeline-table").is_visible()
    assert page.get_by_text("On 8 July 2018, as known on").is_visible() and not page.locator(".kk-search").is_visible()


def test_hostile_names_do_nothing(open_page: Open, site: Site, figure: Figure) -> None:
    play([command for number, text in enumerate(HOSTILE) for command in hostile(text, number)], name="hostile")
    page = open_page("/children-apart/?outcome=any", width=PHONE)
    for path in ("/children-apart/?outcome=any", "/families/", *(f"/families/KF-9{number}/" for number in range(len(HOSTILE)))):
        page.goto(site.address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, path
        assert page.evaluate("document.querySelectorAll('img, script:not([src]), iframe').length") == 0
    figure(
        35,
        "{} hostile texts on {} pages in a browser: no dialog, no message of the policy, no host but ours",
        len(HOSTILE),
        len(HOSTILE) + 2,
    )


@pytest.mark.parametrize(("language", "width"), [("en-US", DESK), ("es-GT", PHONE)])
def test_no_barrier_that_axe_knows(open_page: Open, site: Site, language: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed.")
    page = open_page("/", language=language, width=width)
    for path in (*PATHS, *SIGN_IN_PATHS):
        page.goto(site.address + path)
        found = axe.Axe().run(page).response["violations"]
        assert [(path, one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == []


def test_a_first_visit_is_light(open_page: Open, site: Site) -> None:
    """At most 250 kB compressed the first time, 60 kB for the pages after it."""
    sizes: dict[str, int] = {}
    here = open_page("/").context
    fresh = here.browser.new_context()
    fresh.add_cookies(here.cookies())
    page = fresh.new_page()
    page.on("requestfinished", lambda request: sizes.update({request.url: max(request.sizes()["responseBodySize"], 0)}))
    page.goto(site.address + FAMILY_PAGE, wait_until="networkidle")
    first = dict(sizes)
    sizes.clear()
    page.goto(site.address + "/children-apart/", wait_until="networkidle")
    fresh.close()
    assert 0 < sum(first.values()) <= 250_000, first
    assert 0 < sum(sizes.values()) <= 60_000, sizes
