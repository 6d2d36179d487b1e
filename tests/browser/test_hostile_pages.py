"""Hostile words in every place where somebody can write, on every page there is, in a browser: nothing runs, and nothing is moved sideways.

On a small phone, and on a desk's page at 200 per cent. What they are as text is tried in `tests/web/test_hostile_words.py`.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import DESK, SMALL_PHONE, Open, Site
from tests.browser.test_every_page import NOT_ASKED_BY_PAGES, SAID_WHY_NOT, SEEN_BY
from tests.web.routes import every_page
from tests.web.test_casework_pages import more
from tests.web.test_every_page import HOSTILE
from tests.web.test_hostile_words import hostile_beside

WIDTHS = (SMALL_PHONE, DESK // 2)


def sideways(page: Any) -> Iterator[tuple[int, int]]:
    """At which widths the page must be moved sideways, and how wide it is then."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if (wide := page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")) > width:
            yield width, wide


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("language", ["en-US", "es-GT"])
def test_hostile_words_move_no_page_sideways_and_do_nothing(open_page: Open, site: Site, language: str) -> None:
    more()
    hostile_beside()
    pages = {role: open_page("/proof/", role=role, language=language, width=WIDTHS[0]) for role in ("coordinator", *SEEN_BY.values())}
    families = [("family", f"/families/KF-9{number}/?statements=all") for number in range(len(HOSTILE))]
    wrong, seen = [], 0
    for name, address in [*every_page(), *families, ("case", "/people/Ph0/file/"), ("case", "/people/Pg3/file/")]:
        if name in NOT_ASKED_BY_PAGES or name in SAID_WHY_NOT:
            continue
        page = pages[SEEN_BY.get(name, "coordinator")]
        answer = page.goto(site.address + address, wait_until="networkidle")
        if "text/html" not in answer.headers["content-type"]:
            continue
        seen += 1
        wrong += [(address, *one) for one in sideways(page)]
    print(f"{language}: {seen} pages with hostile words at {WIDTHS}; sideways: {len(wrong)}")
    assert wrong == [] and seen > 70
