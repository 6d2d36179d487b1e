"""Every page there is, swept from the table of addresses, in both languages: no barrier that axe knows, nothing sideways, nothing heavy.

What a role may not see is swept as somebody who may. The figures are printed: `pytest -s -m long tests/browser/test_every_page.py`.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import DESK, PHONE, SMALL_PHONE, Open, Site, session_cookie
from tests.browser.test_four_children import keep
from tests.web.routes import every_page
from tests.web.test_casework_pages import more

FIRST, LATER = 250_000, 60_000
"""Bytes of a first visit and of the pages after it, as they come over the line."""
FIRST_VISITS = (
    "/",
    "/children-apart/",
    "/families/KF-20418/",
    "/pictures/",
    "/review/queue/",
    "/proof/",
    "/intake/",
    "/people/Pmaite/file/",
)
NOT_ASKED_BY_PAGES = frozenset(
    {
        *("apart-lately", "search", "decide", "undo", "language", "put-down", "keep-columns"),
        *("mfa_download_recovery_codes", "mfa_login_webauthn"),
    }
)
"""What is sent, is a part of a page, or answers a script."""
SAID_WHY_NOT = {"receipt": 503, "mfa_deactivate_totp": 404, "mfa_view_recovery_codes": 404}
"""Pages of which the scene has nothing to show, a signed log or a second factor: what they say then is swept."""
SEEN_BY = {"oversight": "inspector", **dict.fromkeys(("tokens", "hooks"), "administrator")}
WIDTHS = (SMALL_PHONE, PHONE, DESK // 2)
"""A small phone, a phone, and a desk's page at 200 per cent."""


def wrongs_of(page: Any) -> Iterator[tuple[Any, ...]]:
    """What axe finds on a page, and at which widths it must be moved sideways."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed.")
    found = axe.Axe().run(page).response
    for one in found["violations"]:
        yield one["id"], [node["html"][:120] for node in one["nodes"][:3]]
    # Words in the very colour of their ground axe takes for hidden on purpose, and leaves to a person.
    for node in (node for one in found["incomplete"] if one["id"] == "color-contrast" for node in one["nodes"]):
        if any((check.get("data") or {}).get("messageKey") == "equalRatio" for check in node["any"]):
            yield "unseen", node["html"][:120]
    wide_as_opened = page.viewport_size["width"]
    for width in (*WIDTHS, wide_as_opened):
        page.set_viewport_size({"width": width, "height": 900})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            yield "sideways", width, wide


def weigh(page: Any) -> dict[str, int]:
    """Address -> bytes of what a page asks for from now on, as they come over the line."""
    sizes: dict[str, int] = {}
    page.on("requestfinished", lambda request: sizes.update({request.url: max(request.sizes()["responseBodySize"], 0)}))
    return sizes


def found_within(page: Any, site: Site) -> Any:
    """The families of whom one typed within their list, as it is filtered."""
    page.goto(site.address + "/families/?apart=some")
    typed = page.locator("form:has(input[name=within]) [name=text]")
    typed.fill("Maite")
    typed.press("Enter")
    page.wait_for_url("**/families/*search=*")
    return page


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize(("language", "width"), [("en-US", DESK), ("es-GT", PHONE)])
def test_every_page(open_page: Open, site: Site, language: str, width: int) -> None:
    more()
    pages = {role: open_page("/proof/", role=role, language=language, width=width) for role in ("coordinator", *SEEN_BY.values())}
    sizes = {role: weigh(page) for role, page in pages.items()}
    weights: list[tuple[int, str]] = []
    wrong: list[tuple[Any, ...]] = []
    for name, address in every_page():
        if name in NOT_ASKED_BY_PAGES:
            continue
        role = SEEN_BY.get(name, "coordinator")
        sizes[role].clear()
        answer = pages[role].goto(site.address + address, wait_until="networkidle")
        if answer.status != SAID_WHY_NOT.get(name, 200) or "text/html" not in answer.headers["content-type"]:
            wrong.append((address, answer.status, answer.headers["content-type"]))
        keep(pages[role], f"every{re.sub('[^a-z0-9]+', '-', address.lower())}{language[:2]}")
        weights.append((sum(sizes[role].values()), address))
        wrong += [(address, *one) for one in wrongs_of(pages[role])]
    wrong += [("found within", *one) for one in wrongs_of(found_within(pages["coordinator"], site))]
    wrong += [(address, "heavy", weight) for weight, address in weights if not 0 < weight <= LATER]
    # The browser itself complains of answers such as 404: those that are to be are no wrongs.
    told = [str(status) for status in SAID_WHY_NOT.values()]
    site.wrongs[:] = [one for one in site.wrongs if not any(f" {status} " in f" {one}" for status in told) and "favicon" not in one]
    heaviest = max(weights)
    print(f"{language}: {len(weights)} pages swept, the heaviest {heaviest[1]} with {heaviest[0]:,} bytes; wrong: {len(wrong)}")
    assert wrong == [] and len(weights) > 65


@pytest.mark.long
def test_the_sweep_finds_what_is_wrong(open_page: Open) -> None:
    page = open_page("/proof/")
    assert list(wrongs_of(page)) == []
    page.evaluate("""() => {
        const wide = document.createElement('div');
        wide.textContent = 'wide';
        wide.style.minWidth = '700px';
        document.body.append(wide);
        document.title = '';
        const unseen = document.createElement('p');
        unseen.textContent = 'white on white';
        unseen.style.cssText = 'color: #fff; background: #fff';
        document.body.append(unseen);
    }""")
    assert [one[:2] for one in wrongs_of(page) if one[0] == "sideways"] == [("sideways", width) for width in WIDTHS]
    assert {"document-title", "unseen"} <= {one[0] for one in wrongs_of(page)}


@pytest.mark.long
def test_a_first_visit_of_any_page_is_light(open_page: Open, site: Site) -> None:
    """Each page as the first that a browser sees: with the style, the letters and the script."""
    more()
    browser = open_page("/proof/").context.browser
    cookie = session_cookie(site.address, "coordinator")
    weights: list[tuple[int, str]] = []
    for address in FIRST_VISITS:
        fresh = browser.new_context()
        fresh.add_cookies([cookie])
        page = fresh.new_page()
        sizes = weigh(page)
        page.goto(site.address + address, wait_until="networkidle")
        fresh.close()
        weights.append((sum(sizes.values()), address))
    print(f"first visits: the heaviest {max(weights)[1]} with {max(weights)[0]:,} bytes")
    assert min(weights)[0] > 0 and max(weights)[0] <= FIRST
