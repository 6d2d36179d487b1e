"""The weekly meeting in a browser: reasons given by the keyboard alone and without script, on a desk and on a phone, in both languages."""

from pathlib import Path

import pytest

from tests.browser.conftest import DESK, PHONE, Open
from tests.queries.test_meeting import ADA, EVA, IKER, LUIS, NOE, TURNED, WEEKS, arranged, came_in, lines, say, screen


def test_a_meeting_is_held_by_the_keyboard_alone(open_page: Open, tmp_path: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed.")
    came_in(tmp_path, WEEKS[0], [LUIS, EVA, NOE], [LUIS, IKER, TURNED])
    number = arranged()
    say("hold-meeting", meeting_id=number, at="2018-07-06T15:00")
    came_in(tmp_path, WEEKS[1], [LUIS, EVA, NOE, ADA], [LUIS, NOE])
    person = lines(screen())["EVA CAAL"].person
    page = open_page(f"/meetings/{number}/", script=False)
    page.locator(f'[name="reason-{person}"]').focus()
    for key in ("Home", "ArrowDown", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("COUNSEL")
    page.keyboard.press("Tab")
    page.keyboard.type("ask on Monday")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Take back: EVA CAAL").wait_for()
    said = lines(screen())["EVA CAAL"].explanation
    assert (said.reason, said.owner, said.next_step) == ("not_yet_reported", "COUNSEL", "ask on Monday")
    for language, width in (("en-US", DESK), ("es-GT", PHONE)):
        for path in ("/meetings/?list=apart&list=orr 2018-07-13.csv", f"/meetings/{number}/"):
            looked = open_page(path, language=language, width=width)
            assert looked.evaluate("document.documentElement.scrollWidth") <= width, path
            found = axe.Axe().run(looked).response["violations"]
            assert [(path, one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == []
